import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { afterAll, expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-migrations-'))
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }))

const folder = path.join(scratch, 'db/migrations/sqlite')
fs.mkdirSync(path.join(scratch, 'server/thing'), { recursive: true })
fs.mkdirSync(path.join(scratch, 'db'))
fs.symlinkSync(path.join(root, 'node_modules'), path.join(scratch, 'node_modules'))
for (const file of ['package.json', 'db/columns.ts', 'db/dialect.ts'])
  fs.copyFileSync(path.join(root, file), path.join(scratch, file))

const writeTables = (...lines: string[]) =>
  fs.writeFileSync(
    path.join(scratch, 'server/thing/table.ts'),
    ["import { k } from '../../db/columns.ts'", ...lines].join('\n'),
  )
const generate = (...args: string[]) => {
  const script = path.join(root, 'scripts/migrations.mjs')
  return spawnSync(process.execPath, [script, '--dialect', 'sqlite', ...args], { cwd: scratch, input: '' }).status
}
const files = () => fs.readdirSync(folder).filter((file) => file.endsWith('.sql'))

test('a migration follows each change once, and what vanishes beside something new is not asked about', () => {
  writeTables(
    "export const things = k.table('things', { id: k.text('id').primaryKey(), old: k.text('old') })",
    "export const gone = k.table('gone', { id: k.text('id').primaryKey() })",
  )
  expect(generate('--check')).toBe(1)
  expect(fs.existsSync(folder)).toBe(false)
  expect(generate('--name', 'initial')).toBe(0)
  expect(generate()).toBe(0)
  expect(files()).toEqual(['0000_initial.sql'])
  expect(generate('--check')).toBe(0)

  writeTables(
    "export const things = k.table('things', { id: k.text('id').primaryKey(), size: k.int('size_mib') })",
    "export const added = k.table('added', { id: k.text('id').primaryKey() })",
  )
  expect(generate('--name', 'sizes')).toBe(0)
  expect(files()).toEqual(['0000_initial.sql', '0001_sizes.sql'])

  const sqlite = new Database(':memory:')
  migrate(drizzle(sqlite), { migrationsFolder: folder })
  const columns = sqlite.prepare("select name from pragma_table_info('things')").pluck().all()
  const tables = sqlite.prepare("select name from sqlite_master where type = 'table' order by name").pluck().all()
  sqlite.close()
  expect(columns).toEqual(['id', 'size_mib'])
  expect(tables).toEqual(['__drizzle_migrations', 'added', 'things'])
})
