/**
 * Projects: `unit` (pure), `sqlite` and `pg` (the same server tests on both databases), `contract` (the cloud contract,
 * on the built-in cloud unless `FOYER_TEST_CLOUD=real`), and with `FOYER_TEST_CLOUD=real` also `cloud` (the stories on
 * the OpenStack that `OS_*` names).
 */
import path from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'

const CLOUD = '**/*.cloud.test.ts'
const CONTRACT = 'server/openstack/contract/**/*.cloud.test.ts'
// Need no database, so they run once.
const PURE = ['server/openstack/**/*.test.ts', 'server/layers.test.ts', 'server/units.test.ts']

const real = process.env.FOYER_TEST_CLOUD === 'real'
const never = [...configDefaults.exclude, '.next/**', 'e2e/**']
const environment = ['scripts/vitest/environment.ts']
const server = {
  include: ['server/**/*.test.ts', 'db/**/*.test.ts'],
  exclude: [...never, ...PURE, CLOUD],
  setupFiles: environment,
}

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // Timing between processes is part of several tests; the reporter shows what needed a second try.
    retry: process.env.CI ? 1 : 0,
    // Every kill of every operation is one test in `npm run test:crash`.
    testTimeout: process.env.FOYER_CRASH === 'all' ? 1_800_000 : 20_000,
    hookTimeout: 60_000,
    reporters: ['default', ...(process.env.FOYER_TEST_SUMMARY ? ['./scripts/vitest/reporter.ts'] : [])],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [...PURE, '{app,components,scripts,bench}/**/*.test.{ts,tsx}'],
          exclude: [...never, CLOUD],
          setupFiles: environment,
        },
      },
      { extends: true, test: { name: 'sqlite', ...server } },
      { extends: true, test: { name: 'pg', ...server, globalSetup: ['scripts/vitest/postgres.ts'] } },
      {
        extends: true,
        test: {
          name: 'contract',
          include: [CONTRACT],
          exclude: never,
          setupFiles: environment,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      ...(real
        ? [
            {
              extends: true as const,
              test: {
                name: 'cloud',
                include: [CLOUD],
                exclude: [...never, CONTRACT],
                setupFiles: environment,
                testTimeout: 600_000,
                hookTimeout: 600_000,
              },
            },
          ]
        : []),
    ],
  },
})
