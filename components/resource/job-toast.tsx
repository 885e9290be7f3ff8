'use client'

/** Follows jobs that this page has started to their ends: one toast each, which turns into done or failed in place. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { onJobStarted } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { useJobName } from '../operations/job'
import { jobHref } from '../operations/links.ts'
import { notify } from '../ui/toast'
import { storedError } from './failure.ts'

/** Once per page, inside the live stream. `followJob(uuid)` and every answer that names its job reach it. */
export function JobToasts() {
  const [uuids, setUuids] = useState<readonly string[]>([])
  useEffect(
    () => onJobStarted((uuid) => setUuids((before) => (before.includes(uuid) ? before : [...before, uuid]))),
    [],
  )
  const forget = (uuid: string) => setUuids((before) => before.filter((one) => one !== uuid))
  return uuids.map((uuid) => <JobToast key={uuid} uuid={uuid} onEnd={forget} />)
}

function JobToast({ uuid, onEnd }: { uuid: string; onEnd: (uuid: string) => void }) {
  const t = useT()
  const jobName = useJobName()
  const { data: job, error } = useQuery(detailOf('foyer-jobs', uuid))
  const id = `job-${uuid}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: told anew only when the job moves on
  useEffect(() => {
    if (error && !job) {
      notify.dismiss(id)
      onEnd(uuid)
    }
    if (!job) return
    const texts = { action: jobName(job), name: job.resource_name }
    const extra = { id, href: jobHref(uuid, job.tenant_uuid) }
    switch (job.state) {
      case 'done':
        notify.success(t('jobs.toastDone', texts), extra)
        return onEnd(uuid)
      case 'cancelled':
        notify.info(t('jobs.toastCancelled', texts), extra)
        return onEnd(uuid)
      case 'failed':
        notify.error(
          { message: t('jobs.toastFailed', texts) },
          { ...extra, detail: storedError(job.error_message).message },
        )
        return onEnd(uuid)
      default:
        notify.working(t('jobs.toastWorking', texts), extra)
    }
  }, [job?.state, error])
  return null
}
