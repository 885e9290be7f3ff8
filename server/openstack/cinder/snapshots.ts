/** Cinder snapshots. Reference: Block Storage API v3, "Volume snapshots". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const Snapshot = z.object({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  status: z.string(),
  size: z.int(), // GiB, that of the volume when it was made
  volume_id: z.string(),
  created_at: z.string(), // UTC without a zone
  updated_at: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).default({}),
  'os-extended-snapshot-attributes:project_id': z.string().optional(),
  'os-extended-snapshot-attributes:progress': z.string().optional(), // '42%'
})
export type Snapshot = z.infer<typeof Snapshot>
const One = z.object({ snapshot: Snapshot })

/** Without `all_tenants=1` those of the session's project. Snapshots have no filter for time. */
export const listSnapshots = (cinder: ServiceClient, query: Query = {}) =>
  cinder.list('/snapshots/detail', 'snapshots', Snapshot, { query })

/** Snapshots of all projects with these metadata. Needs admin. */
export const findSnapshotsByMetadata = (cinder: ServiceClient, metadata: Record<string, string>) =>
  collect(listSnapshots(cinder, { all_tenants: 1, metadata: JSON.stringify(metadata) }))

export const getSnapshot = async (cinder: ServiceClient, id: string) =>
  (await cinder.get(['snapshots', id], One)).snapshot

export type NewSnapshot = { volume_id: string; name: string; description?: string; metadata?: Record<string, string> }

/** Accepted: poll `getSnapshot` until `available` or `error`. Attached volumes too (3.66, no `force` any more). */
export const createSnapshot = async (cinder: ServiceClient, snapshot: NewSnapshot) =>
  (await cinder.post('/snapshots', One, { body: { snapshot } })).snapshot

export const updateSnapshot = async (
  cinder: ServiceClient,
  id: string,
  snapshot: { name?: string; description?: string },
) => (await cinder.put(['snapshots', id], One, { body: { snapshot } })).snapshot

/** Accepted, not done: poll `getSnapshot` until 404. */
export const deleteSnapshot = (cinder: ServiceClient, id: string) => cinder.delete(['snapshots', id])

/** Admin. Sets the word only. */
export const resetSnapshotStatus = (cinder: ServiceClient, id: string, status: string): Promise<void> =>
  cinder.post(['snapshots', id, 'action'], undefined, { body: { 'os-reset_status': { status } } })
