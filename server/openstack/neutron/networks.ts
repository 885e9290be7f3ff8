/** Neutron networks. Reference: Network API v2.0, "Networks". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const Network = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().default(''),
  project_id: z.string(),
  status: z.string(),
  admin_state_up: z.boolean(),
  mtu: z.int().nullish(), // 0 or absent where the plug-in does not say
  shared: z.boolean(),
  subnets: z.array(z.string()),
  port_security_enabled: z.boolean().default(true), // absent without that extension
  'router:external': z.boolean().default(false),
  is_default: z.boolean().nullish(), // only of external ones
  availability_zones: z.array(z.string()).default([]),
  'provider:network_type': z.string().nullish(), // these three: admin only
  'provider:physical_network': z.string().nullish(),
  'provider:segmentation_id': z.int().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
})
export type Network = z.infer<typeof Network>
const One = z.object({ network: Network })

/**
 * An admin sees all projects' networks, others their own, shared and external ones. Query: any field, exact.
 * There is no "what changed" in Neutron: `changed_since` is 400 (`invalid attribute for filtering`) wherever the extension
 * `filter-validation` is on, which is the default since Rocky, and `updated_at` is no sort key. Sync reads the whole list.
 */
export const listNetworks = (neutron: ServiceClient, query: Query = {}) =>
  neutron.list('/networks', 'networks', Network, { query })

export const findNetworksByDescription = (neutron: ServiceClient, description: string) =>
  collect(listNetworks(neutron, { description }))

export const getNetwork = async (neutron: ServiceClient, id: string) =>
  (await neutron.get(['networks', id], One)).network

export type NetworkChange = {
  name?: string
  /** Up to 255 characters. In the create call: the mark a lost creation is found again by. `tags` are refused there (400). */
  description?: string
  mtu?: number
  port_security_enabled?: boolean
  admin_state_up?: boolean
}
export type NewNetwork = NetworkChange & { name: string; project_id?: string; availability_zone_hints?: string[] }

/** @throws OpenStackError 409 `quota`; 400 if the MTU is above the physical network's */
export const createNetwork = async (neutron: ServiceClient, network: NewNetwork) =>
  (await neutron.post('/networks', One, { body: { network } })).network

export const updateNetwork = async (neutron: ServiceClient, id: string, network: NetworkChange) =>
  (await neutron.put(['networks', id], One, { body: { network }, safe: true })).network

/** Takes its subnets along. @throws OpenStackError 409 `NetworkInUse` while a port other than DHCP's is on it */
export const deleteNetwork = (neutron: ServiceClient, id: string) => neutron.delete(['networks', id])

const Availability = z.object({
  network_id: z.string(),
  total_ips: z.number(), // larger than 2^53 on IPv6
  used_ips: z.number(),
  subnet_ip_availability: z.array(
    z.object({ subnet_id: z.string(), cidr: z.string(), total_ips: z.number(), used_ips: z.number() }),
  ),
})
export type NetworkAvailability = z.infer<typeof Availability>

/** How many addresses are left. Needs admin, and the extension `network-ip-availability`. */
export const getNetworkAvailability = async (neutron: ServiceClient, networkId: string) =>
  (await neutron.get(['network-ip-availabilities', networkId], z.object({ network_ip_availability: Availability })))
    .network_ip_availability
