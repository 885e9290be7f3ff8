/** `npm run bench [name …]`: takes all figures, or those of the named files, and prints each beside its floor. */
import '../scripts/node-version.mjs'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Bench, line, meetsTarget } from './harness.ts'

const built = spawnSync(process.execPath, ['scripts/build-if-stale.mjs'], { stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)

const [cpu] = os.cpus()
const memoryGib = Math.round(os.totalmem() / 2 ** 30)
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} × ${cpu?.model.trim()}, ${memoryGib} GiB, Node ${process.version}`,
)

const wanted = process.argv.slice(2)
let missed = 0
for (const file of fs.globSync('*.bench.ts', { cwd: import.meta.dirname }).sort()) {
  const name = file.replace('.bench.ts', '')
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const bench = ((await import(path.join(import.meta.dirname, file))) as { default: Bench }).default
  console.log(`\n${name}: ${bench.title}`)
  for (const figure of await bench.run()) {
    console.log(`  ${line(figure)}`)
    if (!meetsTarget(figure)) missed++
  }
}
console.log(`\n${missed === 0 ? 'All targets are met.' : `${missed} targets are missed.`}`)
