/** The router that joins a new tenant's network to the provider's external one. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { noteChange } from '../../live/changes.ts'
import { isGone } from '../../openstack/errors.ts'
import { listRouterInterfaces, type Port } from '../../openstack/neutron/ports.ts'
import {
  addRouterInterface,
  createRouter,
  deleteRouter,
  findRoutersByDescription,
  removeRouterInterface,
  updateRouter,
} from '../../openstack/neutron/routers.ts'
import { descriptionMark } from '../base/marks.ts'
import { ports } from '../port/table.ts'
import { routers } from '../router/table.ts'
import { subnets } from '../subnet/table.ts'
import { childDone, childUndone, placed } from './child-rows.ts'
import type { CreateContext } from './create-job.ts'
import { tenants } from './table.ts'

const PATH = 'openstack-routers'

const portColumns = (port: Port) => ({
  backendId: port.id,
  name: port.name,
  runtimeState: port.status,
  macAddress: port.mac_address,
  fixedIps: port.fixed_ips.map(({ ip_address, subnet_id }) => ({ ip_address, subnet_id })),
  adminStateUp: port.admin_state_up,
  portSecurityEnabled: port.port_security_enabled,
  deviceId: port.device_id,
  deviceOwner: port.device_owner,
})

/** Makes router, gateway and interface; what stands already is left alone. */
export const makeRouter = async (context: CreateContext): Promise<void> => {
  const { row: tenant, params, once, recall, write } = context
  const { uuid, portUuid, name, externalNetworkId, ha } = params.router!
  const { neutron } = await context.cloud()
  const mark = descriptionMark(uuid)
  const id = await once('router', {
    find: async () => (await findRoutersByDescription(neutron, mark))[0],
    create: () =>
      createRouter(neutron, {
        name,
        description: mark,
        external_gateway_info: { network_id: externalNetworkId },
        ...(ha && { ha }),
      }),
    save: async (made) => {
      const gateway = made.external_gateway_info
      await childDone(routers, PATH, tenant, uuid, {
        backendId: made.id,
        runtimeState: made.status,
        externalNetworkId: gateway?.network_id ?? '',
        enableSnat: gateway?.enable_snat ?? null,
        externalFixedIps: gateway?.external_fixed_ips ?? [],
      })
      await db.update(tenants).set({ externalNetworkId }).where(eq(tenants.uuid, tenant.uuid))
    },
  })
  const subnetId = recall<{ id: string }>('subnet')!.id
  const isOurs = (port: Port) => port.fixed_ips.some((fixed) => fixed.subnet_id === subnetId)
  let port = (await listRouterInterfaces(neutron, id)).find(isOurs)
  if (!port) {
    await addRouterInterface(neutron, id, { subnet_id: subnetId })
    port = (await listRouterInterfaces(neutron, id)).find(isOurs)
  }
  if (!port) return
  const columns = portColumns(port)
  const { network } = params
  await write(async () => {
    await db
      .insert(ports)
      .values({
        ...placed(tenant),
        uuid: portUuid,
        state: 'OK',
        networkUuid: network!.uuid,
        subnetUuid: network!.subnetUuid,
        confirmedAt: new Date(),
        ...columns,
      })
      .onConflictDoUpdate({ target: ports.uuid, set: columns })
    await noteChange('openstack-ports', 'created', { ...placed(tenant), uuid: portUuid })
    await db.update(subnets).set({ isConnected: true }).where(eq(subnets.uuid, network!.subnetUuid))
    await noteChange('openstack-subnets', 'updated', { ...placed(tenant), uuid: network!.subnetUuid })
  })
}

export const unmakeRouter = async (context: CreateContext): Promise<void> => {
  const { row: tenant, params, unmake, write, save } = context
  const { uuid, portUuid } = params.router!
  const { neutron } = await context.cloud()
  await unmake('router', {
    find: async () => (await findRoutersByDescription(neutron, descriptionMark(uuid)))[0],
    remove: async (id) => {
      for (const port of await listRouterInterfaces(neutron, id))
        await removeRouterInterface(neutron, id, { port_id: port.id }).catch((error: unknown) => {
          if (!isGone(error)) throw error
        })
      await deleteRouter(neutron, id)
    },
  })
  await write(async () => {
    await childUndone(routers, PATH, tenant, uuid)
    await db.delete(ports).where(eq(ports.uuid, portUuid))
    await noteChange('openstack-ports', 'deleted', { ...placed(tenant), uuid: portUuid })
    await db.update(subnets).set({ isConnected: false }).where(eq(subnets.uuid, params.network!.subnetUuid))
  })
  await save({ externalNetworkId: '' })
}

export const describeRouter = async ({ cloud, recall }: CreateContext): Promise<void> => {
  const id = recall<{ id?: string }>('router')?.id
  if (id) await updateRouter((await cloud()).neutron, id, { description: '' })
}
