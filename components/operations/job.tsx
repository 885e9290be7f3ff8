'use client'

/** What lists and pages of jobs show alike: name, object, duration, whether one is stuck. */
import { TriangleAlert } from 'lucide-react'
import type { Objects } from '../api/schema.gen.ts'
import type { MessageKey } from '../i18n/core.ts'
import { useFormat, useT } from '../i18n/provider'
import { useNow } from '../i18n/time'
import { Badge } from '../ui/badge'
import { Tooltip } from '../ui/tooltip'
import type { Named } from './links.ts'

export type Job = Objects['foyer-jobs']

const LIVE = ['queued', 'running', 'undoing']
export const isLive = ({ state }: Pick<Job, 'state'>): boolean => LIVE.includes(state)

/** Steps give a sign of life at least this often; the longest wait between two looks is far shorter. */
const STUCK_AFTER_MS = 15 * 60_000

/** "Create instance"; a job of another version goes by what the server calls it. */
export function useJobName(): (job: Pick<Job, 'name' | 'label'>) => string {
  const t = useT()
  return ({ name, label }) => {
    const key = `jobNames.${name}` as MessageKey
    const text = t(key)
    return text === key ? label : text
  }
}

export const objectOf = (job: Job): Named => ({
  type: job.resource_type,
  uuid: job.resource_uuid,
  name: job.resource_name,
  tenantUuid: job.tenant_uuid,
  projectUuid: job.project_uuid,
  customerUuid: job.customer_uuid,
})

/** From its start to its end, or until now. */
export function JobDuration({ job }: { job: Job }) {
  const format = useFormat()
  const now = useNow()
  if (!job.started) return <span className="text-muted">–</span>
  const end = job.ended ? Date.parse(job.ended) : Math.max(now, Date.parse(job.modified))
  return (
    <span className="tabular" suppressHydrationWarning>
      {format.duration(end - Date.parse(job.started))}
    </span>
  )
}

/** A mark on a job that runs and has not moved for long. */
export function StuckMark({ job }: { job: Job }) {
  const t = useT()
  const format = useFormat()
  const now = useNow()
  if (job.state !== 'running' || now - Date.parse(job.modified) < STUCK_AFTER_MS) return null
  return (
    <Tooltip text={t('jobs.stuck', { time: format.dateTime(job.modified) })}>
      <span>
        <Badge tone="warn" icon={TriangleAlert}>
          {t('jobs.stuck', { time: format.relative(job.modified, now) })}
        </Badge>
      </span>
    </Tooltip>
  )
}

/** Everything about a job as text, for a ticket. */
export const jobReport = (job: Job): string =>
  [
    `${job.name} ${job.resource_name} (${job.resource_type} ${job.resource_uuid})`,
    `job ${job.uuid}: ${job.state}`,
    `by ${job.user_username || 'system'}, ${job.created} to ${job.ended ?? '…'}`,
    job.error_message && `error: ${job.error_message}`,
    Object.keys(job.error_detail).length > 0 && `detail: ${JSON.stringify(job.error_detail)}`,
    ...job.steps.map(({ name, state, attempts, started, ended, message, request_ids }) =>
      [
        `- ${name}: ${state}`,
        attempts > 1 && `${attempts} attempts`,
        started && `${started} to ${ended ?? '…'}`,
        message,
        request_ids.join(' '),
      ]
        .filter(Boolean)
        .join(', '),
    ),
  ]
    .filter(Boolean)
    .join('\n')
