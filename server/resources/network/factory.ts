import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { networks } from './table.ts'

/** A network without subnet. */
export const makeNetwork: Make<typeof networks> = (overrides = {}) =>
  insertRow(networks, { ...resourceValues('network'), runtimeState: 'ACTIVE', mtu: 1450, ...overrides })

export const factories: Factories = { 'openstack-networks': factory(makeNetwork) }
