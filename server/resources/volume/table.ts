import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

export const volumes = k.table(
  'volumes',
  {
    ...resourceColumns(),
    /** The public API counts MiB, Cinder GiB. */
    sizeMib: k.int('size_mib').notNull(),
    bootable: k.bool('bootable').notNull().default(false),
    metadata: k.json<Record<string, string>>('metadata').notNull().default({}),
    imageUuid: k.text('image_uuid'),
    imageName: k.text('image_name').notNull().default(''),
    imageMetadata: k.json<Record<string, unknown>>('image_metadata').notNull().default({}),
    typeUuid: k.text('type_uuid'),
    typeName: k.text('type_name').notNull().default(''),
    availabilityZoneUuid: k.text('availability_zone_uuid'),
    availabilityZoneName: k.text('availability_zone_name').notNull().default(''),
    /** Null while detached. */
    instanceUuid: k.text('instance_uuid'),
    device: k.text('device').notNull().default(''),
    sourceSnapshotUuid: k.text('source_snapshot_uuid'),
  },
  (t) => [
    k.index('volumes_name').on(t.name, t.uuid),
    k.index('volumes_tenant').on(t.tenantUuid, t.name, t.uuid),
    k.index('volumes_project').on(t.projectUuid, t.name, t.uuid),
    k.index('volumes_instance').on(t.instanceUuid),
    k.index('volumes_backend').on(t.backendId),
    k.index('volumes_settings').on(t.settingsUuid),
  ],
)
export type VolumeRow = typeof volumes.$inferSelect
