/** Global setup of the project `pg`: one server for the run, with a migrated database to copy for each test file. */
import fs from 'node:fs'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { administer, databaseUrl, startPostgres } from '../postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The maintenance database of the run's PostgreSQL. */
    postgresUrl: string
  }
}

export const TEMPLATE = 'foyer_template'
const MIGRATIONS = 'db/migrations/pg'

export default async (project: TestProject) => {
  const postgres = await startPostgres()
  try {
    await administer(postgres.url, `create database ${TEMPLATE}`)
    if (fs.existsSync(`${MIGRATIONS}/meta/_journal.json`)) {
      const client = new pg.Client({ connectionString: databaseUrl(postgres.url, TEMPLATE) })
      await client.connect()
      await migrate(drizzle(client), { migrationsFolder: MIGRATIONS })
      await client.end()
    }
  } catch (error) {
    await postgres.stop()
    throw error
  }
  project.provide('postgresUrl', postgres.url)
  return postgres.stop
}
