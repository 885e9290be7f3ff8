'use client'

/** The newest job of an object with its steps, as it happens: what people watch after they asked for something. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../api/client.ts'
import { detailOf, listOf } from '../api/query.ts'
import type { MessageKey } from '../i18n/core.ts'
import { useT } from '../i18n/provider'
import { useNewRows } from '../live/new-rows'
import { Button } from '../ui/button'
import { Link } from '../ui/link'
import { type JobStep, JobSteps } from '../ui/steps'
import { notify } from '../ui/toast'
import { shownError } from './failure.ts'

export type Job = {
  uuid: string
  name: string
  state: 'queued' | 'running' | 'undoing' | 'done' | 'failed' | 'cancelled'
  error_message: string
  error_detail: Record<string, unknown>
  steps: {
    name: string
    state: 'pending' | 'running' | 'done' | 'skipped' | 'failed' | 'undone'
    message: string
    attempts: number
    started: string | null
    ended: string | null
    request_ids: string[]
  }[]
  can_retry: boolean
  can_cancel: boolean
}

/** A step's name for people; a step that has no text yet is shown by its own name, in words. */
export function useStepLabel(): (name: string) => string {
  const t = useT()
  return (name) => {
    const key = `steps.${name}` as MessageKey
    const text = t(key)
    return text === key ? name.replaceAll('_', ' ') : text
  }
}

export const shownSteps = (job: Job, label: (name: string) => string): JobStep[] =>
  job.steps.map((step) => ({
    name: step.name,
    label: label(step.name),
    state:
      step.state === 'running' && step.message
        ? 'retrying'
        : step.state === 'pending' && ['failed', 'cancelled'].includes(job.state)
          ? 'cancelled'
          : step.state,
    startedAt: step.started,
    endedAt: step.ended,
    // Looks of a waiting step count as attempts too; people care for those that went wrong.
    attempt: step.message ? step.attempts : undefined,
    message: step.message || undefined,
    requestIds: step.request_ids,
  }))

/** One job with its steps and what can be done with it. */
export function JobDetails({ job }: { job: Job }) {
  const t = useT()
  const label = useStepLabel()
  const act = async (action: 'retry' | 'cancel') => {
    try {
      await api.post(`foyer-jobs/${job.uuid}/${action}`)
      // A retry is a job of its own, which its own toast tells of.
      if (action === 'cancel') notify.success(t('jobs.cancelled'))
    } catch (error) {
      notify.error(shownError(error))
    }
  }
  return (
    <div className="space-y-3" data-testid="job" data-job={job.uuid} data-state={job.state}>
      <JobSteps steps={shownSteps(job, label)} onRetry={job.can_retry ? () => void act('retry') : undefined} />
      {job.can_cancel && (
        <Button onClick={() => void act('cancel')} data-testid="action-cancel">
          {t('jobs.cancel')}
        </Button>
      )}
    </div>
  )
}

/** The newest job of an object; nothing when it has none. `live`: only while it runs or has failed. */
export function JobProgress({ uuid, live, tenantUuid }: { uuid: string; live?: boolean; tenantUuid?: string }) {
  const t = useT()
  const list = listOf('foyer-jobs', { resource_uuid: uuid, page_size: 1, o: '-created' })
  const newest = useQuery(list)
  // A later job, such as a retry, takes the place of the one that was the newest.
  const later = useNewRows(list.queryKey)
  const { refetch } = newest
  useEffect(() => {
    if (later.count > 0) void refetch()
  }, [later.count, refetch])
  const job = newest.data?.rows[0] as Job | undefined
  const detail = useQuery({ ...detailOf('foyer-jobs', job?.uuid ?? ''), enabled: Boolean(job) })
  const shown = (detail.data as Job | undefined) ?? job
  if (!shown?.steps || (live && shown.state === 'done')) return null
  return (
    <section aria-label={t('jobs.one')} className="rounded-md border border-line p-4">
      <JobDetails job={shown} />
      {tenantUuid && (
        <p className="pt-2 text-sm">
          <Link href={`/t/${tenantUuid}/jobs/${shown.uuid}`}>{t('ui.openJob')}</Link>
        </p>
      )}
    </section>
  )
}
