import { Ban, RotateCw } from 'lucide-react'
import { allows, type Caller, managers } from '../api/access.gen.ts'
import { menuFor, type ObjectMenu, type PublicObject } from '../resource/actions'

/**
 * Retry and cancel. Who may start a job may do both, which the server judges by the job's own action: here they are
 * left out for those who may start nothing in its project and did not ask for it themselves.
 */
export const jobMenu = (caller: Caller | undefined, userUuid: string | undefined): ObjectMenu => {
  const hidden = (job: PublicObject) =>
    job.user_uuid !== userUuid &&
    !(caller && allows(managers, caller, { projectUuid: job.project_uuid, customerUuid: job.customer_uuid }))
  return menuFor('foyer-jobs', [
    { action: 'retry', label: 'jobs.retry', icon: RotateCw, visible: (job) => job.can_retry, hidden },
    {
      action: 'cancel',
      label: 'jobs.cancel',
      icon: Ban,
      visible: (job) => job.can_cancel,
      hidden,
      confirm: (job, t) => ({
        level: 'L1',
        title: t('jobs.cancelTitle', { action: String(job.label), name: String(job.resource_name) }),
        effect: t('jobs.cancelEffect'),
        confirmLabel: t('jobs.cancelConfirm'),
      }),
    },
  ])
}
