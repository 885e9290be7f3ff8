/** Taking a snapshot: below its volume, and by the brief's form on the collection. */
import { actionFor, type Call, defineRoute } from '../../api/define.ts'
import { guardRefusal } from '../../api/refusal.ts'
import { managers, signedIn } from '../../api/rules.ts'
import { conflict } from '../../errors.ts'
import { createResource } from '../../jobs/accept.ts'
import { authorOf } from '../base/actions.ts'
import { created, parentFor, placeOf } from '../base/children.ts'
import { type VolumeRow, volumes } from '../volume/table.ts'
import { type CreateSnapshotInput, createSnapshotInput, createSnapshotOfInput } from './input.ts'
import { createSnapshotJob } from './jobs.ts'
import { snapshotDelta } from './quota.ts'
import { guards } from './rules.ts'
import type { snapshots } from './table.ts'

const PATH = 'openstack-snapshots'

const createOf = async (volume: VolumeRow, input: CreateSnapshotInput, call: Call) => {
  const { row } = await createResource<typeof snapshots>({
    def: { path: PATH },
    job: createSnapshotJob,
    values: {
      ...placeOf(volume),
      name: input.name,
      description: input.description,
      sizeMib: volume.sizeMib,
      typeName: volume.typeName,
      sourceVolumeUuid: volume.uuid,
      keptUntil: input.kept_until ? new Date(input.kept_until) : null,
    },
    quota: snapshotDelta(volume),
    author: authorOf(call.actor),
    context: { volume_uuid: volume.uuid, volume_name: volume.name },
  })
  return created(call, PATH, row.uuid)
}

/** Actions of a volume that make snapshots. */
export const volumeSnapshotActions = {
  snapshot: actionFor(volumes)({
    summary: 'Take a snapshot',
    // As the volume is in the cloud now; one that is being renamed can be kept too.
    guards: guards.snapshot,
    input: createSnapshotInput,
    handle: ({ row, input, call }) => createOf(row, input, call),
  }),
}

export const createSnapshotRoute = defineRoute({
  summary: 'Take a snapshot of the volume that the body names',
  method: 'POST',
  path: '',
  rule: signedIn,
  status: 201,
  input: createSnapshotOfInput,
  handle: async ({ input, call }) => {
    const volume = await parentFor<VolumeRow>(call, managers, 'openstack-volumes', input.source_volume, 'source_volume')
    const refusal = guardRefusal(guards.snapshot, { runtime_state: volume.runtimeState, backend_id: volume.backendId })
    if (refusal) throw conflict(refusal.reason)
    return createOf(volume, input, call)
  },
})
