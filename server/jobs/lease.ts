/** Taking jobs and holding them. Every write of a worker names its lease, so one that lost it cannot overwrite. */
import { and, asc, eq, gte, inArray, isNull, lte, notInArray, or, sql } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { type JobRow, jobCaps, jobs } from './table.ts'

/** The lease is another's by now: whoever sees this stops without a word. */
export class LeaseLost extends Error {}

const LIVE = ['queued', 'running', 'undoing'] as const

/** Keys of caps that have no room now. `limitOf` gives the provider's cap for a key. */
const fullCaps = async (limitOf: (key: string) => Promise<number>): Promise<string[]> => {
  const held = await db.select().from(jobCaps).where(gte(jobCaps.used, 1))
  const full: string[] = []
  for (const { key, used } of held) if (used >= (await limitOf(key))) full.push(key)
  return full
}

/** Takes up to `n` jobs that are ready: due, and held by nobody whose lease still runs. */
export const claim = async (
  owner: string,
  n: number,
  leaseMs: number,
  limitOf: (key: string) => Promise<number>,
): Promise<JobRow[]> => {
  const now = new Date()
  const full = await fullCaps(limitOf)
  const ready = and(
    inArray(jobs.state, LIVE),
    lte(jobs.runAt, now),
    or(isNull(jobs.leaseUntil), lte(jobs.leaseUntil, now)),
    full.length > 0 ? or(eq(jobs.holdsCap, true), notInArray(jobs.capKey, full)) : undefined,
  )
  const due = await db
    .select({ uuid: jobs.uuid })
    .from(jobs)
    .where(ready)
    .orderBy(asc(jobs.runAt), asc(jobs.createdAt))
    .limit(n)
  if (due.length === 0) return []
  return db
    .update(jobs)
    .set({ leaseOwner: owner, leaseUntil: new Date(now.getTime() + leaseMs), lease: sql`${jobs.lease} + 1` })
    .where(
      and(
        inArray(
          jobs.uuid,
          due.map((row) => row.uuid),
        ),
        ready,
      ),
    )
    .returning()
}

/** When the next job is due; null when none waits. */
export const nextDue = async (): Promise<Date | null> => {
  const [row] = await db
    .select({ runAt: jobs.runAt })
    .from(jobs)
    .where(inArray(jobs.state, LIVE))
    .orderBy(asc(jobs.runAt))
    .limit(1)
  return row?.runAt ?? null
}

/** Prolongs a lease. @throws LeaseLost */
export const renew = async (job: Pick<JobRow, 'uuid' | 'lease'>, leaseMs: number): Promise<void> => {
  const held = await db
    .update(jobs)
    .set({ leaseUntil: new Date(Date.now() + leaseMs) })
    .where(and(eq(jobs.uuid, job.uuid), eq(jobs.lease, job.lease)))
    .returning({ uuid: jobs.uuid })
  if (held.length === 0) throw new LeaseLost()
}

/**
 * A transaction that counts only while the lease is ours: it begins by writing the job's row, which also locks it.
 * `patch` are columns of the job. @throws LeaseLost
 */
export const fenced = <T>(
  job: Pick<JobRow, 'uuid' | 'lease'>,
  patch: Partial<JobRow>,
  fn?: () => Promise<T>,
): Promise<T | undefined> =>
  transaction(async () => {
    const held = await db
      .update(jobs)
      .set({ ...patch, modifiedAt: new Date() })
      .where(and(eq(jobs.uuid, job.uuid), eq(jobs.lease, job.lease)))
      .returning({ uuid: jobs.uuid })
    if (held.length === 0) throw new LeaseLost()
    return fn?.()
  })

/** Takes one unit of a cap; false when there is no room. In the transaction that starts the job. */
export const takeCap = async (key: string, limit: number): Promise<boolean> => {
  await db.insert(jobCaps).values({ key, used: 0 }).onConflictDoNothing()
  const taken = await db
    .update(jobCaps)
    .set({ used: sql`${jobCaps.used} + 1` })
    .where(and(eq(jobCaps.key, key), sql`${jobCaps.used} < ${limit}`))
    .returning({ used: jobCaps.used })
  return taken.length > 0
}

export const giveCap = async (key: string): Promise<void> => {
  await db
    .update(jobCaps)
    .set({ used: sql`${jobCaps.used} - 1` })
    .where(eq(jobCaps.key, key))
}
