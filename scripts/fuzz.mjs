/** `npm run fuzz`: hostile input, many cases under a new seed. `npm test` sends a few, the same each time. */
import './node-version.mjs'
import { randomInt } from 'node:crypto'
import { finish, runSuite, withoutClouds } from './summary.mjs'

const seed = process.env.FOYER_TEST_SEED ?? String(randomInt(2 ** 31))
const runs = process.env.FOYER_TEST_RUNS ?? '300'
console.log(`Again: FOYER_TEST_SEED=${seed} FOYER_TEST_RUNS=${runs} npm run fuzz`)
const both = ['--project', 'sqlite', '--project', 'pg']
const args = ['vitest', 'run', 'server/api/hostile.test.ts', ...both, ...process.argv.slice(2)]
const env = { ...withoutClouds(), FOYER_TEST_SEED: seed, FOYER_TEST_RUNS: runs }
finish(await runSuite('hostile input', 'npx', args, env))
