'use client'

/** Changes of a tenant's limits, from the audit log. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listOf } from '../api/query.ts'
import { useOnChange } from '../live/listen.ts'

export type QuotaChange = {
  uuid: string
  created: string
  quota: string
  old: number | null
  limit: number
  user: string
  reason: string
  /** The order that asked for it. */
  orderUuid: string | null
}

const NEWEST = 200

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The newest changes first, by quota. */
export function useQuotaChanges(tenantUuid: string): ReadonlyMap<string, QuotaChange[]> {
  const list = useQuery(
    listOf('events', {
      tenant_uuid: tenantUuid,
      event_type: 'openstack_tenant_quota_limit_updated',
      page_size: NEWEST,
    }),
  )
  useOnChange(
    (type) => type === 'events',
    () => void list.refetch({ cancelRefetch: false }),
  )
  return useMemo(() => {
    const found = new Map<string, QuotaChange[]>()
    for (const { uuid, created, context } of list.data?.rows ?? []) {
      const quota = text(context.quota_name)
      found.set(quota, [
        ...(found.get(quota) ?? []),
        {
          uuid,
          created,
          quota,
          old: typeof context.old_limit === 'number' ? context.old_limit : null,
          limit: Number(context.limit),
          user: text(context.user_username),
          reason: text(context.reason),
          orderUuid: text(context.order_uuid) || null,
        },
      ])
    }
    return found
  }, [list.data])
}
