/**
 * `npm run e2e`: browser tests on the production build and the built-in cloud. Arguments go to Playwright
 * (`npm run e2e -- console.spec.ts --headed`). With `FOYER_TEST_CLOUD=real`, which `npm run test:cloud` sets, it runs the
 * stories of e2e/cloud on the OpenStack that `OS_*` names.
 */
import './node-version.mjs'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findChromium } from './chromium.ts'
import { freePort } from './free-port.ts'
import { finish, runSuite, withoutClouds } from './summary.mjs'

const real = process.env.FOYER_TEST_CLOUD === 'real'
const { status } = spawnSync(process.execPath, ['scripts/build-if-stale.mjs'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'foyer-e2e-'))
try {
  const cloudPort = await freePort()
  const env = {
    ...(real ? process.env : withoutClouds()),
    CHROMIUM_PATH: await findChromium(),
    PORT: String(await freePort()),
    FOYER_DATA_DIR: dataDir,
    ...(real
      ? { FOYER_STAFF_PASSWORD: randomBytes(12).toString('hex') }
      : {
          CLOUD_PORT: String(cloudPort),
          FOYER_CLOUD_URL: `http://127.0.0.1:${cloudPort}`,
          // A cloud that never answers is noticed while a test waits for it.
          FOYER_OPENSTACK_TIMEOUT_SECONDS: '8',
        }),
  }
  const args = ['playwright', 'test', `--project=${real ? 'cloud' : 'portal'}`, ...process.argv.slice(2)]
  finish(await runSuite(real ? 'Playwright, real cloud' : 'Playwright', 'npx', args, env))
} finally {
  fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
}
