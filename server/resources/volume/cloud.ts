/** Between Cinder's volumes and our rows: one translation, used by jobs, pulls and sync. */
import { and, eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { getVolume, listVolumes, type Volume } from '../../openstack/cinder/volumes.ts'
import { isGone } from '../../openstack/errors.ts'
import { collect, type ServiceClient } from '../../openstack/http.ts'
import { gibToMib } from '../../units.ts'
import { instances } from '../instance/table.ts'
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
