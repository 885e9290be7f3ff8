/** Rows of the marketplace for tests: an offering, what was ordered from it, and the order. */
import { newUuid } from '../ids.ts'
import { type MarketplaceResourceRow, marketplaceResources } from '../resources/marketplace-resource/table.ts'
import { offerings } from '../resources/offering/table.ts'
import type { Make } from './factories.ts'
import { insertRow } from './rows.ts'

/** A resource that stands, with the offering that it came from and without an OpenStack object. */
export const makeMarketplaceResource: Make<typeof marketplaceResources> = async (overrides = {}) => {
  const now = new Date()
  const offering = await insertRow(offerings, {
    uuid: newUuid(),
    name: 'Offering',
    type: 'OpenStack.Tenant',
    state: 'Active',
    categoryUuid: newUuid(),
    customerUuid: newUuid(),
    settingsUuid: newUuid(),
    createdAt: now,
    modifiedAt: now,
  })
  return insertRow(marketplaceResources, {
    uuid: newUuid(),
    name: 'resource',
    state: 'OK',
    offeringUuid: offering.uuid,
    projectUuid: newUuid(),
    customerUuid: newUuid(),
    scopeType: 'OpenStack.Tenant',
    createdAt: now,
    modifiedAt: now,
    ...overrides,
  }) as Promise<MarketplaceResourceRow>
}
