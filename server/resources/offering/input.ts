/** What creating and changing offerings takes (contract 4.14, 6.1, 6.2). */
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { moneyFromWire } from '../../marketplace/money.ts'
import { serviceAttributes } from '../../providers/input.ts'
import { INT_MAX } from '../../units.ts'

export const MTU_LEAST = 68
export const MTU_MOST = 9000

const most = z.int().min(0).max(1_000_000)

/** Names that the portal does not know are kept as they are: the schema upstream has many. */
export const pluginOptions = z
  .looseObject({
    storage_mode: z.enum(['fixed', 'dynamic']).optional(),
    default_internal_network_mtu: z.int().min(MTU_LEAST).max(MTU_MOST).nullable().optional(),
    max_instances: most.optional(),
    max_volumes: most.optional(),
    max_security_groups: most.optional(),
    auto_approve_in_service_provider_projects: z.boolean().optional(),
  })
  .transform(({ default_internal_network_mtu, ...rest }) => ({
    ...rest,
    ...(default_internal_network_mtu !== undefined && {
      default_internal_network_mtu: default_internal_network_mtu ?? undefined,
    }),
  }))

const prefixOf = (text: string): number | undefined => {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return 32
  return text.includes('/') && ipaddr.IPv4.isValidCIDR(text) ? ipaddr.IPv4.parseCIDR(text)[1] : undefined
}
const mappingEntry = z
  .object({ floating_ip: z.string().trim(), external_ip: z.string().trim() })
  .superRefine(({ floating_ip, external_ip }, context) => {
    for (const [path, value] of Object.entries({ floating_ip, external_ip }))
      if (prefixOf(value) === undefined)
        context.addIssue({ code: 'custom', path: [path], message: 'Enter an IPv4 address or network.' })
    if (prefixOf(floating_ip) !== prefixOf(external_ip))
      context.addIssue({ code: 'custom', path: ['external_ip'], message: 'Both ranges must have the same size.' })
  })

/** The brief puts connection settings here too: accepted, and stored with the provider. */
export const secretOptions = z.looseObject({
  ipv4_external_ip_mapping: z.array(mappingEntry).max(1000).optional(),
  external_network_id: z.string().max(255).optional(),
})

const money = z.union([z.string(), z.number()]).transform((value, context) => {
  const micro = moneyFromWire(value)
  if (micro !== undefined) return micro
  context.addIssue({ code: 'custom', message: 'A valid amount of money is required.' })
  return z.NEVER
})
export const prices = z.record(z.string(), money)
export const UNITS = ['month', 'quarter', 'half_month', 'day', 'hour'] as const

export const planInput = z.object({
  name: z.string().trim().min(1).max(150),
  description: z.string().max(4096).default(''),
  unit: z.enum(UNITS).default('month'),
  prices: prices.default({}),
})

/** What a 32-bit column holds. */
const limit = z.int().min(-INT_MAX).max(INT_MAX)

export const limitsInput = z.record(
  z.string(),
  z.object({
    min: limit.min(0).nullable().optional(),
    max: limit.min(0).nullable().optional(),
    max_available_limit: limit.min(0).nullable().optional(),
    default_limit: limit.min(0).nullable().optional(),
  }),
)

const longText = z.string().max(100_000)
const link = z
  .string()
  .max(200)
  .refine((value) => value === '' || URL.canParse(value), { error: 'Enter a valid URL.' })

export const overviewInput = z.object({
  name: z.string().trim().min(1).max(150),
  description: z.string().max(4096).optional(),
  full_description: longText.optional(),
  terms_of_service: longText.optional(),
  slug: z.string().max(50).optional(),
  privacy_policy_link: link.optional(),
  helpdesk_url: link.optional(),
  documentation_url: link.optional(),
  access_url: link.optional(),
  getting_started: longText.optional(),
  integration_guide: longText.optional(),
})
export type OverviewInput = z.infer<typeof overviewInput>

export const createInput = overviewInput.extend({
  customer: z.string().nullable().optional(),
  category: z.string().optional(),
  type: z.literal('OpenStack.Tenant', {
    error: 'Offerings of instances and volumes are made with their tenant.',
  }),
  shared: z.boolean().default(true),
  billable: z.boolean().default(true),
  attributes: z.record(z.string(), z.unknown()).default({}),
  plugin_options: pluginOptions.default({}),
  secret_options: secretOptions.default({}),
  service_attributes: serviceAttributes.default({}),
  plans: z.array(planInput).max(50).default([]),
  limits: limitsInput.default({}),
})
export type CreateInput = z.infer<typeof createInput>

export const integrationInput = z.object({
  secret_options: secretOptions.optional(),
  plugin_options: pluginOptions.optional(),
  service_attributes: serviceAttributes.optional(),
  backend_id: z.string().max(255).optional(),
})
export type IntegrationInput = z.infer<typeof integrationInput>

export const componentInput = z.object({
  uuid: z.string(),
  description: z.string().max(4096).optional(),
  article_code: z.string().max(30).optional(),
  min_value: limit.nullable().optional(),
  max_value: limit.nullable().optional(),
  max_available_limit: limit.nullable().optional(),
  default_limit: limit.nullable().optional(),
})
export type ComponentInput = z.infer<typeof componentInput>
