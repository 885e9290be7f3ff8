/** Snapshots of volumes. Source: contract 4.5. */
import { sql } from 'drizzle-orm'
import { defineResource } from '../../api/define.ts'
import { exact, linkOrUuid, uuidOf } from '../../api/filters.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { commonFilters, commonOrderings, tenantFilters } from '../base/filters.ts'
import { providerScopeOf } from '../base/scope.ts'
import { volumes } from '../volume/table.ts'
import { destroySnapshotAction, snapshotActions, updateSnapshotAction } from './actions.ts'
import { createSnapshotRoute } from './create.ts'
import { snapshotJobs } from './jobs.ts'
import { presentSnapshots, snapshotSchema } from './schema.ts'
import { snapshotSync } from './sync.ts'
import { snapshots } from './table.ts'

export { volumeSnapshotActions } from './create.ts'

export const snapshotResource = defineResource({
  path: 'openstack-snapshots',
  model: 'Snapshot',
  resourceType: 'OpenStack.Snapshot',
  summary: 'Snapshots of volumes',
  table: snapshots,
  schema: snapshotSchema,
  visible: (actor) => visibleByScope(actor, snapshots),
  scopeOf: providerScopeOf,
  present: presentSnapshots,
  list: true,
  retrieve: true,
  filters: {
    ...commonFilters(snapshots),
    ...tenantFilters(snapshots),
    source_volume: linkOrUuid(snapshots.sourceVolumeUuid, 'Volume it was taken of.'),
    source_volume_uuid: uuidOf(snapshots.sourceVolumeUuid, 'Volume it was taken of.'),
    runtime_state: exact(snapshots.runtimeState, 'Cinder status.'),
  },
  orderings: {
    ...commonOrderings(snapshots),
    size: snapshots.sizeMib,
    source_volume_name: sql`(select ${volumes.name} from ${volumes} where ${volumes.uuid} = ${snapshots.sourceVolumeUuid})`,
  },
  defaultOrder: [snapshots.name, snapshots.uuid],
  update: updateSnapshotAction,
  destroy: destroySnapshotAction,
  actions: snapshotActions,
  routes: [createSnapshotRoute],
  jobs: snapshotJobs,
  sync: snapshotSync,
})
