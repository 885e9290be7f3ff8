'use client'

/** All tenants' quotas in one table, edited in place: changes gather in a tray and are applied together (screens 6.5). */
import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { allows, provider } from '../api/access.gen.ts'
import { listOf, useMe } from '../api/query.ts'
import { useFormat, useT } from '../i18n/provider'
import { shownError } from '../resource/failure.ts'
import { quotaUnit, useQuotaLabel } from '../resource/preflight.ts'
import { useScopeCrumbs } from '../shell/scope'
import type { Tenant } from '../tenant/types.ts'
import { Breadcrumb } from '../ui/breadcrumb'
import { cn } from '../ui/cn'
import { EmptyState, ErrorState, ForbiddenState, Skeleton } from '../ui/error-state'
import { SearchInput } from '../ui/input'
import { Link } from '../ui/link'
import { PageHeader } from '../ui/page'
import { useAmount } from '../ui/quota-bar'
import { Select } from '../ui/select'
import type { QuotaEdit } from './changes.ts'
import { LimitCell } from './limit-cell'
import { quotaPressure, shownQuotas, sumQuotas } from './quotas.ts'
import { ChangeTray } from './tray'

const MOST = 300
const FIELDS = [
  'uuid',
  'name',
  'state',
  'service_name',
  'service_settings_uuid',
  'project_name',
  'customer_name',
  'customer_uuid',
  'quotas',
  'modified',
]
const OVER = ['50', '80', '90', '100'] as const

export const editKey = (tenantUuid: string, name: string) => `${tenantUuid}/${name}`
type Sort = { name: string; descending: boolean }

const by = (sort: Sort) => (a: Tenant, b: Tenant) => {
  const way = sort.descending ? -1 : 1
  if (sort.name === 'name') return way * a.name.localeCompare(b.name)
  const of = (tenant: Tenant) => {
    const quota = tenant.quotas.find(({ name }) => name === sort.name)
    return quota ? quotaPressure(quota) : -1
  }
  return way * (of(a) - of(b)) || a.name.localeCompare(b.name)
}

export function QuotaMatrix({ organisationUuid }: { organisationUuid?: string }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  const { caller } = useMe()
  const offerings = useQuery({
    ...listOf('marketplace-provider-offerings', {
      customer_uuid: organisationUuid,
      type: 'OpenStack.Tenant',
      page_size: MOST,
      field: ['uuid', 'name', 'customer_uuid', 'scope_uuid'],
    }),
    enabled: Boolean(organisationUuid),
  })
  const clouds = offerings.data && [...new Set(offerings.data.rows.map(({ scope_uuid }) => scope_uuid))]
  const tenants = useQuery({
    ...listOf('openstack-tenants', {
      ...(organisationUuid && { service_settings_uuid: clouds ?? [] }),
      page_size: MOST,
      o: 'name',
      field: FIELDS,
    }),
    enabled: !organisationUuid || (clouds?.length ?? 0) > 0,
  })
  const mayEdit = Boolean(
    caller &&
      (organisationUuid ? allows(provider, caller, { providerCustomerUuid: organisationUuid }) : caller.isStaff),
  )
  const title = t('quotas.matrix')
  const error = tenants.error ?? offerings.error
  const rows = organisationUuid && clouds?.length === 0 ? [] : tenants.data?.rows
  return (
    <>
      <PageHeader title={title} breadcrumb={<Breadcrumb items={[...crumbs, { label: t('quotas.title') }]} />} />
      {caller && !mayEdit ? (
        <ForbiddenState needs={t('quotas.needsRole')} who={t('quotas.whoGrants')} />
      ) : error && !rows ? (
        <ErrorState error={shownError(error)} onRetry={() => void tenants.refetch()} />
      ) : !rows || !caller ? (
        <Skeleton className="h-80" />
      ) : rows.length === 0 ? (
        <EmptyState text={t('quotas.matrixNone')} />
      ) : (
        <Matrix tenants={rows} />
      )}
    </>
  )
}

function Matrix({ tenants }: { tenants: readonly Tenant[] }) {
  const t = useT()
  const format = useFormat()
  const labelOf = useQuotaLabel()
  const [search, setSearch] = useState('')
  const [region, setRegion] = useState('')
  const [over, setOver] = useState('')
  const [sort, setSort] = useState<Sort>({ name: 'name', descending: false })
  const [edits, setEdits] = useState<ReadonlyMap<string, QuotaEdit>>(new Map())
  const names = useMemo(
    () => shownQuotas(sumQuotas(tenants.map(({ quotas }) => quotas))).map(({ name }) => name),
    [tenants],
  )
  const regions = useMemo(
    () => [...new Map(tenants.map((tenant) => [tenant.service_settings_uuid, tenant.service_name]))],
    [tenants],
  )
  const wanted = search.toLowerCase()
  const shown = tenants
    .filter((tenant) =>
      [tenant.name, tenant.project_name, tenant.customer_name].some((text) => text.toLowerCase().includes(wanted)),
    )
    .filter((tenant) => !region || tenant.service_settings_uuid === region)
    .filter((tenant) => !over || shownQuotas(tenant.quotas).some((quota) => quotaPressure(quota) * 100 >= Number(over)))
    .sort(by(sort))
  const change = (edit: QuotaEdit | null, key: string) => {
    const next = new Map(edits)
    if (edit && edit.limit !== edit.quota.limit) next.set(key, edit)
    else next.delete(key)
    setEdits(next)
  }
  const sortBy = (name: string) =>
    setSort({ name, descending: sort.name === name ? !sort.descending : name !== 'name' })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <SearchInput
          value={search}
          onChange={setSearch}
          label={t('quotas.search')}
          placeholder={t('quotas.search')}
          hotkey
          className="w-60"
        />
        <Select
          className="w-48"
          aria-label={t('common.region')}
          value={region}
          onChange={setRegion}
          placeholder={t('quotas.anyRegion')}
          options={regions.map(([value, label]) => ({ value, label }))}
        />
        <Select
          className="w-44"
          aria-label={t('quotas.overPercent')}
          value={over}
          onChange={setOver}
          placeholder={t('quotas.anyUse')}
          options={OVER.map((value) => ({
            value,
            label: `${t('quotas.overPercent')} ${format.percent(Number(value) / 100)}`,
          }))}
        />
      </div>
      <Capacity tenants={shown} />
      {shown.length === 0 ? (
        <EmptyState text={t('quotas.matrixNoneFound')} />
      ) : (
        <div className="max-h-[max(20rem,calc(100dvh-20rem))] overflow-auto border-y border-line">
          <table className="tabular w-full border-separate border-spacing-0 text-sm" data-testid="table-quota-matrix">
            <caption className="spoken">{t('quotas.matrix')}</caption>
            <thead>
              <tr>
                {['name', ...names].map((name, index) => (
                  <th
                    key={name}
                    scope="col"
                    aria-sort={sort.name === name ? (sort.descending ? 'descending' : 'ascending') : 'none'}
                    className={cn(
                      'sticky top-0 z-20 h-8 border-b border-line bg-surface px-2 text-left text-xs font-normal whitespace-nowrap text-muted',
                      index === 0 && 'left-0 z-30',
                    )}
                  >
                    <button
                      type="button"
                      className="-mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-ink"
                      onClick={() => sortBy(name)}
                    >
                      {name === 'name' ? t('common.tenant') : labelOf(name)}
                      {sort.name === name &&
                        (sort.descending ? (
                          <ArrowDown className="size-3.5" aria-hidden />
                        ) : (
                          <ArrowUp className="size-3.5" aria-hidden />
                        ))}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((tenant) => (
                <tr key={tenant.uuid} data-testid={`row-${tenant.uuid}`} className="group/row">
                  <th
                    scope="row"
                    className="sticky left-0 z-10 max-w-56 border-b border-line bg-canvas px-2 py-1 text-left font-normal"
                  >
                    <Link href={`/t/${tenant.uuid}/quotas`} className="block truncate">
                      {tenant.name}
                    </Link>
                    <span className="block truncate text-xs text-muted">
                      {tenant.customer_name} / {tenant.project_name}
                    </span>
                  </th>
                  {names.map((name) => {
                    const quota = tenant.quotas.find((one) => one.name === name)
                    const key = editKey(tenant.uuid, name)
                    return (
                      <td key={name} className="border-b border-line px-1">
                        {quota ? (
                          <LimitCell
                            tenant={tenant}
                            quota={quota}
                            label={labelOf(name)}
                            edit={edits.get(key)}
                            onChange={(edit) => change(edit, key)}
                          />
                        ) : (
                          <span className="px-1 text-muted">–</span>
                        )}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ChangeTray
        edits={[...edits.values()]}
        onRemove={(key) => change(null, key)}
        onClear={() => setEdits(new Map())}
      />
    </>
  )
}

const STRIP = ['vcpu', 'ram', 'storage', 'instances']

/** Sums over what is shown: what is in use, and what has been promised. */
function Capacity({ tenants }: { tenants: readonly Tenant[] }) {
  const t = useT()
  const labelOf = useQuotaLabel()
  const amount = useAmount()
  const sums = sumQuotas(tenants.map(({ quotas }) => quotas)).filter(({ name }) => STRIP.includes(name))
  return (
    <dl className="tabular mb-3 flex flex-wrap gap-x-8 gap-y-1 text-sm" aria-label={t('quotas.capacity')}>
      {sums.map(({ name, usage, limit }) => (
        <div key={name} className="flex gap-2">
          <dt className="font-medium">{labelOf(name)}</dt>
          <dd className="text-muted">
            {t('quotas.capacityLine', {
              used: amount(usage, quotaUnit(name)),
              limit: limit < 0 ? t('common.unlimited') : amount(limit, quotaUnit(name)),
            })}
          </dd>
        </div>
      ))}
    </dl>
  )
}
