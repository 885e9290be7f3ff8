/** `npm test`: the checks, the unit and API tests on both databases, then the browser tests. */
import './node-version.mjs'
import { finish, runSuite, sum, withoutClouds } from './summary.mjs'

const node = process.execPath
const env = withoutClouds()
finish(
  sum([
    await runSuite('check', node, ['scripts/check.mjs'], env),
    await runSuite('unit and API tests, on SQLite and PostgreSQL', 'npx', ['vitest', 'run'], env),
    await runSuite('browser tests on the built-in cloud', node, ['scripts/e2e.mjs'], env),
  ]),
)
