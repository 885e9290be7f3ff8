/** Disks seen from their instance (the brief's form): the same jobs on the volume that its own attach and detach run. */
import { actionFor } from '../../api/define.ts'
import { guardRefusal, stateRefusal } from '../../api/refusal.ts'
import { conflict, fieldError } from '../../errors.ts'
import { acceptJob } from '../../jobs/accept.ts'
import { authorOf } from '../base/actions.ts'
import { instances } from '../instance/table.ts'
import { planAttach, planDetach, volumeActions } from './actions.ts'
import { volumeRefInput } from './input.ts'
import { attachVolumeJob, detachVolumeJob } from './jobs.ts'
import { guards } from './rules.ts'
import type { VolumeRow } from './table.ts'

const action = actionFor(instances)
const def = { path: 'openstack-volumes' }

/** @throws ApiError 409 with the sentence that the volume's own action would give. */
const assertVolumeState = (rule: Parameters<typeof stateRefusal>[0], volume: VolumeRow) => {
  const refusal = stateRefusal(rule, volume.state, volume.runtimeState)
  if (refusal) throw conflict(`Volume ${volume.name}: ${refusal}`)
}

export const instanceVolumeActions = {
  attach_volume: action({
    summary: 'Attach a volume of the same tenant',
    description:
      'The brief’s form of `openstack-volumes/{uuid}/attach/`. Nova chooses the device; `device` is ignored.',
    states: ['OK'],
    input: volumeRefInput,
    handle: async ({ row, input, call }) => {
      const volume = await call.resolve<VolumeRow>('openstack-volumes', input.volume, 'volume')
      if (volume.tenantUuid !== row.tenantUuid) throw fieldError('volume', 'The volume belongs to another tenant.')
      assertVolumeState(volumeActions.attach, volume)
      await acceptJob({
        def,
        job: attachVolumeJob,
        row: volume,
        plan: () => planAttach(volume, row),
        author: authorOf(call.actor),
        label: 'Attach',
        event: 'resource_attach',
      })
      return { status: 202, body: { status: 'attach was scheduled' } }
    },
  }),
  detach_volume: action({
    summary: 'Detach one of its data volumes',
    description: 'The brief’s form of `openstack-volumes/{uuid}/detach/`.',
    states: ['OK'],
    input: volumeRefInput,
    handle: async ({ row, input, call }) => {
      const volume = await call.resolve<VolumeRow>('openstack-volumes', input.volume, 'volume')
      if (volume.instanceUuid !== row.uuid) throw fieldError('volume', 'The volume is not attached to this instance.')
      assertVolumeState(volumeActions.detach, volume)
      const refusal = guardRefusal(guards.detach, { bootable: volume.bootable, instance_uuid: volume.instanceUuid })
      if (refusal) throw conflict(refusal.reason)
      await acceptJob({
        def,
        job: detachVolumeJob,
        row: volume,
        plan: () => planDetach(volume),
        author: authorOf(call.actor),
        label: 'Detach',
        event: 'resource_detach',
      })
      return { status: 202, body: { status: 'detach was scheduled' } }
    },
  }),
}
