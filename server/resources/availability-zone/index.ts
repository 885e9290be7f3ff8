/** Availability zones of Nova and Cinder: one table, two collections. Source: contract 4.3. */
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { defineResource } from '../../api/define.ts'
import { boolean } from '../../api/filters.ts'
import { propertyFields, propertyFilters, propertySchema, visibleProperty } from '../base/property-resource.ts'
import { availabilityZones as zones } from './table.ts'

const collection = (service: 'instance' | 'volume', path: string, id: string) => {
  const kind = service === 'instance' ? 'instance_zone' : 'volume_zone'
  const visible = visibleProperty(zones, kind)
  return defineResource({
    path,
    model: 'AvailabilityZone',
    summary: service === 'instance' ? 'Availability zones of instances' : 'Availability zones of volumes',
    table: zones,
    schema: propertySchema.omit({ backend_id: true }).extend({ available: z.boolean() }).meta({ id }),
    visible: (actor) => and(eq(zones.service, service), visible(actor)),
    scopeOf: () => ({}),
    present: async (rows, { link }) =>
      rows.map((row) => {
        const { backend_id: _, ...fields } = propertyFields(row, path, link)
        return { ...fields, available: row.available }
      }),
    list: true,
    retrieve: true,
    filters: { ...propertyFilters(zones, kind), available: boolean(zones.available) },
    orderings: { name: zones.name },
    defaultOrder: [zones.settingsUuid, zones.name],
  })
}

export const instanceZoneResource = collection(
  'instance',
  'openstack-instance-availability-zones',
  'OpenStackInstanceAvailabilityZone',
)
export const volumeZoneResource = collection(
  'volume',
  'openstack-volume-availability-zones',
  'OpenStackVolumeAvailabilityZone',
)
