import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { snapshots } from './table.ts'

/** A snapshot that is available. */
export const makeSnapshot: Make<typeof snapshots> = (overrides = {}) =>
  insertRow(snapshots, {
    ...resourceValues('snapshot'),
    runtimeState: 'available',
    sizeMib: 1024,
    sourceVolumeUuid: newUuid(),
    ...overrides,
  })

export const factories: Factories = { 'openstack-snapshots': factory(makeSnapshot) }
