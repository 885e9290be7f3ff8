/** What an order of a tenant may say (contract 4.1, 6.3). */
import ipaddr from 'ipaddr.js'
import { z } from 'zod'

export const DEFAULT_CIDR = '192.168.42.0/24'
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']
const LEAST_PREFIX = 16
const MOST_PREFIX = 28

/** A private IPv4 network that a home network of a tenant may have. */
export const isTenantCidr = (text: string): boolean => {
  if (!ipaddr.IPv4.isValidCIDR(text) || !/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text)) return false
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text)
  if (prefix < LEAST_PREFIX || prefix > MOST_PREFIX) return false
  if (ipaddr.IPv4.networkAddressFromCIDR(text).toString() !== address.toString()) return false
  return PRIVATE.some((range) => address.match(ipaddr.IPv4.parseCIDR(range)))
}
const cidrField = z.string().refine(isTenantCidr, {
  error: `Enter a private IPv4 network with a prefix of ${LEAST_PREFIX} to ${MOST_PREFIX}, such as ${DEFAULT_CIDR}.`,
})

const portField = z.int().max(65_535)
export const groupRuleInput = z
  .object({
    ethertype: z.enum(['IPv4', 'IPv6']).default('IPv4'),
    direction: z.enum(['ingress', 'egress']).default('ingress'),
    protocol: z.enum(['tcp', 'udp', 'icmp', '']).default(''),
    from_port: portField,
    to_port: portField,
    cidr: z.string().max(255).nullish(),
    description: z.string().max(255).default(''),
    remote_group: z.null().optional(),
  })
  .superRefine(({ protocol, from_port, to_port, cidr, ethertype }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (protocol === '' && (from_port !== -1 || to_port !== -1))
      refuse('from_port', 'Without a protocol both ports must be -1.')
    if (protocol === 'icmp')
      for (const [name, value] of Object.entries({ from_port, to_port }))
        if (value < -1 || value > 255) refuse(name, 'ICMP type and code are between -1 and 255.')
    if (protocol === 'tcp' || protocol === 'udp') {
      for (const [name, value] of Object.entries({ from_port, to_port }))
        if (value !== -1 && value < 1) refuse(name, 'A port is -1 or between 1 and 65535.')
      if ((from_port === -1) !== (to_port === -1)) refuse('to_port', 'Both ports are -1, or none.')
      if (from_port > to_port) refuse('to_port', 'The last port must not be below the first.')
    }
    if (!cidr) return
    const family = ethertype === 'IPv4' ? ipaddr.IPv4 : ipaddr.IPv6
    if (!family.isValidCIDR(cidr)) refuse('cidr', `Enter a valid ${ethertype} network.`)
  })
export type GroupRule = z.infer<typeof groupRuleInput>

export const groupInput = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(150)
    .refine((name) => name !== 'default', { error: 'The cloud makes the group "default" itself.' }),
  description: z.string().max(255).default(''),
  rules: z.array(groupRuleInput).max(100).default([]),
})
export type Group = z.infer<typeof groupInput>

const open = (protocol: GroupRule['protocol'], from_port: number, to_port: number): GroupRule => ({
  ethertype: 'IPv4',
  direction: 'ingress',
  protocol,
  from_port,
  to_port,
  cidr: '0.0.0.0/0',
  description: '',
})
/** Made when the order brings no list of its own; an empty one counts as a list. */
export const DEFAULT_GROUPS: readonly Group[] = [
  { name: 'ssh', description: 'Security group for secure shell access', rules: [open('tcp', 22, 22)] },
  { name: 'ping', description: 'Security group for ping', rules: [open('icmp', -1, -1)] },
  { name: 'rdp', description: 'Security group for remote desktop access', rules: [open('tcp', 3389, 3389)] },
  {
    name: 'web',
    description: 'Security group for http and https access',
    rules: [open('tcp', 80, 80), open('tcp', 443, 443)],
  },
]

export const NAME_LONGEST = 64
const nameField = z.string().trim().min(1).max(NAME_LONGEST)

export const tenantAttributes = z.object({
  name: nameField,
  description: z.string().max(4096).default(''),
  subnet_cidr: cidrField.default(DEFAULT_CIDR),
  skip_connection_extnet: z.boolean().default(false),
  skip_creation_of_default_router: z.boolean().default(false),
  skip_creation_of_default_subnet: z.boolean().default(false),
  availability_zone: z.string().max(100).default(''),
  security_groups: z
    .array(groupInput)
    .max(50)
    .refine((groups) => new Set(groups.map(({ name }) => name)).size === groups.length, {
      error: 'The names of security groups must differ.',
    })
    .optional(),
  user_username: z.string().max(50).optional(),
})
export type TenantAttributes = z.infer<typeof tenantAttributes>

export const tenantUpdateInput = z.object({
  name: nameField,
  description: z.string().max(4096).default(''),
  availability_zone: z.string().max(100).default(''),
  default_volume_type_name: z.string().max(100).default(''),
})
export type TenantUpdate = z.infer<typeof tenantUpdateInput>
