/** Neutron ports. Reference: Network API v2.0, "Ports". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const Port = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().default(''),
  project_id: z.string(), // '' of some ports that Neutron makes for itself
  network_id: z.string(),
  status: z.string(), // ACTIVE, DOWN, BUILD, ERROR, N/A
  admin_state_up: z.boolean(),
  mac_address: z.string(),
  fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string() })),
  device_id: z.string(), // a server's or router's id, or ''
  device_owner: z.string(), // compute:<zone>, network:router_interface, network:dhcp, …
  security_groups: z.array(z.string()).default([]),
  port_security_enabled: z.boolean().default(true), // absent without that extension
  allowed_address_pairs: z.array(z.object({ ip_address: z.string(), mac_address: z.string() })).default([]),
  'binding:vnic_type': z.string().default('normal'),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
})
export type Port = z.infer<typeof Port>
const One = z.object({ port: Port })

/**
 * An admin sees all projects' ports. Query: any field, exact, several values by repeating;
 * `fixed_ips` as `subnet_id=<id>` or `ip_address=<address>`.
 */
export const listPorts = (neutron: ServiceClient, query: Query = {}) => neutron.list('/ports', 'ports', Port, { query })

export const findPortsByDescription = (neutron: ServiceClient, description: string) =>
  collect(listPorts(neutron, { description }))

const INTERFACE_OWNERS = [
  'network:router_interface',
  'network:router_interface_distributed',
  'network:ha_router_replicated_interface',
]

/** The inner side of a router: one port per subnet, whatever kind of router. */
export const listRouterInterfaces = (neutron: ServiceClient, routerId: string) =>
  collect(listPorts(neutron, { device_id: routerId, device_owner: INTERFACE_OWNERS }))

export const getPort = async (neutron: ServiceClient, id: string) => (await neutron.get(['ports', id], One)).port

export type PortChange = {
  name?: string
  /** The mark, in the create call. Tags given there are accepted and dropped. */
  description?: string
  admin_state_up?: boolean
  fixed_ips?: { subnet_id?: string; ip_address?: string }[]
  /** Ids; replaces all. [] needed before port security can go off. */
  security_groups?: string[]
  port_security_enabled?: boolean
  allowed_address_pairs?: { ip_address: string; mac_address?: string }[]
  device_id?: string
  device_owner?: string
}
export type NewPort = PortChange & {
  network_id: string
  project_id?: string
  mac_address?: string
  'binding:vnic_type'?: string
}

/** @throws OpenStackError 409 `quota`, `IpAddressAlreadyAllocated`, `IpAddressGenerationFailure` (no address left), `MacAddressInUse` */
export const createPort = async (neutron: ServiceClient, port: NewPort) =>
  (await neutron.post('/ports', One, { body: { port } })).port

export const updatePort = async (neutron: ServiceClient, id: string, port: PortChange) =>
  (await neutron.put(['ports', id], One, { body: { port }, safe: true })).port

/** @throws OpenStackError 409 of a router's port: use `removeRouterInterface` */
export const deletePort = (neutron: ServiceClient, id: string) => neutron.delete(['ports', id])
