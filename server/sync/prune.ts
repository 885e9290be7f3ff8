/** What is kept for a while only. */
import { and, inArray, lt } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { pruneTickets } from '../console/tickets.ts'
import { dropOldIdempotencyKeys } from '../idempotency.ts'
import { jobSteps, jobs } from '../jobs/table.ts'
import { changes } from '../live/table.ts'
import { DAY_MS } from '../units.ts'
import { inBatches } from './compare.ts'
import { pruneRuns } from './runs.ts'

const CHANGES_KEPT_MS = DAY_MS
const JOBS_KEPT_MS = 90 * DAY_MS
/** Work in the background, which only the operator sees. */
const TASKS_KEPT_MS = 2 * DAY_MS
const RUNS_KEPT_MS = 30 * DAY_MS
const ENDED = ['done', 'failed', 'cancelled'] as const

const dropJobs = async (before: Date, kinds?: string[]) => {
  const old = await db
    .select({ uuid: jobs.uuid })
    .from(jobs)
    .where(
      and(inArray(jobs.state, [...ENDED]), lt(jobs.endedAt, before), kinds ? inArray(jobs.kind, kinds) : undefined),
    )
  for (const batch of inBatches(old)) {
    const uuids = batch.map(({ uuid }) => uuid)
    await db.delete(jobSteps).where(inArray(jobSteps.jobUuid, uuids))
    await db.delete(jobs).where(inArray(jobs.uuid, uuids))
  }
}

/** Changes older than a day, first answers to idempotency keys, used tickets, old jobs and pulls. */
export const prune = async (now = new Date()): Promise<void> => {
  const before = (ms: number) => new Date(now.getTime() - ms)
  await db.delete(changes).where(lt(changes.createdAt, before(CHANGES_KEPT_MS)))
  await dropOldIdempotencyKeys()
  await pruneTickets(now)
  await dropJobs(before(TASKS_KEPT_MS), ['task'])
  await dropJobs(before(JOBS_KEPT_MS))
  await pruneRuns(before(RUNS_KEPT_MS))
}
