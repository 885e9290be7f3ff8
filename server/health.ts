/** Whether this portal can serve: its database, the workers' sign of life, the providers' last sync. */
import { desc, sql } from 'drizzle-orm'
import { db } from '../db/client.ts'
import { workers } from './jobs/table.ts'
import { providers } from './resources/provider/table.ts'
import { MINUTE_MS } from './units.ts'

export type Health = {
  /** False: the portal cannot serve and `/api/health/` answers 503. */
  ready: boolean
  checks: {
    database: 'working' | string
    worker: 'working' | string
    /** By provider name; a cloud that is away does not make the portal unready. */
    providers: Record<string, { last_sync: string | null; unreachable_since: string | null }>
  }
}

const WORKER_SILENT_MS = MINUTE_MS

export const readHealth = async (): Promise<Health> => {
  try {
    await db.select({ one: sql`1` }).from(workers).limit(1)
  } catch {
    return { ready: false, checks: { database: 'The database does not answer.', worker: 'unknown', providers: {} } }
  }
  const [last] = await db.select().from(workers).orderBy(desc(workers.seenAt)).limit(1)
  const alive = last !== undefined && Date.now() - last.seenAt.getTime() < WORKER_SILENT_MS
  const rows = await db.select().from(providers)
  return {
    ready: true,
    checks: {
      database: 'working',
      worker: alive ? 'working' : 'No worker has shown a sign of life for a minute: accepted work waits.',
      providers: Object.fromEntries(
        rows.map((row) => [
          row.name,
          {
            last_sync: row.lastSyncAt?.toISOString() ?? null,
            unreachable_since: row.unreachableSince?.toISOString() ?? null,
          },
        ]),
      ),
    },
  }
}
