import { type Factories, factory, type Make } from '../../testing/factories.ts'
import { insertRow, propertyValues } from '../../testing/rows.ts'
import { availabilityZones } from './table.ts'

type Service = 'instance' | 'volume'

/** An available zone of no tenant. */
const makeZone =
  (service: Service): Make<typeof availabilityZones> =>
  (overrides = {}) =>
    insertRow(availabilityZones, { ...propertyValues('zone'), service, ...overrides })

export const factories: Factories = {
  'openstack-instance-availability-zones': factory(makeZone('instance')),
  'openstack-volume-availability-zones': factory(makeZone('volume')),
}
