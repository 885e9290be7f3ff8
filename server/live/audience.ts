/** Which viewers may hear of a change, and what they are told: asked once for all viewers of a batch of changes. */
import { inArray, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { db } from '../../db/client.ts'
import { anonymous } from '../api/authenticate.ts'
import { linksFrom, presentRows, viewOf } from '../api/call.ts'
import type { Actor, AnyResource } from '../api/define.ts'
import { keyOf } from '../api/match.ts'
import { scopesOf, seesAll } from '../identity/visible.ts'
import { log } from '../log.ts'
import { tenants } from '../resources/tenant/table.ts'
import type { ChangeRow } from './table.ts'

/** What the browser is told. `data` is absent of what is gone, and of objects that each person sees differently. */
export type ChangeMessage = {
  number: number
  type: string
  uuid: string
  operation: ChangeRow['operation']
  data?: Record<string, unknown>
}

export type Viewer = {
  actor: Actor
  /** Address of the portal as the viewer sees it, for links. */
  base: string
}

/** Conditions of one query; each is a column of its answer. */
const CONDITIONS_AT_ONCE = 40
const ROWS_AT_ONCE = 200

/** The column that a change's uuid names. */
const columnOf = (def: AnyResource): SQLiteColumn => ('uuid' in def.table ? def.table.uuid : keyOf(def))
const propertyOf = (def: AnyResource): string => {
  const column = columnOf(def)
  return Object.entries(def.table).find(([, one]) => one === column)?.[0] ?? 'uuid'
}

/** A condition and its text, by which equal ones are found. */
type Condition = { key: string; where: SQL | undefined }

const NOTHING = '1 = 0'
const conditionOf = (def: AnyResource, where: SQL | undefined): Condition => {
  if (!where) return { key: '', where }
  const query = db.select({ one: sql`1` }).from(def.table).where(where).toSQL()
  return { key: `${query.sql}\n${JSON.stringify(query.params)}`, where }
}
const isNothing = ({ key }: Condition) => key.split('\n')[0].endsWith(`where ${NOTHING}`)

function* batchesOf<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size)
}

/** For each condition the keys that it lets through, with one query for all of them. */
const keysWithin = async (
  def: AnyResource,
  keys: string[],
  conditions: Condition[],
): Promise<Map<string, Set<string>>> => {
  const column = columnOf(def)
  const found = new Map(conditions.map(({ key }) => [key, new Set(key === '' ? keys : [])]))
  const asked = conditions.filter(({ key }) => key !== '')
  for (const some of batchesOf(asked, CONDITIONS_AT_ONCE)) {
    const columns: Record<string, SQL | SQLiteColumn> = { key: column }
    for (const [i, { where }] of some.entries()) columns[`c${i}`] = sql`case when ${where} then 1 else 0 end`
    const rows = (await db
      .select(columns as Record<string, SQL>)
      .from(def.table)
      .where(inArray(column, keys))) as Record<string, unknown>[]
    for (const row of rows)
      for (const [i, { key }] of some.entries()) if (Number(row[`c${i}`]) === 1) found.get(key)!.add(String(row.key))
  }
  return found
}

/** Objects of these types look alike to all who see them, apart from staff and support. */
const isAlike = (def: AnyResource): boolean => 'projectUuid' in def.table || 'customerUuid' in def.table

const classOf = ({ actor, base }: Viewer): string =>
  `${actor.isStaff ? 'staff' : actor.isSupport ? 'support' : 'user'} ${base}`

/** Stands for all viewers of a class: the rights that they have in common, and no more. */
const representative = ({ actor: { isStaff, isSupport } }: Viewer): Actor => ({
  ...anonymous({ ipAddress: '', requestId: '' }),
  isStaff,
  isSupport,
  access: 'read',
})

const presentFor = async (def: AnyResource, rows: Record<string, unknown>[], viewer: Viewer) => {
  const property = propertyOf(def)
  const shown = new Map<string, Record<string, unknown>>()
  if (!isAlike(def) && !seesAll(viewer.actor)) return shown
  try {
    const objects = await presentRows(def, rows, viewOf(representative(viewer), linksFrom(viewer.base)))
    for (const [i, row] of rows.entries()) shown.set(String(row[property]), objects[i])
  } catch (error) {
    // Without data the browser reads the object itself.
    log.error({ err: error, collection: def.path }, 'a change could not be presented')
  }
  return shown
}

const encoder = new TextEncoder()
const encode = (message: ChangeMessage): Uint8Array =>
  encoder.encode(`id: ${message.number}\nevent: change\ndata: ${JSON.stringify(message)}\n\n`)

/** Where a row stood that is gone: only the change still tells. */
const heardBy = (change: ChangeRow, projectUuid: string | null, { actor }: Viewer, condition: Condition): boolean => {
  if (seesAll(actor)) return true
  if (change.userUuid && change.userUuid === actor.userUuid) return true
  if (projectUuid && scopesOf(actor, 'project').includes(projectUuid)) return true
  if (change.customerUuid && scopesOf(actor, 'customer').includes(change.customerUuid)) return true
  const isScoped = projectUuid || change.customerUuid || change.userUuid || change.tenantUuid
  return !isScoped && !isNothing(condition)
}

const projectsOf = async (changes: readonly ChangeRow[]): Promise<(change: ChangeRow) => string | null> => {
  const uuids = changes.flatMap(({ projectUuid, tenantUuid }) => (!projectUuid && tenantUuid ? [tenantUuid] : []))
  const rows =
    uuids.length > 0
      ? await db
          .select({ uuid: tenants.uuid, projectUuid: tenants.projectUuid })
          .from(tenants)
          .where(inArray(tenants.uuid, [...new Set(uuids)]))
      : []
  const known = new Map(rows.map((row) => [row.uuid, row.projectUuid]))
  return (change) => change.projectUuid ?? known.get(change.tenantUuid ?? '') ?? null
}

/** The last change of each row stands for all; what was made within the batch is still new. */
const lastOfEach = (changes: readonly ChangeRow[]): ChangeRow[] => {
  const last = new Map<string, ChangeRow>()
  for (const change of changes) {
    const key = `${change.type}/${change.uuid}`
    const earlier = last.get(key)
    last.delete(key)
    const isNew = earlier?.operation === 'created' && change.operation === 'updated'
    last.set(key, isNew ? { ...change, operation: 'created' } : change)
  }
  return [...last.values()]
}

type Told = { number: number; bytes: Uint8Array }

/**
 * What each viewer is told of `changes`, in the order of their numbers. Rows are read and presented once per class of
 * viewers; who may see them is decided by the type's own `visible`.
 * @param keyOfViewer equal for viewers with the same user and rights.
 */
export const tell = async <V extends Viewer>(
  defs: ReadonlyMap<string, AnyResource>,
  changes: readonly ChangeRow[],
  viewers: readonly V[],
  keyOfViewer: (viewer: V) => string,
): Promise<Map<V, Told[]>> => {
  const told = new Map<V, Told[]>(viewers.map((viewer) => [viewer, []]))
  const byType = Map.groupBy(lastOfEach(changes), ({ type }) => type)
  const people = Map.groupBy(viewers, keyOfViewer)
  for (const [type, all] of byType) {
    const def = defs.get(type)
    if (!def) continue
    const conditionOfPerson = new Map<string, Condition>()
    for (const [key, [viewer]] of people) conditionOfPerson.set(key, conditionOf(def, await def.visible(viewer.actor)))
    const conditions = [...new Map([...conditionOfPerson.values()].map((one) => [one.key, one])).values()]
    for (const some of batchesOf(all, ROWS_AT_ONCE)) {
      const standing = some.filter(({ operation }) => operation !== 'deleted').map(({ uuid }) => uuid)
      const projectOf = await projectsOf(some)
      const within = await keysWithin(def, standing, conditions)
      const column = columnOf(def)
      const rows = (
        standing.length > 0 ? await db.select().from(def.table).where(inArray(column, standing)) : []
      ) as Record<string, unknown>[]
      const exists = new Set(rows.map((row) => String(row[propertyOf(def)])))
      const shownTo = new Map<string, Map<string, Record<string, unknown>>>()
      const encoded = new Map<string, Uint8Array>()
      for (const [person, same] of people) {
        const condition = conditionOfPerson.get(person)!
        const visible = within.get(condition.key)!
        for (const viewer of same) {
          const kind = classOf(viewer)
          for (const change of some) {
            const isGone = change.operation === 'deleted'
            if (!isGone && (!exists.has(change.uuid) || !visible.has(change.uuid))) continue
            if (isGone && !heardBy(change, projectOf(change), viewer, condition)) continue
            if (!isGone && !shownTo.has(kind)) shownTo.set(kind, await presentFor(def, rows, viewer))
            const key = `${isGone ? '' : kind}/${change.number}`
            let bytes = encoded.get(key)
            if (!bytes) {
              const { number, uuid, operation } = change
              const data = isGone ? undefined : shownTo.get(kind)?.get(uuid)
              bytes = encode({ number, type, uuid, operation, ...(data && { data }) })
              encoded.set(key, bytes)
            }
            told.get(viewer)!.push({ number: change.number, bytes })
          }
        }
      }
    }
  }
  for (const list of told.values()) list.sort((a, b) => a.number - b.number)
  return told
}
