'use client'

/** One job: its steps as they happen, what it was given, what the cloud was asked, and what can be done about it. */
import { useQuery } from '@tanstack/react-query'
import { ClipboardCopy, RotateCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useRef } from 'react'
import { isApiFailure } from '../api/client.ts'
import { detailOf, useMe } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { DateTime, RelativeTime } from '../i18n/time'
import { useObjectActions } from '../resource/actions'
import { shownError, storedError } from '../resource/failure.ts'
import { shownSteps, useStepLabel } from '../resource/job-progress'
import { NotFound } from '../resource/not-found'
import { WaysOut } from '../resource/ways-out'
import { useScopeCrumbs } from '../shell/scope'
import { Breadcrumb } from '../ui/breadcrumb'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code'
import { Copyable, copyText } from '../ui/copy'
import { ErrorState, Skeleton } from '../ui/error-state'
import { Facts } from '../ui/facts'
import { Link } from '../ui/link'
import { PageHeader, Section } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { JobSteps } from '../ui/steps'
import { notify } from '../ui/toast'
import { type Job, JobDuration, jobReport, objectOf, StuckMark, useJobName } from './job'
import { jobMenu } from './job-menu.ts'
import { ObjectLink } from './object-link'

/** `base` is the list that the job stands in: `/t/<tenant>/jobs` or `/admin/jobs`. */
export function JobPage({ uuid, base }: { uuid: string; base: string }) {
  const query = useQuery(detailOf('foyer-jobs', uuid))
  if (query.error && isApiFailure(query.error) && query.error.status === 404) return <NotFound />
  if (query.error && !query.data)
    return <ErrorState error={shownError(query.error)} onRetry={() => void query.refetch()} />
  return query.data ? <Shown job={query.data} base={base} /> : <Skeleton className="h-40" />
}

function Shown({ job, base }: { job: Job; base: string }) {
  const t = useT()
  const router = useRouter()
  const crumbs = useScopeCrumbs()
  const jobName = useJobName()
  const stepLabel = useStepLabel()
  const { me, caller } = useMe()
  const menu = useMemo(() => jobMenu(caller, me?.uuid), [caller, me?.uuid])
  const actions = useObjectActions(menu)
  const { actions: shown, more } = actions.header(job)
  const title = t('jobs.of', { action: jobName(job), name: job.resource_name })
  const hrefOf = (uuid: string) => `${base}/${uuid}`
  const requests = job.steps.flatMap(({ name, request_ids }) => request_ids.map((id) => ({ step: name, id })))

  // Whoever retries here wants to see how the new job goes.
  const retriedBefore = useRef(job.retried_by)
  useEffect(() => {
    if (job.retried_by && !retriedBefore.current) router.push(`${base}/${job.retried_by}`)
    retriedBefore.current = job.retried_by
  }, [job.retried_by, base, router])

  const copy = {
    id: 'copy',
    label: t('jobs.copyDetails'),
    icon: ClipboardCopy,
    onSelect: async () => {
      if (await copyText(jobReport(job))) notify.success(t('jobs.detailsCopied'))
      else notify.error(t('ui.copyFailed'))
    },
  }
  return (
    <div data-testid="job" data-job={job.uuid} data-state={job.state}>
      <PageHeader
        title={title}
        breadcrumb={<Breadcrumb items={[...crumbs, { label: t('jobs.title'), href: base }, { label: title }]} />}
        state={
          <>
            <StateBadge state={job.state} />
            <StuckMark job={job} />
          </>
        }
        actions={[...shown, copy]}
        more={more}
      />
      {job.state === 'failed' && job.error_message && (
        <div className="pb-4" data-testid="job-error">
          <ErrorState error={storedError(job.error_message)}>
            {shown
              .filter(({ id }) => id === 'retry')
              .map((retry) => (
                <Button key={retry.id} icon={RotateCw} disabledReason={retry.disabledReason} onClick={retry.onSelect}>
                  {retry.label}
                </Button>
              ))}
            <WaysOut
              failed={{
                message: job.error_message,
                collection: job.resource_type,
                uuid: job.resource_uuid,
                tenantUuid: job.tenant_uuid,
                isMade: true,
              }}
            />
          </ErrorState>
        </div>
      )}
      <div className="grid gap-x-10 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0">
          <Section title={t('jobs.steps')} description={t('jobs.retryPolicyText')} testId="job-steps">
            <JobSteps steps={shownSteps(job, stepLabel)} />
          </Section>
          <Section title={t('jobs.cloudRequests')} testId="job-requests">
            {requests.length === 0 ? (
              <p className="text-muted">{t('jobs.noRequests')}</p>
            ) : (
              <ul className="space-y-1 text-sm">
                {requests.map(({ step, id }) => (
                  <li key={`${step} ${id}`} className="flex flex-wrap items-baseline justify-between gap-x-4">
                    <span>{stepLabel(step)}</span>
                    <Copyable text={id} what={t('ui.cloudRequestId')} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
          {Object.keys(job.error_detail).length > 0 && (
            <Section title={t('jobs.rawError')} testId="job-raw-error">
              <CodeBlock wrap text={JSON.stringify(job.error_detail, null, 2)} what={t('jobs.rawError')} />
            </Section>
          )}
        </div>
        <div className="min-w-0">
          <Section title={t('jobs.facts')} testId="job-facts">
            <Facts
              facts={[
                { label: t('jobs.object'), value: <ObjectLink object={objectOf(job)} /> },
                { label: t('jobs.by'), value: job.user_username || t('audit.system') },
                { label: t('jobs.asked'), value: <DateTime value={job.created} /> },
                { label: t('jobs.started'), value: job.started && <DateTime value={job.started} /> },
                { label: t('jobs.ended'), value: job.ended && <DateTime value={job.ended} /> },
                { label: t('jobs.duration'), value: <JobDuration job={job} /> },
                job.attempts > 0 && { label: t('jobs.attempts'), value: job.attempts },
                job.next_run !== null && { label: t('jobs.nextRun'), value: <RelativeTime value={job.next_run} /> },
                job.retry_of !== null && {
                  label: t('jobs.retryOf'),
                  value: <Link href={hrefOf(job.retry_of)}>{t('jobs.earlierJob')}</Link>,
                },
                job.retried_by !== null && {
                  label: t('jobs.retriedBy'),
                  value: <Link href={hrefOf(job.retried_by)}>{t('jobs.laterJob')}</Link>,
                },
                { label: t('common.id'), value: job.uuid, copy: true, mono: true },
              ]}
            />
          </Section>
          <Section title={t('jobs.inputs')} testId="job-inputs">
            {Object.keys(job.inputs).length === 0 ? (
              <p className="text-muted">{t('jobs.noInputs')}</p>
            ) : (
              <CodeBlock wrap text={JSON.stringify(job.inputs, null, 2)} what={t('jobs.inputs')} />
            )}
          </Section>
        </div>
      </div>
      {actions.dialogs}
    </div>
  )
}
