// Made by `npm run gen` from server/resources/router/input.ts: edit that.
/** Inputs of router actions. Imports zod only: the browser's forms validate with the same schemas. */
import { z } from '../zod.ts'

/** Neutron's own limit (`max_routes`). */
const MOST_ROUTES = 30

const address = z.union([z.ipv4(), z.ipv6()], 'Enter a valid IPv4 or IPv6 address.')
const cidr = z.union([z.cidrv4(), z.cidrv6()], 'Enter a valid CIDR, such as 192.168.42.0/24.')
const link = z.string().min(1)

export const createRouterInput = z.object({
  tenant: link,
  name: z.string().trim().min(1, 'This field may not be blank.').max(150),
  description: z.string().max(4096).default(''),
})

export const setRoutesInput = z.object({
  routes: z.array(z.object({ destination: cidr, nexthop: address })).max(MOST_ROUTES),
})

/** One of the two. */
export const interfaceInput = z
  .object({ subnet: link.nullish(), port: link.nullish() })
  .refine(({ subnet, port }) => Boolean(subnet) !== Boolean(port), {
    message: 'Either subnet or port must be given, and not both.',
  })

export const setGatewayInput = z.object({
  external_network_id: link.meta({ description: "The cloud's id of the external network." }),
  enable_snat: z.boolean().nullish(),
  external_fixed_ips: z.array(z.object({ ip_address: address, subnet_id: link.optional() })).default([]),
})
