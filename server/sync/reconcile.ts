/** Compares what the cloud holds of one kind with our rows and writes the difference. Twice in a row changes nothing. */
import { and, eq, inArray } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { AnyResource } from '../api/define.ts'
import { recordEvent, SYSTEM } from '../events/record.ts'
import { newUuid } from '../ids.ts'
import type { State } from '../jobs/states.ts'
import { jobs } from '../jobs/table.ts'
import { noteChange } from '../live/changes.ts'
import type { CloudSession } from '../openstack/login.ts'
import { differenceOf, inBatches } from './compare.ts'
import type { AnySync, Follow, Place } from './define.ts'

/** Columns of every row of an OpenStack object. */
export type SyncRow = Place & {
  uuid: string
  name: string
  state: State
  backendId: string
  createdAt: Date
  modifiedAt: Date
  [column: string]: unknown
}

export type Tenants = ReadonlyMap<string, Place & { createdAt: Date }>

export type KindPass = {
  def: AnyResource
  source: AnySync
  session: CloudSession
  settingsUuid: string
  /** Tenants at rest, by Keystone project. */
  tenants: Tenants
  /** Tenants in which jobs are at work. */
  busyTenants: ReadonlySet<string>
  /** Only what changed after this moment. */
  since?: Date
  /** How long an unanswered create may still be on its way. */
  settleMs: number
}

/** An object of ours that no row names. */
export type Unknown = { object: unknown; place: Place; row?: SyncRow }

export type KindResult = {
  created: number
  updated: number
  /** Rows that the cloud knows, of those that should be there. */
  seen: number
  known: number
  /** Rows at rest whose object was not listed. Undefined of a pass that did not read everything. */
  missing: SyncRow[]
  /** Objects that a row names by mark although the row names another object. */
  copies: Unknown[]
  /** Objects of types that are not imported. */
  unknown: Unknown[]
}

const LIVE = ['queued', 'running', 'undoing'] as const
const isAtRest = ({ state }: { state: string }) => state === 'OK' || state === 'ERRED'

/** Rows with a job that is not over. */
export const rowsAtWork = async (): Promise<{ rows: Set<string>; tenants: Set<string> }> => {
  const live = await db
    .select({ uuid: jobs.resourceUuid, tenantUuid: jobs.tenantUuid, kind: jobs.kind })
    .from(jobs)
    .where(inArray(jobs.state, [...LIVE]))
  // Work in the background reads, and changes no object.
  const changing = live.filter(({ kind }) => kind !== 'task')
  return {
    rows: new Set(changing.map(({ uuid }) => uuid)),
    tenants: new Set(changing.flatMap(({ tenantUuid }) => tenantUuid ?? [])),
  }
}

type Update = { row: SyncRow; patch: Record<string, unknown> | undefined; follow: Follow | undefined }

/**
 * Writes what differs. A row that somebody has changed since it was read is left for the next pass: what the cloud said
 * may be older than that change.
 */
const writeUpdates = async ({ def }: KindPass, updates: readonly Update[], now: Date): Promise<number> => {
  const { table } = def
  let written = 0
  for (const batch of inBatches(updates))
    written += await transaction(async () => {
      let changed = 0
      const same: string[] = []
      for (const { row, patch, follow } of batch) {
        if (!patch && !follow) {
          same.push(row.uuid)
          continue
        }
        const [kept] = await db
          .update(table)
          .set({ ...patch, confirmedAt: now, modifiedAt: now })
          .where(and(eq(table.uuid, row.uuid), eq(table.state, row.state), eq(table.modifiedAt, row.modifiedAt)))
          .returning({ uuid: table.uuid })
        if (!kept) continue
        await follow?.write()
        await noteChange(def.path, 'updated', row)
        changed++
      }
      // Nobody needs to hear of that.
      if (same.length > 0) await db.update(table).set({ confirmedAt: now }).where(inArray(table.uuid, same))
      return changed
    })
  return written
}

const importObjects = async (
  pass: KindPass,
  found: readonly Unknown[],
  context: unknown,
  now: Date,
): Promise<number> => {
  const { def, source } = pass
  const { table } = def
  let imported = 0
  for (const batch of inBatches(found))
    imported += await transaction(async () => {
      const ids = batch.map(({ object }) => source.id(object))
      const taken = new Set(
        (await db.select({ id: table.backendId }).from(table).where(inArray(table.backendId, ids))).map(({ id }) => id),
      )
      const made: { row: SyncRow; object: unknown }[] = []
      for (const { object, place } of batch) {
        if (taken.has(source.id(object))) continue
        const columns = source.columns(object, context, undefined, place)
        if (!columns) continue
        const { tenantUuid, projectUuid, customerUuid, settingsUuid } = place
        const [row] = (await db
          .insert(table)
          .values({
            tenantUuid,
            projectUuid,
            customerUuid,
            settingsUuid,
            ...columns,
            uuid: newUuid(),
            state: 'OK',
            backendId: source.id(object),
            createdAt: source.createdAt(object) ?? now,
            modifiedAt: now,
            confirmedAt: now,
          })
          .returning()) as SyncRow[]
        made.push({ row, object })
      }
      // They may point at each other.
      for (const { row, object } of made) {
        await source.follow?.(object, context, row)?.write()
        await noteChange(def.path, 'created', row)
        await recordEvent({
          type: source.events?.imported ?? `openstack_${source.kind}_imported`,
          message: `${row.name || row.backendId} has been found in the cloud and imported.`,
          author: SYSTEM,
          about: { ...row, type: def.path },
        })
      }
      return made.length
    })
  return imported
}

export const reconcileKind = async (pass: KindPass): Promise<KindResult | undefined> => {
  const { def, source, session, settingsUuid, tenants, busyTenants, since, settleMs } = pass
  const now = new Date()
  // Rows are read before the cloud is: what changed in between is told by `modifiedAt`.
  const objects = source.list(session, since)
  if (!objects) return undefined
  const rows = (await db.select().from(def.table).where(eq(def.table.settingsUuid, settingsUuid))) as SyncRow[]
  const context = await source.prepare(settingsUuid, session)
  const byId = new Map(rows.filter(({ backendId }) => backendId).map((row) => [row.backendId, row]))
  const byUuid = new Map(rows.map((row) => [row.uuid, row]))
  const atWork = (await rowsAtWork()).rows
  const tenantUuids = new Set([...tenants.values()].map(({ tenantUuid }) => tenantUuid))
  const isOurs = (row: SyncRow) => isAtRest(row) && !atWork.has(row.uuid) && tenantUuids.has(row.tenantUuid)

  const listed = new Set<string>()
  const gone: SyncRow[] = []
  const updates: Update[] = []
  const fresh: Unknown[] = []
  const copies: Unknown[] = []
  for await (const object of objects) {
    const id = source.id(object)
    const row = byId.get(id)
    if (source.isDeleted?.(object)) {
      if (row && isOurs(row)) gone.push(row)
      continue
    }
    listed.add(id)
    if (source.isUnreadable?.(object)) continue
    if (row) {
      if (!isOurs(row)) continue
      const columns = source.columns(object, context, row, row)
      if (!columns) continue
      const recovered = row.state === 'ERRED' && !source.isFaulty?.(object)
      const wanted = { ...columns, ...(recovered && { state: 'OK', errorMessage: '', errorTraceback: '' }) }
      updates.push({
        row,
        patch: differenceOf<Record<string, unknown>>(row, wanted),
        follow: source.follow?.(object, context, row),
      })
      continue
    }
    const place = tenants.get(source.project(object))
    if (!place) continue
    const marked = byUuid.get(source.mark(object) ?? '')
    // Made a moment ago by a job that has not stored it yet, or whose answer was lost: the job finds it by its mark.
    if (marked?.backendId === '') continue
    if (marked) copies.push({ object, place, row: marked })
    else fresh.push({ object, place })
  }

  const updated = await writeUpdates(pass, updates, now)
  // Where jobs are at work, an object may be theirs although its mark is gone already.
  const isSettled = ({ object, place }: Unknown) =>
    !busyTenants.has(place.tenantUuid) || (source.createdAt(object)?.getTime() ?? 0) < now.getTime() - 2 * settleMs
  const settled = fresh.filter(isSettled)
  const created = source.isImported ? await importObjects(pass, settled, context, now) : 0
  const expected = rows.filter((row) => row.backendId !== '' && isOurs(row))
  return {
    created,
    updated,
    known: expected.length,
    seen: expected.filter((row) => listed.has(row.backendId)).length,
    missing: since ? gone : expected.filter((row) => !listed.has(row.backendId)),
    copies: copies.filter(({ row }) => row && listed.has(row.backendId)),
    unknown: source.isImported ? [] : settled,
  }
}
