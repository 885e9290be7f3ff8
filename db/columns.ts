/**
 * The column kit: one table definition for SQLite and PostgreSQL. SQLite's builders give the public types and
 * PostgreSQL's are cast to them; both answer the same values (dates as `Date`, JSON as objects).
 */
import * as P from 'drizzle-orm/pg-core'
import * as S from 'drizzle-orm/sqlite-core'
import { type Dialect, dialect } from './dialect.ts'

/** PostgreSQL's default collations sort by language, SQLite by bytes; pages would differ without this. */
const pgText = P.customType<{ data: string }>({ dataType: () => 'text collate "C"' })

const sqliteKit = {
  text: (name: string) => S.text(name),
  /** 32-bit integer. */
  int: (name: string) => S.integer(name),
  /** Up to 2^53: bytes, counters, micro-units of money. */
  big: (name: string) => S.integer(name),
  bool: (name: string) => S.integer(name, { mode: 'boolean' }),
  /** A moment, millisecond precision. */
  time: (name: string) => S.integer(name, { mode: 'timestamp_ms' }),
  json: <T extends object>(name: string) => S.text(name, { mode: 'json' }).$type<T>(),
}

const pgKit = {
  text: (name: string) => pgText(name),
  int: (name: string) => P.integer(name),
  big: (name: string) => P.bigint(name, { mode: 'number' }),
  bool: (name: string) => P.boolean(name),
  time: (name: string) => P.timestamp(name, { withTimezone: true, precision: 3 }),
  json: (name: string) => P.jsonb(name),
}

/** The kit for one dialect. `k` is the one of this process. */
export const kit = (which: Dialect) => ({
  ...(which === 'pg' ? (pgKit as unknown as typeof sqliteKit) : sqliteKit),
  table: (which === 'pg' ? P.pgTable : S.sqliteTable) as typeof S.sqliteTable,
  index: (which === 'pg' ? P.index : S.index) as typeof S.index,
  uniqueIndex: (which === 'pg' ? P.uniqueIndex : S.uniqueIndex) as typeof S.uniqueIndex,
  primaryKey: (which === 'pg' ? P.primaryKey : S.primaryKey) as typeof S.primaryKey,
})

export const k = kit(dialect)
