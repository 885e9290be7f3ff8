/** Cinder volumes. Reference: Block Storage API v3, "Volumes" and "Volume actions". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const Volume = z.object({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  status: z.string(), // an open set
  size: z.int(), // GiB
  bootable: z.string().transform((text) => text === 'true'), // Cinder sends the word
  encrypted: z.boolean().default(false),
  multiattach: z.boolean().default(false),
  volume_type: z.string().nullish(), // its name
  availability_zone: z.string().nullish(),
  snapshot_id: z.string().nullish(),
  source_volid: z.string().nullish(),
  created_at: z.string(), // UTC without a zone
  updated_at: z.string().nullish(),
  attachments: z.array(
    z.object({ attachment_id: z.string(), server_id: z.string().nullish(), device: z.string().nullish() }),
  ),
  metadata: z.record(z.string(), z.string()).default({}),
  volume_image_metadata: z.record(z.string(), z.string()).optional(), // of a volume made from an image
  'os-vol-tenant-attr:tenant_id': z.string().optional(),
})
export type Volume = z.infer<typeof Volume>
const One = z.object({ volume: Volume })

/**
 * Volumes with details. Without `all_tenants=1` those of the session's project; with it `project_id` narrows (admin).
 * What changed: `updated_at=gt:<time>` (3.60), where time has no zone sign. `changes-since` answers 200 and an empty list.
 */
export const listVolumes = (cinder: ServiceClient, query: Query = {}) =>
  cinder.list('/volumes/detail', 'volumes', Volume, { query })

/** Volumes of all projects with these metadata. Needs admin. The filter is a JSON text inside the query. */
export const findVolumesByMetadata = (cinder: ServiceClient, metadata: Record<string, string>) =>
  collect(listVolumes(cinder, { all_tenants: 1, metadata: JSON.stringify(metadata) }))

export const getVolume = async (cinder: ServiceClient, id: string) => (await cinder.get(['volumes', id], One)).volume

export type NewVolume = {
  name: string
  size: number // GiB
  description?: string
  volume_type?: string
  availability_zone?: string
  imageRef?: string
  snapshot_id?: string
  source_volid?: string
  /** The mark a lost creation is found again by. Keys and values up to 255 characters. */
  metadata?: Record<string, string>
}

/** Resolves when Cinder has accepted (202): poll `getVolume` until `available` or `error`. @throws OpenStackError 413 `quota` */
export const createVolume = async (cinder: ServiceClient, volume: NewVolume) =>
  (await cinder.post('/volumes', One, { body: { volume } })).volume

export const updateVolume = async (
  cinder: ServiceClient,
  id: string,
  volume: { name?: string; description?: string; metadata?: Record<string, string> },
) => (await cinder.put(['volumes', id], One, { body: { volume } })).volume

/** Accepted, not done: poll `getVolume` until 404. @throws OpenStackError 400 if it is attached or has snapshots */
export const deleteVolume = (cinder: ServiceClient, id: string) => cinder.delete(['volumes', id])

/** Bodies of `POST /volumes/{id}/action`. */
export const volumeAction = {
  /** GiB. Cinder only grows; an attached volume needs 3.42 and a driver that can. */
  extend: (sizeGib: number) => ({ 'os-extend': { new_size: sizeGib } }),
  /** `never`: refused where the data would have to move; `on-demand`: moved. */
  retype: (type: string, migration: 'never' | 'on-demand' = 'never') => ({
    'os-retype': { new_type: type, migration_policy: migration },
  }),
  setBootable: (bootable: boolean) => ({ 'os-set_bootable': { bootable } }),
  /** Admin. Sets the word only. */
  resetStatus: (status: string, attach?: 'attached' | 'detached') => ({
    'os-reset_status': { status, ...(attach && { attach_status: attach }) },
  }),
  forceDelete: () => ({ 'os-force_delete': {} }),
}

/**
 * Asks Cinder to act. Resolves when it has accepted (202): poll `getVolume`.
 * @throws OpenStackError 400 (not 409) if the volume's status forbids it, 413 `quota`, 404
 */
export const actOnVolume = (cinder: ServiceClient, id: string, body: object): Promise<void> =>
  cinder.post(['volumes', id, 'action'], undefined, { body })
