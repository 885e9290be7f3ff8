import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { routers } from './table.ts'

/** A router without interfaces and gateway. */
export const makeRouter: Make<typeof routers> = (overrides = {}) =>
  insertRow(routers, { ...resourceValues('router'), runtimeState: 'ACTIVE', ...overrides })

export const factories: Factories = { 'openstack-routers': factory(makeRouter) }
