'use client'

/** Who uses a quota: the largest first; what is not listed is summed up, so that the sizes make the used value. */
import { useQuery } from '@tanstack/react-query'
import { listOf } from '../api/query.ts'
import type { Collection } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { shownError } from '../resource/failure.ts'
import { quotaUnit } from '../resource/preflight.ts'
import { ErrorState, Skeleton } from '../ui/error-state'
import { Link } from '../ui/link'
import { useAmount } from '../ui/quota-bar'
import type { QuotaChange } from './history.ts'
import { amountsOf, type TenantQuota } from './quotas.ts'

const TOP = 20

type Source = {
  collection: Collection
  /** The path of an object below its tenant. */
  path: string
  /** The field that holds what one object takes, in the unit of the list; 1 each without it. */
  field?: string
  /** The list counts MiB where the quota counts GiB. */
  factor?: number
  filter?: Record<string, string>
}

const SOURCES: Record<string, Source> = {
  vcpu: { collection: 'openstack-instances', path: 'instances', field: 'cores' },
  ram: { collection: 'openstack-instances', path: 'instances', field: 'ram' },
  instances: { collection: 'openstack-instances', path: 'instances' },
  storage: { collection: 'openstack-volumes', path: 'volumes', field: 'size' },
  volumes: { collection: 'openstack-volumes', path: 'volumes' },
  network_count: { collection: 'openstack-networks', path: 'networks' },
  subnet_count: { collection: 'openstack-subnets', path: 'subnets' },
  port_count: { collection: 'openstack-ports', path: 'ports' },
  floating_ip_count: { collection: 'openstack-floating-ips', path: 'floating-ips' },
  security_group_count: { collection: 'openstack-security-groups', path: 'security-groups' },
}
const MIB_PER_GIB = 1024
const TYPE_PREFIX = 'gigabytes_'

const sourceOf = (name: string): Source | undefined =>
  name.startsWith(TYPE_PREFIX)
    ? {
        collection: 'openstack-volumes',
        path: 'volumes',
        field: 'size',
        factor: MIB_PER_GIB,
        filter: { type_name: name.slice(TYPE_PREFIX.length) },
      }
    : SOURCES[name]

/** Pages that lists have none of: these objects are shown by name alone. */
const WITHOUT_PAGE = new Set(['subnets', 'ports', 'floating-ips'])

type Consumer = { uuid: string; name: string; address?: string } & Record<string, unknown>

export function Consumers({ tenantUuid, quota }: { tenantUuid: string; quota: TenantQuota }) {
  const t = useT()
  const amount = useAmount()
  const source = sourceOf(quota.name)
  const list = useQuery({
    ...listOf(source?.collection ?? 'openstack-volumes', {
      tenant_uuid: tenantUuid,
      ...source?.filter,
      page_size: TOP,
      o: source?.field ? `-${source.field}` : 'name',
      field: ['uuid', 'name', 'address', ...(source?.field ? [source.field] : [])],
    }),
    enabled: Boolean(source),
  })
  if (!source) return null
  if (list.error && !list.data)
    return <ErrorState error={shownError(list.error)} onRetry={() => void list.refetch()} compact />
  if (!list.data) return <Skeleton className="h-16" />
  const unit = quotaUnit(quota.name)
  const { rows, total } = list.data as unknown as { rows: Consumer[]; total: number }
  const taken = (row: Consumer) => (source.field ? Number(row[source.field]) / (source.factor ?? 1) : 1)
  const { used } = amountsOf(quota)
  const listed = rows.reduce((sum, row) => sum + taken(row), 0)
  const rest = used - listed
  if (rows.length === 0 && rest <= 0) return <p className="text-sm text-muted">{t('quotas.consumersNone')}</p>
  const line = 'flex justify-between gap-4 py-1'
  return (
    <ul className="tabular divide-y divide-line text-sm" data-testid={`consumers-${quota.name}`}>
      {rows.map((row) => (
        <li key={row.uuid} className={line} data-testid={`consumer-${row.uuid}`} data-amount={taken(row)}>
          {WITHOUT_PAGE.has(source.path) ? (
            <span className="truncate">{row.name || row.address}</span>
          ) : (
            <Link plain href={`/t/${tenantUuid}/${source.path}/${row.uuid}/overview`} className="truncate">
              {row.name}
            </Link>
          )}
          <span>{amount(taken(row), unit)}</span>
        </li>
      ))}
      {rest > 0 && (
        <li className={line} data-testid="consumers-rest" data-amount={rest}>
          <span className="text-muted">
            {total > rows.length
              ? t('quotas.consumersMore', { count: total - rows.length })
              : t('quotas.consumersElse')}
          </span>
          <span>{amount(rest, unit)}</span>
        </li>
      )}
      <li className={`${line} font-medium`} data-testid="consumers-sum" data-amount={listed + Math.max(0, rest)}>
        <span>{t('quotas.consumersSum')}</span>
        <span>{amount(listed + Math.max(0, rest), unit)}</span>
      </li>
    </ul>
  )
}

export function History({ changes, unit }: { changes: readonly QuotaChange[]; unit: 'count' | 'mib' | 'gib' }) {
  const t = useT()
  const amount = useAmount()
  const limit = (value: number | null) =>
    value === null ? '–' : value < 0 ? t('common.unlimited') : amount(value, unit)
  if (changes.length === 0) return <p className="text-sm text-muted">{t('quotas.historyNone')}</p>
  return (
    <ul className="space-y-1 text-sm">
      {changes.map((change) => (
        <li key={change.uuid}>
          <RelativeTime value={change.created} className="text-muted" />{' '}
          {t('quotas.historyLine', { old: limit(change.old), new: limit(change.limit) })}
          {change.user && <span className="text-muted"> {change.user}</span>}
          {change.reason && <span className="block text-muted">{change.reason}</span>}
        </li>
      ))}
    </ul>
  )
}
