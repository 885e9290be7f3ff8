'use client'

/** The network cards of an instance with their addresses, floating ones assigned and removed here. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { listOf } from '../../api/query.ts'
import { useT } from '../../i18n/provider'
import { menuFor, useObjectActions } from '../../resource/actions'
import { shownError } from '../../resource/failure.ts'
import { useMayManage } from '../../resource/rights'
import { Button } from '../../ui/button'
import { Copyable } from '../../ui/copy'
import { Section } from '../../ui/page'
import { StateBadge } from '../../ui/state-badge'
import { DataTable } from '../../ui/table/data-table'
import type { Column } from '../../ui/table/types.ts'
import { useTableState } from '../../ui/table/use-table-state'
import type { Instance } from '../types.ts'
import { AssignFloatingIpDialog } from './assign-floating-ip'

type Port = Instance['ports'][number]
type Address = Instance['floating_ips'][number] & Record<string, unknown>

export function NetworkTab({ instance }: { instance: Instance }) {
  const t = useT()
  const [assigning, setAssigning] = useState(false)
  const mayManage = useMayManage({ projectUuid: instance.project_uuid, customerUuid: instance.customer_uuid })
  const portColumns = useMemo<Column<Port>[]>(
    () => [
      {
        id: 'subnet',
        header: t('instances.subnet'),
        cell: (port) => port.subnet_name ?? '',
        csv: (port) => port.subnet_name,
      },
      {
        id: 'address',
        header: t('instances.connectWith'),
        mono: true,
        cell: (port) =>
          port.fixed_ips.map(({ ip_address }) => (
            <Copyable key={ip_address} text={ip_address} what={t('instances.connectWith')} />
          )),
        csv: (port) => port.fixed_ips.map(({ ip_address }) => ip_address).join(' '),
      },
      { id: 'cidr', header: 'CIDR', mono: true, cell: (port) => port.subnet_cidr, csv: (port) => port.subnet_cidr },
      {
        id: 'mac',
        header: t('instances.mac'),
        mono: true,
        cell: (port) => port.mac_address && <Copyable text={port.mac_address} what={t('instances.mac')} />,
        csv: (port) => port.mac_address,
      },
      {
        id: 'port_security',
        header: t('instances.portSecurity'),
        cell: (port) => t(port.port_security_enabled ? 'common.on' : 'common.off'),
        csv: (port) => port.port_security_enabled,
      },
      {
        id: 'floating',
        header: t('instances.floatingIp'),
        mono: true,
        cell: (port) => floatingOf(instance, port)?.address ?? '–',
        csv: (port) => floatingOf(instance, port)?.address,
      },
      {
        id: 'status',
        header: t('common.status'),
        // A port is no machine: ACTIVE means that it is connected.
        cell: (port) =>
          port.status && <StateBadge state="OK" runtimeState={port.status === 'ACTIVE' ? 'UP' : port.status} />,
        csv: (port) => port.status,
      },
    ],
    [t, instance],
  )
  const state = useTableState('instance-ports')
  return (
    <>
      <Section title={t('instances.ports')}>
        <DataTable<Port>
          state={state}
          label={t('instances.ports')}
          columns={portColumns}
          rows={instance.ports}
          total={instance.ports.length}
          rowName={(port) => port.fixed_ips[0]?.ip_address ?? port.uuid}
          empty={{ text: t('instances.portsEmpty') }}
          embedded
        />
      </Section>
      <Section
        title={t('floatingIps.title')}
        actions={
          mayManage && (
            <Button
              size="sm"
              data-testid="action-assign"
              disabledReason={instance.ports.length === 0 ? t('instances.portsEmpty') : undefined}
              onClick={() => setAssigning(true)}
            >
              {t('instances.assign')}
            </Button>
          )
        }
      >
        <FloatingIps instance={instance} />
      </Section>
      {assigning && <AssignFloatingIpDialog instance={instance} onClose={() => setAssigning(false)} />}
    </>
  )
}

/** The floating address that leads to a port; ports of an instance have their MAC in common with their addresses. */
export const floatingOf = (instance: Instance, port: Port) =>
  instance.floating_ips.find(({ port_mac_address }) => port_mac_address === port.mac_address)

const menu = menuFor('openstack-floating-ips', [
  {
    action: 'detach_from_port',
    label: 'instances.unassign',
    visible: false,
    confirm: (address, t) => ({
      level: 'L1',
      title: t('instances.unassignTitle', { address: String(address.name), name: String(address.instance_name) }),
      effect: t('instances.unassignEffect'),
      confirmLabel: t('instances.unassign'),
    }),
  },
])

function FloatingIps({ instance }: { instance: Instance }) {
  const t = useT()
  const state = useTableState('instance-floating-ips')
  const list = useQuery(
    listOf('openstack-floating-ips', { tenant_uuid: instance.tenant_uuid, free: false, page_size: 300 }),
  )
  const actions = useObjectActions(menu)
  const uuids = instance.floating_ips.map(({ uuid }) => uuid)
  const rows = useMemo(() => {
    const full = new Map(list.data?.rows.map((row) => [row.uuid, row]))
    return instance.floating_ips.map((address) => ({
      ...address,
      ...full.get(address.uuid),
      name: address.address ?? '',
      instance_name: instance.name,
      project_uuid: instance.project_uuid,
      customer_uuid: instance.customer_uuid,
      port: full.get(address.uuid)?.port ?? address.uuid,
      state: full.get(address.uuid)?.state ?? 'OK',
      subnet_name: address.subnet_name,
    })) as unknown as Address[]
  }, [list.data, instance])
  const columns = useMemo<Column<Address>[]>(
    () => [
      {
        id: 'address',
        header: t('instances.floatingIp'),
        mono: true,
        cell: (row) => row.address && <Copyable text={row.address} what={t('instances.floatingIp')} />,
        csv: (row) => row.address,
      },
      {
        id: 'port',
        header: t('instances.connectWith'),
        mono: true,
        cell: (row) => row.port_fixed_ips.map(({ ip_address }) => ip_address).join(', '),
      },
      { id: 'subnet', header: t('instances.subnet'), cell: (row) => row.subnet_name },
      {
        id: 'status',
        header: t('common.status'),
        cell: (row) => (
          <StateBadge
            state={String(row.state)}
            runtimeState={row.runtime_state === 'ACTIVE' ? 'in-use' : (row.runtime_state as string | undefined)}
            action={row.action as string | undefined}
          />
        ),
      },
    ],
    [t],
  )
  return (
    <>
      <DataTable<Address>
        state={state}
        label={t('floatingIps.title')}
        columns={columns}
        rows={rows}
        total={uuids.length}
        rowName={(row) => row.address ?? row.uuid}
        actions={actions.of}
        empty={{ text: t('instances.connectInside') }}
        error={list.error ? shownError(list.error) : null}
        embedded
      />
      {actions.dialogs}
    </>
  )
}
