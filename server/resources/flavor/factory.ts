import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, propertyValues } from '../../testing/rows.ts'
import { flavors } from './table.ts'

/** One vCPU and 1 GiB, of no tenant. */
export const makeFlavor: Make<typeof flavors> = (overrides = {}) =>
  insertRow(flavors, { ...propertyValues('flavor'), cores: 1, ramMib: 1024, diskMib: 10_240, ...overrides })

export const factories: Factories = { 'openstack-flavors': factory(makeFlavor) }
