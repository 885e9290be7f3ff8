/**
 * Rows by a list of values: what list screens are made of. On SQLite the statement is made once however long the list
 * is, and its rows are decoded by a plan made once, since building and mapping took longer than reading.
 */
import { Column, getTableColumns, getTableName, inArray } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { db, readDirectly } from './client.ts'

type RowOf<T extends SQLiteTable> = T['$inferSelect']
type Plan = { sql: string; decode: (values: unknown[]) => object }

const plans = new WeakMap<SQLiteTable, Map<string, Plan>>()

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

const makePlan = (table: SQLiteTable, column: SQLiteColumn, names: string[], order: readonly SQLiteColumn[]): Plan => {
  const columns = getTableColumns(table)
  const decoders = names.map((name) => {
    const one = columns[name]
    const isPlain = one.mapFromDriverValue === Column.prototype.mapFromDriverValue
    return isPlain ? undefined : (value: unknown) => one.mapFromDriverValue(value)
  })
  const from = quoted(getTableName(table))
  const what = names.map((name) => quoted(columns[name].name)).join(', ')
  const sorted = order.length > 0 ? ` order by ${order.map(({ name }) => quoted(name)).join(', ')}` : ''
  return {
    sql: `select ${what} from ${from} where ${quoted(column.name)} in (select value from json_each(?))${sorted}`,
    decode: (values) => {
      const row: Record<string, unknown> = {}
      for (let i = 0; i < names.length; i++) {
        const value = values[i]
        const decoder = decoders[i]
        row[names[i]] = value === null || decoder === undefined ? value : decoder(value)
      }
      return row
    },
  }
}

const planOf = (table: SQLiteTable, column: SQLiteColumn, names: string[], order: readonly SQLiteColumn[]): Plan => {
  let known = plans.get(table)
  if (!known) plans.set(table, (known = new Map()))
  const key = [column.name, names.join(), order.map(({ name }) => name).join()].join('|')
  let plan = known.get(key)
  if (!plan) known.set(key, (plan = makePlan(table, column, names, order)))
  return plan
}

/**
 * The rows whose `column` is one of `values`; no query for an empty list.
 * @param only the properties to read; all when left out
 * @param order ascending; any order when left out
 */
export const rowsAmong = async <T extends SQLiteTable, Name extends keyof RowOf<T> & string = keyof RowOf<T> & string>(
  table: T,
  column: SQLiteColumn,
  values: readonly (string | number)[],
  { only, order = [] }: { only?: readonly Name[]; order?: readonly SQLiteColumn[] } = {},
): Promise<Pick<RowOf<T>, Name>[]> => {
  type Found = Pick<RowOf<T>, Name>[]
  if (values.length === 0) return []
  const columns = getTableColumns(table)
  const names = only ? [...only] : Object.keys(columns)
  const read = readDirectly()
  if (read) {
    const { sql, decode } = planOf(table, column, names, order)
    return (await read(sql, [JSON.stringify(values)])).map(decode) as Found
  }
  const picked = Object.fromEntries(names.map((name) => [name, columns[name]]))
  return (await db
    .select(picked)
    .from(table as SQLiteTable)
    .where(inArray(column, [...values]))
    .orderBy(...order)) as Found
}
