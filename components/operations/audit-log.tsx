'use client'

/** The audit log of a tenant, a project, an organisation, or of everything (screens 14.1). */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { api } from '../api/client.ts'
import { useT } from '../i18n/provider'
import { DateTime } from '../i18n/time'
import { useOnChange } from '../live/listen.ts'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { useScope } from '../shell/scope'
import { Switch } from '../ui/choice'
import { Copyable } from '../ui/copy'
import { StateBadge } from '../ui/state-badge'
import type { Column, Filter, FilterOption } from '../ui/table/types.ts'
import { type Entry, eventParams, RANGES, textOf } from './audit.ts'
import { AuditEntry } from './audit-entry'
import { ObjectLink } from './object-link'

const STATES = { scheduled: 'queued', succeeded: 'done', failed: 'failed' } as const
const GROUPS = [
  'resources',
  'openstack',
  'marketplace',
  'console',
  'settings',
  'permissions',
  'users',
  'auth',
  'ssh',
  'projects',
  'customers',
] as const
const TYPES = [
  'openstack-tenants',
  'openstack-instances',
  'openstack-volumes',
  'openstack-networks',
  'openstack-subnets',
  'openstack-routers',
  'openstack-ports',
  'openstack-floating-ips',
  'openstack-security-groups',
  'marketplace-orders',
  'marketplace-provider-offerings',
  'users',
] as const

/** Stable, for the list; a range is counted from when the filters last changed. */
const toParams = (filters: Readonly<Record<string, readonly string[]>>) => eventParams(filters, Date.now())
const rowName = (entry: Entry) => entry.message
const expand = (entry: Entry) => <AuditEntry entry={entry} />

const loadActors = async (query: string, signal: AbortSignal): Promise<FilterOption[]> => {
  const { rows } = await api.list<{ username: string; full_name: string }>(
    'users',
    { query, field: ['username', 'full_name'], page_size: 10 },
    { signal },
  )
  return rows.map(({ username, full_name }) => ({ value: username, label: username, hint: full_name }))
}

export function AuditLog({
  tenantUuid,
  projectUuid,
  customerUuid,
}: {
  tenantUuid?: string
  projectUuid?: string
  customerUuid?: string
}) {
  const t = useT()
  const client = useQueryClient()
  const scope = useScope()
  const [isFollowing, setFollowing] = useState(false)
  useOnChange(
    (type) => isFollowing && type === 'events',
    useCallback(() => void client.invalidateQueries({ queryKey: ['events', 'list'] }), [client]),
  )
  const columns = useMemo<Column<Entry>[]>(
    () => [
      {
        id: 'created',
        header: t('audit.time'),
        sortKey: 'created',
        width: '13rem',
        cell: (entry) => <DateTime value={entry.created} className="tabular font-normal" />,
        csv: (entry) => entry.created,
      },
      {
        id: 'message',
        header: t('audit.action'),
        cell: (entry) => <span title={entry.message}>{entry.message}</span>,
        csv: (entry) => entry.message,
      },
      {
        id: 'result',
        header: t('audit.result'),
        width: '7.5rem',
        cell: (entry) => <StateBadge state={STATES[entry.result]} error={textOf(entry.context.error_message)} />,
        csv: (entry) => entry.result,
      },
      {
        id: 'actor',
        header: t('audit.actor'),
        width: '9rem',
        cell: (entry) => textOf(entry.context.user_username) || <span className="text-muted">{t('audit.system')}</span>,
        csv: (entry) => textOf(entry.context.user_username),
      },
      {
        id: 'object',
        header: t('jobs.object'),
        cell: ({ context }) =>
          context.resource_uuid ? (
            <ObjectLink
              object={{
                type: textOf(context.resource_type),
                uuid: textOf(context.resource_uuid),
                name: textOf(context.resource_name),
                tenantUuid: textOf(context.tenant_uuid) || null,
                projectUuid: textOf(context.project_uuid) || null,
                customerUuid: textOf(context.customer_uuid) || null,
              }}
            />
          ) : (
            ''
          ),
        csv: (entry) => textOf(entry.context.resource_name),
      },
      {
        id: 'address',
        header: t('audit.address'),
        mono: true,
        width: '8rem',
        cell: (entry) => textOf(entry.context.ip_address),
        csv: (entry) => textOf(entry.context.ip_address),
      },
      {
        id: 'event_type',
        header: t('audit.type'),
        mono: true,
        defaultHidden: true,
        cell: (entry) => entry.event_type,
        csv: (entry) => entry.event_type,
      },
      {
        id: 'request_id',
        header: t('audit.requestId'),
        mono: true,
        defaultHidden: true,
        cell: (entry) => textOf(entry.context.request_id) && <Copyable text={textOf(entry.context.request_id)} />,
        csv: (entry) => textOf(entry.context.request_id),
      },
    ],
    [t],
  )
  const filters = useMemo<Filter[]>(
    () => [
      {
        id: 'range',
        label: t('audit.range'),
        pinned: true,
        options: (Object.keys(RANGES) as (keyof typeof RANGES)[]).map((value) => ({
          value,
          label: t(`audit.range.${value}`),
        })),
      },
      {
        id: 'feature',
        label: t('audit.group'),
        multiple: true,
        pinned: true,
        options: GROUPS.map((value) => ({ value, label: t(`audit.group.${value}`) })),
      },
      {
        id: 'result',
        label: t('audit.result'),
        pinned: true,
        options: (['scheduled', 'succeeded', 'failed'] as const).map((value) => ({
          value,
          label: t(`state.${STATES[value]}`),
        })),
      },
      { id: 'username', label: t('audit.actor'), load: loadActors },
      {
        id: 'resource_type',
        label: t('audit.objectType'),
        options: TYPES.map((value) => ({
          value,
          label: t(`audit.types.${value.replaceAll('-', '_') as Underscored}`),
        })),
      },
      { id: 'from', label: t('audit.from'), day: true },
      { id: 'to', label: t('audit.to'), day: true },
    ],
    [t],
  )
  const params = useMemo(
    () => ({ tenant_uuid: tenantUuid, project_uuid: projectUuid, customer_uuid: customerUuid }),
    [tenantUuid, projectUuid, customerUuid],
  )
  return (
    <ListPage title={t('audit.title')}>
      <ResourceList<Entry>
        id="audit"
        collection="events"
        label={t('audit.title')}
        columns={columns}
        params={params}
        filters={filters}
        toParams={toParams}
        searchParam="message"
        search={t('audit.search')}
        defaultSort="-created"
        rowName={rowName}
        expand={expand}
        scopeName={scope.tenantName ?? scope.projectName ?? scope.customerName}
        toolbar={
          <span className="flex items-center gap-2 text-sm">
            <span aria-hidden>{t('audit.follow')}</span>
            <Switch
              aria-label={t('audit.follow')}
              checked={isFollowing}
              onChange={setFollowing}
              data-testid="audit-follow"
            />
          </span>
        }
        empty={{ text: t('audit.empty') }}
      />
      <p className="pt-2 text-sm text-muted">{t('audit.retention')}</p>
    </ListPage>
  )
}

type Replaced<Text extends string> = Text extends `${infer A}-${infer B}` ? Replaced<`${A}_${B}`> : Text
type Underscored = Replaced<(typeof TYPES)[number]>
