/** Neutron subnets. Reference: Network API v2.0, "Subnets". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const Subnet = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().default(''),
  project_id: z.string(),
  network_id: z.string(),
  ip_version: z.int(),
  cidr: z.string(),
  gateway_ip: z.string().nullable(), // null: none
  enable_dhcp: z.boolean(),
  allocation_pools: z.array(z.object({ start: z.string(), end: z.string() })),
  dns_nameservers: z.array(z.string()),
  host_routes: z.array(z.object({ destination: z.string(), nexthop: z.string() })),
  ipv6_ra_mode: z.string().nullish(),
  ipv6_address_mode: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
})
export type Subnet = z.infer<typeof Subnet>
const One = z.object({ subnet: Subnet })

/** An admin sees all projects' subnets. Query: any field, exact. */
export const listSubnets = (neutron: ServiceClient, query: Query = {}) =>
  neutron.list('/subnets', 'subnets', Subnet, { query })

export const findSubnetsByDescription = (neutron: ServiceClient, description: string) =>
  collect(listSubnets(neutron, { description }))

export const getSubnet = async (neutron: ServiceClient, id: string) => (await neutron.get(['subnets', id], One)).subnet

export type SubnetChange = {
  name?: string
  description?: string
  /** null: no gateway. Left out at creation: the first address. */
  gateway_ip?: string | null
  enable_dhcp?: boolean
  allocation_pools?: { start: string; end: string }[]
  dns_nameservers?: string[]
  /** Replaces all. */
  host_routes?: { destination: string; nexthop: string }[]
}
export type NewSubnet = SubnetChange & {
  network_id: string
  cidr: string
  ip_version: 4 | 6
  project_id?: string
  ipv6_ra_mode?: string
  ipv6_address_mode?: string
}

/** @throws OpenStackError 409 `quota`; 400 if the CIDR overlaps one of the network's: also what a twin gets */
export const createSubnet = async (neutron: ServiceClient, subnet: NewSubnet) =>
  (await neutron.post('/subnets', One, { body: { subnet } })).subnet

export const updateSubnet = async (neutron: ServiceClient, id: string, subnet: SubnetChange) =>
  (await neutron.put(['subnets', id], One, { body: { subnet }, safe: true })).subnet

/** @throws OpenStackError 409 `SubnetInUse` while a port other than DHCP's has an address of it */
export const deleteSubnet = (neutron: ServiceClient, id: string) => neutron.delete(['subnets', id])
