/** Public JSON of snapshots (openapi `OpenStackSnapshot`). */
import { z } from 'zod'
import { rowsAmong } from '../../../db/among.ts'
import type { View } from '../../api/define.ts'
import { byUuid, childFields, childSchema, uuidField, wireTime, wireTimeOrNull } from '../base/present.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { type VolumeRow, volumes } from '../volume/table.ts'
import type { SnapshotRow } from './table.ts'

const restorationSchema = z
  .object({
    uuid: uuidField,
    created: z.iso.datetime({ offset: true }),
    description: z.string(),
    volume: z.url(),
    volume_name: z.string(),
    volume_state: z.string(),
    volume_runtime_state: z.string(),
    volume_size: z.int().meta({ description: 'MiB.' }),
    volume_device: z.string(),
  })
  .meta({ id: 'OpenStackSnapshotRestoration' })

export const snapshotSchema = childSchema
  .extend({
    source_volume: z.url().nullable(),
    size: z.int().meta({ description: 'MiB.' }),
    metadata: z.record(z.string(), z.unknown()),
    runtime_state: z.string().meta({ description: 'Cinder status, verbatim.' }),
    source_volume_name: z.string(),
    source_volume_marketplace_uuid: z.string(),
    restorations: z.array(restorationSchema),
    backups: z.array(z.object({ uuid: uuidField, name: z.string() })),
    kept_until: z.iso.datetime({ offset: true }).nullable().meta({ description: 'When it is deleted by itself.' }),
  })
  .meta({ id: 'OpenStackSnapshot' })
export type SnapshotJson = z.infer<typeof snapshotSchema>

/** The volume is all that a restoration leaves, so it stands for it. */
const presentRestoration = (volume: VolumeRow, { link }: View) => ({
  uuid: volume.uuid,
  created: wireTime(volume.createdAt),
  description: volume.description,
  volume: link('openstack-volumes', volume.uuid),
  volume_name: volume.name,
  volume_state: volume.state,
  volume_runtime_state: volume.runtimeState,
  volume_size: volume.sizeMib,
  volume_device: volume.device,
})

export const presentSnapshots = async (rows: SnapshotRow[], view: View): Promise<SnapshotJson[]> => {
  const { link, wants } = view
  const sources = rows.map((row) => row.sourceVolumeUuid)
  const [common, volumeOf, market, restored] = await Promise.all([
    childFields(rows, view, { collection: 'openstack-snapshots', resourceType: 'OpenStack.Snapshot' }),
    byUuid(wants('source_volume_name') ? sources : [], (list) =>
      rowsAmong(volumes, volumes.uuid, list, { only: ['uuid', 'name'] }),
    ),
    rowsAmong(
      marketplaceResources,
      marketplaceResources.scopeUuid,
      wants('source_volume_marketplace_uuid') ? sources.filter((uuid) => uuid !== null) : [],
      { only: ['uuid', 'scopeUuid'] },
    ),
    rowsAmong(volumes, volumes.sourceSnapshotUuid, wants('restorations') ? rows.map((row) => row.uuid) : [], {
      order: [volumes.createdAt, volumes.uuid],
    }),
  ])
  const marketOf = new Map(market.map((row) => [row.scopeUuid, row.uuid]))
  return rows.map((row, index) => ({
    ...common[index],
    source_volume: row.sourceVolumeUuid && link('openstack-volumes', row.sourceVolumeUuid),
    size: row.sizeMib,
    metadata: row.metadata,
    runtime_state: row.runtimeState,
    source_volume_name: (row.sourceVolumeUuid && volumeOf.get(row.sourceVolumeUuid)?.name) || '',
    source_volume_marketplace_uuid: marketOf.get(row.sourceVolumeUuid) ?? '',
    restorations: restored
      .filter((volume) => volume.sourceSnapshotUuid === row.uuid)
      .map((volume) => presentRestoration(volume, view)),
    backups: [],
    kept_until: wireTimeOrNull(row.keptUntil),
  }))
}
