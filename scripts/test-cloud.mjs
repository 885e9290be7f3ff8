/**
 * `npm run test:cloud`: the cloud contract and the main stories on a real OpenStack. `OS_*` names it; else the test cloud
 * in ../shared/cloud is started, or used where it runs already.
 */
import './node-version.mjs'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { finish, runSuite, sum, withoutClouds } from './summary.mjs'

const TEST_CLOUD = path.resolve('../shared/cloud')

const cloud = await findCloud()
if (cloud.missing)
  finish({ passed: 0, failed: 0, skipped: [{ name: 'tests on a real OpenStack', reason: cloud.missing }] })
else if (cloud.problem) {
  console.error(cloud.problem)
  finish({ passed: 0, failed: 1, skipped: [] })
} else {
  console.log(`The cloud is ${cloud.env.OS_AUTH_URL}`)
  const env = { ...withoutClouds(), ...cloud.env, FOYER_TEST_CLOUD: 'real' }
  const vitest = ['vitest', 'run', '--project', 'contract', '--project', 'cloud', '--no-file-parallelism']
  finish(
    sum([
      await runSuite('contract and stories on the real cloud', 'npx', vitest, env),
      await runSuite('browser story on the real cloud', process.execPath, ['scripts/e2e.mjs'], env),
    ]),
  )
}

/** Variables that describe the cloud, why there is none, or what went wrong. */
async function findCloud() {
  if (process.env.OS_AUTH_URL) return { env: described(process.env) }
  const up = path.join(TEST_CLOUD, 'up')
  if (!fs.existsSync(up)) return { missing: 'OS_AUTH_URL is not set and there is no ../shared/cloud' }
  const file = path.join(process.env.STATE ?? '/tmp/openstack-cloud', 'cloud.env')
  if (!(await answers(file))) {
    const { status, signal } = spawnSync(up, { stdio: ['ignore', 'inherit', 'inherit'], cwd: TEST_CLOUD })
    if (status !== 0) return { problem: `../shared/cloud/up failed (${signal ?? `exit code ${status}`})` }
  }
  return { env: variables(file) }
}

/** Whether the cloud that `file` describes is up, so that it need not be started. */
async function answers(file) {
  if (!fs.existsSync(file) || !fs.existsSync(path.join(path.dirname(file), 'READY'))) return false
  try {
    return (await fetch(variables(file).OS_AUTH_URL, { signal: AbortSignal.timeout(5000) })).status < 500
  } catch {
    return false
  }
}

function variables(file) {
  const { stdout } = spawnSync('bash', ['-c', 'set -a; . "$1"; env -0', 'bash', file], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  return described(Object.fromEntries(stdout.split('\0').map((line) => line.split(/=(.*)/s).slice(0, 2))))
}

/** What describes a cloud: what the `openstack` command reads, and which image, flavor and network the tests may use. */
function described(env) {
  const wanted = /^(OS|IMAGE|FLAVOR|EXTERNAL|VOLUME_TYPE|NOVNC|SERIAL)_/
  const found = Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)))
  return { OS_EXTERNAL_NETWORK_ID: found.EXTERNAL_NETWORK_ID, ...found }
}
