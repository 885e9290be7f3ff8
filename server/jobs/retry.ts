/** Retrying a failed job: a new job with the same inputs goes on at the step that failed; both name each other. */
import { asc, eq } from 'drizzle-orm'
import { afterCommit, db, transaction } from '../../db/client.ts'
import type { ResourceDef } from '../api/define.ts'
import { conflict, notFound } from '../errors.ts'
import { type Author, recordEvent } from '../events/record.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { reserve } from '../quotas/reserve.ts'
import type { AnyJob } from './accept.ts'
import { tellHooks, wakeWorker } from './hooks.ts'
import { TRANSITIONS } from './states.ts'
import { type JobRow, jobSteps, jobs } from './table.ts'

/**
 * @throws ApiError 409 when the job has not failed or its object has moved on, 404 when the object is gone, 400 when the
 * quota no longer suffices.
 */
export const retryJob = (failed: JobRow, spec: AnyJob, def: ResourceDef, author: Author): Promise<JobRow> =>
  transaction(async () => {
    if (failed.state !== 'failed' && failed.state !== 'cancelled') throw conflict('Only a failed job can be retried.')
    const table = spec.table
    const [row] = await db.select().from(table).where(eq(table.uuid, failed.resourceUuid))
    if (!row) throw notFound(def.model)
    const now = new Date()
    if (spec.kind !== 'task') {
      if (row.state !== 'ERRED' && row.state !== 'OK') throw conflict('Another action is running on the object.')
      // Something else has run since: going on from the middle of an older plan would undo it.
      const [newer] = await db.select().from(jobs).where(eq(jobs.retryOf, failed.uuid))
      if (newer) throw conflict('The job has been retried already.')
      await db
        .update(table)
        .set({ state: TRANSITIONS[spec.kind].accepted, errorMessage: '', errorTraceback: '', modifiedAt: now })
        .where(eq(table.uuid, row.uuid))
      await noteChange(def.path, 'updated', row as never)
    }
    const uuid = newUuid()
    if (failed.tenantUuid) await reserve(uuid, failed.tenantUuid, failed.quota)
    const steps = await db.select().from(jobSteps).where(eq(jobSteps.jobUuid, failed.uuid)).orderBy(asc(jobSteps.index))
    const first = steps.findIndex((step) => step.state !== 'done' && step.state !== 'skipped')
    const step = first < 0 ? 0 : first
    const [job] = await db
      .insert(jobs)
      .values({
        ...failed,
        uuid,
        state: 'queued',
        step,
        attempts: 0,
        lease: 0,
        leaseOwner: null,
        leaseUntil: null,
        holdsCap: false,
        cancelRequested: false,
        errorMessage: '',
        errorDetail: {},
        ...author,
        retryOf: failed.uuid,
        runAt: now,
        createdAt: now,
        startedAt: null,
        endedAt: null,
        modifiedAt: now,
      })
      .returning()
    await db
      .insert(jobSteps)
      .values(
        steps.map((old) =>
          old.index < step
            ? { ...old, jobUuid: uuid }
            : { jobUuid: uuid, index: old.index, name: old.name, state: 'pending' as const },
        ),
      )
    await noteChange('foyer-jobs', 'created', { ...job })
    // Its retry is named at the failed one, too.
    await noteChange('foyer-jobs', 'updated', failed)
    await tellHooks({ job, outcome: 'started', errorMessage: '' })
    if (job.eventType)
      await recordEvent({
        type: `${job.eventType}_scheduled`,
        result: 'scheduled',
        message: `A retry for ${job.resourceName} has been scheduled.`,
        author,
        about: { ...row, type: def.path } as never,
        jobUuid: uuid,
        context: { retry_of: failed.uuid },
      })
    afterCommit(wakeWorker)
    return job
  })
