/**
 * Which database this process speaks. Tables are built when their module loads, so the choice cannot wait for
 * `server/env.ts`: this file alone reads `DATABASE_URL` before it.
 */
export type Dialect = 'sqlite' | 'pg'

export const dialectOf = (databaseUrl: string | undefined): Dialect =>
  /^postgres(ql)?:\/\//.test(databaseUrl ?? '') ? 'pg' : 'sqlite'

export const dialect: Dialect = dialectOf(process.env.DATABASE_URL)
