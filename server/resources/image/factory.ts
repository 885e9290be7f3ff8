import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, propertyValues } from '../../testing/rows.ts'
import { images } from './table.ts'

/** A small image that is ready, of no tenant. */
export const makeImage: Make<typeof images> = (overrides = {}) =>
  insertRow(images, { ...propertyValues('image'), status: 'active', visibility: 'public', ...overrides })

export const factories: Factories = { 'openstack-images': factory(makeImage) }
