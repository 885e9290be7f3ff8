/** `npm run check`: lock file, types, lint and format, layers, generated files. No tests. One line each. */
import './node-version.mjs'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { finish } from './summary.mjs'

const LINES_SHOWN = 100
const node = process.execPath
const items = [
  ['lock file complete', () => run(node, 'scripts/check-lock.mjs')],
  // Next declares the routes' types in files that a new checkout lacks, and that may be old in another one.
  ['types', () => run('npx', 'next', 'typegen') ?? run('npx', 'tsc', '--noEmit', '--pretty', 'false', '-p', '.')],
  ['lint and format', () => run('npx', 'biome', 'check', '--diagnostic-level=error', '--max-diagnostics=50')],
  ['layers', () => run(node, 'scripts/layers.ts')],
  ['generated files fresh', generated],
  ['migrations fresh', () => run(node, 'scripts/migrations.mjs', '--check')],
]

const summary = { passed: 0, failed: 0, skipped: [] }
for (const [name, check] of items) {
  const start = Date.now()
  const problem = check()
  summary[problem === undefined ? 'passed' : 'failed']++
  console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
  if (problem) console.log(shortened(problem))
}
finish(summary)

function shortened(text) {
  const lines = text.split('\n').map((line) => `     ${line}`)
  const more = lines.length > LINES_SHOWN ? [`     … ${lines.length - LINES_SHOWN} more lines`] : []
  return [...lines.slice(0, LINES_SHOWN), ...more].join('\n')
}

/** Undefined when the command ends well, else what it said. */
function run(command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return status === 0 ? undefined : `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim()
}

/** Generates again, compares, and leaves everything as it was. */
function generated() {
  const before = contents()
  const problem = run('npm', 'run', '--silent', 'gen:files')
  const after = contents()
  const stale = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file))
  for (const file of stale) {
    if (before.has(file)) fs.writeFileSync(file, before.get(file))
    else fs.rmSync(file)
  }
  if (problem !== undefined) return problem
  if (stale.length > 0) return `not what "npm run gen" makes: ${stale.join(', ')}`
}

function contents() {
  const files = fs.globSync(['**/*.gen.{ts,tsx}', 'public/openapi.json'], { exclude: ['node_modules/**', '.next/**'] })
  return new Map(files.map((file) => [file, fs.readFileSync(file, 'utf8')]))
}
