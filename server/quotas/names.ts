/** The quotas of a tenant, what they start with, and what OpenStack's services call them (contract 4.2). */
import { gibToMib, mibToGib } from '../units.ts'
import type { QuotaDelta } from './reserve.ts'

/** A new tenant's limits where neither order nor offering says more. -1 is none. */
export const DEFAULT_LIMITS = {
  vcpu: 20,
  ram: 51_200,
  storage: 1_024_000,
  instances: 30,
  volumes: 50,
  volumes_size: -1,
  snapshots: 50,
  snapshots_size: -1,
  security_group_count: 100,
  security_group_rule_count: 100,
  floating_ip_count: 50,
  network_count: 10,
  subnet_count: 10,
  port_count: -1,
} as const satisfies QuotaDelta

/** Quotas per volume type, GiB. */
export const TYPE_QUOTA = /^gigabytes_(.+)$/

/** The order in which the API lists them; the ones per type follow by name. */
const ORDER = Object.keys(DEFAULT_LIMITS)
export const byQuotaName = (a: { name: string }, b: { name: string }): number => {
  const rank = ({ name }: { name: string }) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
  return rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

export const NOVA_NAMES = { vcpu: 'cores', ram: 'ram', instances: 'instances' } as const
export const CINDER_NAMES = { volumes: 'volumes', snapshots: 'snapshots' } as const
export const NEUTRON_NAMES = {
  security_group_count: 'security_group',
  security_group_rule_count: 'security_group_rule',
  floating_ip_count: 'floatingip',
  network_count: 'network',
  subnet_count: 'subnet',
  port_count: 'port',
} as const

/** -1 stays -1. */
export const limitToGib = (limitMib: number): number => (limitMib < 0 ? -1 : mibToGib(limitMib))
export const limitToMib = (limitGib: number): number => (limitGib < 0 ? -1 : gibToMib(limitGib))

/** Cinder counts storage in whole GiB: what the portal sets is what Cinder can hold. */
export const roundedLimits = (limits: QuotaDelta): QuotaDelta =>
  'storage' in limits ? { ...limits, storage: limitToMib(limitToGib(limits.storage)) } : limits

const renamed = (limits: QuotaDelta, names: Record<string, string>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(names)
      .filter(([ours]) => limits[ours] !== undefined)
      .map(([ours, theirs]) => [theirs, limits[ours]]),
  )

/** What each service is told. Quotas that no service has (`volumes_size`) are left out. */
export const limitsByService = (limits: QuotaDelta) => ({
  nova: renamed(limits, NOVA_NAMES),
  cinder: {
    ...(limits.storage !== undefined && { gigabytes: limitToGib(limits.storage) }),
    ...renamed(limits, CINDER_NAMES),
    ...Object.fromEntries(Object.entries(limits).filter(([name]) => TYPE_QUOTA.test(name))),
  },
  neutron: renamed(limits, NEUTRON_NAMES),
})
