/** How subnets are made, changed, connected and removed. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { jobFor, type StepContext } from '../../jobs/define.ts'
import {
  createSubnet,
  deleteSubnet,
  findSubnetsByDescription,
  getSubnet,
  type SubnetChange,
  updateSubnet,
} from '../../openstack/neutron/subnets.ts'
import type { QuotaDelta } from '../../quotas/reserve.ts'
import { cloudText, makeSteps, orMissing, removeStep, tellOf } from '../base/neutron.ts'
import { dropPorts } from '../base/ports.ts'
import { columnsFromCloud } from './pull.ts'
import {
  connect,
  disconnect,
  interfaceRows,
  interfacesOf,
  isFree,
  networkIdOf,
  noticeNetwork,
  tellRouter,
  undoConnect,
} from './router.ts'
import { type SubnetRow, subnets } from './table.ts'

const job = jobFor(subnets)

const createParams = z.object({
  /** Left to the cloud: neither gateway nor pools were given. */
  gatewayGiven: z.boolean(),
  poolsGiven: z.boolean(),
  /** Null: stays without a router. */
  routerUuid: z.string().nullable(),
})

export const createSubnetJob = job({
  name: 'subnet.create',
  kind: 'create',
  pulls: ['neutron'],
  params: createParams,
  steps: [
    ...makeSteps({
      kind: 'subnet',
      table: subnets,
      find: findSubnetsByDescription,
      create: async (neutron, { row, params }, description) =>
        createSubnet(neutron, {
          network_id: await networkIdOf(row),
          name: row.name,
          description,
          cidr: row.cidr,
          ip_version: row.ipVersion === 6 ? 6 : 4,
          enable_dhcp: row.enableDhcp,
          dns_nameservers: row.dnsNameservers,
          host_routes: row.hostRoutes,
          ...(row.disableGateway ? { gateway_ip: null } : params.gatewayGiven && { gateway_ip: row.gatewayIp }),
          ...(params.poolsGiven && { allocation_pools: row.allocationPools }),
        }),
      describe: (neutron, id, description) => updateSubnet(neutron, id, { description }),
      remove: deleteSubnet,
      columns: (subnet, { row }) => columnsFromCloud(subnet, false, row),
    }),
    {
      name: 'connect_subnet',
      when: ({ params }) => params.routerUuid !== null,
      run: connect,
      undo: undoConnect,
    },
  ],
  onDone: async (context) => {
    await noticeNetwork(context.row)
    await tellOf(context, 'subnet_created', `Subnet ${context.row.name} has been created.`)
    if (context.params.routerUuid) await tellRouter(context, 'added', context.params.routerUuid)
  },
})

const shape = z.object({
  name: z.string(),
  description: z.string(),
  gatewayIp: z.string().nullable(),
  disableGateway: z.boolean(),
  allocationPools: z.array(z.object({ start: z.string(), end: z.string() })),
  dnsNameservers: z.array(z.string()),
  hostRoutes: z.array(z.object({ destination: z.string(), nexthop: z.string() })),
})
export type SubnetText = z.infer<typeof shape>
const updateParams = z.object({ before: shape, after: shape })
type UpdateParams = z.infer<typeof updateParams>

/** What differs, in Neutron's words: what stays is not sent, since Neutron judges even that anew. */
const changesOf = ({ before, after }: UpdateParams): SubnetChange => {
  const differs = (key: keyof SubnetText) => JSON.stringify(before[key]) !== JSON.stringify(after[key])
  return {
    ...(differs('name') && { name: after.name }),
    ...(differs('description') && { description: cloudText(after.description) }),
    ...(differs('gatewayIp') && { gateway_ip: after.gatewayIp }),
    ...(differs('allocationPools') && { allocation_pools: after.allocationPools }),
    ...(differs('dnsNameservers') && { dns_nameservers: after.dnsNameservers }),
    ...(differs('hostRoutes') && { host_routes: after.hostRoutes }),
  }
}

export const updateSubnetJob = job({
  name: 'subnet.update',
  kind: 'update',
  params: updateParams,
  steps: [
    {
      name: 'update_subnet',
      when: ({ row, params }) => row.backendId !== '' && Object.keys(changesOf(params)).length > 0,
      run: async (context) => {
        const { neutron } = await context.cloud()
        const subnet = await updateSubnet(neutron, context.row.backendId, changesOf(context.params))
        const columns = columnsFromCloud(subnet, context.row.isConnected, context.params.after)
        await context.save({ ...columns, confirmedAt: new Date() })
      },
    },
  ],
  onDone: async (context) => {
    const { before, after } = context.params
    await noticeNetwork(context.row)
    await tellOf(context, 'subnet_updated', `Subnet ${context.row.name} has been updated.`, { old: before, new: after })
    if (JSON.stringify(before.hostRoutes) === JSON.stringify(after.hostRoutes)) return
    await tellOf(context, 'subnet_host_routes_changed', `The host routes of ${context.row.name} have changed.`, {
      old_host_routes: before.hostRoutes,
      new_host_routes: after.hostRoutes,
    })
  },
  onFailed: async ({ row, params }) => {
    await db.update(subnets).set(params.before).where(eq(subnets.uuid, row.uuid))
  },
})

export const connectSubnetJob = job({
  name: 'subnet.connect',
  kind: 'update',
  pulls: ['neutron'],
  params: z.object({ routerUuid: z.string() }),
  steps: [{ name: 'connect_subnet', run: connect, undo: undoConnect }],
  onDone: (context) => tellRouter(context, 'added', context.params.routerUuid),
})

export const disconnectSubnetJob = job({
  name: 'subnet.disconnect',
  kind: 'update',
  pulls: ['neutron'],
  params: z.object({ routerUuid: z.string().nullable(), interfaces: z.int() }),
  frees: ({ params }) => ({ port_count: params.interfaces }),
  steps: [{ name: 'disconnect_subnet', run: disconnect }],
  onDone: (context) => tellRouter(context, 'removed', context.params.routerUuid ?? undefined),
})

/**
 * Takes the subnet off its routers, unless other ports would keep it from going anyway: then nothing is taken apart and
 * the deletion is refused in the cloud's own words.
 */
const leaveRouters = async (context: StepContext<SubnetRow, Record<string, unknown>>) => {
  const { neutron } = await context.cloud()
  if (await isFree(neutron, context.row.backendId)) await disconnect(context)
}

export const deleteSubnetJob = job({
  name: 'subnet.delete',
  kind: 'delete',
  pulls: ['neutron'],
  frees: ({ row }): QuotaDelta => (row.backendId ? { subnet_count: 1 } : {}),
  steps: [
    { name: 'leave_routers', when: ({ row }) => row.backendId !== '', run: leaveRouters },
    removeStep<SubnetRow>('subnet', deleteSubnet),
  ],
  onDone: async (context) => {
    await dropPorts(await interfaceRows(context.row))
    await noticeNetwork(context.row)
    await tellOf(context, 'subnet_deleted', `Subnet ${context.row.name} has been deleted.`)
  },
})

export const pullSubnetJob = job({
  name: 'subnet.pull',
  kind: 'pull',
  steps: [
    {
      name: 'pull',
      run: async ({ cloud, row, save }) => {
        const { neutron } = await cloud()
        const subnet = await orMissing(getSubnet(neutron, row.backendId))
        const connected = (await interfacesOf(neutron, row.backendId)).length > 0
        await save({ ...columnsFromCloud(subnet, connected, row), confirmedAt: new Date() })
      },
    },
  ],
  onDone: (context) => tellOf(context, 'subnet_pulled', `Subnet ${context.row.name} has been read from the cloud.`),
})

export const subnetJobs = [
  createSubnetJob,
  updateSubnetJob,
  connectSubnetJob,
  disconnectSubnetJob,
  deleteSubnetJob,
  pullSubnetJob,
]
