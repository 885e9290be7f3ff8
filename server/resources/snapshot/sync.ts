/** Snapshots as sync meets them: they are sold with nothing of their own, so unknown ones become rows. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { deleteSnapshot, getSnapshot, listSnapshots, type Snapshot } from '../../openstack/cinder/snapshots.ts'
import { parseTime } from '../../openstack/time.ts'
import { syncOf } from '../../sync/define.ts'
import { textFromCloud } from '../base/neutron.ts'
import { type VolumeRow, volumes } from '../volume/table.ts'
import { columnsFromCinder, forgetSnapshot } from './cloud.ts'
import type { SnapshotRow } from './table.ts'

type Context = ReadonlyMap<string, Pick<VolumeRow, 'uuid' | 'typeName'>>

export const snapshotSync = syncOf<SnapshotRow, Snapshot, Context>({
  kind: 'snapshot',
  group: 'resources',
  rank: 30,
  // Cinder cannot tell which snapshots have changed since.
  list: ({ cinder }, since) => (since ? undefined : listSnapshots(cinder, { all_tenants: 1 })),
  get: ({ cinder }, id) => getSnapshot(cinder, id),
  remove: ({ cinder }, id) => deleteSnapshot(cinder, id),
  id: ({ id }) => id,
  project: (snapshot) => snapshot['os-extended-snapshot-attributes:project_id'] ?? '',
  mark: ({ metadata }) => metadata.foyer_uuid,
  createdAt: ({ created_at }) => parseTime(created_at),
  isFaulty: ({ status }) => status.startsWith('error'),
  isIdle: ({ status }) => ['available', 'error'].includes(status),
  words: ({ name, size, status }) => `${name ?? ''} (${size} GiB, ${status})`,
  prepare: async (settingsUuid) => {
    const rows = await db
      .select({ uuid: volumes.uuid, backendId: volumes.backendId, typeName: volumes.typeName })
      .from(volumes)
      .where(eq(volumes.settingsUuid, settingsUuid))
    return new Map(rows.map((row) => [row.backendId, row]))
  },
  columns: (snapshot, volumeOf, row) => {
    const volume = volumeOf.get(snapshot.volume_id)
    return {
      ...columnsFromCinder(snapshot),
      description: textFromCloud(snapshot.description ?? '', row?.description),
      sourceVolumeUuid: volume?.uuid ?? null,
      // The type that the volume had: it may have another one now.
      typeName: row ? row.typeName : (volume?.typeName ?? ''),
    }
  },
  drop: ({ uuid }) => forgetSnapshot(uuid),
  isImported: true,
  events: { imported: 'resource_import_succeeded', cleaned: 'resource_deletion_succeeded' },
})
