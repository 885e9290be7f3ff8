/** How the objects of a tenant hang together (contract 4.8). Read from the portal's rows: a fixed number of queries. */
import { eq, inArray } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { externalNetworks } from '../external-network/table.ts'
import { floatingIps } from '../floating-ip/table.ts'
import { instances } from '../instance/table.ts'
import { networks } from '../network/table.ts'
import { ports } from '../port/table.ts'
import { routers } from '../router/table.ts'
import { subnets } from '../subnet/table.ts'
import type { TenantRow } from './table.ts'

const TYPES = ['tenant', 'router', 'network', 'subnet', 'port', 'instance', 'floating_ip', 'external_network'] as const
const KINDS = ['contains', 'has_subnet', 'has_port', 'has_interface', 'attached_to', 'gateway', 'floating_for'] as const

const node = z.object({
  id: z.string().meta({ description: 'Within this answer.' }),
  type: z.enum(TYPES),
  name: z.string(),
  uuid: z.string().nullable(),
  // The strict clients read objects here, so facts stand in groups.
  attrs: z.record(z.string(), z.record(z.string(), z.unknown())),
})
const edge = z.object({ source: z.string(), target: z.string(), kind: z.enum(KINDS) })

export const topologySchema = z.object({ nodes: z.array(node), edges: z.array(edge) }).meta({ id: 'TenantTopology' })
type Topology = z.infer<typeof topologySchema>
type NodeType = (typeof TYPES)[number]

const idOf = (type: NodeType, uuid: string) => `${type}:${uuid}`
const status = ({ state, runtimeState }: { state: string; runtimeState: string }) => ({
  status: { state, runtime_state: runtimeState },
})

export const topologyOf = async (tenant: TenantRow): Promise<Topology> => {
  const of = (table: { tenantUuid: SQLiteColumn }) => eq(table.tenantUuid, tenant.uuid)
  const [nets, subs, nics, gateways, machines, addresses] = await Promise.all([
    db.select().from(networks).where(of(networks)).orderBy(networks.name, networks.uuid),
    db.select().from(subnets).where(of(subnets)).orderBy(subnets.name, subnets.uuid),
    db.select().from(ports).where(of(ports)).orderBy(ports.name, ports.uuid),
    db.select().from(routers).where(of(routers)).orderBy(routers.name, routers.uuid),
    db.select().from(instances).where(of(instances)).orderBy(instances.name, instances.uuid),
    db.select().from(floatingIps).where(of(floatingIps)).orderBy(floatingIps.address, floatingIps.uuid),
  ])
  const ways = [...new Set(gateways.map((router) => router.externalNetworkId).filter(Boolean))]
  const outside =
    ways.length > 0
      ? (await db.select().from(externalNetworks).where(inArray(externalNetworks.backendId, ways))).filter(
          ({ settingsUuid }) => settingsUuid === tenant.settingsUuid,
        )
      : []

  const nodes: Topology['nodes'] = []
  const known = new Set<string>()
  const add = (type: NodeType, row: { uuid: string; name: string }, attrs: Topology['nodes'][number]['attrs']) => {
    const id = idOf(type, row.uuid)
    known.add(id)
    nodes.push({ id, type, name: row.name, uuid: row.uuid, attrs })
  }
  add('tenant', tenant, status(tenant))
  for (const row of outside) add('external_network', row, {})
  for (const row of gateways) add('router', row, status(row))
  for (const row of nets) add('network', row, { ...status(row), network: { mtu: row.mtu } })
  for (const row of subs) add('subnet', row, { ...status(row), subnet: { cidr: row.cidr, gateway_ip: row.gatewayIp } })
  for (const row of machines) add('instance', row, { ...status(row), flavor: { name: row.flavorName } })
  for (const row of nics)
    add('port', row, { ...status(row), port: { mac_address: row.macAddress, fixed_ips: row.fixedIps } })
  for (const row of addresses) add('floating_ip', row, { ...status(row), floating_ip: { address: row.address } })

  const edges: Topology['edges'] = []
  /** What a row points at may be gone: an edge joins nodes of this answer only. */
  const join = (source: string, kind: (typeof KINDS)[number], target: string) => {
    if (known.has(source) && known.has(target)) edges.push({ source, target, kind })
  }
  const top = idOf('tenant', tenant.uuid)
  for (const { uuid } of nets) join(top, 'contains', idOf('network', uuid))
  for (const { uuid } of gateways) join(top, 'contains', idOf('router', uuid))
  for (const { uuid } of machines) join(top, 'contains', idOf('instance', uuid))
  for (const row of subs) join(idOf('network', row.networkUuid), 'has_subnet', idOf('subnet', row.uuid))
  for (const row of gateways)
    for (const way of outside)
      if (way.backendId === row.externalNetworkId)
        join(idOf('router', row.uuid), 'gateway', idOf('external_network', way.uuid))
  const routerOf = new Map(gateways.map((row) => [row.backendId, row.uuid]))
  for (const row of nics) {
    const id = idOf('port', row.uuid)
    if (row.subnetUuid) join(idOf('subnet', row.subnetUuid), 'has_port', id)
    else join(idOf('network', row.networkUuid), 'has_port', id)
    if (row.instanceUuid) join(id, 'attached_to', idOf('instance', row.instanceUuid))
    const router = row.deviceId ? routerOf.get(row.deviceId) : undefined
    if (router) join(idOf('router', router), 'has_interface', id)
  }
  for (const row of addresses)
    if (row.portUuid) join(idOf('floating_ip', row.uuid), 'floating_for', idOf('port', row.portUuid))
  return { nodes, edges }
}
