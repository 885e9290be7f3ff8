'use client'

/** One offering: what it is, what it costs, how much may be ordered, and what the project has of it (screens 5.1). */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isApiFailure } from '../api/client.ts'
import { detailOf, listOf } from '../api/query.ts'
import { useFormat, useT } from '../i18n/provider'
import { shownError } from '../resource/failure.ts'
import { NotFound } from '../resource/not-found'
import { useScopeCrumbs } from '../shell/scope'
import { Badge } from '../ui/badge'
import { Breadcrumb } from '../ui/breadcrumb'
import { cn } from '../ui/cn'
import { ErrorState, Skeleton } from '../ui/error-state'
import { Facts } from '../ui/facts'
import { Link } from '../ui/link'
import { PageHeader, Section } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import {
  type Component,
  componentLabel,
  componentUnit,
  type Offering,
  periodLabel,
  presetOf,
  rangeOf,
  useCurrency,
} from './limits.ts'
import { orderHref, TYPES, useOrderRefusal } from './list'

export function OfferingDetails({ projectUuid, offeringUuid }: { projectUuid: string; offeringUuid: string }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  const refusalOf = useOrderRefusal()
  const query = useQuery(detailOf('marketplace-public-offerings', offeringUuid))
  if (isApiFailure(query.error) && query.error.status === 404) return <NotFound />
  if (query.error && !query.data)
    return <ErrorState error={shownError(query.error)} onRetry={() => void query.refetch()} />
  const offering = query.data
  if (!offering) return <Skeleton className="h-40" />
  return (
    <>
      <PageHeader
        title={offering.name}
        state={
          <>
            {offering.state !== 'Active' && <Badge tone="warn">{t('marketplace.paused')}</Badge>}
            {!offering.shared && <Badge>{t('marketplace.private')}</Badge>}
          </>
        }
        aside={offering.customer_name}
        breadcrumb={
          <Breadcrumb
            items={[
              ...crumbs,
              { label: t('marketplace.title'), href: `/p/${projectUuid}/marketplace` },
              { label: offering.name },
            ]}
          />
        }
        actions={[
          {
            id: 'order',
            label: t('marketplace.order'),
            primary: true,
            href: orderHref(projectUuid, offering),
            disabledReason: refusalOf(offering),
          },
        ]}
      />
      <Overview offering={offering} />
      <Plans offering={offering} />
      {offering.components.length > 0 && <Limits components={offering.components} />}
      <Mine projectUuid={projectUuid} offering={offering} />
    </>
  )
}

function Overview({ offering }: { offering: Offering }) {
  const t = useT()
  const link = (href: string) => href && <Link href={href}>{href}</Link>
  return (
    <Section title={t('marketplace.overview')}>
      {(offering.full_description || offering.description) && (
        <p className="mb-3 max-w-prose whitespace-pre-line">{offering.full_description || offering.description}</p>
      )}
      <Facts
        facts={[
          { label: t('marketplace.type'), value: TYPES[offering.type] ? t(TYPES[offering.type]) : offering.type },
          { label: t('marketplace.provider'), value: offering.customer_name },
          { label: t('common.region'), value: offering.scope_name },
          offering.helpdesk_url !== '' && { label: t('marketplace.support'), value: link(offering.helpdesk_url) },
          offering.documentation_url !== '' && { label: t('common.help'), value: link(offering.documentation_url) },
          offering.terms_of_service !== '' && {
            label: t('marketplace.terms'),
            value: <span className="whitespace-pre-line">{offering.terms_of_service}</span>,
          },
        ]}
      />
    </Section>
  )
}

/** A small table of facts: the first column names the row. */
export function SmallTable({
  caption,
  head,
  rows,
}: {
  caption: string
  head: readonly string[]
  rows: readonly { key: string; cells: readonly ReactNode[]; testId?: string }[]
}) {
  const side = (index: number) => (index === 0 ? 'text-left' : 'text-right')
  return (
    <div className="max-w-3xl overflow-x-auto">
      <table className="tabular w-full text-sm">
        <caption className="spoken">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            {head.map((text, index) => (
              <th key={text} scope="col" className={cn('px-2 py-1 font-normal', side(index))}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells, testId }) => (
            <tr key={key} data-testid={testId} className="border-b border-line last:border-0">
              {cells.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed
                <td key={index} className={cn('px-2 py-1.5', side(index))}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Plans({ offering }: { offering: Offering }) {
  const t = useT()
  const format = useFormat()
  const currency = useCurrency()
  return (
    <Section title={t('marketplace.plans')}>
      {offering.plans.length === 0 && <p className="text-sm text-muted">{t('marketplace.noPlans')}</p>}
      <div className="space-y-5">
        {offering.plans.map((plan) => (
          <div key={plan.uuid}>
            <h3 className="font-medium">{plan.name}</h3>
            {plan.description && <p className="text-sm text-muted">{plan.description}</p>}
            <SmallTable
              caption={plan.name}
              head={[
                t('marketplace.component'),
                t('marketplace.unit'),
                t('marketplace.perUnit', { period: periodLabel(t, plan.unit) }),
              ]}
              rows={plan.components.map((component) => ({
                key: component.type,
                cells: [
                  componentLabel(t, component),
                  componentUnit(component.type),
                  format.money(component.price, currency, 4),
                ],
              }))}
            />
          </div>
        ))}
      </div>
    </Section>
  )
}

function Limits({ components }: { components: readonly Component[] }) {
  const t = useT()
  const format = useFormat()
  return (
    <Section title={t('marketplace.limits')}>
      <SmallTable
        caption={t('marketplace.limits')}
        head={[
          t('marketplace.component'),
          t('marketplace.limitMin'),
          t('marketplace.limitDefault'),
          t('marketplace.limitMax'),
        ]}
        rows={components.map((component) => {
          const { min, max } = rangeOf(component)
          const amount = (value: number) => `${format.integer(value)} ${componentUnit(component.type)}`
          return {
            key: component.type,
            cells: [
              componentLabel(t, component),
              amount(min),
              amount(presetOf(component)),
              max === undefined ? t('marketplace.noLimit') : amount(max),
            ],
          }
        })}
      />
    </Section>
  )
}

const SHOWN = 20

function Mine({ projectUuid, offering }: { projectUuid: string; offering: Offering }) {
  const t = useT()
  const mine = useQuery(
    listOf('marketplace-resources', {
      project_uuid: projectUuid,
      offering_uuid: offering.uuid,
      state: ['Creating', 'OK', 'Erred', 'Updating', 'Terminating'],
      page_size: SHOWN,
      o: 'name',
      field: ['uuid', 'name', 'state', 'resource_uuid', 'error_message'],
    }),
  )
  const href = (uuid: string) =>
    offering.type === 'OpenStack.Tenant' ? `/t/${uuid}` : orderHref(projectUuid, offering).replace('/new', `/${uuid}`)
  return (
    <Section title={t('marketplace.mine')}>
      {mine.error && !mine.data ? (
        <ErrorState error={shownError(mine.error)} onRetry={() => void mine.refetch()} />
      ) : !mine.data ? (
        <Skeleton className="h-10" />
      ) : mine.data.rows.length === 0 ? (
        <p className="text-sm text-muted">{t('marketplace.mineNone')}</p>
      ) : (
        <ul className="space-y-1">
          {mine.data.rows.map((row) => (
            <li key={row.uuid} className="flex items-center gap-3">
              {row.resource_uuid ? <Link href={href(row.resource_uuid)}>{row.name}</Link> : row.name}
              <StateBadge state={row.state} error={row.error_message} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
