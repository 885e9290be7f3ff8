'use client'

/**
 * What an instance costs. Tenants are sold by limits, so an instance's cost is its share of its tenant's plan: cores,
 * memory and disks at the plan's prices. Nothing is shown where prices are concealed or zero.
 */
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import type { Objects } from '../api/schema.gen.ts'
import { MIB_PER_GIB } from '../api/units.gen.ts'
import { UNITS_PER_MONTH, useCurrency } from '../marketplace/limits.ts'
import type { PreflightCost } from '../ui/form/preflight'

type Plan = Objects['marketplace-public-offerings']['plans'][number]

/** `sizeMib` of disks by volume type. */
export type Parts = { cores: number; ramMib: number; disks: readonly { sizeMib: number; type: string }[] }

export { useCurrency }

/** The plan that a tenant is sold by; undefined while it is read and where there is none. */
export function useTenantPlan(tenantUuid: string | undefined): Plan | undefined {
  const tenant = useQuery({ ...detailOf('openstack-tenants', tenantUuid ?? ''), enabled: Boolean(tenantUuid) })
  const { marketplace_offering_uuid: offering, marketplace_plan_uuid: plan } = tenant.data ?? {}
  const query = useQuery({
    queryKey: ['marketplace-public-offerings', 'plan', offering, plan],
    queryFn: ({ signal }) => api.get<Plan>(`marketplace-public-offerings/${offering}/plans/${plan}`, { signal }),
    enabled: Boolean(offering && plan),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return query.data
}

/** What the parts cost in a month by the plan's prices; null when it has none. */
export const monthlyPrice = (
  plan: Pick<Plan, 'prices' | 'unit'> | undefined,
  { cores, ramMib, disks }: Parts,
): number | null => {
  const prices = plan?.prices
  if (!prices || Object.values(prices).every((price) => Number(price) === 0)) return null
  const price = (name: string) => Number(prices[name] ?? 0)
  const storage = disks.reduce(
    (sum, { sizeMib, type }) => sum + (sizeMib / MIB_PER_GIB) * (price(`gigabytes_${type}`) || price('storage')),
    0,
  )
  const perUnit = cores * price('cores') + (ramMib / MIB_PER_GIB) * price('ram') + storage
  return perUnit * (UNITS_PER_MONTH[plan.unit] ?? 1)
}

export const costOf = (plan: Plan | undefined, parts: Parts, currency: string): PreflightCost | null => {
  const perMonth = monthlyPrice(plan, parts)
  return perMonth === null ? null : { currency, perMonth, perHour: perMonth / UNITS_PER_MONTH.hour }
}
