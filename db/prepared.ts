import { currentHandle, type Db, readDirectly } from './client.ts'

type Prepared<R> = { execute: (values: Record<string, unknown>) => Promise<R> }

/**
 * A query that is built once and asked often; `sql.placeholder` stands for what changes. On PostgreSQL a query belongs
 * to the connection it was built on, so there it is built each time.
 *
 *     const byHash = prepared(() => db.select().from(tokens).where(eq(tokens.hash, sql.placeholder('hash'))))
 *     const rows = await byHash({ hash })
 */
export const prepared = <R>(build: () => { prepare: () => unknown } & PromiseLike<R>) => {
  const built = new WeakMap<Db, Prepared<R>>()
  return async (values: Record<string, unknown>): Promise<R> => {
    const make = () => build().prepare() as Prepared<R>
    if (!readDirectly()) return make().execute(values)
    const handle = currentHandle()
    let query = built.get(handle)
    if (!query) built.set(handle, (query = make()))
    return query.execute(values)
  }
}
