/** What may be asked of a volume, and when (contract 3.3, 4.5). */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { actionFor } from '../../api/define.ts'
import { permission } from '../../api/rules.ts'
import { conflict, fieldError, invariant } from '../../errors.ts'
import { MIB_PER_GIB } from '../../units.ts'
import { commonActions } from '../base/actions.ts'
import { assertEnabled } from '../base/enabled.ts'
import { terminateObject } from '../base/ordering.ts'
import { type InstanceRow, instances } from '../instance/table.ts'
import { forgetSourceVolume } from '../snapshot/cloud.ts'
import type { VolumeTypeRow } from '../volume-type/table.ts'
import { attachInput, extendInput, retypeInput, volumeUpdateInput } from './input.ts'
import {
  attachVolumeJob,
  detachVolumeJob,
  extendVolumeJob,
  pullVolumeJob,
  retypeVolumeJob,
  updateVolumeJob,
} from './jobs.ts'
import { retypeDelta, sizeDelta } from './quota.ts'
import { guards } from './rules.ts'
import { type VolumeRow, volumes } from './table.ts'

const action = actionFor(volumes)

const instanceOf = async (uuid: string): Promise<InstanceRow> => {
  const [row] = await db.select().from(instances).where(eq(instances.uuid, uuid))
  invariant(row, 'an attached volume names an instance')
  return row
}

/** @throws ApiError 409 when the volume cannot be put on this instance now. */
export const planAttach = (volume: VolumeRow, instance: InstanceRow) => {
  if (instance.tenantUuid !== volume.tenantUuid) throw fieldError('instance', 'The instance belongs to another tenant.')
  if (instance.state !== 'OK') throw conflict('The instance is busy: its state must be OK.')
  if (!['ACTIVE', 'SHUTOFF'].includes(instance.runtimeState))
    throw conflict('Volume can be attached only to an instance that is ACTIVE or SHUTOFF.')
  return {
    patch: { runtimeState: 'attaching' },
    params: { instanceUuid: instance.uuid, serverId: instance.backendId },
    context: { instance_uuid: instance.uuid, instance_name: instance.name },
  }
}

/** @throws ApiError 409 while the instance is busy. */
export const planDetach = async (volume: VolumeRow) => {
  const instance = await instanceOf(volume.instanceUuid!)
  if (instance.state !== 'OK') throw conflict('The instance is busy: its state must be OK.')
  return {
    patch: { runtimeState: 'detaching' },
    params: { instanceUuid: instance.uuid, serverId: instance.backendId },
    context: { instance_uuid: instance.uuid, instance_name: instance.name },
  }
}

export const volumeActions = {
  ...commonActions({
    table: volumes,
    path: 'openstack-volumes',
    pull: pullVolumeJob,
    remove: ({ uuid }) => forgetSourceVolume(uuid),
  }),
  extend: action({
    summary: 'Increase volume size',
    states: ['OK'],
    guards: guards.extend,
    label: 'Extend',
    input: extendInput,
    job: extendVolumeJob,
    plan: async ({ row, input }) => {
      const least = row.sizeMib + MIB_PER_GIB // Cinder grows by whole GiB
      if (input.disk_size < least) throw fieldError('disk_size', `Disk size should be at least ${least} MiB.`)
      const sizeMib = Math.ceil(input.disk_size / MIB_PER_GIB) * MIB_PER_GIB
      const instance = row.instanceUuid ? await instanceOf(row.instanceUuid) : undefined
      if (instance && instance.state !== 'OK') throw conflict('The instance is busy: its state must be OK.')
      // A running instance keeps its disk: Cinder grows it in use, where the provider says that it can.
      const detachable = instance?.runtimeState === 'SHUTOFF' && !row.bootable
      return {
        patch: { sizeMib },
        params: { sizeMib, oldSizeMib: row.sizeMib, serverId: detachable ? instance.backendId : null },
        quota: sizeDelta(sizeMib - row.sizeMib, row.typeName),
        context: { old_size: row.sizeMib, new_size: sizeMib },
      }
    },
  }),
  attach: action({
    summary: 'Attach to an instance',
    states: ['OK'],
    runtimeStates: ['available'],
    label: 'Attach',
    input: attachInput,
    job: attachVolumeJob,
    plan: async ({ row, input, call }) =>
      planAttach(row, await call.resolve<InstanceRow>('openstack-instances', input.instance, 'instance')),
  }),
  detach: action({
    summary: 'Detach from its instance',
    states: ['OK'],
    runtimeStates: ['in-use'],
    guards: guards.detach,
    label: 'Detach',
    job: detachVolumeJob,
    plan: ({ row }) => planDetach(row),
  }),
  retype: action({
    summary: 'Change the volume type',
    states: ['OK'],
    runtimeStates: ['available'],
    label: 'Retype',
    input: retypeInput,
    job: retypeVolumeJob,
    plan: async ({ row, input, call }) => {
      const type = await call.resolve<VolumeTypeRow>('openstack-volume-types', input.type, 'type')
      await assertEnabled(row.tenantUuid, type.uuid, 'type')
      if (type.name === row.typeName) throw fieldError('type', 'The volume has this type already.')
      return {
        patch: { typeUuid: type.uuid, typeName: type.name },
        params: { typeName: type.name, old: { typeUuid: row.typeUuid, typeName: row.typeName } },
        quota: retypeDelta(row.sizeMib, row.typeName, type.name),
        context: { old_type_name: row.typeName, new_type_name: type.name },
      }
    },
  }),
}

export const updateVolume = action({
  summary: 'Rename or describe the volume, or set whether it boots',
  states: ['OK'],
  label: 'Update',
  event: 'resource_update',
  input: volumeUpdateInput,
  job: updateVolumeJob,
  plan: ({ input, row }) => ({
    patch: input,
    params: { bootable: input.bootable },
    context: { old_name: row.name, new_name: input.name ?? row.name },
  }),
})

/** The brief's DELETE: a Terminate order. */
export const destroyVolume = action({
  summary: 'Delete the volume (a Terminate order)',
  rule: permission('RESOURCE.TERMINATE'),
  states: ['OK', 'ERRED'],
  guards: guards.destroy,
  handle: async ({ row, call }) => terminateObject(call, row.uuid, 'Volume'),
})
