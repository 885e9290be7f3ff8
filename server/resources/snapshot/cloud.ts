/** Between Cinder's snapshots and our rows: for jobs of snapshots and instances, and sync. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { Again, StepFailure } from '../../jobs/define.ts'
import { noteChange } from '../../live/changes.ts'
import { deleteSnapshot, getSnapshot, type Snapshot } from '../../openstack/cinder/snapshots.ts'
import { isGone } from '../../openstack/errors.ts'
import type { ServiceClient } from '../../openstack/http.ts'
import { gibToMib } from '../../units.ts'
import { volumes } from '../volume/table.ts'
import { type SnapshotRow, snapshots } from './table.ts'

/** Columns that the cloud decides. */
export const columnsFromCinder = (snapshot: Snapshot): Partial<SnapshotRow> => ({
  name: snapshot.name || snapshot.id,
  description: snapshot.description ?? '',
  runtimeState: snapshot.status,
  sizeMib: gibToMib(snapshot.size),
  metadata: Object.fromEntries(Object.entries(snapshot.metadata).filter(([key]) => key !== 'foyer_uuid')),
})

/** Status of a snapshot that waits: `gone` when Cinder no longer knows it. */
export const snapshotStatus = async (cinder: ServiceClient, id: string): Promise<string> => {
  try {
    return (await getSnapshot(cinder, id)).status
  } catch (error) {
    if (isGone(error)) return 'gone'
    throw error
  }
}

/** Cinder leaves no message about snapshots: its word is all there is. */
export const snapshotFailure = (status: string): StepFailure =>
  new StepFailure('The cloud could not finish the snapshot.', {
    service: 'cinder',
    text: `The snapshot's status is ${status}.`,
    status,
  })

const LOOK_SECONDS = 1
/** Cinder deletes nothing that it is still working on. */
const MOVING = ['creating', 'backing-up', 'restoring', 'unmanaging']

/**
 * Asks Cinder to delete a snapshot; one that is gone or going is fine.
 * @throws Again while Cinder works on it, StepFailure when it failed to delete it.
 */
export const removeSnapshot = async (cinder: ServiceClient, id: string): Promise<void> => {
  const status = await snapshotStatus(cinder, id)
  if (status === 'gone' || status === 'deleting') return
  if (status === 'error_deleting') throw snapshotFailure(status)
  if (MOVING.includes(status)) throw new Again(LOOK_SECONDS, `Waiting for the snapshot: it is ${status}.`)
  try {
    await deleteSnapshot(cinder, id)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** Volumes made from a snapshot outlive it, and name it no longer. In a transaction. */
export const forgetSnapshot = async (uuid: string): Promise<void> => {
  const left = await db
    .update(volumes)
    .set({ sourceSnapshotUuid: null, modifiedAt: new Date() })
    .where(eq(volumes.sourceSnapshotUuid, uuid))
    .returning()
  for (const volume of left) await noteChange('openstack-volumes', 'updated', volume)
}

/** Snapshots outlive a volume that is gone outside the portal, and name it no longer. In a transaction. */
export const forgetSourceVolume = async (volumeUuid: string): Promise<void> => {
  const left = await db
    .update(snapshots)
    .set({ sourceVolumeUuid: null, modifiedAt: new Date() })
    .where(eq(snapshots.sourceVolumeUuid, volumeUuid))
    .returning()
  for (const snapshot of left) await noteChange('openstack-snapshots', 'updated', snapshot)
}
