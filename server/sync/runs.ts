/** The history of pulls: who ran when, how long, with what changes. */
import { and, eq, lt, ne } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { newUuid } from '../ids.ts'
import { errorLine, explain } from '../jobs/explain.ts'
import { noteChange } from '../live/changes.ts'
import { log } from '../log.ts'
import { isOpenStackError } from '../openstack/errors.ts'
import { type SyncRunRow, syncRuns } from './table.ts'

export type RunOutcome = { created: number; updated: number; removed: number; errors?: readonly string[] }

type RunOf = { schedule: string; settingsUuid?: string; tenantUuid?: string; userUuid?: string }

const noteRun = (run: Pick<SyncRunRow, 'uuid' | 'tenantUuid'>, operation: 'created' | 'updated') =>
  noteChange('foyer-sync-runs', operation, { uuid: run.uuid, tenantUuid: run.tenantUuid })

const start = (of: RunOf, startedAt: Date) =>
  transaction(async () => {
    const [run] = await db
      .insert(syncRuns)
      .values({ uuid: newUuid(), ...of, state: 'running', startedAt })
      .returning()
    await noteRun(run, 'created')
    return run
  })

const end = (run: SyncRunRow, patch: Partial<SyncRunRow>) =>
  transaction(async () => {
    await db
      .update(syncRuns)
      .set({ ...patch, endedAt: new Date() })
      .where(eq(syncRuns.uuid, run.uuid))
    await noteRun(run, 'updated')
  })

/** The sentence for what went wrong; what is no fault of a cloud goes to the log. */
export const lineOf = (error: unknown, about: Record<string, unknown>): string => {
  if (!isOpenStackError(error)) log.error({ err: error, ...about }, 'a pull broke')
  return errorLine(explain(error))
}

/**
 * Writes a run into the history. Its failure is told there and ends here.
 * @returns what it changed; undefined when it failed.
 */
export const recordRun = async (
  of: RunOf,
  work: (startedAt: Date) => Promise<RunOutcome>,
): Promise<RunOutcome | undefined> => {
  const startedAt = new Date()
  const run = await start(of, startedAt)
  try {
    const { created, updated, removed, errors = [] } = await work(startedAt)
    await end(run, {
      created,
      updated,
      removed,
      state: errors.length > 0 ? 'failed' : 'done',
      errorMessage: errors.join('\n'),
    })
    return { created, updated, removed, errors }
  } catch (error) {
    await end(run, { state: 'failed', errorMessage: lineOf(error, of) })
    return undefined
  }
}

/**
 * The same for what runs every minute: only what changed something or failed becomes history, and a failure that is told
 * already is not told again.
 */
export const recordNews = async (
  of: RunOf,
  work: (startedAt: Date) => Promise<RunOutcome>,
): Promise<RunOutcome | undefined> => {
  const startedAt = new Date()
  let outcome: RunOutcome | undefined
  let failure = ''
  try {
    outcome = await work(startedAt)
    failure = (outcome.errors ?? []).join('\n')
  } catch (error) {
    failure = lineOf(error, of)
  }
  const { created = 0, updated = 0, removed = 0 } = outcome ?? {}
  if (!failure && created + updated + removed === 0) return outcome
  if (failure) {
    const [before] = await db
      .select({ errorMessage: syncRuns.errorMessage })
      .from(syncRuns)
      .where(
        and(
          eq(syncRuns.schedule, of.schedule),
          eq(syncRuns.settingsUuid, of.settingsUuid ?? ''),
          eq(syncRuns.state, 'failed'),
          eq(syncRuns.errorMessage, failure),
        ),
      )
      .limit(1)
    if (before) return undefined
  }
  const run = await start(of, startedAt)
  await end(run, { created, updated, removed, state: failure ? 'failed' : 'done', errorMessage: failure })
  return failure ? undefined : outcome
}

/** Runs of a worker that died will never end. */
export const endLostRuns = async (before: Date): Promise<void> => {
  await db
    .update(syncRuns)
    .set({ state: 'failed', endedAt: new Date(), errorMessage: 'The worker ended before the pull did.' })
    .where(and(eq(syncRuns.state, 'running'), lt(syncRuns.startedAt, before)))
}

/** Drops history that nobody looks at any more. */
export const pruneRuns = async (before: Date): Promise<void> => {
  await db.delete(syncRuns).where(and(lt(syncRuns.startedAt, before), ne(syncRuns.state, 'running')))
}
