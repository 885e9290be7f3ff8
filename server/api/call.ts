/** Rows within what a caller may see, their public JSON, and the hyperlinks between them. */
import { and, eq, type SQL } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { ApiError, notFound } from '../errors.ts'
import { parseUuid } from '../ids.ts'
import type { Actor, AnyResource, Call, Link, View } from './define.ts'
import { errorTree, fieldPath } from './input.ts'
import { type Compiled, keyOf, segmentsOf } from './match.ts'
import type { Client } from './origin.ts'

export type Row = Record<string, unknown>

export const linksFrom = (base: string): Link => {
  const api = `${base}/api/`
  return (collection, uuid, ...more) => {
    const rest = more.length > 0 ? `${more.join('/')}/` : ''
    return `${api}${collection}/${uuid}/${rest}`
  }
}

/** A key as it stands in URLs, as the column holds it; undefined when it can name no row. */
const keyFrom = (def: AnyResource, text: string): string | number | undefined => {
  const key = keyOf(def)
  if (key.dataType === 'number') return /^\d{1,9}$/.test(text) ? Number(text) : undefined
  if (!def.key) return parseUuid(text)
  return text.includes('\0') ? undefined : text
}

/** The row, or undefined when it is absent or invisible: nobody can tell which. */
export const findRow = async (def: AnyResource, text: string, visible: SQL | undefined): Promise<Row | undefined> => {
  const value = keyFrom(def, text)
  if (value === undefined) return undefined
  const [row] = await db
    .select()
    .from(def.table)
    .where(and(eq(keyOf(def), value), visible))
    .limit(1)
  return row as Row | undefined
}

/** @throws ApiError 404 with the model's name. */
export const loadRow = async (def: AnyResource, text: string, actor: Actor): Promise<Row> => {
  const row = await findRow(def, text, await def.visible(actor))
  if (!row) throw notFound(def.model)
  return row
}

/** The fields that `field=` names and the type has; undefined means all. */
export const fieldsOf = (def: AnyResource, query: URLSearchParams): Set<string> | undefined => {
  const asked = query.getAll('field')
  if (asked.length === 0) return undefined
  const known = asked.filter((name) => Object.hasOwn(def.schema.shape, name))
  return known.length > 0 ? new Set(known) : undefined
}

export const viewOf = (actor: Actor | null, link: Link, fields?: Set<string>): View => ({
  actor,
  link,
  wants: fields ? (...names) => names.some((name) => fields.has(name)) : () => true,
})

/** Public JSON of rows, cut down to `fields`. */
export const presentRows = async (def: AnyResource, rows: Row[], view: View, fields?: Set<string>): Promise<Row[]> => {
  if (rows.length === 0) return []
  const objects = (await def.present(rows, view)) as Row[]
  if (!fields) return objects
  const names = Object.keys(objects[0]).filter((name) => fields.has(name))
  return objects.map((object) => {
    const picked: Row = {}
    for (const name of names) picked[name] = object[name]
    return picked
  })
}

/** The rendering of one row as its detail page gives it. */
export const presentRow = async (def: AnyResource, row: Row, call: Call): Promise<Row> =>
  (await presentRows(def, [row], viewOf(call.actor, call.view.link)))[0]

const refused = (field: string, message: string) =>
  new ApiError('invalid', message, errorTree([{ path: fieldPath(field), message }]))

/** The key inside a hyperlink to the collection, or the text itself when it is no link. */
const keyIn = (def: AnyResource, text: string, field: string): string => {
  if (!text.includes('/')) return text
  const path = /^[a-z]+:\/\//i.test(text) ? URL.canParse(text) && new URL(text).pathname : text.split(/[?#]/)[0]
  const segments = path ? segmentsOf(path) : undefined
  if (segments?.length !== 2) throw refused(field, 'Invalid hyperlink - No URL match.')
  if (segments[0] !== def.path && !def.aliases?.includes(segments[0]))
    throw refused(field, 'Invalid hyperlink - Incorrect URL match.')
  return segments[1]
}

export const callOf = (
  compiled: Compiled,
  request: Request,
  query: URLSearchParams,
  actor: Actor,
  client: Client,
  view: View,
): Call => {
  const resource = (collection: string) => {
    const def = compiled.byPath.get(collection)
    if (!def) throw new Error(`Broken assumption: ${collection} is a collection`)
    return def
  }
  const full = viewOf(view.actor, view.link)
  return {
    actor,
    view,
    query,
    request,
    ipAddress: client.ipAddress,
    requestId: client.requestId,
    render: async (collection, uuid) => {
      const def = resource(collection)
      const row = await findRow(def, uuid, await def.visible(actor))
      return row ? (await presentRows(def, [row], full))[0] : null
    },
    resolve: async <R>(collection: string, linkOrUuid: string, field: string) => {
      const def = resource(collection)
      if (typeof linkOrUuid !== 'string')
        throw refused(field, `Incorrect type. Expected URL string, received ${typeof linkOrUuid}.`)
      const row = await findRow(def, keyIn(def, linkOrUuid, field), await def.visible(actor))
      if (!row) throw refused(field, 'Invalid hyperlink - Object does not exist.')
      return row as R
    },
  }
}
