import { newUuid } from '../../ids.ts'
import { syncRuns } from '../../sync/table.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'

/** A pull that has ended well and changed nothing. */
export const makeSyncRun: Make<typeof syncRuns> = (overrides = {}) => {
  const now = new Date()
  return insertRow(syncRuns, {
    uuid: newUuid(),
    schedule: 'openstack-resources',
    settingsUuid: newUuid(),
    state: 'done',
    startedAt: now,
    endedAt: now,
    ...overrides,
  })
}

export const factories: Factories = { 'foyer-sync-runs': factory(makeSyncRun) }
