/**
 * Builders of list filters (contract 1.7), to be used in `defineResource({ filters: { … } })`. A malformed value is 400
 * under the parameter's name; a value that matches nothing gives an empty list.
 */
import { and, eq, gt, gte, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { dialect } from '../../db/dialect.ts'
import { ApiError } from '../errors.ts'
import { parseUuid } from '../ids.ts'
import { INT_MAX } from '../units.ts'
import type { Filter } from './define.ts'

const malformed = (message: string) => new ApiError('invalid', message)

/** @throws ApiError 400 */
export const uuidFrom = (text: string): string => {
  const uuid = parseUuid(text)
  if (!uuid) throw malformed('Enter a valid UUID.')
  return uuid
}

/** The uuid at the end of a hyperlink, or a bare one. @throws ApiError 400 */
export const uuidFromLink = (text: string): string =>
  uuidFrom(text.includes('/') ? (text.split(/[?#]/)[0].split('/').filter(Boolean).at(-1) ?? '') : text)

/** @throws ApiError 400 */
export const booleanFrom = (text: string): boolean => {
  if (/^(true|1|yes|on)$/i.test(text)) return true
  if (/^(false|0|no|off)$/i.test(text)) return false
  throw malformed('Must be a valid boolean.')
}

/** @throws ApiError 400 */
export const integerFrom = (text: string): number => {
  const value = /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw malformed('A valid integer is required.')
  return value
}

const clamped = (text: string) => Math.max(-INT_MAX, Math.min(INT_MAX, integerFrom(text)))

/** @throws ApiError 400 */
export const dateFrom = (text: string): Date => {
  // `+` of an offset arrives as a space when the client did not encode it.
  const date = /^\d{4}-\d{2}-\d{2}/.test(text)
    ? new Date(text.replace(' ', text.includes('T') ? '+' : 'T'))
    : new Date(Number.NaN)
  // An offset may lead out of the years 1 to 9999, beyond which PostgreSQL spells years otherwise than JavaScript.
  const year = date.getUTCFullYear()
  if (!(year >= 1 && year <= 9999)) throw malformed('Enter a valid date/time.')
  return date
}

/** `%…%` with the wildcards in the text meaning themselves. */
const pattern = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

/** Lower case of any script: SQLite's own folds ASCII only and is replaced by ours, PostgreSQL's follows the collation. */
export const lowered = (column: SQLiteColumn | SQL): SQL =>
  dialect === 'pg' ? sql`lower(${column} collate "und-x-icu")` : sql`lower(${column})`

/** The column holds the text, whatever the case. For conditions of your own. */
export const holds = (column: SQLiteColumn | SQL, text: string): SQL =>
  sql`${lowered(column)} like ${pattern(text)} escape '\\'`

/** Any of the columns holds the text: `query` of several lists. */
export const containsAny = (description: string, ...columns: (SQLiteColumn | SQL)[]): Filter => ({
  description,
  where: ([text]) => or(...columns.map((column) => holds(column, text))),
})

export const contains = (column: SQLiteColumn | SQL, description = 'Contains, without case.'): Filter =>
  containsAny(description, column)

export const exact = (column: SQLiteColumn, description = 'Exact.'): Filter => ({
  description,
  repeatable: true,
  where: (texts) => (texts.length === 1 ? eq(column, texts[0]) : inArray(column, texts)),
})

export const integer = (column: SQLiteColumn, description = 'Exact.'): Filter => ({
  description,
  type: 'integer',
  where: ([text]) => eq(column, clamped(text)),
})
export const atLeast = (column: SQLiteColumn, description = 'Greater than or equal.'): Filter => ({
  description,
  type: 'integer',
  where: ([text]) => gte(column, clamped(text)),
})
export const atMost = (column: SQLiteColumn, description = 'Less than or equal.'): Filter => ({
  description,
  type: 'integer',
  where: ([text]) => lte(column, clamped(text)),
})

/** A uuid in either spelling. */
export const uuidOf = (column: SQLiteColumn, description = 'UUID.'): Filter => ({
  description,
  type: 'uuid',
  repeatable: true,
  where: (texts) => inArray(column, texts.map(uuidFrom)),
})

/** A hyperlink, or a bare uuid. */
export const linkOrUuid = (column: SQLiteColumn, description = 'URL or UUID.'): Filter => ({
  description,
  repeatable: true,
  where: (texts) => inArray(column, texts.map(uuidFromLink)),
})

/** A hyperlink or uuid for a condition of your own, such as a subquery. */
export const byUuid = (description: string, where: (uuid: string) => SQL | undefined): Filter => ({
  description,
  where: ([text]) => where(uuidFromLink(text)),
})

const refuseChoice = (text: string) =>
  malformed(`Select a valid choice. ${text.slice(0, 100)} is not one of the available choices.`)

/** One of a fixed set; may repeat. */
export const oneOf = (
  column: SQLiteColumn,
  values: readonly string[],
  description = 'One of a fixed set.',
): Filter => ({
  description,
  values,
  repeatable: true,
  where: (texts) => {
    for (const text of texts) if (!values.includes(text)) throw refuseChoice(text)
    return inArray(column, texts)
  },
})

/** A boolean column, or a condition of your own for true and false. */
export const boolean = (
  by: SQLiteColumn | ((value: boolean) => SQL | undefined),
  description = 'true or false.',
): Filter => ({
  description,
  type: 'boolean',
  where: ([text]) => (typeof by === 'function' ? by(booleanFrom(text)) : eq(by, booleanFrom(text))),
})

/** From this moment on. */
export const since = (column: SQLiteColumn, description = 'At or after this time.'): Filter => ({
  description,
  type: 'date-time',
  where: ([text]) => gte(column, dateFrom(text)),
})
export const after = (column: SQLiteColumn, description = 'After this time.'): Filter => ({
  description,
  type: 'date-time',
  where: ([text]) => gt(column, dateFrom(text)),
})
/** Before this moment. */
export const before = (column: SQLiteColumn, description = 'Before this time.'): Filter => ({
  description,
  type: 'date-time',
  where: ([text]) => lt(column, dateFrom(text)),
})

const parts = (texts: readonly string[]) =>
  texts
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter(Boolean)

/** A comma list of uuids: rows whose column names one of them. */
export const uuidList = (column: SQLiteColumn, description = 'Comma list of UUIDs.'): Filter => ({
  description,
  repeatable: true,
  where: (texts) => inArray(column, parts(texts).map(uuidFrom)),
})
/** A comma list of uuids: rows whose column names none of them. */
export const notAmong = (column: SQLiteColumn, description = 'Comma list of UUIDs to leave out.'): Filter => ({
  description,
  repeatable: true,
  where: (texts) => {
    const uuids = parts(texts).map(uuidFrom)
    return uuids.length > 0 ? sql`(${column} is null or not (${inArray(column, uuids)}))` : undefined
  },
})

/** Accepted, and without effect (contract 1.7: `external_ip` but on instances). */
export const ignored = (description = 'Accepted and ignored.'): Filter => ({ description, where: () => undefined })

/** Both conditions of one parameter. */
export const both = (a: Filter, b: Filter): Filter => ({
  ...a,
  where: async (values, actor) => and(await a.where(values, actor), await b.where(values, actor)),
})
