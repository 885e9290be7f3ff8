/** A portal in one process for tests against an OpenStack: organisation, project, offering, engine, REST API. */
import { eq, inArray } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { Actor } from '../api/define.ts'
import { adminCloud, tenantCloud, tenantUserCloud } from '../clouds.ts'
import { type Env, env } from '../env.ts'
import { createEngine, type Engine } from '../jobs/engine.ts'
import { jobSteps, jobs } from '../jobs/table.ts'
import type { CloudSession } from '../openstack/login.ts'
import { registry } from '../registry.ts'
import { type CustomerRow, customers } from '../resources/customer/table.ts'
import type { OfferingRow } from '../resources/offering/table.ts'
import { capLimit } from '../resources/provider/caps.ts'
import { ensureProviderFromEnvironment } from '../resources/provider/from-environment.ts'
import { apiOf, makeActor, type TestApi } from './api.ts'
import { makeCustomer, makeProject } from './identity.ts'

export type TestPortal = {
  offering: OfferingRow
  customer: CustomerRow
  projectUuid: string
  staff: Actor
  api: TestApi
  engine: Engine
  /** The provider's own session, to look at the cloud past the portal. */
  cloud: () => Promise<CloudSession>
  /** Waits until no job is waiting or running. @throws Error when that takes longer than `seconds` */
  settle: (seconds?: number) => Promise<void>
  stop: () => Promise<void>
}

const LIVE = ['queued', 'running', 'undoing'] as const

/** Needs an open database. `from` names the cloud as `OS_*` do. */
export const startTestPortal = async (from: Partial<Env> = {}, pace = 0.2): Promise<TestPortal> => {
  const offering = await ensureProviderFromEnvironment({ ...env, ...from })
  if (!offering) throw new Error('The environment names no cloud (OS_AUTH_URL, …), or a provider is there already.')
  const customer = await makeCustomer()
  const project = await makeProject({ customerUuid: customer.uuid })
  const staff = makeActor()
  const engine = createEngine({
    resources: registry,
    clouds: { admin: adminCloud, tenant: tenantCloud, tenantUser: tenantUserCloud },
    owner: `test/${process.pid}`,
    leaseSeconds: 30,
    settleSeconds: 2,
    concurrency: 8,
    capLimit,
    pace,
  })
  engine.start()
  const settle = async (seconds = 300) => {
    for (let left = seconds * 10; left > 0; left--) {
      const live = await db
        .select({ uuid: jobs.uuid })
        .from(jobs)
        .where(inArray(jobs.state, [...LIVE]))
      if (live.length === 0) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const stuck = await db
      .select()
      .from(jobs)
      .where(inArray(jobs.state, [...LIVE]))
    const steps = await db
      .select()
      .from(jobSteps)
      .where(eq(jobSteps.jobUuid, stuck[0]?.uuid ?? ''))
    throw new Error(`Jobs did not end: ${JSON.stringify(stuck)} ${JSON.stringify(steps)}`)
  }
  return {
    offering,
    customer: (await db.select().from(customers).where(eq(customers.uuid, customer.uuid)))[0],
    projectUuid: project.uuid,
    staff,
    api: apiOf(registry, staff),
    engine,
    cloud: () => adminCloud(offering.settingsUuid),
    settle,
    stop: () => engine.stop(),
  }
}
