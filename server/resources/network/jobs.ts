/** How networks are made, changed and removed. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { jobFor } from '../../jobs/define.ts'
import { noteChange } from '../../live/changes.ts'
import { collect, type ServiceClient } from '../../openstack/http.ts'
import {
  createNetwork,
  deleteNetwork,
  findNetworksByDescription,
  getNetwork,
  updateNetwork,
} from '../../openstack/neutron/networks.ts'
import { listPorts, type Port } from '../../openstack/neutron/ports.ts'
import { removeRouterInterface } from '../../openstack/neutron/routers.ts'
import { makeSteps, orMissing, removeStep, tellOf, textChange, tolerateGone } from '../base/neutron.ts'
import { ports } from '../port/table.ts'
import { subnets } from '../subnet/table.ts'
import { columnsFromCloud } from './pull.ts'
import { type NetworkRow, networks } from './table.ts'

const job = jobFor(networks)
export const createNetworkJob = job({
  name: 'network.create',
  kind: 'create',
  pulls: ['neutron'],
  params: z.object({ mtu: z.int().optional() }),
  steps: makeSteps({
    kind: 'network',
    table: networks,
    find: findNetworksByDescription,
    create: (neutron, { row, params }, description) =>
      createNetwork(neutron, {
        name: row.name,
        description,
        ...(params.mtu && { mtu: params.mtu as number }),
        // Left out where it is on: a cloud without the extension refuses the very word.
        ...(!row.portSecurityEnabled && { port_security_enabled: false }),
      }),
    describe: (neutron, id, description) => updateNetwork(neutron, id, { description }),
    remove: deleteNetwork,
    columns: (network, { row }) => columnsFromCloud(network, row),
  }),
  onDone: (context) => tellOf(context, 'network_created', `Network ${context.row.name} has been created.`),
})

export const updateNetworkJob = job({
  name: 'network.update',
  kind: 'update',
  ...textChange('network', networks, updateNetwork),
})

export const setMtuJob = job({
  name: 'network.set_mtu',
  kind: 'update',
  params: z.object({ mtu: z.int() }),
  steps: [
    {
      name: 'set_mtu',
      run: async ({ cloud, row, params, save }) => {
        const network = await updateNetwork((await cloud()).neutron, row.backendId, { mtu: params.mtu })
        await save({ mtu: network.mtu ?? params.mtu })
      },
    },
  ],
  onDone: (context) =>
    tellOf(context, 'network_updated', `The MTU of ${context.row.name} is ${context.params.mtu}.`, {
      mtu: context.params.mtu,
    }),
})

const isInterface = (port: Port) => /^network:(ha_)?router_(replicated_)?interface/.test(port.device_owner)
/** Ports that a network's deletion takes along or that Neutron removes by itself. */
const isService = (port: Port) => isInterface(port) || port.device_owner === 'network:dhcp'

/**
 * Takes the network off its routers, unless other ports would keep it from going anyway: then nothing is taken apart and
 * the deletion is refused in the cloud's own words.
 */
const leaveRouters = async (neutron: ServiceClient, networkId: string) => {
  const all = await collect(listPorts(neutron, { network_id: networkId }))
  if (!all.every(isService)) return
  for (const port of all.filter(isInterface))
    await tolerateGone(removeRouterInterface(neutron, port.device_id, { port_id: port.id }))
}

/** Our rows of what goes with a network. In a transaction. */
export const dropBelow = async (row: { uuid: string }): Promise<void> => {
  for (const [table, path] of [
    [subnets, 'openstack-subnets'],
    [ports, 'openstack-ports'],
  ] as const) {
    const gone = await db.delete(table).where(eq(table.networkUuid, row.uuid)).returning()
    for (const one of gone) await noteChange(path, 'deleted', one)
  }
}

const countBelow = async (networkUuid: string) => {
  const [below, attached] = await Promise.all([
    db.select({ id: subnets.backendId }).from(subnets).where(eq(subnets.networkUuid, networkUuid)),
    db.select({ id: ports.backendId }).from(ports).where(eq(ports.networkUuid, networkUuid)),
  ])
  const made = (rows: { id: string }[]) => rows.filter(({ id }) => id !== '').length
  return { subnet_count: made(below), port_count: made(attached) }
}

export const deleteNetworkJob = job({
  name: 'network.delete',
  kind: 'delete',
  pulls: ['neutron'],
  frees: async ({ row }) => (row.backendId ? { network_count: 1, ...(await countBelow(row.uuid)) } : {}),
  steps: [
    {
      name: 'leave_routers',
      when: ({ row }) => row.backendId !== '',
      run: async ({ cloud, row }) => leaveRouters((await cloud()).neutron, row.backendId),
    },
    removeStep<NetworkRow>('network', deleteNetwork),
  ],
  onDone: async (context) => {
    await dropBelow(context.row)
    await tellOf(context, 'network_deleted', `Network ${context.row.name} has been deleted.`)
  },
})

export const pullNetworkJob = job({
  name: 'network.pull',
  kind: 'pull',
  steps: [
    {
      name: 'pull',
      run: async ({ cloud, row, save }) => {
        const network = await orMissing(getNetwork((await cloud()).neutron, row.backendId))
        await save({ ...columnsFromCloud(network, row), confirmedAt: new Date() })
      },
    },
  ],
  onDone: (context) => tellOf(context, 'network_pulled', `Network ${context.row.name} has been read from the cloud.`),
})

export const networkJobs = [createNetworkJob, updateNetworkJob, setMtuJob, deleteNetworkJob, pullNetworkJob]
