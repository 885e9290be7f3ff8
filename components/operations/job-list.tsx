'use client'

/** Jobs of a tenant, or of the platform: what runs, what ran, how it ended (screens 14.2). */
import { useMemo } from 'react'
import { useMe } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { useStepLabel } from '../resource/job-progress'
import { ResourceList } from '../resource/list'
import { ListPage } from '../resource/list-page'
import { useScope } from '../shell/scope'
import { Link } from '../ui/link'
import { StateBadge } from '../ui/state-badge'
import type { Column, Filter } from '../ui/table/types.ts'
import { type Job, JobDuration, objectOf, StuckMark, useJobName } from './job'
import { jobMenu } from './job-menu.ts'
import { jobHref } from './links.ts'
import { ObjectLink } from './object-link'

const FIELDS = [
  'label',
  'kind',
  'resource_type',
  'resource_uuid',
  'resource_name',
  'tenant_uuid',
  'tenant_name',
  'user_uuid',
  'user_username',
  'step',
  'progress',
  'attempts',
  'can_cancel',
  'can_retry',
  'retried_by',
  'created',
  'modified',
  'started',
  'ended',
] as const

export function JobList({ tenantUuid }: { tenantUuid?: string }) {
  const t = useT()
  const scope = useScope()
  const { me, caller } = useMe()
  const jobName = useJobName()
  const stepLabel = useStepLabel()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the two labels are made of `t`
  const columns = useMemo<Column<Job>[]>(
    () => [
      {
        id: 'label',
        header: t('jobs.action'),
        sortKey: 'name',
        width: '14rem',
        cell: (job) => (
          <Link href={tenantUuid ? jobHref(job.uuid, tenantUuid) : `/admin/jobs/${job.uuid}`}>{jobName(job)}</Link>
        ),
        csv: jobName,
      },
      {
        id: 'state',
        header: t('common.state'),
        sortKey: 'state',
        width: '9rem',
        cell: (job) => (
          <span className="inline-flex items-center gap-1">
            <StateBadge state={job.state} error={job.error_message} />
            <StuckMark job={job} />
          </span>
        ),
        csv: (job) => job.state,
      },
      {
        id: 'object',
        header: t('jobs.object'),
        sortKey: 'resource_name',
        cell: (job) => <ObjectLink object={objectOf(job)} />,
        csv: (job) => job.resource_name,
      },
      {
        id: 'step',
        header: t('jobs.step'),
        cell: (job) => (job.step ? stepLabel(job.step) : ''),
        csv: (job) => job.step,
      },
      {
        id: 'progress',
        header: t('jobs.progress'),
        width: '6rem',
        align: 'right',
        cell: (job) => t('jobs.progressOf', job.progress),
        csv: (job) => `${job.progress.done}/${job.progress.total}`,
      },
      ...(tenantUuid
        ? []
        : [
            {
              id: 'tenant',
              header: t('common.tenant'),
              cell: (job: Job) => job.tenant_uuid && <Link href={`/t/${job.tenant_uuid}/jobs`}>{job.tenant_name}</Link>,
              csv: (job: Job) => job.tenant_name,
            },
          ]),
      {
        id: 'by',
        header: t('jobs.by'),
        cell: (job) => job.user_username || <span className="text-muted">{t('audit.system')}</span>,
        csv: (job) => job.user_username,
      },
      {
        id: 'created',
        header: t('jobs.started'),
        sortKey: 'created',
        width: '8rem',
        cell: (job) => <RelativeTime value={job.started ?? job.created} />,
        csv: (job) => job.started ?? job.created,
      },
      {
        id: 'duration',
        header: t('jobs.duration'),
        width: '6.5rem',
        align: 'right',
        cell: (job) => <JobDuration job={job} />,
        csv: (job) => (job.started && job.ended ? (Date.parse(job.ended) - Date.parse(job.started)) / 1000 : ''),
      },
      {
        id: 'attempts',
        header: t('jobs.attempts'),
        width: '5.5rem',
        align: 'right',
        defaultHidden: true,
        cell: (job) => job.attempts,
        csv: (job) => job.attempts,
      },
    ],
    [t, tenantUuid],
  )
  const filters = useMemo<Filter[]>(
    () => [
      {
        id: 'state',
        label: t('common.state'),
        multiple: true,
        pinned: true,
        options: (['queued', 'running', 'done', 'failed', 'cancelled'] as const).map((value) => ({
          value,
          label: t(`state.${value}`),
        })),
      },
      {
        id: 'kind',
        label: t('jobs.kind'),
        multiple: true,
        options: [
          { value: 'create', label: t('jobs.kindCreate') },
          { value: 'update', label: t('jobs.kindUpdate') },
          { value: 'delete', label: t('jobs.kindDelete') },
          { value: 'pull', label: t('jobs.kindPull') },
          { value: 'task', label: t('jobs.kindTask') },
        ],
      },
      { id: 'mine', label: t('jobs.mine'), options: [{ value: 'true', label: t('common.yes') }] },
    ],
    [t],
  )
  const params = useMemo(() => (tenantUuid ? { tenant_uuid: tenantUuid } : {}), [tenantUuid])
  const menu = useMemo(() => jobMenu(caller, me?.uuid), [caller, me?.uuid])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the label is made of `t`
  const rowName = useMemo(() => (job: Job) => t('jobs.of', { action: jobName(job), name: job.resource_name }), [t])
  return (
    <ListPage title={t('jobs.title')}>
      <ResourceList<Job>
        id="jobs"
        collection="foyer-jobs"
        label={t('jobs.title')}
        columns={columns}
        fields={FIELDS}
        params={params}
        filters={filters}
        search={t('jobs.search')}
        defaultSort="-created"
        menu={menu}
        rowName={rowName}
        scopeName={scope.tenantName}
        empty={{ text: t('jobs.empty') }}
      />
    </ListPage>
  )
}
