'use client'

/** What somebody has to look at: failures, orders that wait for a yes, quotas that are nearly used up. */
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleX, ClipboardCheck, Gauge, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { listOf } from '../api/query.ts'
import type { Objects } from '../api/schema.gen.ts'
import { useFormat, useT } from '../i18n/provider'
import { useOnChange } from '../live/listen.ts'
import { PRESSING, quotaPressure, shownQuotas } from '../quota/quotas.ts'
import { useQuotaLabel } from '../resource/preflight.ts'
import { cn } from '../ui/cn'
import { Link } from '../ui/link'
import { Section } from '../ui/page'
import { listHref, listLabel } from './states'
import type { SummaryRow } from './summary.ts'

type Tenant = Objects['openstack-tenants']
type Item = { id: string; icon: LucideIcon; tone: string; href: string; text: ReactNode }

export function AttentionSection({
  projectUuid,
  tenants,
  counts,
}: {
  projectUuid: string
  tenants: readonly Tenant[] | undefined
  counts: readonly SummaryRow[] | undefined
}) {
  const t = useT()
  const format = useFormat()
  const label = useQuotaLabel()
  const waiting = useQuery(
    listOf('marketplace-orders', {
      project_uuid: projectUuid,
      can_approve_as_consumer: true,
      page_size: 1,
      field: ['uuid', 'state'],
    }),
  )
  useOnChange(
    (type) => type === 'marketplace-orders',
    () => void waiting.refetch({ cancelRefetch: false }),
  )
  const base = `/p/${projectUuid}`
  const items: Item[] = []
  if (waiting.data && waiting.data.total > 0)
    items.push({
      id: 'orders',
      icon: ClipboardCheck,
      tone: 'text-warn',
      href: `${base}/orders?can_approve_as_consumer=true`,
      text: t('projects.ordersWait', { count: waiting.data.total }),
    })
  for (const tenant of tenants ?? []) {
    if (tenant.state === 'ERRED')
      items.push({
        id: `tenant-${tenant.uuid}`,
        icon: CircleX,
        tone: 'text-bad',
        href: `/t/${tenant.uuid}`,
        text: t('projects.tenantErred', { name: tenant.name }),
      })
    for (const quota of shownQuotas(tenant.quotas))
      if (quotaPressure(quota) >= PRESSING)
        items.push({
          id: `quota-${tenant.uuid}-${quota.name}`,
          icon: Gauge,
          tone: quotaPressure(quota) >= 1 ? 'text-bad' : 'text-warn',
          href: `/t/${tenant.uuid}/quotas`,
          text: t('projects.quotaPressing', {
            quota: label(quota.name),
            name: tenant.name,
            percent: format.percent(quotaPressure(quota)),
          }),
        })
  }
  for (const { type, state, count } of counts ?? []) {
    const name = listLabel(type)
    if (state !== 'ERRED' || !name) continue
    items.push({
      id: `erred-${type}`,
      icon: CircleAlert,
      tone: 'text-bad',
      href: listHref(base, type, { state: 'ERRED' }),
      text: t('projects.erred', { count, what: t(name) }),
    })
  }
  return (
    <Section title={t('projects.attention')} testId="attention">
      {items.length === 0 ? (
        <p className="flex items-center gap-2 text-sm text-muted">
          <CircleCheck className="size-4 text-ok" aria-hidden />
          {t('projects.allWell')}
        </p>
      ) : (
        <ul className="space-y-1.5">
          {items.map(({ id, icon: Icon, tone, href, text }) => (
            <li key={id} className="flex items-start gap-2 text-sm">
              <Icon className={cn('mt-0.5 size-4 shrink-0', tone)} aria-hidden />
              <Link href={href}>{text}</Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
