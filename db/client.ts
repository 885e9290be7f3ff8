/**
 * The database: SQLite (better-sqlite3, WAL) by default, PostgreSQL by `DATABASE_URL`. `db` is the handle everywhere;
 * inside `transaction()` the same `db` means that transaction, on both databases.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator'
import type { AsyncRemoteCallback, SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy'
import pg from 'pg'
import { dialectOf } from './dialect.ts'
import { openSqlite } from './sqlite.ts'

export type Db = SqliteRemoteDatabase<Record<string, never>>
export type { AsyncRemoteCallback }

/** What a dialect gives: the drizzle handle, transactions, migrations, closing. */
export type Driver = {
  handle: () => Db
  transaction: <T>(fn: () => Promise<T>) => Promise<T>
  migrate: (folder: string) => Promise<void>
  /** SQLite: rows as arrays of raw values, in the transaction that runs. */
  read?: (sql: string, params: unknown[]) => Promise<unknown[][]>
  /** SQLite: a number that changes with each commit of any process. Undefined inside a transaction. */
  version?: () => number | undefined
  close: () => Promise<void>
}

export type DatabaseOptions = { url?: string; dataDir: string }

const migrationsFolder = (dialect: string) =>
  path.join(path.dirname(fileURLToPath(import.meta.url)), 'migrations', dialect)

/** The lock is any number, the same for each process that starts on one PostgreSQL database. */
const MIGRATION_LOCK = 70_411_990

const openPostgres = (url: string): Driver => {
  const pool = new pg.Pool({ connectionString: url, max: 12 })
  pool.on('error', () => {}) // an idle connection that breaks is replaced at the next query
  const outside = drizzlePg(pool) as unknown as Db
  const inside = new AsyncLocalStorage<{ db: Db; depth: number; run: (sql: string) => Promise<unknown> }>()
  const once = async <T>(fn: () => Promise<T>) => {
    const outer = inside.getStore()
    if (outer) {
      const name = `s${++outer.depth}`
      await outer.run(`savepoint ${name}`)
      try {
        const value = await fn()
        await outer.run(`release savepoint ${name}`)
        return value
      } catch (error) {
        await outer.run(`rollback to savepoint ${name}; release savepoint ${name}`)
        throw error
      }
    }
    const client = await pool.connect()
    let broken = false
    try {
      await client.query('begin')
      const context = { db: drizzlePg(client) as unknown as Db, depth: 0, run: (sql: string) => client.query(sql) }
      const value = await inside.run(context, fn)
      await client.query('commit')
      return value
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true
      })
      throw error
    } finally {
      client.release(broken)
    }
  }
  return {
    handle: () => inside.getStore()?.db ?? outside,
    transaction: async (fn) => {
      if (inside.getStore()) return once(fn)
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(fn)
        } catch (error) {
          // Two transactions that lock the same rows in another order: one is chosen to fail and may begin anew.
          if (attempt >= 5 || !['40P01', '40001'].includes(errorCode(error) ?? '')) throw error
          await new Promise((resolve) => setTimeout(resolve, attempt * 10 * Math.random()))
        }
      }
    },
    migrate: async (folder) => {
      const client = await pool.connect()
      try {
        await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
        await migratePg(drizzlePg(client), { migrationsFolder: folder })
      } finally {
        await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {})
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

type Runtime = { driver?: Driver }
// Next bundles a copy of its own of each module: both copies must meet in one place.
const KEY = Symbol.for('foyer.database')
const runtime = ((globalThis as Record<symbol, unknown>)[KEY] ??= {}) as Runtime

const driver = () => {
  if (!runtime.driver) throw new Error('The database is not open: call openDatabase() first.')
  return runtime.driver
}

/** Opens the database of this process and brings its schema up to date. A second call gives the open one. */
export const openDatabase = async ({ url, dataDir }: DatabaseOptions): Promise<void> => {
  if (runtime.driver) return
  const dialect = dialectOf(url)
  if (dialect === 'pg') runtime.driver = openPostgres(url!)
  else {
    fs.mkdirSync(dataDir, { recursive: true })
    runtime.driver = openSqlite(path.join(dataDir, 'foyer.db'))
  }
  await runtime.driver.migrate(migrationsFolder(dialect))
}

export const closeDatabase = async (): Promise<void> => {
  const open = runtime.driver
  runtime.driver = undefined
  await open?.close()
}

/** The handle for queries. Inside `transaction()` it is the transaction's. */
export const db: Db = new Proxy({} as Db, {
  get: (_, name) => {
    const handle = driver().handle() as unknown as Record<PropertyKey, unknown>
    const value = handle[name]
    return typeof value === 'function' ? value.bind(handle) : value
  },
})

/** The handle that `db` stands for now. */
export const currentHandle = (): Db => driver().handle()

/** Reads without drizzle, where the database allows it (SQLite). */
export const readDirectly = (): Driver['read'] => driver().read

/** What the database held is what it holds as long as this is the same number. Undefined: nobody knows. */
export const dataVersion = (): number | undefined => driver().version?.()

type Before = { state: unknown; run: () => Promise<void> }
type Hooks = { before: Map<string, Before>; after: (() => void)[] }
const hooksOf = new AsyncLocalStorage<Hooks>()

/**
 * Runs `fn` in a transaction; a call inside another one is a savepoint. No network call belongs in `fn`: on SQLite it
 * holds the only writer. PostgreSQL may run `fn` again after a deadlock, so it keeps nothing outside the database.
 */
export const transaction = async <T>(fn: () => Promise<T>): Promise<T> => {
  if (hooksOf.getStore()) return driver().transaction(fn)
  let hooks: Hooks = { before: new Map(), after: [] }
  const value = await driver().transaction(() => {
    hooks = { before: new Map(), after: [] }
    return hooksOf.run(hooks, async () => {
      const value = await fn()
      for (const hook of hooks.before.values()) await hook.run()
      return value
    })
  })
  for (const hook of hooks.after) hook()
  return value
}

export const inTransaction = (): boolean => hooksOf.getStore() !== undefined

/**
 * What one transaction gathers under `name` to write as one of its last acts: made by `make` at the first call, given to
 * `flush` before the commit.
 * @throws Error outside a transaction.
 */
export const gather = <T>(name: string, make: () => T, flush: (state: T) => Promise<void>): T => {
  const hooks = hooksOf.getStore()
  if (!hooks) throw new Error(`gather(${name}) outside a transaction`)
  let entry = hooks.before.get(name)
  if (!entry) {
    const state = make()
    entry = { state, run: () => flush(state) }
    hooks.before.set(name, entry)
  }
  return entry.state as T
}

/** Calls `fn` once the surrounding transaction has committed; at once when there is none. */
export const afterCommit = (fn: () => void): void => {
  const hooks = hooksOf.getStore()
  if (hooks) hooks.after.push(fn)
  else fn()
}

const errorCode = (error: unknown): string | undefined => {
  for (let e = error as { code?: unknown; cause?: unknown } | undefined; e; e = e.cause as typeof e)
    if (typeof e.code === 'string') return e.code
}

/** Whether the error is a broken unique constraint, on either database. */
export const isUniqueViolation = (error: unknown): boolean =>
  ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(errorCode(error) ?? '')
