/** The worker process: jobs and timers. Any number of them may run; they share nothing but the database. */
import { hostname } from 'node:os'
import { eq, lt } from 'drizzle-orm'
import { db } from '../db/client.ts'
import { boot, shutDown } from './boot.ts'
import { adminCloud, tenantCloud, tenantUserCloud } from './clouds.ts'
import { env } from './env.ts'
import { newUuid } from './ids.ts'
import { createEngine } from './jobs/engine.ts'
import { workers } from './jobs/table.ts'
import { log } from './log.ts'
import { registry } from './registry.ts'
import { capLimit } from './resources/provider/caps.ts'
import { startTimers } from './sync/timers.ts'
import { DAY_MS } from './units.ts'

const HEARTBEAT_MS = 10_000

const main = async () => {
  await boot()
  const owner = `${hostname()}/${process.pid}/${newUuid().slice(0, 8)}`
  const engine = createEngine({
    resources: registry,
    clouds: { admin: adminCloud, tenant: tenantCloud, tenantUser: tenantUserCloud },
    owner,
    leaseSeconds: env.FOYER_LEASE_SECONDS,
    settleSeconds: env.FOYER_SETTLE_SECONDS,
    concurrency: env.FOYER_WORKER_CONCURRENCY,
    capLimit,
  })
  const beat = async () => {
    const seenAt = new Date()
    await db
      .insert(workers)
      .values({ owner, startedAt: seenAt, seenAt })
      .onConflictDoUpdate({ target: workers.owner, set: { seenAt } })
    await db.delete(workers).where(lt(workers.seenAt, new Date(seenAt.getTime() - DAY_MS)))
  }
  await beat()
  const heartbeat = setInterval(
    () => beat().catch((error) => log.error({ err: error }, 'heartbeat failed')),
    HEARTBEAT_MS,
  )
  const timers = startTimers({ owner, resources: registry })
  engine.start()
  log.info({ owner }, 'worker started')

  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    clearInterval(heartbeat)
    await Promise.all([engine.stop(), timers.stop()])
    await db.delete(workers).where(eq(workers.owner, owner))
    await shutDown()
    process.exit(0)
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  // Started by the web process: end with it, and look for work when it says so.
  process.on('disconnect', end)
  process.on('message', (message) => {
    if (message === 'wake') engine.wake()
  })
}

main().catch((error) => {
  log.fatal({ err: error }, 'the worker could not start')
  process.exit(1)
})
