// Made by `npm run gen` from server/resources/subnet/input.ts: edit that.
/** Inputs of subnet actions. Imports zod only: the browser's forms validate with the same schemas. */
import { z } from '../zod.ts'

export const DEFAULT_CIDR = '192.168.42.0/24'
/** Neutron's own limits (`max_dns_nameservers`, `max_subnet_host_routes`). */
const MOST_NAMESERVERS = 5
const MOST_ROUTES = 20

const address = z.union([z.ipv4(), z.ipv6()], 'Enter a valid IPv4 or IPv6 address.')
const cidr = z.union([z.cidrv4(), z.cidrv6()], 'Enter a valid CIDR, such as 192.168.42.0/24.')

export const poolField = z.object({ start: address, end: address })
export const routeField = z.object({ destination: cidr, nexthop: address })

const name = z.string().trim().min(1, 'This field may not be blank.').max(150)
const description = z.string().max(4096)
const shape = {
  gateway_ip: address.nullish().meta({ description: 'Default: the first address.' }),
  allocation_pools: z.array(poolField).optional().meta({ description: 'Default: all addresses but the gateway.' }),
  dns_nameservers: z.array(address).max(MOST_NAMESERVERS).optional(),
  host_routes: z.array(routeField).max(MOST_ROUTES).default([]),
}

export const createSubnetInput = z.object({
  name,
  description: description.default(''),
  cidr: cidr.default(DEFAULT_CIDR),
  ...shape,
  disable_gateway: z.boolean().default(false),
  enable_dhcp: z.boolean().default(true),
  router: z.string().min(1).nullish().meta({ description: "Default: the tenant's router." }),
  skip_router: z.boolean().default(false).meta({ description: 'Leave the subnet without a router.' }),
})
export type CreateSubnetInput = z.infer<typeof createSubnetInput>

/** The brief's form of creation, on the collection itself. */
export const createSubnetInNetworkInput = createSubnetInput.extend({ network: z.string().min(1) })

/**
 * `cidr` stays what it was, and so does what is left out; but a missing `host_routes` means empty in PUT (contract 4.8).
 */
export const updateSubnetInput = z.object({
  name,
  description: description.optional(),
  ...shape,
  disable_gateway: z.boolean().optional(),
})
export type UpdateSubnetInput = z.infer<typeof updateSubnetInput>

export const connectInput = z.object({ router: z.string().min(1).nullish() })
