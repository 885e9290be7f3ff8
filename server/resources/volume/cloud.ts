/** Between Cinder's volumes and our rows, for all who make, read or remove volumes: jobs of volumes and instances, sync. */
import { and, eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { Again, type Found, type StepContext, StepFailure } from '../../jobs/define.ts'
import { plainCause } from '../../jobs/explain.ts'
import { listMessages } from '../../openstack/cinder/messages.ts'
import {
  createVolume,
  deleteVolume,
  findVolumesByMetadata,
  getVolume,
  listVolumes,
  type Volume,
} from '../../openstack/cinder/volumes.ts'
import { isGone } from '../../openstack/errors.ts'
import { collect, first, type ServiceClient } from '../../openstack/http.ts'
import { gibToMib, mibToGib } from '../../units.ts'
import { metadataMark } from '../base/marks.ts'
import { images } from '../image/table.ts'
import { instances } from '../instance/table.ts'
import { snapshots } from '../snapshot/table.ts'
import { volumeTypes } from '../volume-type/table.ts'
import type { VolumeRow } from './table.ts'

/** Names that Cinder does not know by our uuids. `instanceUuid` undefined: a server that is not ours. */
export type VolumeLinks = { typeUuid: string | null; instanceUuid: string | null }

/** Columns that the cloud decides. Names and descriptions are the cloud's too: a rename there shows here. */
export const columnsFromCinder = (volume: Volume, links: VolumeLinks): Partial<VolumeRow> => {
  const attachment = volume.attachments[0]
  return {
    name: volume.name || volume.id,
    description: volume.description ?? '',
    runtimeState: volume.status,
    sizeMib: gibToMib(volume.size),
    bootable: volume.bootable,
    typeUuid: links.typeUuid,
    typeName: volume.volume_type ?? '',
    availabilityZoneName: volume.availability_zone ?? '',
    metadata: Object.fromEntries(Object.entries(volume.metadata).filter(([key]) => key !== 'foyer_uuid')),
    imageMetadata: volume.volume_image_metadata ?? {},
    imageName: volume.volume_image_metadata?.image_name ?? '',
    instanceUuid: attachment ? links.instanceUuid : null,
    device: attachment?.device ?? '',
  }
}

/** The rows of ours that a volume of Cinder's points at. */
export const linksOf = async (settingsUuid: string, volume: Volume): Promise<VolumeLinks> => {
  const serverId = volume.attachments[0]?.server_id
  const [type] = volume.volume_type
    ? await db
        .select({ uuid: volumeTypes.uuid })
        .from(volumeTypes)
        .where(and(eq(volumeTypes.settingsUuid, settingsUuid), eq(volumeTypes.name, volume.volume_type)))
    : []
  const [instance] = serverId
    ? await db.select({ uuid: instances.uuid }).from(instances).where(eq(instances.backendId, serverId))
    : []
  return { typeUuid: type?.uuid ?? null, instanceUuid: instance?.uuid ?? null }
}

/** Status of a volume that waits: `gone` when Cinder no longer knows it. */
export const volumeStatus = async (cinder: ServiceClient, id: string): Promise<string> => {
  try {
    return (await getVolume(cinder, id)).status
  } catch (error) {
    if (isGone(error)) return 'gone'
    throw error
  }
}

/**
 * Status of a volume that is being made, through one list of all that are: whoever is not in it has ended.
 * `shared` is the step's, so that jobs that wait together ask once.
 */
export const creatingStatus = async (
  cinder: ServiceClient,
  id: string,
  shared: <T>(key: string, read: () => Promise<T>) => Promise<T>,
): Promise<string> => {
  const moving = await shared('volumes-creating', () => collect(listVolumes(cinder, { status: 'creating' })))
  return moving.some((volume) => volume.id === id) ? 'creating' : volumeStatus(cinder, id)
}

/** Cinder's own account of what went wrong with a volume, when it left one. */
export const volumeFailure = async (cinder: ServiceClient, id: string, status: string): Promise<StepFailure> => {
  const message = await first(listMessages(cinder, id)).catch(() => undefined)
  const text = message?.user_message ?? `The volume's status is ${status}.`
  return new StepFailure(plainCause(text) ?? 'The cloud could not finish the volume.', {
    service: 'cinder',
    text,
    status,
  })
}

/** Makes the volume of a row in Cinder, once. Also used for the volumes of a new instance. */
export const makeVolume = async (
  context: Pick<StepContext<unknown, unknown>, 'cloud' | 'once'>,
  row: VolumeRow,
  save: (id: string, status: string) => Promise<void>,
): Promise<string> => {
  const { cinder } = await context.cloud()
  const [snapshot] = row.sourceSnapshotUuid
    ? await db.select().from(snapshots).where(eq(snapshots.uuid, row.sourceSnapshotUuid))
    : []
  const [image] = row.imageUuid ? await db.select().from(images).where(eq(images.uuid, row.imageUuid)) : []
  return context.once(`volume:${row.uuid}`, {
    find: async () => (await findVolumesByMetadata(cinder, metadataMark(row.uuid)))[0],
    create: async () => {
      if (row.sourceSnapshotUuid && !snapshot?.backendId) throw new StepFailure('The snapshot is no longer there.')
      return createVolume(cinder, {
        name: row.name,
        size: mibToGib(row.sizeMib),
        description: row.description || undefined,
        volume_type: row.typeName || undefined,
        availability_zone: row.availabilityZoneName || undefined,
        imageRef: image?.backendId,
        snapshot_id: snapshot?.backendId,
        metadata: { ...row.metadata, ...metadataMark(row.uuid) },
      })
    },
    save: (made: Found & { status?: string }) => save(made.id, made.status ?? 'creating'),
  })
}

/** Takes back what `makeVolume` made or may have made, and sees it gone. */
export const unmakeVolume = async (
  context: Pick<StepContext<unknown, unknown>, 'cloud' | 'unmake'>,
  uuid: string,
): Promise<void> => {
  const { cinder } = await context.cloud()
  await context.unmake(`volume:${uuid}`, {
    find: async () => (await findVolumesByMetadata(cinder, metadataMark(uuid)))[0],
    remove: async (id) => {
      await removeVolume(cinder, id)
      if ((await volumeStatus(cinder, id)) !== 'gone') throw new Again(LOOK_SECONDS, 'Waiting for the volume to go.')
    },
  })
}

const LOOK_SECONDS = 1
/** Cinder deletes nothing that it is still working on. */
const MOVING = ['creating', 'downloading', 'attaching', 'detaching', 'extending', 'retyping', 'reserved', 'uploading']

/**
 * Asks Cinder to delete a volume; one that is gone or going is fine.
 * @throws Again while Cinder works on it, StepFailure when it failed to delete it, OpenStackError 400 with dependents.
 */
export const removeVolume = async (cinder: ServiceClient, id: string): Promise<void> => {
  const status = await volumeStatus(cinder, id)
  if (status === 'gone' || status === 'deleting') return
  if (status === 'error_deleting') throw await volumeFailure(cinder, id, status)
  if (MOVING.includes(status)) throw new Again(LOOK_SECONDS, `Waiting for the volume: it is ${status}.`)
  try {
    await deleteVolume(cinder, id)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}
