/** Does it fit, and what does it cost: asked by forms before anything is sent, by the numbers that admission judges by. */
import { and, eq, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { defineResource, defineRoute } from '../../api/define.ts'
import { signedIn } from '../../api/rules.ts'
import { shownComponents } from '../../marketplace/components.ts'
import { moneyToWire, monthlyCostMicro } from '../../marketplace/money.ts'
import { byQuotaName } from '../../quotas/names.ts'
import { type QuotaDelta, roomFor, sumDeltas } from '../../quotas/reserve.ts'
import { quotas } from '../../quotas/table.ts'
import { getSetting } from '../../settings/settings.ts'
import { MIB_PER_GIB } from '../../units.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { components, offerings, plans } from '../offering/table.ts'
import type { TenantRow } from '../tenant/table.ts'

const amount = z.int().min(-2_000_000_000).max(2_000_000_000)
const count = z.int().min(0).max(10_000)

const input = z.object({
  tenant: z.string().min(1).meta({ description: 'URL or uuid.' }),
  instances: count.optional().meta({ description: 'Default 1 when cores or ram are given.' }),
  cores: count.optional().meta({ description: 'vCPU of all of them.' }),
  ram: amount.optional().meta({ description: 'MiB of all of them.' }),
  disks: z
    .array(z.object({ size: z.int().min(0).max(2_000_000_000), type: z.string().max(255).nullish() }))
    .max(1000)
    .optional()
    .meta({ description: 'New volumes; `size` in MiB, `type` the name of the volume type.' }),
  networks: count.optional(),
  subnets: count.optional(),
  ports: count.optional(),
  floating_ips: count.optional(),
  security_groups: count.optional(),
  security_group_rules: count.optional(),
  delta: z
    .record(z.string().max(300), amount)
    .optional()
    .meta({ description: "Further amounts by quota name, in the quota's own unit." }),
})

const row = z
  .object({
    name: z.string(),
    limit: z.number(),
    usage: z.number(),
    reserved: z.number().meta({ description: 'Taken by jobs in flight.' }),
    free: z.number().nullable().meta({ description: 'Null: nothing limits it.' }),
    requested: z.number(),
    free_after: z.number().nullable(),
    fits: z.boolean(),
    portal_limit: z.number().nullable().meta({ description: 'What the portal last set; another limit is drift.' }),
  })
  .meta({ id: 'FoyerPreflightRow' })

const output = z
  .object({
    fits: z.boolean(),
    quotas: z.array(row),
    cost: z
      .object({ currency: z.string(), per_month: z.string(), plan: z.string() })
      .nullable()
      .meta({ description: "At the prices of the tenant's plan; null without one." }),
  })
  .meta({ id: 'FoyerPreflight' })

type Input = z.infer<typeof input>

const COUNTS = {
  networks: 'network_count',
  subnets: 'subnet_count',
  ports: 'port_count',
  floating_ips: 'floating_ip_count',
  security_groups: 'security_group_count',
  security_group_rules: 'security_group_rule_count',
} as const

/** What a request takes of each quota (contract 4.2). */
export const deltaOf = (asked: Omit<Input, 'tenant'>): QuotaDelta => {
  const { cores, ram, disks = [], delta = {} } = asked
  const instances = asked.instances ?? (cores === undefined && ram === undefined ? 0 : 1)
  const ofCounts = Object.entries(COUNTS).map(([field, quota]) => ({
    [quota]: asked[field as keyof typeof COUNTS] ?? 0,
  }))
  const ofDisks = disks.map(({ size, type }) => ({
    volumes: 1,
    storage: size,
    volumes_size: size,
    ...(type && { [`gigabytes_${type}`]: Math.ceil(size / MIB_PER_GIB) }),
  }))
  const all = sumDeltas({ instances, vcpu: cores ?? 0, ram: ram ?? 0 }, ...ofCounts, ...ofDisks, delta)
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== 0))
}

/** The price of amounts as the tenant's plan has them. */
const costOf = async (tenantUuid: string, delta: QuotaDelta): Promise<z.infer<typeof output>['cost']> => {
  const [found] = await db
    .select({ plan: plans, offering: offerings })
    .from(marketplaceResources)
    .innerJoin(plans, eq(plans.uuid, marketplaceResources.planUuid))
    .innerJoin(offerings, eq(offerings.uuid, marketplaceResources.offeringUuid))
    .where(and(eq(marketplaceResources.scopeUuid, tenantUuid), ne(marketplaceResources.state, 'Terminated')))
    .limit(1)
  if (!found) return null
  const rows = await db.select().from(components).where(eq(components.offeringUuid, found.offering.uuid))
  const amounts = { ...delta, cores: delta.vcpu ?? 0 }
  const perMonth = monthlyCostMicro(found.plan, shownComponents(found.offering, rows), amounts)
  return { currency: await getSetting('CURRENCY_NAME'), per_month: moneyToWire(perMonth), plan: found.plan.name }
}

export const preflightResource = defineResource({
  path: 'foyer-preflight',
  model: 'Preflight',
  summary: 'Whether a request fits into a tenant',
  table: quotas,
  key: quotas.name,
  schema: output,
  visible: () => sql`1 = 0`,
  scopeOf: () => ({}),
  present: async () => [],
  defaultOrder: [quotas.name],
  routes: [
    defineRoute({
      summary: 'What a request would leave of each quota, and what it costs',
      method: 'POST',
      path: '',
      rule: signedIn,
      input,
      output,
      handle: async ({ input: { tenant, ...asked }, call }) => {
        const { uuid } = await call.resolve<TenantRow>('openstack-tenants', tenant, 'tenant')
        const delta = deltaOf(asked)
        const rows = (await roomFor(uuid, delta)).sort(byQuotaName)
        return {
          status: 200,
          body: {
            fits: rows.every(({ fits }) => fits),
            quotas: rows.map(({ freeAfter, portalLimit, ...room }) => ({
              ...room,
              free_after: freeAfter,
              portal_limit: portalLimit,
            })),
            cost: await costOf(uuid, delta),
          },
        }
      },
    }),
  ],
})
