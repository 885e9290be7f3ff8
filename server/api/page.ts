/** Pages, orders and filters of lists (contract 1.4, 1.6, 1.7). */
import { and, asc, Column, desc, is, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { rowsAmong } from '../../db/among.ts'
import { currentHandle, type Db, dataVersion, db } from '../../db/client.ts'
import { ApiError, fieldError } from '../errors.ts'
import type { Actor, AnyResource } from './define.ts'
import { keyOf } from './match.ts'

const DEFAULT_PAGE_SIZE = 10
const LARGEST_PAGE_SIZE = 300

const positive = (text: string | null): number | undefined =>
  text !== null && /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : undefined

/** A `page_size` that is none counts as not given; a larger one is lowered silently. */
export const pageSizeOf = (query: URLSearchParams, preset = DEFAULT_PAGE_SIZE): number =>
  Math.min(positive(query.get('page_size')) ?? preset, LARGEST_PAGE_SIZE)

const invalidPage = () => new ApiError('not_found', 'Invalid page.')

/** Parameters in the order of their names, as Django REST framework writes them. `page` 1 drops the parameter. */
const pageUrl = (url: string, query: URLSearchParams, page: number) => {
  const params = new URLSearchParams(query)
  params.delete('page')
  if (page > 1) params.set('page', String(page))
  params.sort()
  const text = params.toString()
  return text ? `${url}?${text}` : url
}

/** `first`, `prev`, `next`, `last`, in this order: an older client reads them by position. */
export const linkHeader = (url: string, query: URLSearchParams, page: number, pages: number): string => {
  const links: [string, number][] = [
    ['first', 1],
    ['prev', page - 1],
    ['next', page < pages ? page + 1 : 0],
    ['last', pages],
  ]
  return links
    .filter(([, number]) => number > 0)
    .map(([rel, number]) => `<${pageUrl(url, query, number)}>; rel="${rel}"`)
    .join(', ')
}

/** `__proto__` and its like are no declarations. */
const own = <T>(declared: Record<string, T> | undefined, name: string): T | undefined =>
  declared && Object.hasOwn(declared, name) ? declared[name] : undefined

/** Which rows the query's filters leave. Unknown parameters are ignored. @throws ApiError 400 naming the parameter. */
export const filtersOf = async (def: AnyResource, query: URLSearchParams, actor: Actor): Promise<SQL[]> => {
  const conditions: SQL[] = []
  for (const name of new Set(query.keys())) {
    const filter = own(def.filters, name)
    if (!filter) continue
    const all = query.getAll(name).filter((value) => value !== '')
    if (all.length === 0) continue
    try {
      const condition = await filter.where(filter.repeatable ? all : all.slice(-1), actor)
      if (condition) conditions.push(condition)
    } catch (error) {
      if (error instanceof ApiError && !error.fields && error.code === 'invalid') throw fieldError(name, error.message)
      throw error
    }
  }
  for (const [name, { whenAbsent, where }] of Object.entries(def.filters ?? {})) {
    if (whenAbsent === undefined || query.getAll(name).some((value) => value !== '')) continue
    const condition = await where([whenAbsent], actor)
    if (condition) conditions.push(condition)
  }
  return conditions
}

/** One sort term as SQL. Absent values come last, whichever way and database. */
const term = (by: SQLiteColumn | SQL, descending: boolean): SQL[] => {
  const way = descending ? desc(by) : asc(by)
  return is(by, Column) && by.notNull ? [way] : [sql`(${by}) is null`, way]
}

/** The query's `o`, else the declared order; the key comes last, so that pages never overlap. */
export const orderOf = (def: AnyResource, query: URLSearchParams): SQL[] => {
  const names = query
    .getAll('o')
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter(Boolean)
  if (names.length === 0) {
    const preset = def.defaultOrder.map((by): SQL => (is(by, Column) ? asc(by) : (by as SQL)))
    return def.defaultOrder.includes(keyOf(def)) ? preset : [...preset, asc(keyOf(def))]
  }
  const seen = new Set<unknown>()
  const terms = names.flatMap((name) => {
    const descending = name.startsWith('-')
    const by = own(def.orderings, descending ? name.slice(1) : name)
    if (!by) throw fieldError('o', `Select a valid choice. ${name.slice(0, 100)} is not one of the available choices.`)
    // A term that comes again decides nothing, and SQLite takes no more than 2000.
    if (seen.has(by)) return []
    seen.add(by)
    return term(by, descending)
  })
  return [...terms, asc(keyOf(def))]
}

/** Counts of the last questions to a database, good for as long as nobody writes: a count reads its whole index. */
const counted = new WeakMap<Db, Map<string, { version: number; n: number }>>()
const COUNTS_KEPT = 200

export const countRows = async (def: AnyResource, where: SQL | undefined): Promise<number> => {
  const query = db
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(def.table)
    .where(where)
  const version = dataVersion()
  if (version === undefined) return (await query)[0].n
  const { sql: text, params } = query.toSQL()
  const key = JSON.stringify([text, params])
  const handle = currentHandle()
  const counts = counted.get(handle) ?? new Map()
  counted.set(handle, counts)
  const known = counts.get(key)
  if (known?.version === version) return known.n
  const [{ n }] = await query
  counts.delete(key)
  if (counts.size >= COUNTS_KEPT) counts.delete(counts.keys().next().value!)
  counts.set(key, { version, n })
  return n
}

export type Page = { rows: Record<string, unknown>[]; total: number; page: number; pages: number }

/**
 * The rows of the page that the query asks for. The page's keys are found first, through an index alone where one fits
 * the order, and only those rows are read whole.
 * @throws ApiError 404 beyond the last page.
 */
export const readPage = async (def: AnyResource, query: URLSearchParams, where: SQL | undefined): Promise<Page> => {
  const size = pageSizeOf(query, def.pageSize)
  const asked = query.get('page')
  let total: number | undefined
  let page = asked === null || asked === '' ? 1 : positive(asked)
  if (asked === 'last') {
    total = await countRows(def, where)
    page = Math.max(1, Math.ceil(total / size))
  }
  if (page === undefined) throw invalidPage()
  const key = keyOf(def)
  const order = orderOf(def, query)
  const keys = (
    await db
      .select({ key })
      .from(def.table)
      .where(where)
      .orderBy(...order)
      .limit(size)
      .offset((page - 1) * size)
  ).map((row) => row.key as string)
  if (keys.length === 0 && page > 1) throw invalidPage()
  total ??= page === 1 && keys.length < size ? keys.length : await countRows(def, where)
  // A row that came between the two queries may have moved the end.
  const pages = Math.max(page, Math.ceil(total / size), 1)
  return { rows: await rowsOf(def, keys), total, page, pages }
}

/** The rows of these keys, in their order. */
const rowsOf = async (def: AnyResource, keys: readonly string[]): Promise<Record<string, unknown>[]> => {
  if (keys.length === 0) return []
  const key = keyOf(def)
  const rows = (await rowsAmong(def.table, key, keys)) as Record<string, unknown>[]
  const property = propertyOf(def)
  const byKey = new Map(rows.map((row) => [row[property], row]))
  // A row that went meanwhile is simply not there.
  return keys.flatMap((one) => {
    const row = byKey.get(one)
    return row ? [row] : []
  })
}

/** The name under which rows hold their key. */
export const propertyOf = (def: AnyResource): string => {
  const key = keyOf(def)
  for (const [property, column] of Object.entries(def.table)) if (column === key) return property
  return 'uuid'
}

export const allOf = (...conditions: (SQL | undefined)[]): SQL | undefined => and(...conditions)
