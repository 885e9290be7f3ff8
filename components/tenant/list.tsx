'use client'

/** Tenants of a project (screens 6.1). */
import { Plus, RefreshCw } from 'lucide-react'
import { useMemo } from 'react'
import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { amountsOf } from '../quota/quotas.ts'
import { useBulkRun } from '../resource/bulk'
import { useStateFilter } from '../resource/columns'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { quotaUnit, useQuotaLabel } from '../resource/preflight.ts'
import { useMayCreate, useMayManage } from '../resource/rights'
import { useScope } from '../shell/scope'
import { ButtonLink } from '../ui/button'
import { Link } from '../ui/link'
import { QuotaBar, useAmount } from '../ui/quota-bar'
import { StateBadge } from '../ui/state-badge'
import type { BulkAction, Column, Filter } from '../ui/table/types.ts'
import { tenantMenu } from './menu'
import { TENANT_FIELDS, type Tenant } from './types.ts'

const quotaOf = (tenant: Tenant, name: string) => tenant.quotas.find((quota) => quota.name === name)

/** A small bar with its numbers. */
function MiniQuota({ tenant, name }: { tenant: Tenant; name: string }) {
  const label = useQuotaLabel()
  const amount = useAmount()
  const quota = quotaOf(tenant, name)
  if (!quota) return null
  const unit = quotaUnit(name)
  return (
    <span className="tabular block w-32">
      <span className="flex justify-between text-xs">
        <span>{amount(quota.usage, unit)}</span>
        {quota.limit >= 0 && <span className="text-muted">{amount(quota.limit, unit)}</span>}
      </span>
      {quota.limit >= 0 && <QuotaBar show="bar" label={label(name)} unit={unit} {...amountsOf(quota)} />}
    </span>
  )
}

const BARS = [
  ['vcpu', 'quotas.vcpu'],
  ['ram', 'quotas.ram'],
  ['storage', 'quotas.storage'],
] as const

export function TenantList({ projectUuid }: { projectUuid: string }) {
  const t = useT()
  const scope = useScope()
  const mayCreate = useMayCreate(scope)
  const mayManage = useMayManage(scope)
  const bulkRun = useBulkRun('openstack-tenants')
  const stateFilter = useStateFilter()
  const columns = useMemo<Column<Tenant>[]>(
    () => [
      {
        id: 'name',
        header: t('common.name'),
        sortKey: 'name',
        width: '14rem',
        cell: (row) => <Link href={`/t/${row.uuid}`}>{row.name}</Link>,
        csv: (row) => row.name,
      },
      {
        id: 'state',
        header: t('common.state'),
        sortKey: 'state',
        cell: (row) => (
          <StateBadge
            state={row.state}
            action={row.action}
            error={row.error_message}
            errorHref={`/t/${row.uuid}`}
            since={row.modified}
          />
        ),
        csv: (row) => row.state,
      },
      {
        id: 'region',
        header: t('common.region'),
        sortKey: 'service_name',
        cell: (row) => row.service_name,
        csv: (row) => row.service_name,
      },
      {
        id: 'instances',
        header: t('instances.title'),
        align: 'right',
        cell: (row) => <Link href={`/t/${row.uuid}/instances`}>{quotaOf(row, 'instances')?.usage ?? 0}</Link>,
        csv: (row) => quotaOf(row, 'instances')?.usage ?? 0,
      },
      ...BARS.map(([name, label]) => ({
        id: name,
        header: t(label),
        width: '9rem',
        cell: (row: Tenant) => <MiniQuota tenant={row} name={name} />,
        csv: (row: Tenant) => quotaOf(row, name)?.usage ?? 0,
      })),
      {
        id: 'floating_ips',
        header: t('quotas.floatingIps'),
        align: 'right',
        cell: (row) => quotaOf(row, 'floating_ip_count')?.usage ?? 0,
        csv: (row) => quotaOf(row, 'floating_ip_count')?.usage ?? 0,
      },
      {
        id: 'confirmed',
        header: t('tenants.confirmed'),
        cell: (row) => row.confirmed && <RelativeTime value={row.confirmed} />,
        csv: (row) => row.confirmed,
      },
      {
        id: 'created',
        header: t('common.created'),
        sortKey: 'created',
        cell: (row) => <RelativeTime value={row.created} />,
        csv: (row) => row.created,
      },
    ],
    [t],
  )
  const filters = useMemo<Filter[]>(
    () => [
      { ...stateFilter, pinned: true },
      {
        id: 'service_settings_uuid',
        label: t('common.region'),
        load: async (query, signal) => {
          const { rows } = await api.list<Tenant>(
            'openstack-tenants',
            {
              project_uuid: projectUuid,
              page_size: 300,
              o: 'service_name',
              field: ['service_name', 'service_settings_uuid'],
            },
            { signal },
          )
          const names = new Map(rows.map((row) => [row.service_settings_uuid, row.service_name]))
          return [...names]
            .filter(([, name]) => name.toLowerCase().includes(query.toLowerCase()))
            .map(([value, name]) => ({ value, label: name }))
        },
      },
    ],
    [t, stateFilter, projectUuid],
  )
  const params = useMemo(() => ({ project_uuid: projectUuid }), [projectUuid])
  const orderHref = mayCreate ? `/p/${projectUuid}/marketplace?type=OpenStack.Tenant` : undefined
  const order = orderHref && (
    <ButtonLink href={orderHref} variant="primary" icon={Plus} data-testid="order-tenant">
      {t('tenants.emptyAction')}
    </ButtonLink>
  )
  const bulk = (): BulkAction<Tenant>[] => [
    bulkRun({ action: 'pull', label: t('tenants.pull'), icon: RefreshCw }),
    bulkRun({ action: 'pull_quotas', label: t('quotas.pull'), icon: RefreshCw }),
  ]
  return (
    <ListPage title={t('tenants.title')}>
      <ResourceList<Tenant>
        id="tenants"
        collection="openstack-tenants"
        label={t('tenants.title')}
        columns={columns}
        fields={TENANT_FIELDS}
        params={params}
        filters={filters}
        searchParam="name"
        search={t('tenants.search')}
        defaultSort="name"
        menu={tenantMenu}
        bulk={mayManage ? bulk : undefined}
        createHref={orderHref}
        toolbar={order}
        scopeName={scope.projectName}
        empty={{ text: t('tenants.empty'), action: order }}
      />
      {bulkRun.dialog}
    </ListPage>
  )
}
