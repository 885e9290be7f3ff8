'use client'

/** Ports that keep a network or a subnet from going: all but those of DHCP and of routers. */
import { useQuery } from '@tanstack/react-query'
import { listOf } from '../api/query.ts'
import type { Blocker } from '../resource/blockers'
import { portLabel } from './ports.ts'

const HARMLESS = [
  'network:dhcp',
  'network:router_interface',
  'network:router_interface_distributed',
  'network:ha_router_replicated_interface',
]

/** undefined while they are read. `subnetId`: only those with an address in that subnet, by the cloud's id. */
export function useBlockingPorts(networkUuid: string, tenantUuid: string, subnetId?: string): Blocker[] | undefined {
  const list = useQuery(
    listOf('openstack-ports', {
      network_uuid: networkUuid,
      page_size: 300,
      field: ['uuid', 'name', 'fixed_ips', 'device_owner'],
    }),
  )
  return list.data?.rows
    .filter(({ device_owner }) => !HARMLESS.includes(device_owner ?? ''))
    .filter(({ fixed_ips }) => !subnetId || fixed_ips.some(({ subnet_id }) => subnet_id === subnetId))
    .map((port) => ({
      key: port.uuid,
      label: portLabel(port),
      href: `/t/${tenantUuid}/networks/${networkUuid}/ports`,
    }))
}
