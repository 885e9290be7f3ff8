/** What may be asked of a snapshot, and when (contract 3.3, 4.5). Restoring it makes a volume: see there. */
import { actionFor } from '../../api/define.ts'
import { commonActions } from '../base/actions.ts'
import { forgetSnapshot } from './cloud.ts'
import { snapshotUpdateInput } from './input.ts'
import { deleteSnapshotJob, pullSnapshotJob, updateSnapshotJob } from './jobs.ts'
import { snapshots } from './table.ts'

const action = actionFor(snapshots)

export const updateSnapshotAction = action({
  summary: 'Rename or describe the snapshot, or set how long it is kept',
  states: ['OK'],
  label: 'Update',
  event: 'resource_update',
  input: snapshotUpdateInput,
  job: updateSnapshotJob,
  plan: ({ input: { name, description, kept_until }, row }) => ({
    patch: {
      name,
      description,
      ...(kept_until !== undefined && { keptUntil: kept_until ? new Date(kept_until) : null }),
    },
    context: { old_name: row.name, new_name: name ?? row.name },
  }),
})

export const destroySnapshotAction = action({
  summary: 'Delete the snapshot',
  description: 'Volumes that were restored from it stay.',
  states: ['OK', 'ERRED'],
  job: deleteSnapshotJob,
  answer: { status: 202, body: { detail: 'Deletion was scheduled.' } },
  declaredStatus: 204,
})

export const snapshotActions = {
  ...commonActions({
    table: snapshots,
    path: 'openstack-snapshots',
    pull: pullSnapshotJob,
    remove: ({ uuid }) => forgetSnapshot(uuid),
  }),
  restorations: action({
    summary: 'Volumes that were restored from it',
    method: 'GET',
    handle: async ({ row, call }) => {
      const shown = (await call.render('openstack-snapshots', row.uuid)) as { restorations: unknown[] } | null
      return { status: 200, body: shown?.restorations ?? [] }
    },
  }),
}
