// Made by `npm run gen` from server/resources/port/input.ts: edit that.
/** Inputs of port actions. Imports zod only: the browser's forms validate with the same schemas. */
import { z } from '../zod.ts'

/** Neutron's own limits (`max_fixed_ips_per_port`, `max_allowed_address_pair`). */
const MOST_FIXED_IPS = 5
const MOST_PAIRS = 10

const link = z.string().min(1)
const address = z.union([z.ipv4(), z.ipv6()], 'Enter a valid IPv4 or IPv6 address.')
const name = z.string().trim().min(1, 'This field may not be blank.').max(150)
const description = z.string().max(4096)

/** Six octets; the lowest bit of the first one would make it a group's address. */
const mac = z
  .string()
  .regex(/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i, 'Enter a valid MAC address, such as fa:16:3e:00:00:01.')
  .refine((text) => Number.parseInt(text.slice(0, 2), 16) % 2 === 0, 'A group address cannot be the address of a port.')

const pair = z.object({
  ip_address: z.string().min(1).meta({ description: 'Private address or CIDR.' }),
  mac_address: mac.optional(),
})

const fixedIp = z
  .strictObject({ ip_address: address.optional(), subnet_id: link.optional() })
  .refine((fixed) => fixed.ip_address !== undefined || fixed.subnet_id !== undefined, {
    message: 'Either ip_address or subnet_id must be given.',
  })

export const createPortInput = z.object({
  name,
  description: description.default(''),
  network: link,
  target_tenant: link.nullish().meta({ description: 'For a network that is shared to another tenant.' }),
  fixed_ips: z.array(fixedIp).max(MOST_FIXED_IPS).optional(),
  mac_address: mac.optional(),
  port_security_enabled: z.boolean().optional().meta({ description: "Default: the network's." }),
  security_groups: z
    .array(z.object({ url: link.optional(), uuid: link.optional(), name: link.optional() }))
    .optional()
    .meta({ description: "Default: the tenant's group `default`." }),
  allowed_address_pairs: z.array(pair).max(MOST_PAIRS).default([]),
})
export type CreatePortInput = z.infer<typeof createPortInput>

/** What is left out stays as it is, in PUT too. */
export const updatePortInput = z.object({ name, description: description.optional() })

export const portIpInput = z.object({ subnet: link, ip_address: address })

export const securityGroupsInput = z.object({ security_groups: z.array(link) })

export const addressPairsInput = z.object({ allowed_address_pairs: z.array(pair).max(MOST_PAIRS) })
/** Asked of the instance: the subnet says which port is meant. */
export const instanceAddressPairsInput = addressPairsInput.extend({ subnet: link })

export type AddressPairsInput = z.infer<typeof addressPairsInput>
