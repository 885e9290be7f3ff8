/**
 * Whether `npm ci` will take the lock file. Packages with one binary per platform are sometimes published with a platform
 * missing; `npm install` then writes a lock without that entry, and `npm ci` refuses it.
 */
import fs from 'node:fs'

const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))
const names = new Set(Object.keys(packages).map((place) => place.split('node_modules/').at(-1)))
const missing = Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
  Object.keys(optionalDependencies)
    .filter((name) => !names.has(name))
    .map((name) => `${name}, of ${owner || 'package.json'}`),
)
for (const line of missing) console.error(`not in package-lock.json: ${line}. Choose an older release of the owner.`)
process.exitCode = missing.length > 0 ? 1 : 0
