import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'
import { makeMarketplaceResource } from '../../testing/sold.ts'
import { orders } from './table.ts'

/** One that waits for the consumer's yes. */
const makeOrder: Make<typeof orders> = async (overrides = {}) => {
  const resource = await makeMarketplaceResource({ state: 'Creating' })
  const now = new Date()
  return insertRow(orders, {
    uuid: newUuid(),
    type: 'Create',
    state: 'pending-consumer',
    offeringUuid: resource.offeringUuid,
    resourceUuid: resource.uuid,
    projectUuid: resource.projectUuid,
    customerUuid: resource.customerUuid,
    providerCustomerUuid: newUuid(),
    createdBy: newUuid(),
    createdAt: now,
    modifiedAt: now,
    ...overrides,
  })
}

export const factories: Factories = { 'marketplace-orders': factory(makeOrder) }
