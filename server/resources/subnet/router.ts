/** Connecting a subnet to a router and taking it off again. */
import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { invariant } from '../../errors.ts'
import type { StepContext } from '../../jobs/define.ts'
import { noteChange } from '../../live/changes.ts'
import { isOpenStackError } from '../../openstack/errors.ts'
import { collect, type ServiceClient } from '../../openstack/http.ts'
import { getPort, listPorts, listRouterInterfaces, type Port } from '../../openstack/neutron/ports.ts'
import { addRouterInterface, removeRouterInterface } from '../../openstack/neutron/routers.ts'
import { tellOf, tolerateGone } from '../base/neutron.ts'
import { dropPorts, INTERFACE_OWNERS, storePort } from '../base/ports.ts'
import { networks } from '../network/table.ts'
import { type PortRow, ports } from '../port/table.ts'
import { type RouterRow, routers } from '../router/table.ts'
import type { SubnetRow } from './table.ts'

// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
type Context = StepContext<SubnetRow, any>

/** The tenant's router that new subnets join: one that leads outside if there is one, the oldest of them. */
export const defaultRouter = async (tenantUuid: string): Promise<RouterRow | undefined> => {
  const [row] = await db
    .select()
    .from(routers)
    .where(and(eq(routers.tenantUuid, tenantUuid), ne(routers.backendId, '')))
    .orderBy(desc(sql`${routers.externalNetworkId} <> ''`), asc(routers.createdAt), asc(routers.uuid))
    .limit(1)
  return row
}

/** Our router with this id of Neutron's. */
export const routerOf = async (backendId: string | undefined): Promise<string | null> => {
  const [row] = backendId ? await db.select().from(routers).where(eq(routers.backendId, backendId)) : []
  return row?.uuid ?? null
}

/** The ports by which routers are in the subnet. */
export const interfacesOf = async (neutron: ServiceClient, subnetId: string): Promise<Port[]> =>
  collect(listPorts(neutron, { fixed_ips: `subnet_id=${subnetId}`, device_owner: INTERFACE_OWNERS }))

/** Whether nothing but DHCP and routers has an address of the subnet. */
export const isFree = async (neutron: ServiceClient, subnetId: string): Promise<boolean> => {
  const all = await collect(listPorts(neutron, { fixed_ips: `subnet_id=${subnetId}` }))
  return all.every((port) => port.device_owner === 'network:dhcp' || INTERFACE_OWNERS.includes(port.device_owner))
}

/** Neutron's id of the subnet's network. */
export const networkIdOf = async ({ networkUuid }: Pick<SubnetRow, 'networkUuid'>): Promise<string> => {
  const [network] = await db.select().from(networks).where(eq(networks.uuid, networkUuid))
  invariant(network?.backendId, `network ${networkUuid} is in the cloud`)
  return network.backendId
}

const interfaceIn = async (neutron: ServiceClient, routerId: string, subnetId: string) =>
  (await listRouterInterfaces(neutron, routerId)).find((port) =>
    port.fixed_ips.some((fixed) => fixed.subnet_id === subnetId),
  )

/** Puts the router of `params.routerUuid` into the subnet. A twin is met by reading: its 400 does not say whose it is. */
export const connect = async (context: Context): Promise<void> => {
  const { row, params } = context
  const [router] = await db
    .select()
    .from(routers)
    .where(eq(routers.uuid, String(params.routerUuid)))
  if (!router?.backendId) return
  const { neutron } = await context.cloud()
  let port = await interfaceIn(neutron, router.backendId, row.backendId)
  if (!port) {
    await context.remember('connecting', true)
    try {
      port = await getPort(
        neutron,
        (await addRouterInterface(neutron, router.backendId, { subnet_id: row.backendId })).port_id,
      )
    } catch (error) {
      port = isOpenStackError(error) ? await interfaceIn(neutron, router.backendId, row.backendId) : undefined
      if (!port) throw error
    }
  }
  const joined = port
  await context.write(async () => {
    await storePort(row, joined)
    await noteChange('openstack-routers', 'updated', router)
  })
  await context.save({ isConnected: true })
}

/** Takes the subnet off every router. */
export const disconnect = async (context: Context): Promise<void> => {
  const { neutron } = await context.cloud()
  const { backendId } = context.row
  for (const port of await interfacesOf(neutron, backendId))
    await tolerateGone(removeRouterInterface(neutron, port.device_id, { subnet_id: backendId }))
  await context.write(async () => {
    const left = await interfaceRows(context.row)
    const ids = left.map(({ deviceId }) => deviceId)
    const leaving = ids.length > 0 ? await db.select().from(routers).where(inArray(routers.backendId, ids)) : []
    await dropPorts(left)
    for (const router of leaving) await noteChange('openstack-routers', 'updated', router)
  })
  await context.save({ isConnected: false })
}

/** Takes back `connect`, if it was that job which connected. */
export const undoConnect = async (context: Context): Promise<void> => {
  if (!context.recall('connecting')) return
  await disconnect(context)
  await context.remember('connecting', undefined)
}

/** The network shows its subnets: who looks at it is told. In a transaction. */
export const noticeNetwork = async ({ networkUuid }: Pick<SubnetRow, 'networkUuid'>): Promise<void> => {
  const [network] = await db.select().from(networks).where(eq(networks.uuid, networkUuid))
  if (network) await noteChange('openstack-networks', 'updated', network)
}

/** Our rows of the subnet's router ports. */
export const interfaceRows = async (row: SubnetRow): Promise<PortRow[]> => {
  const rows = await db
    .select()
    .from(ports)
    .where(and(eq(ports.networkUuid, row.networkUuid), inArray(ports.deviceOwner, INTERFACE_OWNERS)))
  return rows.filter((port) => port.fixedIps.some((fixed) => fixed.subnet_id === row.backendId))
}

/** The entry about the router that a connection changes. In the transaction that ends the job. */
export const tellRouter = async (
  context: Context,
  change: 'added' | 'removed',
  routerUuid: string | undefined,
): Promise<void> => {
  const [router] = routerUuid ? await db.select().from(routers).where(eq(routers.uuid, routerUuid)) : []
  const { row } = context
  await tellOf(
    context,
    `router_interface_${change}`,
    change === 'added' ? `${row.name} has been connected.` : `${row.name} has been disconnected.`,
    {
      router_uuid: router?.uuid ?? null,
      router_name: router?.name ?? '',
      subnet_uuid: row.uuid,
      subnet_name: row.name,
    },
  )
}
