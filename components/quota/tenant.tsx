'use client'

/** A tenant's quotas: used, reserved, limit, free; who uses them; and how to get more (screens 6.4). */
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight, Download, RefreshCw, Scale } from 'lucide-react'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { permission } from '../api/access.gen.ts'
import { detailOf, useAction, useMe } from '../api/query.ts'
import { disabledReason } from '../api/rules.ts'
import type { MessageKey } from '../i18n/core.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { shownError } from '../resource/failure.ts'
import { quotaUnit, useQuotaLabel } from '../resource/preflight.ts'
import { useMay } from '../resource/rights'
import { useScope, useScopeCrumbs } from '../shell/scope'
import { type Ask, ChangeLimitsDialog } from '../tenant/change-limits'
import type { Tenant } from '../tenant/types.ts'
import { Breadcrumb } from '../ui/breadcrumb'
import { cn } from '../ui/cn'
import { ErrorState, Skeleton } from '../ui/error-state'
import { Link } from '../ui/link'
import { PageHeader, Section } from '../ui/page'
import { freeOf } from '../ui/quota.ts'
import { QuotaBar, useAmount } from '../ui/quota-bar'
import { csvFileName, downloadText, toCsv } from '../ui/table/csv.ts'
import { notify } from '../ui/toast'
import { Consumers, History } from './consumers'
import { type QuotaChange, useQuotaChanges } from './history.ts'
import { amountsOf, groupOf, type QuotaGroup, shownQuotas, type TenantQuota } from './quotas.ts'

const GROUPS: readonly { id: QuotaGroup; label: MessageKey }[] = [
  { id: 'compute', label: 'quotas.compute' },
  { id: 'storage', label: 'quotas.storageGroup' },
  { id: 'network', label: 'quotas.network' },
]
const limits = permission('RESOURCE.SET_LIMITS')

/** `?request=vcpu&amount=2`: what a form that does not fit asks for. */
const askOf = (query: URLSearchParams): Ask | null => {
  const quota = query.get('request')
  return quota === null ? null : { quota, amount: Number(query.get('amount')) || 0 }
}

export function TenantQuotas({ tenantUuid }: { tenantUuid: string }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  const scope = useScope()
  const query = useSearchParams()
  const { caller } = useMe()
  const tenant = useQuery(detailOf('openstack-tenants', tenantUuid))
  const changes = useQuotaChanges(tenantUuid)
  const pull = useAction('openstack-tenants', 'pull_quotas')
  const mayAsk = useMay(limits, scope)
  const [ask, setAsk] = useState<Ask | null>(() => askOf(query))
  const label = useQuotaLabel()
  const data = tenant.data
  const pullReason = data ? disabledReason('openstack-tenants', 'pull_quotas', data, caller) : null
  const moreReason = !data
    ? null
    : data.state !== 'OK'
      ? t('tenants.notOk')
      : data.marketplace_resource_uuid
        ? null
        : t('tenants.limitsNone')

  const doPull = () =>
    pull.mutate(
      { uuid: tenantUuid },
      {
        onSuccess: () => notify.success(t('quotas.pulled')),
        onError: (error) => notify.error(shownError(error)),
      },
    )
  const exportCsv = () => {
    const columns = [
      { id: 'quota', header: t('ui.quota'), csv: (row: TenantQuota) => label(row.name) },
      { id: 'used', header: t('ui.used'), csv: (row: TenantQuota) => amountsOf(row).used },
      { id: 'reserved', header: t('ui.reserved'), csv: (row: TenantQuota) => row.reserved },
      { id: 'limit', header: t('ui.limit'), csv: (row: TenantQuota) => row.limit },
    ].map((column) => ({ ...column, cell: () => null }))
    const rows = shownQuotas(data?.quotas ?? []).map((quota) => ({ ...quota, uuid: quota.name }))
    downloadText(csvFileName('quotas', data?.name ?? 'tenant', new Date()), toCsv(columns, rows))
  }

  return (
    <>
      <PageHeader
        title={t('quotas.title')}
        breadcrumb={<Breadcrumb items={[...crumbs, { label: t('quotas.title') }]} />}
        actions={[
          ...(mayAsk
            ? [
                {
                  id: 'request_more',
                  label: t('quotas.requestMore'),
                  icon: Scale,
                  primary: true,
                  disabledReason: moreReason,
                  onSelect: () => setAsk({ quota: '', amount: 0 }),
                },
              ]
            : []),
          ...(pullReason === 'absent'
            ? []
            : [
                {
                  id: 'pull_quotas',
                  label: t('quotas.pull'),
                  icon: RefreshCw,
                  disabledReason: pullReason,
                  busy: pull.isPending,
                  onSelect: doPull,
                },
              ]),
          { id: 'export', label: t('quotas.export'), icon: Download, onSelect: exportCsv },
        ]}
      />
      {tenant.error && !data ? (
        <ErrorState error={shownError(tenant.error)} onRetry={() => void tenant.refetch()} />
      ) : !data ? (
        <Skeleton className="h-80" />
      ) : (
        <div data-testid="table-quotas">
          {GROUPS.map(({ id, label: title }) => (
            <Section key={id} title={t(title)} testId={`quotas-${id}`}>
              <QuotaTable
                caption={t(title)}
                tenant={data}
                quotas={shownQuotas(data.quotas).filter(({ name }) => groupOf(name) === id)}
                changes={changes}
              />
            </Section>
          ))}
        </div>
      )}
      {ask && data && <ChangeLimitsDialog object={data} ask={ask} onClose={() => setAsk(null)} />}
    </>
  )
}

const head = 'px-2 py-1 text-left text-xs font-normal whitespace-nowrap text-muted'
const number = 'px-2 text-right whitespace-nowrap'

function QuotaTable({
  caption,
  tenant,
  quotas,
  changes,
}: {
  caption: string
  tenant: Tenant
  quotas: readonly TenantQuota[]
  changes: ReadonlyMap<string, QuotaChange[]>
}) {
  const t = useT()
  return (
    <div className="overflow-x-auto">
      <table className="tabular w-full text-sm">
        <caption className="spoken">{caption}</caption>
        <thead>
          <tr className="border-b border-line">
            <th scope="col" className={cn(head, 'md:w-56')}>
              {t('ui.quota')}
            </th>
            {(['ui.used', 'ui.reserved', 'ui.limit', 'ui.free'] as const).map((key) => (
              <th
                key={key}
                scope="col"
                className={cn(head, 'w-28 text-right', key === 'ui.reserved' && 'max-md:hidden')}
              >
                {t(key)}
              </th>
            ))}
            <th scope="col" className={cn(head, 'md:min-w-40')}>
              {t('quotas.use')}
            </th>
            <th scope="col" className={cn(head, 'w-40 max-md:hidden')}>
              {t('quotas.source')}
            </th>
            <th scope="col" className={cn(head, 'w-28 max-md:hidden')}>
              {t('quotas.changed')}
            </th>
          </tr>
        </thead>
        <tbody>
          {quotas.map((quota) => (
            <QuotaRow key={quota.name} tenant={tenant} quota={quota} changes={changes.get(quota.name) ?? []} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function QuotaRow({ tenant, quota, changes }: { tenant: Tenant; quota: TenantQuota; changes: readonly QuotaChange[] }) {
  const t = useT()
  const labelOf = useQuotaLabel()
  const amount = useAmount()
  const [open, setOpen] = useState(false)
  const unit = quotaUnit(quota.name)
  const label = labelOf(quota.name)
  const amounts = amountsOf(quota)
  const unlimited = quota.limit < 0
  const Arrow = open ? ChevronDown : ChevronRight
  const [last] = changes
  return (
    <>
      <tr data-testid={`row-${quota.name}`} className={cn('h-(--row) border-b border-line', !open && 'last:border-0')}>
        <th scope="row" className="px-2 text-left font-normal">
          <button
            type="button"
            aria-expanded={open}
            title={t('quotas.show', { quota: label })}
            className="-ml-1 inline-flex min-h-7 items-center text-left gap-1 rounded-sm px-1 hover:bg-hover"
            onClick={() => setOpen(!open)}
          >
            <Arrow className="size-4 shrink-0 text-muted" aria-hidden />
            {label}
          </button>
        </th>
        <td className={number} data-testid={`used-${quota.name}`}>
          {amount(amounts.used, unit)}
        </td>
        <td className={cn(number, 'max-md:hidden', amounts.reserved === 0 && 'text-muted')}>
          {amounts.reserved === 0 ? '–' : amount(amounts.reserved, unit)}
        </td>
        <td className={number}>{unlimited ? t('common.unlimited') : amount(quota.limit, unit)}</td>
        <td className={number}>{unlimited ? '–' : amount(Math.max(0, freeOf(amounts)), unit)}</td>
        <td className="px-2">
          {!unlimited && <QuotaBar show="bar" label={label} unit={unit} {...amounts} className="md:min-w-32" />}
        </td>
        <td className="px-2 max-md:hidden">
          <Source tenant={tenant} change={last} />
        </td>
        <td className="px-2 whitespace-nowrap max-md:hidden">
          {last ? <RelativeTime value={last.created} /> : <span className="text-muted">–</span>}
        </td>
      </tr>
      {open && (
        <tr className="border-b border-line last:border-0">
          <td colSpan={8} className="bg-surface px-4 py-3">
            <div className="grid gap-x-10 gap-y-4 lg:grid-cols-2">
              <div>
                <h3 className="pb-1 text-xs text-muted">{t('quotas.consumers')}</h3>
                <Consumers tenantUuid={tenant.uuid} quota={quota} />
              </div>
              <div>
                <h3 className="pb-1 text-xs text-muted">{t('quotas.history')}</h3>
                <History changes={changes} unit={unit} />
              </div>
            </div>
          </td>
        </tr>
      )}
    </>
  )
}

/** Who set the limit last: an order, somebody, the cloud; without any change the first order. */
function Source({ tenant, change }: { tenant: Tenant; change: QuotaChange | undefined }) {
  const t = useT()
  if (!change) return t('quotas.sourcePlan')
  if (change.orderUuid)
    return <Link href={`/p/${tenant.project_uuid}/orders/${change.orderUuid}`}>{t('quotas.sourceOrder')}</Link>
  if (!change.user || change.user === 'system') return t('quotas.sourceCloud')
  return <span title={change.reason || undefined}>{change.user}</span>
}
