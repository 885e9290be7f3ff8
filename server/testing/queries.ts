/** Counts queries, so that a list that asks once per row is noticed. */
import type { Db } from '../../db/client.ts'

const QUERIES: readonly PropertyKey[] = ['select', 'selectDistinct', 'insert', 'update', 'delete', 'run', 'all', 'get']
type Driver = { handle: () => Db; read?: (...args: never[]) => unknown }

/** How many queries `fn` builds; the parts of a nested one count, too. The database must be open. */
export const countQueries = async (fn: () => Promise<unknown>): Promise<number> => {
  const { driver } = (globalThis as Record<symbol, unknown>)[Symbol.for('foyer.database')] as { driver: Driver }
  const { handle, read } = driver
  let count = 0
  if (read)
    driver.read = (...args) => {
      count++
      return read(...args)
    }
  driver.handle = () =>
    new Proxy(handle(), {
      get: (db, name) => {
        if (QUERIES.includes(name)) count++
        const value = (db as unknown as Record<PropertyKey, unknown>)[name]
        return typeof value === 'function' ? value.bind(db) : value
      },
    })
  try {
    await fn()
  } finally {
    driver.handle = handle
    driver.read = read
  }
  return count
}
