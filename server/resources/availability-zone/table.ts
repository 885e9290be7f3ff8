import { k } from '../../../db/columns.ts'
import { propertyColumns } from '../base/properties.ts'

/** Zones of Nova (`instance`) and Cinder (`volume`); `backendId` is the name. */
export const availabilityZones = k.table(
  'availability_zones',
  {
    ...propertyColumns(),
    service: k.text('service').$type<'instance' | 'volume'>().notNull(),
    available: k.bool('available').notNull().default(true),
  },
  (t) => [k.uniqueIndex('availability_zones_name').on(t.settingsUuid, t.service, t.name)],
)
export type AvailabilityZoneRow = typeof availabilityZones.$inferSelect
