import { events } from '../../events/table.ts'
import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow } from '../../testing/rows.ts'

let number = 1_000_000

/** An entry about a volume that somebody has extended. */
export const makeEvent: Make<typeof events> = (overrides = {}) =>
  insertRow(events, {
    uuid: newUuid(),
    number: number++,
    createdAt: new Date(),
    eventType: 'resource_extend_succeeded',
    message: 'Extend of disk has succeeded.',
    result: 'succeeded',
    userUuid: newUuid(),
    username: 'somebody',
    resourceType: 'openstack-volumes',
    resourceUuid: newUuid(),
    projectUuid: newUuid(),
    customerUuid: newUuid(),
    ...overrides,
  })

export const factories: Factories = { events: factory(makeEvent) }
