/** `npm run test:crash`: worker processes are really killed at every call. `npm test` does that for the main story only. */
import './node-version.mjs'
import { finish, runSuite, withoutClouds } from './summary.mjs'

const args = ['vitest', 'run', '.crash.test.ts', '--project', 'sqlite', '--project', 'pg', ...process.argv.slice(2)]
finish(await runSuite('crash tests, all with real kills', 'npx', args, { ...withoutClouds(), FOYER_CRASH: 'all' }))
