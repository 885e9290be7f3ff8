/** What may be asked of a router. */
import { z } from 'zod'
import { actionFor } from '../../api/define.ts'
import { permission } from '../../api/rules.ts'
import { commonActions } from '../base/actions.ts'
import { interfaceInput, setGatewayInput, setRoutesInput } from './input.ts'
import { addInterfaceJob, removeInterfaceJob } from './interfaces.ts'
import { deleteRouterJob, pullRouterJob, setGatewayJob, setRoutesJob } from './jobs.ts'
import { planAddInterface, planGateway, planNoGateway, planRemoveInterface, planRoutes } from './plans.ts'
import { availableNetworkSchema, availableNetworks, effectiveRoutes, effectiveRoutesSchema } from './reads.ts'
import { guards } from './rules.ts'
import { routers } from './table.ts'

const action = actionFor(routers)
const manageGateway = permission('OPENSTACK_ROUTER.MANAGE_GATEWAY')
/** Both words: clients read one or the other (contract 1.9). */
const accepted = (text: string) => ({ status: 202, body: { status: text, detail: text } })

export const destroyRouterAction = action({
  summary: 'Delete the router',
  guards: guards.destroy,
  job: deleteRouterJob,
})

export const routerActions = {
  set_routes: action({
    summary: 'Replace the static routes',
    states: ['OK', 'ERRED'],
    input: setRoutesInput,
    job: setRoutesJob,
    plan: ({ row, input }) => planRoutes(row, input.routes),
    answer: accepted('Routes update was successfully scheduled.'),
  }),
  add_router_interface: action({
    summary: 'Put the router into a subnet, or give it a port',
    aliases: ['add_interface'],
    label: 'Add interface',
    wait: true,
    input: interfaceInput,
    job: addInterfaceJob,
    plan: ({ row, input, call }) => planAddInterface(row, input, call),
    answer: accepted('Interface was added.'),
  }),
  remove_router_interface: action({
    summary: 'Take the router out of a subnet, or a port from it',
    aliases: ['remove_interface'],
    label: 'Remove interface',
    wait: true,
    input: interfaceInput,
    job: removeInterfaceJob,
    plan: ({ row, input, call }) => planRemoveInterface(row, input, call),
    answer: accepted('Interface was removed.'),
  }),
  set_external_gateway: action({
    summary: 'Lead the router to an external network',
    aliases: ['set_gateway'],
    rule: manageGateway,
    states: ['OK', 'ERRED'],
    input: setGatewayInput,
    job: setGatewayJob,
    plan: ({ row, input, call }) => planGateway(row, input, call),
    answer: accepted('External gateway update was scheduled.'),
  }),
  remove_external_gateway: action({
    summary: 'Take the way to the external network away',
    rule: manageGateway,
    states: ['OK', 'ERRED'],
    job: setGatewayJob,
    plan: ({ row }) => planNoGateway(row),
    answer: accepted('External gateway removal was scheduled.'),
  }),
  available_external_networks: action({
    summary: 'External networks that the router could lead to',
    method: 'GET',
    output: z.array(availableNetworkSchema),
    handle: async ({ row }) => ({ status: 200, body: await availableNetworks(row) }),
  }),
  effective_routes: action({
    summary: 'Where the router sends packets',
    method: 'GET',
    output: effectiveRoutesSchema,
    handle: async ({ row }) => ({ status: 200, body: await effectiveRoutes(row) }),
  }),
  ...commonActions({ table: routers, path: 'openstack-routers', pull: pullRouterJob }),
}
