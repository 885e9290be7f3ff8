import { newUuid } from '../../ids.ts'
import { leftovers } from '../../jobs/table.ts'
import { makeActor } from '../../testing/api.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'

/** A port that a removal could not confirm as gone. */
export const makeLeftover: Make<typeof leftovers> = (overrides = {}) =>
  insertRow(leftovers, {
    uuid: newUuid(),
    settingsUuid: newUuid(),
    kind: 'port',
    backendId: newUuid(),
    reason: 'The cloud refused this.',
    createdAt: new Date(),
    ...overrides,
  })

const support = () => makeActor({ isStaff: false, isSupport: true })

export const factories: Factories = { 'foyer-leftovers': factory(makeLeftover, {}, { reader: support }) }
