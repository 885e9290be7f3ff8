/**
 * Generates the migrations of both databases from the tables in `table.ts` files under `server/` (the last step of `npm run gen`).
 *
 *   node scripts/migrations.mjs                    writes db/migrations/{sqlite,pg}/NNNN_<name>.sql when tables changed
 *   node scripts/migrations.mjs --name add_labels  names the file
 *   node scripts/migrations.mjs --check            writes nothing; exit code 1 when a migration is missing
 *
 * drizzle-kit's own command asks on a terminal whether a column that vanished beside a new one was renamed. This script
 * never asks: it drops and adds. A rename is written by hand into the new .sql file before it is committed.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: { check: { type: 'boolean' }, dialect: { type: 'string' }, name: { type: 'string', default: 'schema' } },
})

// A table is built for one dialect when its module loads, so each dialect gets a process of its own.
if (options.dialect) process.exitCode = await generate(options.dialect)
else {
  const codes = ['sqlite', 'pg'].map((dialect) => {
    const env = { ...process.env, DATABASE_URL: dialect === 'pg' ? 'postgres://127.0.0.1/none' : undefined }
    return spawnSync(process.execPath, [...process.argv.slice(1), '--dialect', dialect], { stdio: 'inherit', env })
      .status
  })
  process.exitCode = codes.every((code) => code === 0) ? 0 : 1
}

/** Compares the tables with the newest snapshot of `dialect`; gives the exit code. */
async function generate(dialect) {
  const kit = await import('drizzle-kit/api')
  const [snapshotOf, diff] =
    dialect === 'pg'
      ? [kit.generateDrizzleJson, kit.generateMigration]
      : [kit.generateSQLiteDrizzleJson, kit.generateSQLiteMigration]

  const folder = path.join('db/migrations', dialect)
  const journalFile = path.join(folder, 'meta/_journal.json')
  const journal = fs.existsSync(journalFile)
    ? readJson(journalFile)
    : { version: '7', dialect: dialect === 'pg' ? 'postgresql' : 'sqlite', entries: [] }
  const last = journal.entries.at(-1)
  const before = last ? readJson(snapshotFile(folder, last.idx)) : await snapshotOf({})
  const after = await snapshotOf(await tables(), before.id)

  const statements = []
  const shrunk = withoutDropped(before, after)
  if (shrunk) statements.push(...(await diff(before, shrunk)))
  statements.push(...(await diff(shrunk ?? before, after)))
  if (statements.length === 0) return 0
  if (options.check) {
    console.error(`${dialect}: the tables changed and no migration says so. Run "npm run gen".`)
    return 1
  }

  const idx = last ? last.idx + 1 : 0
  const tag = `${String(idx).padStart(4, '0')}_${options.name}`
  // drizzle runs what is newer than the last migration that ran, so times only ever grow.
  const when = Math.max(Date.now(), (last?.when ?? 0) + 1)
  journal.entries.push({ idx, version: after.version, when, tag, breakpoints: true })
  fs.mkdirSync(path.join(folder, 'meta'), { recursive: true })
  fs.writeFileSync(
    path.join(folder, `${tag}.sql`),
    `${statements.map((s) => s.trim()).join('\n--> statement-breakpoint\n')}\n`,
  )
  writeJson(snapshotFile(folder, idx), after)
  writeJson(journalFile, journal)
  console.log(`${dialect}: ${folder}/${tag}.sql, ${statements.length} statements`)
  return 0
}

/** Everything the table files export. Two exports of the same name in two files would hide one, so files are prefixed. */
async function tables() {
  const all = {}
  for (const file of fs.globSync('server/**/table.ts').sort()) {
    const exported = await import(pathToFileURL(path.resolve(file)).href)
    for (const [name, value] of Object.entries(exported)) all[`${file}:${name}`] = value
  }
  return all
}

/**
 * `before` without the tables and columns that `after` lacks, or undefined when that is not needed. Going through it,
 * no single comparison sees something vanish beside something new, which is when drizzle-kit asks.
 */
function withoutDropped(before, after) {
  const names = (snapshot) =>
    Object.entries(snapshot.tables).flatMap(([table, { columns }]) => [
      table,
      ...Object.keys(columns).map((c) => `${table} ${c}`),
    ])
  const [old, now] = [new Set(names(before)), new Set(names(after))]
  if (old.isSubsetOf(now) || now.isSubsetOf(old)) return
  const shrunk = structuredClone(before)
  for (const [key, table] of Object.entries(shrunk.tables)) {
    const kept = after.tables[key]
    if (!kept) {
      delete shrunk.tables[key]
      continue
    }
    for (const column of Object.keys(table.columns)) if (!kept.columns[column]) delete table.columns[column]
    // An index or key may name what was just removed: only unchanged ones stay, the others are made again.
    for (const part of ['indexes', 'foreignKeys', 'compositePrimaryKeys', 'uniqueConstraints', 'checkConstraints'])
      for (const [name, value] of Object.entries(table[part] ?? {}))
        if (JSON.stringify(value) !== JSON.stringify(kept[part]?.[name])) delete table[part][name]
  }
  return { ...shrunk, id: crypto.randomUUID(), prevId: before.id }
}

function snapshotFile(folder, idx) {
  return path.join(folder, 'meta', `${String(idx).padStart(4, '0')}_snapshot.json`)
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}

function writeJson(file, value) {
  fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
}
