import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { defineResource, defineRoute } from '../../api/define.ts'
import { boolean, byUuid, contains, exact, linkOrUuid, uuidOf } from '../../api/filters.ts'
import { signedIn } from '../../api/rules.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { createThroughOffering } from '../base/ordering.ts'
import { commonFilters, commonOrderings, tenantFilters } from '../base/present.ts'
import { providerScopeOf } from '../base/scope.ts'
import { instances } from '../instance/table.ts'
import { destroyVolume, updateVolume, volumeActions } from './actions.ts'
import { volumeOrderInput } from './input.ts'
import {
  attachVolumeJob,
  createVolumeJob,
  deleteVolumeJob,
  detachVolumeJob,
  extendVolumeJob,
  pullVolumeJob,
  restoreVolumeJob,
  retypeVolumeJob,
  updateVolumeJob,
} from './jobs.ts'
import { createFromSnapshot } from './restore.ts'
import { presentVolumes, volumeSchema } from './schema.ts'
import { volumeSync } from './sync.ts'
import { volumes } from './table.ts'
import './order.ts'

export { instanceVolumeActions } from './instance-actions.ts'
export { snapshotVolumeActions } from './restore.ts'

export const volumeResource = defineResource({
  path: 'openstack-volumes',
  model: 'Volume',
  resourceType: 'OpenStack.Volume',
  summary: 'Disks',
  table: volumes,
  schema: volumeSchema,
  visible: (actor) => visibleByScope(actor, volumes),
  scopeOf: providerScopeOf,
  present: presentVolumes,
  list: true,
  retrieve: true,
  filters: {
    ...commonFilters(volumes),
    ...tenantFilters(volumes),
    instance: linkOrUuid(volumes.instanceUuid, 'Instance it is attached to.'),
    instance_uuid: uuidOf(volumes.instanceUuid, 'Instance it is attached to.'),
    snapshot: linkOrUuid(volumes.sourceSnapshotUuid, 'Snapshot it was restored from.'),
    snapshot_uuid: uuidOf(volumes.sourceSnapshotUuid, 'Snapshot it was restored from.'),
    runtime_state: exact(volumes.runtimeState, 'Cinder status.'),
    type_name: exact(volumes.typeName, 'Name of the volume type.'),
    bootable: boolean(volumes.bootable, 'Whether it boots.'),
    availability_zone_name: contains(volumes.availabilityZoneName, 'Part of the zone’s name.'),
    attach_instance_uuid: byUuid('Volumes that can be attached to this instance.', (uuid) =>
      and(
        sql`${volumes.tenantUuid} = (select ${instances.tenantUuid} from ${instances} where ${instances.uuid} = ${uuid})`,
        isNull(volumes.instanceUuid),
        eq(volumes.state, 'OK'),
        eq(volumes.runtimeState, 'available'),
      ),
    ),
  },
  orderings: {
    ...commonOrderings(volumes),
    size: volumes.sizeMib,
    runtime_state: volumes.runtimeState,
    type_name: volumes.typeName,
    instance_name: sql`(select ${instances.name} from ${instances} where ${instances.uuid} = ${volumes.instanceUuid})`,
  },
  defaultOrder: [volumes.name, volumes.uuid],
  update: updateVolume,
  destroy: destroyVolume,
  actions: { ...volumeActions, create_from_snapshot: createFromSnapshot },
  jobs: [
    createVolumeJob,
    deleteVolumeJob,
    updateVolumeJob,
    extendVolumeJob,
    attachVolumeJob,
    detachVolumeJob,
    retypeVolumeJob,
    restoreVolumeJob,
    pullVolumeJob,
  ],
  sync: volumeSync,
  routes: [
    defineRoute({
      summary: 'Create a volume in a tenant (an order)',
      method: 'POST',
      path: '',
      rule: signedIn,
      input: volumeOrderInput.partial().extend({ tenant: z.string(), project: z.string().optional() }).loose(),
      status: 201,
      output: volumeSchema,
      handle: async ({ input, call }) => createThroughOffering(call, 'OpenStack.Volume', input),
    }),
  ],
})
