/** SQLite behind drizzle's asynchronous proxy driver: two connections, one writes, one reads committed rows only. */
import { AsyncLocalStorage } from 'node:async_hooks'
import Database from 'better-sqlite3'
import { drizzle as drizzlePlain } from 'drizzle-orm/better-sqlite3'
import { migrate as migratePlain } from 'drizzle-orm/better-sqlite3/migrator'
import { type AsyncRemoteCallback, drizzle } from 'drizzle-orm/sqlite-proxy'
import type { Db, Driver } from './client.ts'

const PRAGMAS = ['journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON', 'cache_size = -65536']
const STATEMENTS_KEPT = 1000
const BUSY_PAUSE_MS = 5
const BUSY_LIMIT_MS = 30_000

type Context = { open: boolean; depth: number }

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const isBusy = (error: unknown) => String((error as { code?: string }).code ?? '').startsWith('SQLITE_BUSY')

/** A connection with its prepared statements, kept by SQL text. */
const connection = (file: string, readonly: boolean) => {
  const handle = new Database(file)
  for (const pragma of PRAGMAS) handle.pragma(pragma)
  // The wait for another process's lock is ours (awaited), not SQLite's, which would stop the event loop.
  handle.pragma('busy_timeout = 0')
  // SQLite folds ASCII only.
  handle.function('lower', { deterministic: true }, (value) =>
    typeof value === 'string' ? value.toLowerCase() : value,
  )
  if (readonly) handle.pragma('query_only = ON')
  const statements = new Map<string, Database.Statement>()
  const prepare = (sql: string) => {
    let statement = statements.get(sql)
    if (!statement) {
      if (statements.size >= STATEMENTS_KEPT) statements.delete(statements.keys().next().value!)
      statement = handle.prepare(sql)
      if (statement.reader) statement.raw(true)
      statements.set(sql, statement)
    }
    return statement
  }
  const exec = (sql: string, params: unknown[], method: string): { rows: unknown[] } => {
    const statement = prepare(sql)
    if (!statement.reader) {
      statement.run(...params)
      return { rows: [] }
    }
    // `get` wants the bare row, and undefined when there is none.
    if (method === 'get') return { rows: statement.get(...params) as unknown[] }
    return { rows: statement.all(...params) as unknown[] }
  }
  return { handle, exec }
}

const isRead = (sql: string) =>
  /^\s*(select|with)\b/i.test(sql) && !/\b(insert\s+into|update|delete\s+from)\s/i.test(sql)

/** @throws what SQLite throws when the file cannot be opened. */
export const openSqlite = (file: string): Driver => {
  const writer = connection(file, false)
  const reader = connection(file, true)
  const context = new AsyncLocalStorage<Context>()

  let tail: Promise<unknown> = Promise.resolve()
  const exclusive = <T>(fn: () => Promise<T>): Promise<T> => {
    const turn = tail.then(fn)
    tail = turn.catch(() => {})
    return turn
  }

  /** Tries again while another process holds the write lock. */
  const whenFree = async <T>(fn: () => T): Promise<T> => {
    const until = Date.now() + BUSY_LIMIT_MS
    for (;;) {
      try {
        return fn()
      } catch (error) {
        if (!isBusy(error) || Date.now() > until) throw error
        await pause(BUSY_PAUSE_MS + Math.random() * BUSY_PAUSE_MS)
      }
    }
  }

  const call: AsyncRemoteCallback = async (sql, params, method) => {
    const { rows } = context.getStore()?.open
      ? writer.exec(sql, params, method)
      : isRead(sql)
        ? await whenFree(() => reader.exec(sql, params, method))
        : await exclusive(() => whenFree(() => writer.exec(sql, params, method)))
    return { rows: rows as unknown[] }
  }
  const db = drizzle(call) as unknown as Db
  const version = reader.handle.prepare('pragma data_version').pluck()

  const attempt = async <T>(commit: string, rollback: string, fn: () => Promise<T>) => {
    try {
      const value = await fn()
      writer.handle.exec(commit)
      return value
    } catch (error) {
      if (writer.handle.inTransaction) writer.handle.exec(rollback)
      throw error
    }
  }

  const transaction = <T>(fn: () => Promise<T>): Promise<T> => {
    const outer = context.getStore()
    if (outer?.open) {
      const name = `s${++outer.depth}`
      writer.handle.exec(`savepoint ${name}`)
      return attempt(`release ${name}`, `rollback to ${name}; release ${name}`, fn)
    }
    return exclusive(async () => {
      await whenFree(() => writer.handle.exec('begin immediate'))
      const own: Context = { open: true, depth: 0 }
      return context.run(own, () =>
        attempt('commit', 'rollback', fn).finally(() => {
          own.open = false
        }),
      )
    })
  }

  return {
    handle: () => db,
    transaction,
    read: async (sql, params) => (await call(sql, params, 'all')).rows as unknown[][],
    version: () => (context.getStore()?.open ? undefined : (version.get() as number)),
    migrate: async (folder) => {
      // Two processes that start together: the second waits here, then finds nothing to do.
      writer.handle.pragma(`busy_timeout = ${BUSY_LIMIT_MS}`)
      migratePlain(drizzlePlain(writer.handle), { migrationsFolder: folder })
      writer.handle.pragma('busy_timeout = 0')
    },
    close: async () => {
      await tail
      reader.handle.close()
      writer.handle.close()
    },
  }
}
