import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'
import { offerings, plans } from './table.ts'

/** A private one, on offer in its project. */
export const makeOffering: Make<typeof offerings> = (overrides = {}) => {
  const now = new Date()
  return insertRow(offerings, {
    uuid: newUuid(),
    name: 'Offering',
    type: 'OpenStack.Tenant',
    state: 'Active',
    categoryUuid: newUuid(),
    customerUuid: newUuid(),
    projectUuid: newUuid(),
    settingsUuid: newUuid(),
    createdAt: now,
    modifiedAt: now,
    ...overrides,
  })
}

const makePlan: Make<typeof plans> = async (overrides = {}) =>
  insertRow(plans, {
    uuid: newUuid(),
    offeringUuid: (await makeOffering({ projectUuid: null })).uuid,
    name: 'Plan',
    createdAt: new Date(),
    ...overrides,
  })

export const factories: Factories = {
  'marketplace-public-offerings': factory(makeOffering),
  'marketplace-provider-offerings': factory(makeOffering),
  'marketplace-plans': factory(makePlan),
}
