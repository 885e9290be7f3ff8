/** Rows whose object is gone: looked for once more each, and never many at once without a person. */
import { and, eq, gte, inArray, isNotNull, lte, or } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { AnyResource } from '../api/define.ts'
import { type Author, recordEvent, SYSTEM } from '../events/record.ts'
import { jobs } from '../jobs/table.ts'
import { noteChange } from '../live/changes.ts'
import { log } from '../log.ts'
import { endResourceOf } from '../marketplace/vanished.ts'
import { isGone } from '../openstack/errors.ts'
import type { CloudSession } from '../openstack/login.ts'
import type { AnySync } from './define.ts'
import { type KindPass, rowsAtWork, type SyncRow, type Unknown } from './reconcile.ts'

/** A pass that misses more than this share of what was known has met a change of policy, region or scope. */
const MOST_MISSING = 1 / 5
/** Fewer are believed if the cloud shows other objects of ours. */
const FEW = 2
const ASK_AT_ONCE = 4
/** GETs of one pass; the rest waits for the next. */
const MOST_ASKED = 500

export const isSuspicious = (missing: number, known: number): boolean => missing > FEW && missing > known * MOST_MISSING

/** Whether few missing ones need a witness: they are a large share of a small number. */
export const needsWitness = (missing: number, known: number): boolean => missing > 0 && missing > known * MOST_MISSING

/** `work` on each item, a few at a time. */
export const each = async <T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  atOnce = ASK_AT_ONCE,
): Promise<void> => {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, worker))
}

/** Whether the cloud says itself that the object is not there. @throws OpenStackError when it says nothing */
export const isGoneFromCloud = async (source: AnySync, session: CloudSession, id: string): Promise<boolean> => {
  try {
    const object = await source.get(session, id)
    return source.isDeleted?.(object) ?? false
  } catch (error) {
    if (isGone(error)) return true
    throw error
  }
}

/**
 * Removes a row whose object is gone, unless somebody has worked on it meanwhile.
 * @returns whether it was removed.
 */
export const removeRow = (def: AnyResource, source: AnySync, row: SyncRow, author: Author = SYSTEM): Promise<boolean> =>
  transaction(async () => {
    if ((await rowsAtWork()).rows.has(row.uuid)) return false
    const { table } = def
    const [removed] = await db
      .delete(table)
      .where(and(eq(table.uuid, row.uuid), eq(table.state, row.state), eq(table.modifiedAt, row.modifiedAt)))
      .returning({ uuid: table.uuid })
    if (!removed) return false
    await source.drop?.(row)
    await endResourceOf(row.uuid, author)
    await noteChange(def.path, 'deleted', row)
    await recordEvent({
      type: source.events?.cleaned ?? `openstack_${source.kind}_cleaned`,
      message: `${row.name || row.backendId} is gone from the cloud and has been removed here.`,
      author,
      about: { ...row, type: def.path },
      context: { backend_id: row.backendId },
    })
    return true
  })

/** Asks for each missing object by its own GET, and removes the rows of those that answer 404. @returns how many. */
export const removeMissing = async (
  { def, source, session }: KindPass,
  missing: readonly SyncRow[],
): Promise<number> => {
  let removed = 0
  await each(missing.slice(0, MOST_ASKED), async (row) => {
    if (!(await isGoneFromCloud(source, session, row.backendId))) return
    if (await removeRow(def, source, row)) removed++
  })
  return removed
}

const CLOCK_SKEW_MS = 60_000

/**
 * Second objects with a mark of ours, made by a request whose answer was lost: removed from the cloud once such a request
 * can no longer be on its way. Only what was made while its creation ran: a copy that a user made later (from a backup,
 * which keeps metadata) bears the same mark and is the user's.
 */
export const removeCopies = async (pass: KindPass, copies: readonly Unknown[]): Promise<number> => {
  const { source, session, def, settleMs } = pass
  let removed = 0
  for (const { object, row } of copies) {
    const madeAt = source.createdAt(object)
    if (!madeAt || !row || Date.now() - madeAt.getTime() < 2 * settleMs || source.isIdle?.(object) === false) continue
    const around = (time: Date, ms: number) => new Date(time.getTime() + ms)
    const [creation] = await db
      .select({ uuid: jobs.uuid })
      .from(jobs)
      .where(
        and(
          eq(jobs.kind, 'create'),
          eq(jobs.tenantUuid, row.tenantUuid),
          inArray(jobs.state, ['done', 'failed', 'cancelled']),
          // The job that made the row, or a retry of it.
          or(lte(jobs.createdAt, around(row.createdAt, CLOCK_SKEW_MS)), isNotNull(jobs.retryOf)),
          gte(jobs.createdAt, around(row.createdAt, -CLOCK_SKEW_MS)),
          lte(jobs.createdAt, around(madeAt, CLOCK_SKEW_MS)),
          gte(jobs.endedAt, around(madeAt, -settleMs - CLOCK_SKEW_MS)),
        ),
      )
      .limit(1)
    if (!creation) continue
    const id = source.id(object)
    log.warn({ kind: source.kind, id, row: row.uuid }, 'removing a second copy that an unanswered request has made')
    try {
      await source.remove(session, id)
    } catch (error) {
      if (!isGone(error)) throw error
    }
    removed++
    await recordEvent({
      type: source.events?.cleaned ?? `openstack_${source.kind}_cleaned`,
      message: `A second copy of ${row.name}, made by a request that was never answered, has been removed from the cloud.`,
      author: SYSTEM,
      about: { ...row, type: def.path },
      context: { backend_id: id },
    })
  }
  return removed
}
