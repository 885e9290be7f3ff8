/**
 * Runs before each test file is imported: a clean environment, and data of the file's own. Tables choose their dialect
 * when they load, so this is the last moment to set `DATABASE_URL`.
 */
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, inject } from 'vitest'
import { administer, databaseUrl } from '../postgres.ts'

// What the shell happens to hold must not steer a test, least of all towards somebody's cloud.
const strange =
  process.env.FOYER_TEST_CLOUD === 'real' ? /^FOYER_(?!CRASH|TEST_)/ : /^(OS_|FOYER_(?!CRASH|TEST_SEED|TEST_RUNS))/
for (const name of Object.keys(process.env)) if (strange.test(name)) delete process.env[name]
delete process.env.DATABASE_URL
process.env.FOYER_LOG_LEVEL = 'silent'

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-test-'))
process.env.FOYER_DATA_DIR = dataDir
const removeData = () => fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
afterAll(removeData)
process.once('exit', removeData) // a file that does not load gets no afterAll

const postgresUrl = inject('postgresUrl')
if (postgresUrl) {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(postgresUrl, `create database ${name} template foyer_template`)
  process.env.DATABASE_URL = databaseUrl(postgresUrl, name)
  afterAll(() => administer(postgresUrl, `drop database ${name} with (force)`))
}
