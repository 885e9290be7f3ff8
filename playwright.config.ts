/** Started by `npm run e2e`, which brings what the environment lacks: ports, a data folder, Chromium, a fresh build. */
import fs from 'node:fs'
import { defineConfig, devices } from '@playwright/test'

const real = process.env.FOYER_TEST_CLOUD === 'real'
const port = process.env.PORT ?? '4300'
const baseURL = `http://127.0.0.1:${port}`

// Standard output holds the server's log and would drown the results.
const LOG = 'test-results/server.log'
fs.mkdirSync('test-results', { recursive: true })

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/runs',
  workers: 1,
  // A test that passes only at its second try is printed as flaky.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: real ? 600_000 : 60_000,
  expect: { timeout: real ? 60_000 : 10_000 },
  reporter: [['list'], ...(process.env.FOYER_TEST_SUMMARY ? [['./e2e/support/reporter.ts'] as [string]] : [])],
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Root may not use the sandbox; the rest keeps Chromium from calling home while it is tested.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'portal', testMatch: '*.spec.ts', testIgnore: 'cloud/**' },
    { name: 'cloud', testMatch: 'cloud/**/*.spec.ts' },
  ],
  webServer: {
    command: `node server/${real ? 'main' : 'demo'}.ts > ${LOG} 2>&1`,
    url: `${baseURL}/api/health/`,
    timeout: 120_000,
    env: { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: port },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
})
