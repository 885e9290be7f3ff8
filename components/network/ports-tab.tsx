'use client'

/** The ports of a network: who has which address. */
import { useMemo } from 'react'
import { useT } from '../i18n/provider'
import { ResourceList } from '../resource/list'
import { Copyable } from '../ui/copy'
import { StateBadge } from '../ui/state-badge'
import type { Column } from '../ui/table/types.ts'
import type { Network, Port } from './types.ts'

const FIELDS = [
  'fixed_ips',
  'mac_address',
  'device_owner',
  'status',
  'security_groups',
  'port_security_enabled',
] as const

/** Neutron's ACTIVE is the word of a running machine elsewhere. */
const CLOUD_WORDS: Readonly<Record<string, string>> = { ACTIVE: 'up', BOOKED: 'reserved' }

export function PortsTab({ network }: { network: Network }) {
  const t = useT()
  const params = useMemo(() => ({ network_uuid: network.uuid }), [network.uuid])
  const columns = useMemo<Column<Port>[]>(() => {
    const ownerOf = ({ device_owner: owner }: Port) =>
      !owner
        ? t('ports.free')
        : owner.startsWith('network:dhcp')
          ? t('ports.ownerDhcp')
          : owner.startsWith('network:')
            ? t('ports.ownerRouter')
            : t('ports.ownerInstance')
    const addresses = (row: Port) => row.fixed_ips.map(({ ip_address }) => ip_address)
    return [
      {
        id: 'address',
        header: t('ports.addresses'),
        mono: true,
        width: '14rem',
        cell: (row) =>
          addresses(row).map((address) => (
            <Copyable key={address} text={address} what={t('ports.addresses')} mono>
              {address}
            </Copyable>
          )),
        csv: (row) => addresses(row).join(' '),
      },
      { id: 'name', header: t('common.name'), sortKey: 'name', cell: (row) => row.name, csv: (row) => row.name },
      { id: 'owner', header: t('ports.owner'), sortKey: 'device_owner', cell: ownerOf, csv: ownerOf },
      {
        id: 'mac',
        header: t('ports.mac'),
        mono: true,
        cell: (row) => (
          <Copyable text={row.mac_address} what={t('ports.mac')} mono>
            {row.mac_address}
          </Copyable>
        ),
        csv: (row) => row.mac_address,
      },
      {
        id: 'groups',
        header: t('ports.groups'),
        cell: (row) => row.security_groups.map(({ name }) => name).join(', '),
        csv: (row) => row.security_groups.map(({ name }) => name).join(' '),
      },
      {
        id: 'state',
        header: t('common.state'),
        width: '8rem',
        cell: (row) => (
          <StateBadge
            state={row.state}
            runtimeState={CLOUD_WORDS[row.status ?? ''] ?? row.status}
            error={row.error_message}
          />
        ),
        csv: (row) => row.status,
      },
    ]
  }, [t])
  return (
    <ResourceList<Port>
      embedded
      id="ports"
      collection="openstack-ports"
      label={t('ports.title')}
      columns={columns}
      fields={FIELDS}
      params={params}
      empty={{ text: t('ports.empty') }}
    />
  )
}
