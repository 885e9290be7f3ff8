/** How routers are made, changed and removed. Their interfaces are in `interfaces.ts`. */
import { eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { jobFor, type StepContext } from '../../jobs/define.ts'
import { listRouterInterfaces } from '../../openstack/neutron/ports.ts'
import {
  createRouter,
  deleteRouter,
  findRoutersByDescription,
  getRouter,
  type Router,
  removeRouterInterface,
  updateRouter,
} from '../../openstack/neutron/routers.ts'
import type { QuotaDelta } from '../../quotas/reserve.ts'
import { makeSteps, orMissing, removeStep, tellOf, tolerateGone } from '../base/neutron.ts'
import { dropPorts } from '../base/ports.ts'
import { providers } from '../provider/table.ts'
import { subnets } from '../subnet/table.ts'
import { tenants } from '../tenant/table.ts'
import { addInterfaceJob, removeInterfaceJob } from './interfaces.ts'
import { columnsFromCloud } from './pull.ts'
import { interfacesByRouter } from './schema.ts'
import { type Route, type RouterRow, routers } from './table.ts'

const job = jobFor(routers)
// biome-ignore lint/suspicious/noExplicitAny: steps that look only at the row serve jobs of any parameters
type Context = StepContext<RouterRow, any>

const storeRouter = ({ row, save }: Context, router: Router) =>
  save({ ...columnsFromCloud(router, row), confirmedAt: new Date() })

const wantsHighAvailability = async (settingsUuid: string): Promise<boolean> => {
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, settingsUuid))
  return provider?.options.create_ha_routers === true
}

export const createRouterJob = job({
  name: 'router.create',
  kind: 'create',
  steps: makeSteps({
    kind: 'router',
    table: routers,
    find: findRoutersByDescription,
    create: async (neutron, { row }, description) =>
      createRouter(neutron, {
        name: row.name,
        description,
        // Left out unless asked for: a cloud without the extension refuses the very word.
        ...((await wantsHighAvailability(row.settingsUuid)) && { ha: true }),
      }),
    describe: (neutron, id, description) => updateRouter(neutron, id, { description }),
    remove: deleteRouter,
    columns: (router, { row }) => columnsFromCloud(router, row),
  }),
  onDone: (context) => tellOf(context, 'router_updated', `Router ${context.row.name} has been created.`),
})

/** The audit entry of contract 8. In the transaction that ends the job; `tellOf` with a diff that is empty says nothing. */
export const tellRoutes = async (context: Context, before: Route[], after: Route[]): Promise<void> => {
  if (JSON.stringify(before) === JSON.stringify(after)) return
  const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, context.row.tenantUuid))
  await tellOf(context, 'router_updated', `The routes of ${context.row.name} have changed.`, {
    old_routes: before,
    new_routes: after,
    tenant_backend_id: tenant?.backendId ?? '',
    changed_interface: null,
  })
}

const routes = z.array(z.object({ destination: z.string(), nexthop: z.string() }))

export const setRoutesJob = job({
  name: 'router.set_routes',
  kind: 'update',
  params: z.object({ routes, before: routes }),
  steps: [
    {
      name: 'set_routes',
      run: async (context) => {
        const { neutron } = await context.cloud()
        const router = await updateRouter(neutron, context.row.backendId, { routes: context.params.routes })
        await storeRouter(context, router)
      },
    },
  ],
  onDone: (context) => tellRoutes(context, context.params.before, context.params.routes),
})

const gateway = z.object({
  network_id: z.string(),
  enable_snat: z.boolean().optional(),
  external_fixed_ips: z.array(z.object({ ip_address: z.string(), subnet_id: z.string().optional() })).optional(),
})

export const setGatewayJob = job({
  name: 'router.set_gateway',
  kind: 'update',
  params: z.object({ gateway: gateway.nullable(), before: z.string() }),
  steps: [
    {
      name: 'set_gateway',
      run: async (context) => {
        const { neutron } = await context.cloud()
        const router = await updateRouter(neutron, context.row.backendId, {
          external_gateway_info: context.params.gateway,
        })
        await storeRouter(context, router)
      },
    },
  ],
  onDone: async (context) => {
    const { gateway: after, before } = context.params
    const what = after ? 'has a gateway to the external network' : 'has no gateway any more'
    await tellOf(context, 'router_updated', `Router ${context.row.name} ${what}.`, {
      old_external_network_id: before,
      new_external_network_id: after?.network_id ?? '',
    })
  },
})

/** Interfaces go with a router; while a floating address needs one, Neutron refuses and nothing is taken apart. */
const removeInterfaces = async (context: Context) => {
  const { neutron } = await context.cloud()
  for (const port of await listRouterInterfaces(neutron, context.row.backendId))
    await tolerateGone(removeRouterInterface(neutron, context.row.backendId, { port_id: port.id }))
}

export const deleteRouterJob = job({
  name: 'router.delete',
  kind: 'delete',
  pulls: ['neutron'],
  frees: async ({ row }): Promise<QuotaDelta> => ({
    port_count: ((await interfacesByRouter([row.backendId])).get(row.backendId) ?? []).length,
  }),
  steps: [
    { name: 'remove_interfaces', when: ({ row }) => row.backendId !== '', run: removeInterfaces },
    removeStep<RouterRow>('router', deleteRouter),
  ],
  onDone: async (context) => {
    const own = (await interfacesByRouter([context.row.backendId])).get(context.row.backendId) ?? []
    const left = own.flatMap((port) => port.subnetUuid ?? [])
    if (left.length > 0) await db.update(subnets).set({ isConnected: false }).where(inArray(subnets.uuid, left))
    await dropPorts(own)
    await tellOf(context, 'router_updated', `Router ${context.row.name} has been deleted.`)
  },
})

export const pullRouterJob = job({
  name: 'router.pull',
  kind: 'pull',
  steps: [
    {
      name: 'pull',
      run: async (context) => {
        const { neutron } = await context.cloud()
        await storeRouter(context, await orMissing(getRouter(neutron, context.row.backendId)))
      },
    },
  ],
})

export const routerJobs = [
  createRouterJob,
  setRoutesJob,
  setGatewayJob,
  addInterfaceJob,
  removeInterfaceJob,
  deleteRouterJob,
  pullRouterJob,
]
