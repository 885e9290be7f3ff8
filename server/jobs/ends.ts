/** How jobs start and end: each in one transaction with the row's state, quota, audit entry and whoever listens. */
import { and, eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { AnyTable, ResourceDef } from '../api/define.ts'
import { recordEvent } from '../events/record.ts'
import { noteChange } from '../live/changes.ts'
import { release, settle } from '../quotas/reserve.ts'
import type { AnyJob } from './accept.ts'
import type { StepContext } from './define.ts'
import { tellHooks } from './hooks.ts'
import { fenced, giveCap, takeCap } from './lease.ts'
import { requestQuotaPull } from './quota-pull.ts'
import { type State, TRANSITIONS } from './states.ts'
import { type JobRow, jobs } from './table.ts'

// biome-ignore lint/suspicious/noExplicitAny: contexts of any job
type AnyContext = StepContext<any, any>
type End = { job: JobRow; spec: AnyJob; def: ResourceDef }

const transitionOf = (spec: AnyJob) => (spec.kind === 'task' ? null : TRANSITIONS[spec.kind])
const authorOf = (job: JobRow) => ({
  userUuid: job.userUuid,
  username: job.username,
  ipAddress: job.ipAddress,
  requestId: job.requestId,
})
const aboutOf = (job: JobRow) => ({
  type: job.resourceType,
  uuid: job.resourceUuid,
  name: job.resourceName,
  tenantUuid: job.tenantUuid,
  projectUuid: job.projectUuid,
  customerUuid: job.customerUuid,
})
const ofRow = (job: JobRow) => ({ ...aboutOf(job), uuid: job.resourceUuid })

const setRow = async (spec: AnyJob, job: JobRow, patch: { state: State } & Record<string, unknown>) => {
  const table = spec.table as AnyTable
  await db
    .update(table)
    .set({ ...patch, modifiedAt: new Date() })
    .where(eq(table.uuid, job.resourceUuid))
}

/** Marks job and row as running. @returns false when the provider's cap has no room now. */
export const startJob = async ({
  job,
  spec,
  def,
  capLimit,
}: End & { capLimit: (key: string) => Promise<number> }): Promise<boolean> => {
  const limit = job.capKey ? await capLimit(job.capKey) : 0
  class NoRoom extends Error {}
  try {
    const patch = { state: 'running' as const, startedAt: job.startedAt ?? new Date(), holdsCap: job.capKey !== '' }
    await fenced(job, patch, async () => {
      if (job.capKey && !(await takeCap(job.capKey, limit))) throw new NoRoom()
      const transition = transitionOf(spec)
      if (transition) {
        await setRow(spec, job, { state: transition.running })
        await noteChange(def.path, 'updated', ofRow(job))
      }
      await tellHooks({ job, outcome: 'started', errorMessage: '' })
      await noteChange('foyer-jobs', 'updated', { ...job })
    })
    Object.assign(job, patch)
    return true
  } catch (error) {
    if (error instanceof NoRoom) return false
    throw error
  }
}

const ended = (state: JobRow['state']): Partial<JobRow> => ({
  state,
  endedAt: new Date(),
  leaseOwner: null,
  leaseUntil: null,
  holdsCap: false,
})

const close = async (job: JobRow) => {
  if (job.holdsCap) await giveCap(job.capKey)
  await noteChange('foyer-jobs', 'updated', { ...job })
}

export const endDone = async ({ job, spec, def, context }: End & { context: AnyContext }): Promise<void> => {
  const transition = transitionOf(spec)
  const freed = (await spec.frees?.(context)) ?? {}
  await fenced(job, { ...ended('done'), errorMessage: '', errorDetail: {} }, async () => {
    await spec.onDone?.(context)
    const table = spec.table as AnyTable
    if (transition?.done) {
      const clear = { action: '', actionDetails: {}, errorMessage: '', errorTraceback: '' }
      await setRow(spec, job, { state: transition.done, ...clear })
      await noteChange(def.path, 'updated', ofRow(job))
    } else if (transition) {
      await db.delete(table).where(eq(table.uuid, job.resourceUuid))
      await noteChange(def.path, 'deleted', ofRow(job))
    }
    await settle(job.uuid, job.tenantUuid, freed)
    await tellHooks({ job, outcome: 'done', errorMessage: '' })
    if (job.eventType)
      await recordEvent({
        type: `${job.eventType}_succeeded`,
        message: `${wordsOf(job)} of ${job.resourceName} has succeeded.`,
        author: authorOf(job),
        about: aboutOf(job),
        jobUuid: job.uuid,
      })
    // A tenant that goes away has no quotas left to pull.
    if (spec.pulls && job.tenantUuid && !(transition && !transition.done && job.tenantUuid === job.resourceUuid))
      await requestQuotaPull(job.tenantUuid, job.settingsUuid)
    await close(job)
  })
}

export const endFailed = async ({ job, spec, def, context }: End & { context: AnyContext | null }): Promise<void> => {
  const transition = transitionOf(spec)
  await fenced(job, ended('failed'), async () => {
    if (context) await spec.onFailed?.(context)
    if (transition && context) {
      await setRow(spec, job, {
        state: spec.afterFailure ?? transition.failed,
        action: '',
        actionDetails: {},
        errorMessage: job.errorMessage,
        errorTraceback: JSON.stringify(job.errorDetail),
      })
      await noteChange(def.path, 'updated', ofRow(job))
    }
    await release(job.uuid)
    await tellHooks({ job, outcome: 'failed', errorMessage: job.errorMessage })
    if (job.eventType)
      await recordEvent({
        type: `${job.eventType}_failed`,
        result: 'failed',
        message: `${wordsOf(job)} of ${job.resourceName} has failed.`,
        author: authorOf(job),
        about: aboutOf(job),
        jobUuid: job.uuid,
        context: { error_message: job.errorMessage },
      })
    await close(job)
  })
}

/** A cancelled creation leaves an ERRED row without a cloud object; a cancelled change leaves the row as it was. */
export const endCancelled = async ({ job, spec, def, reason }: End & { reason: string }): Promise<void> => {
  const transition = transitionOf(spec)
  const message = reason || `Cancelled by ${job.username || 'the system'}.`
  await fenced(job, { ...ended('cancelled'), errorMessage: reason }, async () => {
    if (transition) {
      const state = spec.kind === 'create' ? transition.failed : 'OK'
      const errorMessage = spec.kind === 'create' ? message : ''
      await setRow(spec, job, { state, action: '', actionDetails: {}, errorMessage })
      await noteChange(def.path, 'updated', ofRow(job))
    }
    await release(job.uuid)
    await tellHooks({ job, outcome: 'cancelled', errorMessage: message })
    if (job.eventType)
      await recordEvent({
        type: `${job.eventType}_failed`,
        result: 'failed',
        message: `${wordsOf(job)} of ${job.resourceName} was cancelled.`,
        author: authorOf(job),
        about: aboutOf(job),
        jobUuid: job.uuid,
        context: { error_message: message },
      })
    await close(job)
  })
}

/** "resource_change_flavor" → "Change flavor". */
const wordsOf = (job: JobRow) => {
  const words = job.eventType.replace(/^(resource|openstack)_/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Asks for a job's cancellation. @returns false when it has ended already. In a transaction. */
export const requestCancel = async (jobUuid: string): Promise<boolean> => {
  const asked = await db
    .update(jobs)
    .set({ cancelRequested: true, runAt: new Date(), modifiedAt: new Date() })
    .where(and(eq(jobs.uuid, jobUuid), eq(jobs.cancelRequested, false)))
    .returning()
  return asked.length > 0
}
