/** Neutron floating IPs. Reference: Network API v2.0, "Floating IPs". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const FloatingIp = z.object({
  id: z.string(),
  description: z.string().default(''),
  project_id: z.string(),
  status: z.string(), // ACTIVE, DOWN, ERROR
  floating_ip_address: z.string(),
  floating_network_id: z.string(),
  fixed_ip_address: z.string().nullable(),
  port_id: z.string().nullable(),
  router_id: z.string().nullable(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
})
export type FloatingIp = z.infer<typeof FloatingIp>
const One = z.object({ floatingip: FloatingIp })

/** An admin sees all projects' addresses. Query: any field, exact. */
export const listFloatingIps = (neutron: ServiceClient, query: Query = {}) =>
  neutron.list('/floatingips', 'floatingips', FloatingIp, { query })

export const findFloatingIpsByDescription = (neutron: ServiceClient, description: string) =>
  collect(listFloatingIps(neutron, { description }))

export const getFloatingIp = async (neutron: ServiceClient, id: string) =>
  (await neutron.get(['floatingips', id], One)).floatingip

export type NewFloatingIp = {
  floating_network_id: string
  subnet_id?: string
  /** A wanted address: admin only in the default policy. */
  floating_ip_address?: string
  /** The mark, in the create call. */
  description?: string
  port_id?: string
  fixed_ip_address?: string
  project_id?: string
}

/** @throws OpenStackError 409 `quota`; 409 `IpAddressGenerationFailure` or 400 `ExternalIpAddressExhausted` if the pool is empty */
export const createFloatingIp = async (neutron: ServiceClient, floatingip: NewFloatingIp) =>
  (await neutron.post('/floatingips', One, { body: { floatingip } })).floatingip

/**
 * `port_id: null` takes it off its port.
 * @throws OpenStackError 404 `ExternalGatewayForFloatingIPNotFound` if no router joins the two networks; 409 if the port has one already
 */
export const updateFloatingIp = async (
  neutron: ServiceClient,
  id: string,
  floatingip: { port_id?: string | null; fixed_ip_address?: string; description?: string },
) => (await neutron.put(['floatingips', id], One, { body: { floatingip }, safe: true })).floatingip

export const deleteFloatingIp = (neutron: ServiceClient, id: string) => neutron.delete(['floatingips', id])
