/** `npm run demo`: the built-in cloud, the portal on top of it, and people and a tenant to begin with. */
import path from 'node:path'
import { boot } from './boot.ts'
import { ensurePlayground, PLAYGROUND } from './demo/playground.ts'
import { DEMO_PASSWORD, demoPeople, seedDemo } from './demo/seed.ts'
import { env } from './env.ts'
import { createFakeCloud } from './openstack/fake/index.ts'
import { startPortal } from './portal.ts'

const main = async () => {
  const cloud = await createFakeCloud({
    port: env.CLOUD_PORT,
    stateFile: path.resolve(env.FOYER_DATA_DIR, 'built-in-cloud.json'),
  })
  // Before the portal's own handlers, which end the process: the cloud's rows are written first.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void cloud.close())
  await boot()
  await seedDemo(cloud.env, cloud.ids.externalNetworkId)
  const portal = await startPortal({ dev: process.argv.includes('--dev') })
  await ensurePlayground(`http://127.0.0.1:${env.PORT || new URL(portal.url).port}`)
  const widest = Math.max(...demoPeople.map(({ username }) => username.length))
  const accounts = demoPeople.map(({ username, words }) => `    ${username.padEnd(widest)}  ${words}`)
  console.log(
    [
      '',
      `  The portal is at ${portal.url}`,
      '',
      `  Accounts, all with the password "${DEMO_PASSWORD}":`,
      ...accounts,
      '',
      `  The tenant "${PLAYGROUND}" is ready. Stop with Ctrl+C; a next start goes on where this one ends.`,
      '',
    ].join('\n'),
  )
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
