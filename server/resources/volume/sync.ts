/** Volumes as sync meets them. Unknown ones are the cloud's: a person decides whether they are imported. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { deleteVolume, getVolume, listVolumes, type Volume } from '../../openstack/cinder/volumes.ts'
import { parseTime } from '../../openstack/time.ts'
import { syncOf } from '../../sync/define.ts'
import { textFromCloud } from '../base/neutron.ts'
import { loadRefs, type Refs } from '../base/refs.ts'
import { forgetSourceVolume } from '../snapshot/cloud.ts'
import { volumeTypes } from '../volume-type/table.ts'
import { columnsFromCinder } from './cloud.ts'
import type { VolumeRow } from './table.ts'

type Context = { refs: Refs; types: ReadonlyMap<string, string> }

export const volumeSync = syncOf<VolumeRow, Volume, Context>({
  kind: 'volume',
  group: 'resources',
  rank: 20,
  list: ({ cinder }, since) =>
    listVolumes(cinder, {
      all_tenants: 1,
      // Cinder reads a time without a zone sign.
      ...(since && { updated_at: `gt:${since.toISOString().slice(0, 19)}` }),
    }),
  get: ({ cinder }, id) => getVolume(cinder, id),
  remove: ({ cinder }, id) => deleteVolume(cinder, id),
  id: ({ id }) => id,
  project: (volume) => volume['os-vol-tenant-attr:tenant_id'] ?? '',
  mark: ({ metadata }) => metadata.foyer_uuid,
  createdAt: ({ created_at }) => parseTime(created_at),
  isFaulty: ({ status }) => status.startsWith('error'),
  isIdle: ({ status, attachments }) => attachments.length === 0 && ['available', 'error'].includes(status),
  words: ({ name, size, status }) => `${name ?? ''} (${size} GiB, ${status})`,
  prepare: async (settingsUuid) => {
    const types = await db.select().from(volumeTypes).where(eq(volumeTypes.settingsUuid, settingsUuid))
    return {
      refs: await loadRefs(settingsUuid, { instance: 'all' }),
      types: new Map(types.map(({ name, uuid }) => [name, uuid])),
    }
  },
  columns: (volume, { refs, types }, row) => {
    const links = {
      typeUuid: types.get(volume.volume_type ?? '') ?? null,
      instanceUuid: refs('instance', volume.attachments[0]?.server_id) ?? null,
    }
    const columns = columnsFromCinder(volume, links)
    return {
      ...columns,
      description: textFromCloud(volume.description ?? '', row?.description),
      // The name that was ordered; Cinder's is the image's name at that time.
      imageName: row?.imageName || columns.imageName,
    }
  },
  drop: ({ uuid }) => forgetSourceVolume(uuid),
  isImported: false,
  events: { imported: 'resource_import_succeeded', cleaned: 'resource_deletion_succeeded' },
})
