/** Public JSON of volumes (openapi `OpenStackVolume`). */
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { byUuid, childFields, childSchema } from '../base/present.ts'
import { instances } from '../instance/table.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { providers } from '../provider/table.ts'
import type { VolumeRow } from './table.ts'

export const volumeSchema = childSchema
  .extend({
    source_snapshot: z.url().nullable(),
    size: z.int().nullable().meta({ description: 'MiB.' }),
    bootable: z.boolean(),
    metadata: z.record(z.string(), z.unknown()),
    image: z.url().nullable(),
    image_metadata: z.string(),
    image_name: z.string(),
    type: z.url().nullable(),
    type_name: z.string(),
    runtime_state: z.string().meta({ description: 'Cinder status, verbatim.' }),
    availability_zone: z.url().nullable(),
    availability_zone_name: z.string(),
    device: z.string().meta({ description: 'As Nova asked for; the guest may name it otherwise.' }),
    instance: z.url().nullable(),
    instance_uuid: z.string().nullable(),
    instance_name: z.string(),
    instance_runtime_state: z.string().meta({ description: 'Nova status of the instance it is attached to.' }),
    instance_marketplace_uuid: z.string(),
    extend_enabled: z.boolean().meta({ description: 'Whether extend would pass the resize check.' }),
  })
  .meta({ id: 'OpenStackVolume' })
export type VolumeJson = z.infer<typeof volumeSchema>

/** Contract 3.3: without the provider's option only what is not bootable grows, and only while its instance is stopped. */
const mayExtend = (row: VolumeRow, instanceState: string | undefined, live: boolean) =>
  live || (!row.bootable && (!row.instanceUuid || instanceState === 'SHUTOFF'))

export const presentVolumes = async (rows: VolumeRow[], view: View): Promise<VolumeJson[]> => {
  const { link, wants } = view
  const attached = wants('instance_name', 'instance_runtime_state', 'extend_enabled')
  const [common, instanceOf, marketOf, providerOf] = await Promise.all([
    childFields(rows, view, { collection: 'openstack-volumes', resourceType: 'OpenStack.Volume' }),
    byUuid(attached ? rows.map((row) => row.instanceUuid) : [], (list) =>
      db
        .select({ uuid: instances.uuid, name: instances.name, runtimeState: instances.runtimeState })
        .from(instances)
        .where(inArray(instances.uuid, list)),
    ),
    byUuid(wants('instance_marketplace_uuid') ? rows.map((row) => row.instanceUuid) : [], async (list) => {
      const found = await db
        .select({ uuid: marketplaceResources.scopeUuid, resource: marketplaceResources.uuid })
        .from(marketplaceResources)
        .where(inArray(marketplaceResources.scopeUuid, list))
      return found.map((row) => ({ uuid: row.uuid!, resource: row.resource }))
    }),
    byUuid(wants('extend_enabled') ? rows.map((row) => row.settingsUuid) : [], (list) =>
      db
        .select({ uuid: providers.uuid, options: providers.options })
        .from(providers)
        .where(inArray(providers.uuid, list)),
    ),
  ])
  return rows.map((row, index) => {
    const instance = row.instanceUuid ? instanceOf.get(row.instanceUuid) : undefined
    const live = providerOf.get(row.settingsUuid)?.options.live_resize_of_volumes_enabled ?? false
    return {
      ...common[index],
      source_snapshot: row.sourceSnapshotUuid && link('openstack-snapshots', row.sourceSnapshotUuid),
      size: row.sizeMib,
      bootable: row.bootable,
      metadata: row.metadata,
      image: row.imageUuid && link('openstack-images', row.imageUuid),
      image_metadata: Object.keys(row.imageMetadata).length > 0 ? JSON.stringify(row.imageMetadata) : '',
      image_name: row.imageName,
      type: row.typeUuid && link('openstack-volume-types', row.typeUuid),
      type_name: row.typeName,
      runtime_state: row.runtimeState,
      availability_zone:
        row.availabilityZoneUuid && link('openstack-volume-availability-zones', row.availabilityZoneUuid),
      availability_zone_name: row.availabilityZoneName,
      device: row.device,
      instance: row.instanceUuid && link('openstack-instances', row.instanceUuid),
      instance_uuid: row.instanceUuid,
      instance_name: instance?.name ?? '',
      instance_runtime_state: instance?.runtimeState ?? '',
      instance_marketplace_uuid: (row.instanceUuid && marketOf.get(row.instanceUuid)?.resource) || '',
      extend_enabled: mayExtend(row, instance?.runtimeState, live),
    }
  })
}
