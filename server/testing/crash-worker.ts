/** A worker process for the kill tests: waits to be told, works, and dies by SIGKILL at the call it was told. */
import { closeDatabase, openDatabase } from '../../db/client.ts'
import { adminCloud, tenantCloud, tenantUserCloud } from '../clouds.ts'
import { env } from '../env.ts'
import { createEngine } from '../jobs/engine.ts'
import { registry } from '../registry.ts'

export type Order = { at: number; when: 'before' | 'after' }

await openDatabase({ url: env.DATABASE_URL, dataDir: env.FOYER_DATA_DIR })

process.on('message', async ({ at, when }: Order) => {
  let calls = 0
  const die = () => process.kill(process.pid, 'SIGKILL')
  const engine = createEngine({
    resources: registry,
    clouds: { admin: adminCloud, tenant: tenantCloud, tenantUser: tenantUserCloud },
    owner: `crash-${process.pid}`,
    leaseSeconds: 1,
    settleSeconds: 0,
    concurrency: 4,
    pace: 0.01,
    capLimit: async () => 1000,
    hooks: {
      beforeCall: () => {
        if (when === 'before' && ++calls === at) die()
      },
      afterCall: () => {
        if (when === 'after' && ++calls === at) die()
      },
    },
  })
  engine.start()
})
process.on('disconnect', () => void closeDatabase().then(() => process.exit(0)))
process.send?.('ready')
