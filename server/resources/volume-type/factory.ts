import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, propertyValues } from '../../testing/rows.ts'
import { volumeTypes } from './table.ts'

/** A type of no tenant. */
export const makeVolumeType: Make<typeof volumeTypes> = (overrides = {}) =>
  insertRow(volumeTypes, { ...propertyValues('type'), ...overrides })

export const factories: Factories = { 'openstack-volume-types': factory(makeVolumeType) }
