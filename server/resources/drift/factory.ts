import { newUuid } from '../../ids.ts'
import { drifts } from '../../sync/table.ts'
import { makeActor } from '../../testing/api.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'

/** A quota limit that somebody changed in the cloud. */
export const makeDrift: Make<typeof drifts> = (overrides = {}) => {
  const now = new Date()
  const tenantUuid = newUuid()
  return insertRow(drifts, {
    uuid: newUuid(),
    settingsUuid: newUuid(),
    tenantUuid,
    kind: 'quota_limit',
    subject: `${tenantUuid}/vcpu`,
    portalValue: '20',
    cloudValue: '10',
    firstSeenAt: now,
    lastSeenAt: now,
    ...overrides,
  })
}

/** Sees everything and changes nothing. */
const support = () => makeActor({ isStaff: false, isSupport: true })

export const factories: Factories = {
  'foyer-drifts': factory(makeDrift, { remove: { kind: 'missing_in_cloud' } }, { reader: support }),
}
