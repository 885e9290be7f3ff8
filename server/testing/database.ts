/** The test file's own database, open for its tests: on SQLite or PostgreSQL, as the vitest project says. */
import { afterAll, beforeAll } from 'vitest'
import { closeDatabase, openDatabase } from '../../db/client.ts'
import { env } from '../env.ts'

export const openTestDatabase = (): void => {
  beforeAll(() => openDatabase({ url: env.DATABASE_URL, dataDir: env.FOYER_DATA_DIR }))
  afterAll(closeDatabase)
}
