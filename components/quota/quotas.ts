/** Quotas of tenants as screens group, sum and sort them. */
import type { Objects } from '../api/schema.gen.ts'
import { pressureOf, type QuotaAmounts } from '../ui/quota.ts'

export type TenantQuota = Objects['openstack-tenants']['quotas'][number]
export type QuotaGroup = 'compute' | 'storage' | 'network'

const GROUP_OF: Record<string, QuotaGroup> = {
  vcpu: 'compute',
  ram: 'compute',
  instances: 'compute',
  storage: 'storage',
  volumes: 'storage',
  snapshots: 'storage',
  network_count: 'network',
  subnet_count: 'network',
  port_count: 'network',
  floating_ip_count: 'network',
  security_group_count: 'network',
  security_group_rule_count: 'network',
}
const ORDER = Object.keys(GROUP_OF)

/** Undefined for sums that follow from other quotas and that no cloud limits. */
export const groupOf = (name: string): QuotaGroup | undefined =>
  name.startsWith('gigabytes_') ? 'storage' : GROUP_OF[name]

/** Storage per type stands behind storage. */
const rankOf = (name: string) => (name.startsWith('gigabytes_') ? ORDER.indexOf('storage') + 0.5 : ORDER.indexOf(name))

/** The quotas that people know, in the order of the screens. */
export const shownQuotas = <Q extends { name: string }>(quotas: readonly Q[]): Q[] =>
  quotas
    .filter(({ name }) => groupOf(name))
    .sort((a, b) => rankOf(a.name) - rankOf(b.name) || (a.name < b.name ? -1 : 1))

/** `usage` of the API counts what is reserved; bars show both apart. */
export const amountsOf = ({
  usage,
  reserved = 0,
  limit,
}: Omit<TenantQuota, 'name'>): QuotaAmounts & {
  reserved: number
} => ({ used: Math.max(0, usage - reserved), reserved, limit })

/** Quotas of several tenants as one. Where one of them is unlimited, the sum is. */
export const sumQuotas = (lists: readonly (readonly TenantQuota[])[]): TenantQuota[] => {
  const sums = new Map<string, TenantQuota>()
  for (const { name, usage, reserved = 0, limit } of lists.flat()) {
    const sum = sums.get(name)
    sums.set(name, {
      name,
      usage: (sum?.usage ?? 0) + usage,
      reserved: (sum?.reserved ?? 0) + reserved,
      limit: limit < 0 || (sum && sum.limit < 0) ? -1 : (sum?.limit ?? 0) + limit,
    })
  }
  return [...sums.values()]
}

export const quotaPressure = (quota: TenantQuota): number => pressureOf(amountsOf(quota))

/** What presses hardest first; equal ones in the order of the screens. */
export const hardestFirst = (quotas: readonly TenantQuota[]): TenantQuota[] =>
  shownQuotas(quotas).sort((a, b) => quotaPressure(b) - quotaPressure(a))

/** From here on a quota needs attention. */
export const PRESSING = 0.9

const MAIN = ['vcpu', 'ram', 'storage', 'instances', 'volumes', 'snapshots', 'floating_ip_count']

/** What overviews show: what people count in, limited storage per type, and whatever presses. */
export const mainQuotas = (quotas: readonly TenantQuota[]): TenantQuota[] =>
  quotas.filter(
    (quota) =>
      MAIN.includes(quota.name) ||
      (quota.name.startsWith('gigabytes_') && quota.limit >= 0) ||
      quotaPressure(quota) >= PRESSING,
  )
