/** Compares what a provider offers now with our rows and writes the difference. Twice in a row changes nothing. */
import { eq, inArray } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { AnyTable } from '../api/define.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { log } from '../log.ts'

/** Rows of one transaction: SQLite has one writer, and others wait. */
const BATCH = 200

export type Counts = { created: number; updated: number; removed: number }
export const sumCounts = (...all: Counts[]): Counts =>
  all.reduce(
    (sum, one) => ({
      created: sum.created + one.created,
      updated: sum.updated + one.updated,
      removed: sum.removed + one.removed,
    }),
    { created: 0, updated: 0, removed: 0 },
  )

type Wanted = { backendId: string; name: string } & Record<string, unknown>
type Row = Wanted & { uuid: string }

export async function inBatches<T>(items: readonly T[], write: (batch: T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < items.length; i += BATCH) {
    const batch = items.slice(i, i + BATCH)
    await transaction(async () => {
      await write(batch)
    })
  }
}

/** Keys in order: PostgreSQL gives the keys of stored JSON back in an order of its own. */
const canonical = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

const differs = (row: Row, wanted: Wanted) =>
  Object.entries(wanted).some(([key, value]) => canonical(row[key]) !== canonical(value))

/**
 * `keyOf` tells rows apart; `wanted` is the whole list of the cloud. When more than a fifth of what was known is missing,
 * a policy or region has changed rather than the objects: nothing is removed then.
 */
export const reconcile = async (
  table: AnyTable,
  collection: string,
  settingsUuid: string,
  wanted: Wanted[],
  keyOf: (row: Wanted) => string = (row) => row.backendId,
): Promise<Counts> => {
  const rows = (await db.select().from(table).where(eq(table.settingsUuid, settingsUuid))) as unknown as Row[]
  const known = new Map(rows.map((row) => [keyOf(row), row]))
  const now = new Date()
  const created = wanted
    .filter((one) => !known.has(keyOf(one)))
    .map((one) => ({ ...one, uuid: newUuid(), settingsUuid, createdAt: now, modifiedAt: now }))
  const updated = wanted.filter((one) => known.has(keyOf(one)) && differs(known.get(keyOf(one))!, one))
  const present = new Set(wanted.map(keyOf))
  let missing = rows.filter((row) => !present.has(keyOf(row)))
  if (missing.length > 1 && missing.length * 5 > rows.length) {
    log.warn({ provider: settingsUuid, collection, missing: missing.length }, 'too many are missing: none is removed')
    missing = []
  }
  await inBatches(created, async (batch) => {
    await db.insert(table).values(batch).onConflictDoNothing()
    for (const { uuid } of batch) await noteChange(collection, 'created', { uuid })
  })
  await inBatches(updated, async (batch) => {
    for (const one of batch) {
      const { uuid } = known.get(keyOf(one))!
      await db
        .update(table)
        .set({ ...one, modifiedAt: now })
        .where(eq(table.uuid, uuid))
      await noteChange(collection, 'updated', { uuid })
    }
  })
  await inBatches(missing, async (batch) => {
    const uuids = batch.map((row) => row.uuid)
    await db.delete(table).where(inArray(table.uuid, uuids))
    for (const uuid of uuids) await noteChange(collection, 'deleted', { uuid })
  })
  return { created: created.length, updated: updated.length, removed: missing.length }
}
