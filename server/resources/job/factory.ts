import { newUuid } from '../../ids.ts'
import { jobSteps, jobs } from '../../jobs/table.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'

/** A failed change of a volume, with three steps of which the second failed. */
export const makeJob: Make<typeof jobs> = async (overrides = {}) => {
  const now = new Date()
  const job = await insertRow(jobs, {
    uuid: newUuid(),
    name: 'volume.extend',
    kind: 'update',
    state: 'failed',
    resourceType: 'openstack-volumes',
    resourceUuid: newUuid(),
    resourceName: 'disk',
    tenantUuid: newUuid(),
    projectUuid: newUuid(),
    customerUuid: newUuid(),
    settingsUuid: newUuid(),
    eventType: 'resource_extend',
    step: 1,
    runAt: now,
    createdAt: now,
    modifiedAt: now,
    ...overrides,
  })
  for (const [index, state] of (['done', 'failed', 'pending'] as const).entries())
    await insertRow(jobSteps, { jobUuid: job.uuid, index, name: `step_${index}`, state, attempts: index === 1 ? 3 : 1 })
  return job
}

export const factories: Factories = { 'foyer-jobs': factory(makeJob, { cancel: { state: 'queued' } }) }
