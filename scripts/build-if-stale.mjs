/** Builds the pages when there is no build, or when a source is newer than it. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const BUILD = '.next/BUILD_ID'
// What Next reads while it builds. Tests, migrations and what only Node loads do not make a build old.
const SOURCES = [
  'app',
  'components',
  'server',
  'db',
  'public',
  ...['next.config.mjs', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'],
]
const NOT_BUILT = /\.test\.tsx?$|^db\/migrations\/|^server\/openstack\/fake\//

const builtAtMs = fs.statSync(BUILD, { throwIfNoEntry: false })?.mtimeMs
const newer = builtAtMs === undefined ? undefined : newerThan(builtAtMs)
if (builtAtMs === undefined || newer) {
  console.error(
    newer ? `Building the pages again: ${newer} changed.` : 'Building the pages, once. This takes about a minute.',
  )
  // The build's output belongs to whoever looks for the address that is printed last, so it goes to stderr.
  const { status } = spawnSync('npx', ['next', 'build'], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (status !== 0) {
    fs.rmSync(BUILD, { force: true }) // half a build is none
    process.exit(status ?? 1)
  }
}

/** The first source changed after `timeMs`. Files that came with a checkout count by their own time, too. */
function newerThan(timeMs) {
  const files = SOURCES.flatMap((source) =>
    fs.statSync(source, { throwIfNoEntry: false })?.isDirectory()
      ? fs.readdirSync(source, { recursive: true }).map((file) => path.join(source, file))
      : [source],
  )
  return files.find((file) => {
    if (NOT_BUILT.test(file)) return false
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    // A folder's time moves when a file in it is removed.
    return stat !== undefined && stat.mtimeMs > timeMs
  })
}
