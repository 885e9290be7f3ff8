/** A snapshot becomes a volume again: asked of the snapshot, or by the brief's form of the volume it was taken of. */
import { and, desc, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { db } from '../../../db/client.ts'
import { actionFor, type Call } from '../../api/define.ts'
import { stateRefusal } from '../../api/refusal.ts'
import { conflict, fieldError } from '../../errors.ts'
import { createResource } from '../../jobs/accept.ts'
import { noteChange } from '../../live/changes.ts'
import { addCompanion } from '../../marketplace/companions.ts'
import { authorOf } from '../base/actions.ts'
import { created, placeOf } from '../base/children.ts'
import { type SnapshotRow, snapshots } from '../snapshot/table.ts'
import { volumeTypes } from '../volume-type/table.ts'
import { createFromSnapshotInput, restoreInput } from './input.ts'
import { restoreVolumeJob } from './jobs.ts'
import { volumeDelta } from './quota.ts'
import { volumes } from './table.ts'

const PATH = 'openstack-volumes'
const possible = { states: ['OK'], runtimeStates: ['available'] } as const

const restore = async (snapshot: SnapshotRow, input: z.infer<typeof restoreInput>, call: Call) => {
  const [type] = await db
    .select({ uuid: volumeTypes.uuid })
    .from(volumeTypes)
    .where(and(eq(volumeTypes.settingsUuid, snapshot.settingsUuid), eq(volumeTypes.name, snapshot.typeName)))
  const { row } = await createResource<typeof volumes>({
    def: { path: PATH },
    job: restoreVolumeJob,
    values: {
      ...placeOf(snapshot),
      name: input.name,
      description: input.description ?? `Restored from snapshot ${snapshot.name}`,
      sizeMib: snapshot.sizeMib,
      typeName: snapshot.typeName,
      typeUuid: type?.uuid ?? null,
      sourceSnapshotUuid: snapshot.uuid,
    },
    quota: volumeDelta(snapshot),
    children: async (volume) => {
      await addCompanion(volume, 'OpenStack.Volume', 'Creating')
      await noteChange('openstack-snapshots', 'updated', snapshot)
    },
    author: authorOf(call.actor),
    context: { snapshot_uuid: snapshot.uuid, snapshot_name: snapshot.name },
  })
  return created(call, PATH, row.uuid)
}

/** Actions of a snapshot that make volumes. */
export const snapshotVolumeActions = {
  restore: actionFor(snapshots)({
    summary: 'Restore the snapshot into a new volume',
    states: possible.states,
    runtimeStates: possible.runtimeStates,
    input: restoreInput,
    handle: ({ row, input, call }) => restore(row, input, call),
  }),
}

export const createFromSnapshot = actionFor(volumes)({
  summary: 'Make a new volume from a snapshot of this one',
  description: 'The brief’s form of `openstack-snapshots/{uuid}/restore/`: without `snapshot` from the newest one.',
  input: createFromSnapshotInput,
  handle: async ({ row, input, call }) => {
    const newest = () =>
      db
        .select()
        .from(snapshots)
        .where(
          and(
            eq(snapshots.sourceVolumeUuid, row.uuid),
            eq(snapshots.state, 'OK'),
            eq(snapshots.runtimeState, 'available'),
          ),
        )
        .orderBy(desc(snapshots.createdAt), desc(snapshots.uuid))
        .limit(1)
    const snapshot = input.snapshot
      ? await call.resolve<SnapshotRow>('openstack-snapshots', input.snapshot, 'snapshot')
      : (await newest())[0]
    if (!snapshot) throw fieldError('snapshot', 'The volume has no snapshot that is OK.')
    if (snapshot.sourceVolumeUuid !== row.uuid) throw fieldError('snapshot', 'The snapshot is of another volume.')
    const refusal = stateRefusal(possible, snapshot.state, snapshot.runtimeState)
    if (refusal) throw conflict(`Snapshot ${snapshot.name}: ${refusal}`)
    return restore(snapshot, input, call)
  },
})
