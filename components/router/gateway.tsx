'use client'

/** The way to the outside: setting it, and taking it away where no floating address needs it. */
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { listOf, useAction, useMe } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { ActionDialogProps } from '../resource/actions'
import { BlockedDialog } from '../resource/blockers'
import { throwShown } from '../resource/failure.ts'
import { RadioCards, Switch } from '../ui/choice'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Skeleton } from '../ui/error-state'
import { ActionDialog } from '../ui/form/action-dialog'
import { useZodForm } from '../ui/form/form'
import { z } from '../ui/form/zod.ts'

type Available = { backend_id: string; name: string; subnets: { cidr: string }[] }

const COLLECTION = 'openstack-routers'
const schema = z.object({ external_network_id: z.string().min(1), enable_snat: z.boolean() })

export function SetGatewayDialog({ object, onClose }: ActionDialogProps) {
  const list = useQuery({
    queryKey: [COLLECTION, 'available', object.uuid],
    queryFn: () => api.get<Available[]>(`${COLLECTION}/${object.uuid}/available_external_networks`),
  })
  return list.data ? (
    <GatewayForm object={object} onClose={onClose} networks={list.data} />
  ) : (
    <Skeleton className="hidden" />
  )
}

function GatewayForm({ object, onClose, networks }: ActionDialogProps & { networks: readonly Available[] }) {
  const t = useT()
  const { me } = useMe()
  const setGateway = useAction(COLLECTION, 'set_external_gateway')
  const form = useZodForm({
    schema,
    defaultValues: {
      external_network_id:
        (object.external_network_id as string) || (networks.length === 1 ? networks[0].backend_id : ''),
      enable_snat: object.enable_snat !== false,
    },
    onSubmit: async ({ external_network_id, enable_snat }) => {
      // The address translation is the provider's to decide: others leave it as it is.
      const input = { external_network_id, ...(me?.is_staff && { enable_snat }) }
      await setGateway.mutateAsync({ uuid: object.uuid, input }).catch(throwShown)
      onClose()
    },
  })
  return (
    <ActionDialog
      title={t('routers.gatewayTitle', { name: object.name })}
      form={form}
      submitLabel={t('routers.setGateway')}
      submitReason={networks.length === 0 ? t('routers.noExternal') : undefined}
      onClose={onClose}
    >
      <form.Field name="external_network_id" label={t('routers.external')} required group>
        {(control) => (
          <RadioCards
            value={control.value || null}
            onChange={control.onChange}
            options={networks.map(({ backend_id, name, subnets }) => ({
              value: backend_id,
              label: name,
              hint: subnets.map(({ cidr }) => cidr).join(', '),
            }))}
          />
        )}
      </form.Field>
      {me?.is_staff && (
        <form.Field name="enable_snat" label={t('routers.snat')} hint={t('routers.snatHint')} inline>
          {(control) => <Switch checked={control.value} onChange={control.onChange} />}
        </form.Field>
      )}
    </ActionDialog>
  )
}

export function ClearGatewayDialog({ object, onClose }: ActionDialogProps) {
  const t = useT()
  const clear = useAction(COLLECTION, 'remove_external_gateway')
  const list = useQuery(
    listOf('openstack-floating-ips', {
      tenant_uuid: object.tenant_uuid,
      page_size: 300,
      field: ['uuid', 'address', 'name', 'instance_name', 'backend_network_id'],
    }),
  )
  if (!list.data) return null
  const needed = list.data.rows.filter(({ backend_network_id }) => backend_network_id === object.external_network_id)
  const title = t('routers.clearTitle', { name: object.name })
  if (needed.length > 0)
    return (
      <BlockedDialog
        title={title}
        text={t('routers.clearBlocked', { count: needed.length })}
        blockers={needed.slice(0, 10).map(({ uuid, address, name, instance_name }) => ({
          key: uuid,
          label: [address || name, instance_name].filter(Boolean).join(' · '),
          href: `/t/${object.tenant_uuid}/floating-ips`,
        }))}
        total={needed.length}
        onClose={onClose}
      />
    )
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      level="L1"
      title={title}
      effect={t('routers.clearEffect')}
      confirmLabel={t('routers.clearGateway')}
      onConfirm={async () => {
        await clear.mutateAsync({ uuid: object.uuid }).catch(throwShown)
        onClose()
      }}
    />
  )
}
