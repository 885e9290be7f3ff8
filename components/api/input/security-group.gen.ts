// Made by `npm run gen` from server/resources/security-group/input.ts: edit that.
/** Inputs of security group actions. Imports zod only: the browser's forms validate with the same schemas. */
import { z } from '../zod.ts'

const MOST_RULES = 500
export const ETHERTYPES = ['IPv4', 'IPv6'] as const
export const DIRECTIONS = ['ingress', 'egress'] as const
/** Empty means any. */
export const PROTOCOLS = ['tcp', 'udp', 'icmp', ''] as const

const name = z.string().trim().min(1, 'This field may not be blank.').max(150)
const description = z.string().max(4096)

const port = z.int().max(65535).nullish().meta({ description: 'Port; of icmp the type and code; -1 for any.' })

const shape = z.object({
  ethertype: z.enum(ETHERTYPES).default('IPv4'),
  direction: z.enum(DIRECTIONS).default('ingress'),
  protocol: z
    .string()
    .default('')
    .transform((text) => text.toLowerCase())
    .refine((text) => (PROTOCOLS as readonly string[]).includes(text), 'Unexpected protocol: tcp, udp, icmp or empty.')
    .meta({ description: 'tcp, udp, icmp, or empty for any.' }),
  from_port: port,
  to_port: port,
  cidr: z
    .string()
    .trim()
    .max(255)
    .nullish()
    .meta({ description: 'Addresses on the other side; anywhere when left out.' }),
  remote_group: z.string().nullish().meta({ description: 'Security group on the other side, instead of addresses.' }),
  description: description.default(''),
})
type Shape = z.infer<typeof shape>

type Refusal = [field: keyof Shape, message: string]

const icmpRefusals = (type: number, code: number): Refusal[] => {
  const bad = (value: number) => value < -1 || value > 255
  if (bad(type)) return [['from_port', 'The ICMP type must be between -1 and 255.']]
  if (bad(code)) return [['to_port', 'The ICMP code must be between -1 and 255.']]
  return type === -1 && code > -1 ? [['from_port', 'An ICMP code needs a type.']] : []
}

const rangeRefusals = (from: number, to: number): Refusal[] => {
  const bad = (value: number) => value !== -1 && value < 1
  if (bad(from)) return [['from_port', 'Must be -1 or between 1 and 65535.']]
  if (bad(to)) return [['to_port', 'Must be -1 or between 1 and 65535.']]
  if ((from === -1) !== (to === -1)) return [[from === -1 ? 'to_port' : 'from_port', 'Must be -1 when the other is.']]
  return from > to ? [['from_port', 'Must be less than or equal to "to_port".']] : []
}

/** What is wrong with the ports of a rule. Contract 4.9: both are required, whatever the protocol. */
const portRefusals = ({ protocol, from_port, to_port }: Shape): Refusal[] => {
  const ends = [
    ['from_port', from_port],
    ['to_port', to_port],
  ] as const
  const absent = ends.filter(([, value]) => value === null || value === undefined)
  if (absent.length > 0) return absent.map(([field]) => [field, 'Empty value is not allowed.'])
  const [from, to] = [Number(from_port), Number(to_port)]
  if (protocol === 'icmp') return icmpRefusals(from, to)
  if (protocol !== '') return rangeRefusals(from, to)
  return ends.filter(([, value]) => value !== -1).map(([field]) => [field, 'Must be -1 when the protocol is any.'])
}

const V4 = z.cidrv4()
const V6 = z.cidrv6()
const ADDRESS4 = z.ipv4()
const ADDRESS6 = z.ipv6()

const fits = (cidr: string, ethertype: Shape['ethertype']) =>
  (ethertype === 'IPv4' ? [V4, ADDRESS4] : [V6, ADDRESS6]).some((kind) => kind.safeParse(cidr).success)

const checkRule = (rule: Shape, context: z.RefinementCtx): void => {
  const refuse = (field: keyof Shape, message: string) => context.addIssue({ code: 'custom', path: [field], message })
  for (const [field, message] of portRefusals(rule)) refuse(field, message)
  if (rule.cidr && !fits(rule.cidr, rule.ethertype)) refuse('cidr', `Enter a valid ${rule.ethertype} CIDR.`)
  if (rule.cidr && rule.remote_group)
    refuse('remote_group', 'A rule has either a CIDR or a remote security group, not both.')
}

/** One rule of a new group: it has no id yet. */
export const newRuleInput = shape.extend({ id: z.undefined('A new rule has no id.').optional() }).superRefine(checkRule)

/** One rule of `set_rules`: with an id it stays and is edited, without one it is new. */
export const ruleInput = shape.extend({ id: z.int().nullish() }).superRefine(checkRule)
export type RuleInput = z.infer<typeof ruleInput>

/** The bare list of `set_rules`. */
export const rulesInput = z.array(ruleInput).max(MOST_RULES)

export const createGroupInput = z.object({
  name,
  description: description.default(''),
  rules: z.array(newRuleInput).max(MOST_RULES),
})
export type CreateGroupInput = z.infer<typeof createGroupInput>

/** The brief's form of creation, on the collection itself. */
export const createGroupInTenantInput = createGroupInput.extend({ tenant: z.string().min(1) })

/** What is left out stays as it is, in PUT too. */
export const updateGroupInput = z.object({ name, description: description.optional() })
