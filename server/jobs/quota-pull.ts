/** Each job that moved quotas asks for one pull of its tenant, so that a reservation does not wait for the timer. */
import { and, eq, inArray } from 'drizzle-orm'
import { afterCommit, db } from '../../db/client.ts'
import { newUuid } from '../ids.ts'
import { wakeWorker } from './hooks.ts'
import { jobSteps, jobs } from './table.ts'

/** The name under which the tenant's declaration lists the pull. */
export const QUOTA_PULL_JOB = 'tenant.pull_quotas_quietly'
/** Some services count a moment later than they answer. */
const DELAY_MS = 1500

/** In a transaction. A pull that waits already serves this one too. */
export const requestQuotaPull = async (tenantUuid: string, settingsUuid: string | null): Promise<void> => {
  const waiting = await db
    .select({ uuid: jobs.uuid })
    .from(jobs)
    .where(and(eq(jobs.resourceUuid, tenantUuid), eq(jobs.name, QUOTA_PULL_JOB), inArray(jobs.state, ['queued'])))
  if (waiting.length > 0) return
  const now = new Date()
  const uuid = newUuid()
  await db.insert(jobs).values({
    uuid,
    name: QUOTA_PULL_JOB,
    kind: 'task',
    state: 'queued',
    resourceType: 'openstack-tenants',
    resourceUuid: tenantUuid,
    tenantUuid,
    settingsUuid,
    runAt: new Date(now.getTime() + DELAY_MS),
    createdAt: now,
    modifiedAt: now,
  })
  await db.insert(jobSteps).values({ jobUuid: uuid, index: 0, name: 'pull_quotas', state: 'pending' })
  afterCommit(wakeWorker)
}
