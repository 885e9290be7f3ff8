'use client'

/**
 * What a form would take of a tenant's quotas. Computed from the tenant as it is shown, which the event stream keeps
 * true: when somebody else takes the room, an open form sees it at once. The server judges by the same numbers.
 */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { detailOf } from '../api/query.ts'
import type { MessageKey } from '../i18n/core.ts'
import { useT } from '../i18n/provider'
import type { PreflightRow } from '../ui/form/fit.ts'

/** Amounts by quota name, in the quota's own unit. */
export type Delta = Readonly<Record<string, number>>

const LABELS: Record<string, MessageKey> = {
  vcpu: 'quotas.vcpu',
  ram: 'quotas.ram',
  storage: 'quotas.storage',
  instances: 'quotas.instances',
  volumes: 'quotas.volumes',
  snapshots: 'quotas.snapshots',
  floating_ip_count: 'quotas.floatingIps',
  network_count: 'quotas.networks',
  subnet_count: 'quotas.subnets',
  port_count: 'quotas.ports',
  security_group_count: 'quotas.securityGroups',
  security_group_rule_count: 'quotas.securityGroupRules',
}

/** Quotas that people know nothing of: sums that follow from others. */
const INNER = new Set(['volumes_size', 'snapshots_size'])

export const quotaUnit = (name: string): PreflightRow['unit'] =>
  name === 'ram' || name === 'storage' || name.endsWith('_size')
    ? 'mib'
    : name.startsWith('gigabytes_')
      ? 'gib'
      : 'count'

/** The quota's name for people. */
export function useQuotaLabel(): (name: string) => string {
  const t = useT()
  return (name) => {
    const key = LABELS[name]
    if (key) return t(key)
    return name.startsWith('gigabytes_') ? t('quotas.ofType', { type: name.slice('gigabytes_'.length) }) : name
  }
}

export type Quota = { name: string; usage: number; limit: number }

/** The rows of a preflight panel: every quota that the request touches. undefined while the tenant is read. */
export function useTenantPreflight(tenantUuid: string | undefined, delta: Delta): PreflightRow[] | undefined {
  const label = useQuotaLabel()
  const tenant = useQuery({ ...detailOf('openstack-tenants', tenantUuid ?? ''), enabled: Boolean(tenantUuid) })
  const quotas = tenant.data?.quotas as Quota[] | undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: labels change with the language only
  return useMemo(
    () =>
      quotas
        ?.filter(({ name }) => (delta[name] ?? 0) !== 0 && !INNER.has(name))
        .map(({ name, usage, limit }) => ({
          name,
          label: label(name),
          used: usage,
          request: delta[name],
          limit,
          unit: quotaUnit(name),
        })),
    [quotas, JSON.stringify(delta)],
  )
}

const MIB_PER_GIB = 1024

/** What a disk takes. `sizeGib` of a volume type. */
export const diskDelta = (sizeGib: number, type: string | null | undefined): Delta => ({
  volumes: 1,
  storage: sizeGib * MIB_PER_GIB,
  ...(type && { [`gigabytes_${type}`]: sizeGib }),
})

export const sumDelta = (...deltas: readonly Delta[]): Delta => {
  const sum: Record<string, number> = {}
  for (const delta of deltas) for (const [name, amount] of Object.entries(delta)) sum[name] = (sum[name] ?? 0) + amount
  return sum
}
