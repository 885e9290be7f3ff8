/** What an order of a volume asks for (contract 4.5, 6.3). */
import { eq, inArray } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { conflict, fieldError, notFound } from '../../errors.ts'
import { acceptJob, createResource } from '../../jobs/accept.ts'
import { noteChange } from '../../live/changes.ts'
import { type CreationRequest, type OrderHandler, registerOrderHandler } from '../../marketplace/handlers.ts'
import { assertRoom } from '../../quotas/reserve.ts'
import { MIB_PER_GIB } from '../../units.ts'
import type { AvailabilityZoneRow } from '../availability-zone/table.ts'
import { assertEnabled } from '../base/enabled.ts'
import { acceptPull, parseAttributes, readyTenant } from '../base/ordering.ts'
import type { ImageRow } from '../image/table.ts'
import { snapshots } from '../snapshot/table.ts'
import type { VolumeTypeRow } from '../volume-type/table.ts'
import { volumeOrderInput } from './input.ts'
import { createVolumeJob, deleteVolumeJob, pullVolumeJob } from './jobs.ts'
import { volumeDelta } from './quota.ts'
import { type VolumeRow, volumes } from './table.ts'

type VolumePlan = {
  tenantUuid: string
  values: Partial<VolumeRow> & { name: string; sizeMib: number; typeName: string }
}

const validate = async ({ call, offering, attributes }: CreationRequest): Promise<VolumePlan> => {
  const input = parseAttributes(volumeOrderInput, attributes)
  const tenant = await readyTenant(offering.tenantUuid)
  if (input.size === undefined) throw fieldError('size', 'This field is required.')
  const values: VolumePlan['values'] = {
    name: input.name,
    description: input.description,
    // Cinder counts GiB: what it will really be is what quota and screen are told.
    sizeMib: Math.ceil(input.size / MIB_PER_GIB) * MIB_PER_GIB,
    typeName: tenant.defaultVolumeTypeName,
  }
  if (input.image) {
    const image = await call.resolve<ImageRow>('openstack-images', input.image, 'image')
    await assertEnabled(tenant.uuid, image.uuid, 'image')
    if (image.minDiskMib > values.sizeMib) throw fieldError('size', `The image needs at least ${image.minDiskMib} MiB.`)
    Object.assign(values, { imageUuid: image.uuid, imageName: image.name, bootable: true })
  }
  if (input.type) {
    const type = await call.resolve<VolumeTypeRow>('openstack-volume-types', input.type, 'type')
    await assertEnabled(tenant.uuid, type.uuid, 'type')
    Object.assign(values, { typeUuid: type.uuid, typeName: type.name })
  }
  if (input.availability_zone) {
    const zone = await call.resolve<AvailabilityZoneRow>(
      'openstack-volume-availability-zones',
      input.availability_zone,
      'availability_zone',
    )
    if (!zone.available) throw fieldError('availability_zone', 'Zone is not available.')
    Object.assign(values, { availabilityZoneUuid: zone.uuid, availabilityZoneName: zone.name })
  }
  await assertRoom(tenant.uuid, volumeDelta(values))
  return { tenantUuid: tenant.uuid, values }
}

const find = async (uuid: string | null): Promise<VolumeRow | undefined> => {
  const [row] = await db
    .select()
    .from(volumes)
    .where(eq(volumes.uuid, uuid ?? ''))
  return row
}

const handler: OrderHandler<VolumePlan> = {
  offeringType: 'OpenStack.Volume',
  retryable: { path: 'openstack-volumes', model: 'Volume', jobs: [createVolumeJob, deleteVolumeJob] },
  pull: async (objectUuid, author) => {
    const row = await find(objectUuid)
    if (!row) throw notFound('Volume')
    return acceptPull({ def: { path: 'openstack-volumes' }, job: pullVolumeJob, row, author })
  },
  attributes: volumeOrderInput,
  validate,
  create: async ({ input: plan, resource, author }) => {
    const tenant = await readyTenant(plan.tenantUuid)
    const { row, jobUuid } = await createResource<typeof volumes>({
      def: { path: 'openstack-volumes' },
      job: createVolumeJob,
      values: {
        ...plan.values,
        tenantUuid: tenant.uuid,
        projectUuid: resource.projectUuid,
        customerUuid: resource.customerUuid,
        settingsUuid: tenant.settingsUuid,
      },
      quota: volumeDelta(plan.values),
      author,
    })
    return { objectUuid: row.uuid, jobUuid }
  },
  validateTermination: async ({ resource }) => {
    const row = await find(resource.scopeUuid)
    if (!row) return
    const [kept] = await db.select().from(snapshots).where(eq(snapshots.sourceVolumeUuid, row.uuid)).limit(1)
    if (kept) throw conflict('The volume has snapshots: delete them first.')
    if (row.state === 'ERRED') return
    const deletable = ['available', 'error', 'error_restoring', 'error_extending', '']
    if (row.instanceUuid) throw conflict('Detach the volume first.')
    if (!deletable.includes(row.runtimeState))
      throw conflict(`Valid runtime states for operation: ${deletable.filter(Boolean).join(', ')}.`)
  },
  terminate: async ({ resource, author }) => {
    const row = await find(resource.scopeUuid)
    if (!row) return { jobUuid: null }
    return acceptJob({
      def: { path: 'openstack-volumes' },
      job: deleteVolumeJob,
      row,
      author,
      label: 'Delete',
      event: 'resource_deletion',
    })
  },
  discard: async (objectUuid) => {
    const [row] = await db.delete(volumes).where(eq(volumes.uuid, objectUuid)).returning()
    if (row) await noteChange('openstack-volumes', 'deleted', row)
  },
  metadata: async (uuids) => {
    const rows = await db.select().from(volumes).where(inArray(volumes.uuid, uuids))
    return new Map(
      rows.map((row) => [
        row.uuid,
        {
          size: row.sizeMib,
          runtime_state: row.runtimeState,
          type_name: row.typeName,
          instance_uuid: row.instanceUuid,
        },
      ]),
    )
  },
}

registerOrderHandler(handler)
