'use client'

/** Where a router stands in: its interfaces, one more, one less. */
import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { listOf, useAction, useMe } from '../api/query.ts'
import { disabledReason } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { useBrokenAddresses } from '../network/broken'
import { overlap, parseCidr } from '../network/cidr.ts'
import type { ActionDialogProps } from '../resource/actions'
import { throwShown } from '../resource/failure.ts'
import { useTenantPreflight } from '../resource/preflight.ts'
import { Button } from '../ui/button'
import { Combobox } from '../ui/combobox'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { Preflight, usePreflightReason } from '../ui/form/preflight'
import { z } from '../ui/form/zod.ts'
import { Link } from '../ui/link'
import { DataTable } from '../ui/table/data-table'
import type { Column } from '../ui/table/types.ts'
import { useTableState } from '../ui/table/use-table-state'
import type { Router } from './types.ts'

type Interface = Router['ports'][number]

const COLLECTION = 'openstack-routers'
const schema = z.object({ subnet: z.string().min(1) })
const labelOf = (one: Interface) => [one.subnet_name, one.subnet_cidr].filter(Boolean).join(' · ') || one.mac_address

export function AddInterfaceDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const router = object as unknown as Router
  const list = useQuery(
    listOf('openstack-subnets', {
      tenant_uuid: router.tenant_uuid,
      page_size: 300,
      field: ['uuid', 'name', 'cidr', 'network_name', 'state', 'is_connected'],
    }),
  )
  const add = useAction(COLLECTION, 'add_router_interface')
  const form = useZodForm({
    schema,
    defaultValues: { subnet: '' },
    onSubmit: async ({ subnet }) => {
      await add
        .mutateAsync({ uuid: router.uuid, input: { subnet: `/api/openstack-subnets/${subnet}/` } })
        .catch(throwShown)
      onClose()
    },
  })
  const quota = useTenantPreflight(router.tenant_uuid, { port_count: 1 })
  const submitReason = usePreflightReason(quota)
  const reasonOf = (subnet: { uuid: string; cidr: string; state: string }): string | undefined => {
    if (router.ports.some(({ subnet_uuid }) => subnet_uuid === subnet.uuid)) return t('routers.alreadyHere')
    if (subnet.state !== 'OK') return t('floatingIps.obstacle.busy')
    const cidr = parseCidr(subnet.cidr)
    const other = router.ports.find(({ subnet_cidr }) => {
      const its = parseCidr(subnet_cidr ?? '')
      return cidr && its && overlap(cidr, its)
    })
    return other && t('routers.overlaps', { cidr: other.subnet_cidr ?? '', name: other.subnet_name ?? '' })
  }
  return (
    <ActionDialog
      title={t('routers.addTitle', { name: router.name })}
      form={form}
      submitLabel={t('routers.addInterface')}
      submitReason={submitReason}
      preflight={<Preflight rows={quota} />}
      onClose={onClose}
    >
      <form.Field name="subnet" label={t('subnets.one')} required>
        {(control) => (
          <Combobox
            value={control.value || null}
            onChange={(value) => control.onChange(value ?? '')}
            options={(list.data?.rows ?? []).map((subnet) => ({
              value: subnet.uuid,
              label: `${subnet.name} · ${subnet.cidr}`,
              hint: subnet.network_name,
              disabledReason: reasonOf(subnet),
            }))}
          />
        )}
      </form.Field>
    </ActionDialog>
  )
}

function RemoveInterfaceDialog({ router, one, onClose }: { router: Router; one: Interface; onClose: () => void }) {
  const t = useT()
  const remove = useAction(COLLECTION, 'remove_router_interface')
  const broken = useBrokenAddresses(
    router.tenant_uuid,
    one.fixed_ips.map(({ subnet_id }) => subnet_id),
  )
  if (!broken) return null
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L1"
      title={t('routers.removeTitle', { name: router.name, subnet: labelOf(one) })}
      effect={t(broken.length > 0 ? 'subnets.disconnectBreaks' : 'subnets.disconnectEffect')}
      removed={broken}
      confirmLabel={t('routers.removeInterface')}
      onConfirm={async () => {
        await remove
          .mutateAsync({ uuid: router.uuid, input: { port: `/api/openstack-ports/${one.uuid}/` } })
          .catch(throwShown)
        onClose()
      }}
    />
  )
}

export function Interfaces({ router }: { router: Router }) {
  const t = useT()
  const { caller } = useMe()
  const state = useTableState('interfaces')
  const [adding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Interface | null>(null)
  const columns = useMemo<Column<Interface>[]>(
    () => [
      {
        id: 'subnet',
        header: t('subnets.one'),
        cell: (row) => row.subnet_name ?? row.uuid,
        csv: (row) => row.subnet_name,
      },
      {
        id: 'cidr',
        header: t('subnets.cidrLabel'),
        mono: true,
        cell: (row) => row.subnet_cidr,
        csv: (row) => row.subnet_cidr,
      },
      {
        id: 'address',
        header: t('routers.onRouter'),
        mono: true,
        cell: (row) => row.fixed_ips.map(({ ip_address }) => ip_address).join(', '),
        csv: (row) => row.fixed_ips.map(({ ip_address }) => ip_address).join(' '),
      },
      { id: 'mac', header: t('ports.mac'), mono: true, cell: (row) => row.mac_address, csv: (row) => row.mac_address },
    ],
    [t],
  )
  const addReason = disabledReason(COLLECTION, 'add_router_interface', router, caller)
  const removeReason = disabledReason(COLLECTION, 'remove_router_interface', router, caller)
  const add = addReason !== 'absent' && (
    <Button variant="primary" data-testid="add-interface" disabledReason={addReason} onClick={() => setAdding(true)}>
      {t('routers.addInterface')}
    </Button>
  )
  return (
    <>
      <DataTable<Interface>
        embedded
        state={state}
        label={t('routers.interfaces')}
        columns={columns}
        rows={router.ports}
        total={router.ports.length}
        rowName={labelOf}
        search={false}
        empty={{ text: t('routers.noInterfaces'), action: add }}
        actions={
          removeReason === 'absent'
            ? undefined
            : (row) => [
                {
                  id: 'remove-interface',
                  label: t('routers.removeInterface'),
                  icon: Trash2,
                  visible: true,
                  disabledReason: removeReason,
                  onSelect: () => setRemoving(row),
                },
              ]
        }
      />
      <p className="pt-2 text-sm text-muted">
        {t('routers.interfacesHelp')} <Link href={`/t/${router.tenant_uuid}/networks`}>{t('networks.title')}</Link>
      </p>
      {adding && <AddInterfaceDialog object={router} onClose={() => setAdding(false)} />}
      {removing && <RemoveInterfaceDialog router={router} one={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}
