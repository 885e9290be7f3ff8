import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { instances } from './table.ts'

/** A running instance without volumes and ports. */
export const makeInstance: Make<typeof instances> = (overrides = {}) =>
  insertRow(instances, { ...resourceValues('instance'), runtimeState: 'ACTIVE', cores: 1, ramMib: 1024, ...overrides })

export const factories: Factories = { 'openstack-instances': factory(makeInstance) }
