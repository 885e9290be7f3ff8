import { newUuid } from '../../ids.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { volumes } from './table.ts'

/** A detached data volume. */
export const makeVolume: Make<typeof volumes> = (overrides = {}) =>
  insertRow(volumes, { ...resourceValues('volume'), runtimeState: 'available', sizeMib: 1024, ...overrides })

export const factories: Factories = {
  'openstack-volumes': factory(makeVolume, { detach: { instanceUuid: newUuid() } }),
}
