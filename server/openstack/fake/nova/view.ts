/** Servers as the API shows them, by microversion. */
import { isoMicros, isoSeconds } from '../clock.ts'
import type { Cloud } from '../cloud.ts'
import type { Ctx } from '../http.ts'
import { sha } from '../ids.ts'
import type { Flavor, FloatingIp, Port, Server } from '../rows.ts'
import { statusOf } from './base.ts'

/** Ports by server and floating IPs by port, built once for a list. */
export type Lookup = { ports: Map<string, Port[]>; floatingIps: Map<string, FloatingIp[]> }

export function lookupOf(cloud: Cloud, servers: readonly Server[]): Lookup {
  const { state } = cloud
  const wanted = new Set(servers.map((row) => row.id))
  const ports = new Map<string, Port[]>()
  const add = <T>(map: Map<string, T[]>, key: string, value: T) => {
    const list = map.get(key)
    if (list) list.push(value)
    else map.set(key, [value])
  }
  if (servers.length === 1) for (const { port_id } of servers[0].nics) addKnown(port_id, servers[0].id)
  else for (const port of state.ports.values()) if (wanted.has(port.device_id)) add(ports, port.device_id, port)
  const floatingIps = new Map<string, FloatingIp[]>()
  for (const row of state.floatingIps.values()) if (row.port_id) add(floatingIps, row.port_id, row)
  return { ports, floatingIps }

  function addKnown(portId: string, serverId: string): void {
    const port = state.ports.get(portId)
    if (port?.device_id === serverId) add(ports, serverId, port)
  }
}

export const links = (ctx: Ctx, kind: string, id: string) => [
  { rel: 'self', href: `${ctx.base}/${kind}/${id}` },
  { rel: 'bookmark', href: `${ctx.base.replace('/v2.1', '')}/${kind}/${id}` },
]

type Address = Record<string, string | number>

export function addressesOf(cloud: Cloud, row: Server, lookup: Lookup, extended = true): Record<string, Address[]> {
  const result: Record<string, Address[]> = {}
  for (const { port_id } of row.nics) {
    const port = lookup.ports.get(row.id)?.find((one) => one.id === port_id)
    if (!port) continue
    const name = cloud.state.networks.get(port.network_id)?.name ?? ''
    const entry = (addr: string, type: string): Address => ({
      version: addr.includes(':') ? 6 : 4,
      addr,
      ...(extended ? { 'OS-EXT-IPS:type': type, 'OS-EXT-IPS-MAC:mac_addr': port.mac_address } : {}),
    })
    result[name] ??= []
    for (const ip of port.fixed_ips) {
      result[name].push(entry(ip.ip_address, 'fixed'))
      for (const floating of lookup.floatingIps.get(port.id) ?? [])
        if (floating.fixed_ip_address === ip.ip_address)
          result[name].push(entry(floating.floating_ip_address, 'floating'))
    }
  }
  return result
}

/** Since 2.47 the flavor as it was when the server was made. */
const flavorView = (ctx: Ctx, flavor: Flavor) =>
  ctx.version >= 47
    ? {
        vcpus: flavor.vcpus,
        ram: flavor.ram,
        disk: flavor.disk,
        ephemeral: flavor.ephemeral,
        swap: flavor.swap,
        original_name: flavor.name,
        extra_specs: flavor.extra_specs,
      }
    : { id: flavor.id, links: [links(ctx, 'flavors', flavor.id)[1]] }

export const hostId = (row: Server): string => (row.host ? sha('sha224', row.project_id + row.host) : '')

function securityGroups(cloud: Cloud, row: Server, lookup: Lookup): { name: string }[] {
  const ids = new Set((lookup.ports.get(row.id) ?? []).flatMap((port) => port.security_groups))
  return [...ids].map((id) => ({ name: cloud.state.securityGroups.get(id)?.name ?? id }))
}

export function serverView(ctx: Ctx, row: Server, lookup: Lookup): Record<string, unknown> {
  const { cloud, version, identity } = ctx
  const status = statusOf(row)
  const micros = (ms: number | null) => (ms === null ? null : isoMicros(ms))
  const groups = securityGroups(cloud, row, lookup)
  return {
    id: row.id,
    name: row.name,
    status,
    tenant_id: row.project_id,
    user_id: row.user_id,
    metadata: row.metadata,
    hostId: hostId(row),
    image: row.image_id ? { id: row.image_id, links: [links(ctx, 'images', row.image_id)[1]] } : '',
    flavor: flavorView(ctx, row.flavor),
    created: isoSeconds(row.createdAtMs),
    updated: isoSeconds(row.updatedAtMs),
    addresses: row.host ? addressesOf(cloud, row, lookup) : {},
    accessIPv4: '',
    accessIPv6: '',
    links: links(ctx, 'servers', row.id),
    'OS-DCF:diskConfig': 'MANUAL',
    ...([
      'ACTIVE',
      'BUILD',
      'DELETED',
      'ERROR',
      'HARD_REBOOT',
      'PASSWORD',
      'REBOOT',
      'REBUILD',
      'RESIZE',
      'VERIFY_RESIZE',
    ].includes(status) && !['ERROR', 'DELETED'].includes(status)
      ? { progress: 0 }
      : {}),
    ...(row.fault && ['ERROR', 'DELETED'].includes(status)
      ? {
          fault: {
            code: row.fault.code,
            created: isoSeconds(row.fault.createdMs),
            message: row.fault.message,
            ...(row.fault.details && identity.isAdmin ? { details: row.fault.details } : {}),
          },
        }
      : {}),
    'OS-EXT-AZ:availability_zone': row.az,
    config_drive: row.config_drive,
    key_name: row.key_name,
    'OS-SRV-USG:launched_at': micros(row.launchedAtMs),
    'OS-SRV-USG:terminated_at': micros(row.terminatedAtMs),
    ...(groups.length ? { security_groups: groups } : {}),
    ...(identity.isAdmin
      ? {
          'OS-EXT-SRV-ATTR:host': row.host,
          'OS-EXT-SRV-ATTR:instance_name': `instance-${row.index.toString(16).padStart(8, '0')}`,
          'OS-EXT-SRV-ATTR:hypervisor_hostname': row.host && `${row.host}.built-in`,
          ...(version >= 3
            ? {
                'OS-EXT-SRV-ATTR:reservation_id': row.reservation_id,
                'OS-EXT-SRV-ATTR:launch_index': 0,
                'OS-EXT-SRV-ATTR:kernel_id': '',
                'OS-EXT-SRV-ATTR:ramdisk_id': '',
                'OS-EXT-SRV-ATTR:root_device_name': '/dev/vda',
                'OS-EXT-SRV-ATTR:user_data': row.user_data,
              }
            : {}),
        }
      : {}),
    ...((identity.isAdmin && version >= 3) || version >= 90 ? { 'OS-EXT-SRV-ATTR:hostname': row.hostname } : {}),
    'OS-EXT-STS:task_state': row.task_state,
    'OS-EXT-STS:vm_state': row.vm_state,
    'OS-EXT-STS:power_state': row.power_state,
    'os-extended-volumes:volumes_attached': row.bdms.map((bdm) => ({
      id: bdm.volume_id,
      ...(version >= 3 ? { delete_on_termination: bdm.delete_on_termination } : {}),
    })),
    ...(version >= 16 && identity.isAdmin ? { host_status: row.host ? 'UP' : '' } : {}),
    ...(version >= 9 ? { locked: row.locked } : {}),
    ...(version >= 73 ? { locked_reason: row.locked_reason } : {}),
    ...(version >= 19 ? { description: row.description } : {}),
    ...(version >= 26 ? { tags: row.tags } : {}),
    ...(version >= 63 ? { trusted_image_certificates: null } : {}),
    ...(version >= 71 ? { server_groups: row.group_id ? [row.group_id] : [] } : {}),
  }
}
