/** Neutron routers. Reference: Network API v2.0, "Routers". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const Gateway = z.object({
  network_id: z.string(),
  enable_snat: z.boolean().optional(),
  external_fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string() })).default([]),
})

const Router = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().default(''),
  project_id: z.string(),
  status: z.string(),
  admin_state_up: z.boolean(),
  external_gateway_info: Gateway.nullable(),
  routes: z.array(z.object({ destination: z.string(), nexthop: z.string() })).default([]),
  ha: z.boolean().nullish(), // admin only
  distributed: z.boolean().nullish(), // admin only
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
})
export type Router = z.infer<typeof Router>
const One = z.object({ router: Router })

/** An admin sees all projects' routers. Query: any field, exact. */
export const listRouters = (neutron: ServiceClient, query: Query = {}) =>
  neutron.list('/routers', 'routers', Router, { query })

export const findRoutersByDescription = (neutron: ServiceClient, description: string) =>
  collect(listRouters(neutron, { description }))

export const getRouter = async (neutron: ServiceClient, id: string) => (await neutron.get(['routers', id], One)).router

export type GatewayRequest = {
  network_id: string
  /** Admin only in the default policy: leave out to take the cloud's default. */
  enable_snat?: boolean
  external_fixed_ips?: { subnet_id?: string; ip_address?: string }[]
}
export type RouterChange = {
  name?: string
  description?: string
  admin_state_up?: boolean
  /** null takes the gateway away. @throws 409 `RouterExternalGatewayInUseByFloatingIp` */
  external_gateway_info?: GatewayRequest | null
  /** Replaces all. */
  routes?: { destination: string; nexthop: string }[]
}
/** `ha` is admin only. */
export type NewRouter = RouterChange & {
  name: string
  ha?: boolean
  project_id?: string
  availability_zone_hints?: string[]
}

/** @throws OpenStackError 409 `quota`; 400 or 409 if the external network has no address left */
export const createRouter = async (neutron: ServiceClient, router: NewRouter) =>
  (await neutron.post('/routers', One, { body: { router } })).router

export const updateRouter = async (neutron: ServiceClient, id: string, router: RouterChange) =>
  (await neutron.put(['routers', id], One, { body: { router }, safe: true })).router

/** @throws OpenStackError 409 `RouterInUse` while it has interfaces */
export const deleteRouter = (neutron: ServiceClient, id: string) => neutron.delete(['routers', id])

/** By subnet: takes the subnet's gateway address. By port: takes the port's. */
export type RouterInterfaceRequest = { subnet_id: string } | { port_id: string }

const RouterInterface = z.object({
  id: z.string(),
  port_id: z.string(),
  subnet_id: z.string(),
  subnet_ids: z.array(z.string()).optional(),
})
export type RouterInterface = z.infer<typeof RouterInterface>

/**
 * Done when it answers.
 * @throws OpenStackError 400 `Router already has a port on subnet …` for a twin; 409 if the gateway address is taken.
 * Read `listRouterInterfaces` before: the 400 alone does not say that the interface is ours.
 */
export const addRouterInterface = (neutron: ServiceClient, routerId: string, body: RouterInterfaceRequest) =>
  neutron.put(['routers', routerId, 'add_router_interface'], RouterInterface, { body })

/**
 * Deletes the interface's port too.
 * @throws OpenStackError 404 if there is none; 409 while floating IPs or routes need it
 */
export const removeRouterInterface = (
  neutron: ServiceClient,
  routerId: string,
  body: RouterInterfaceRequest,
): Promise<void> => neutron.put(['routers', routerId, 'remove_router_interface'], undefined, { body })
