/** What the API accepts and refuses of volumes, before any job runs. */
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '../../../db/client.ts'
import { events } from '../../events/table.ts'
import { newUuid } from '../../ids.ts'
import { jobs } from '../../jobs/table.ts'
import { quotas } from '../../quotas/table.ts'
import { registry } from '../../registry.ts'
import { apiOf, makeActor, makeHolder } from '../../testing/api.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { propertyTenants } from '../base/properties.ts'
import { makeInstance } from '../instance/factory.ts'
import { tenants } from '../tenant/table.ts'
import { volumeTypes } from '../volume-type/table.ts'
import { makeVolume } from './factory.ts'
import { volumes } from './table.ts'

openTestDatabase()

const place = () => {
  const { tenantUuid, projectUuid, customerUuid, settingsUuid } = resourceValues()
  return { tenantUuid, projectUuid, customerUuid, settingsUuid }
}
type Place = ReturnType<typeof place>
const manager = ({ projectUuid }: Place) => apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', projectUuid))
const urlOf = (collection: string, { uuid }: { uuid: string }) => `/api/${collection}/${uuid}/`

const makeType = async ({ tenantUuid, settingsUuid }: Place, name: string, isEnabled = true) => {
  const times = { createdAt: new Date(), modifiedAt: new Date() }
  const type = await insertRow(volumeTypes, { uuid: newUuid(), name, backendId: newUuid(), settingsUuid, ...times })
  if (isEnabled) await insertRow(propertyTenants, { propertyUuid: type.uuid, tenantUuid, kind: 'volume_type' as const })
  return type
}

const jobNamesOf = async (uuid: string) =>
  (await db.select().from(jobs).where(eq(jobs.resourceUuid, uuid))).map(({ name }) => name)

test('an instance takes and gives a disk by the same jobs as the disk itself', async () => {
  const here = place()
  const instance = await makeInstance(here)
  const [free, held, system] = await Promise.all([
    makeVolume(here),
    makeVolume({ ...here, instanceUuid: instance.uuid, runtimeState: 'in-use' }),
    makeVolume({ ...here, instanceUuid: instance.uuid, runtimeState: 'in-use', bootable: true }),
  ])
  const ask = (verb: string, volume: { uuid: string }) =>
    manager(here)('POST', `${urlOf('openstack-instances', instance)}${verb}/`, {
      volume: urlOf('openstack-volumes', volume),
      device: '/dev/vdz',
    })

  const refusals = [
    await ask('attach_volume', held),
    await ask('detach_volume', free),
    await ask('detach_volume', system),
    await ask('attach_volume', await makeVolume({ ...here, state: 'ERRED' })),
    await ask('attach_volume', await makeVolume()),
    await ask('attach_volume', await makeVolume({ ...here, tenantUuid: newUuid() })),
  ]
  expect(refusals.map(({ status, body }) => [status, Object.values(body).flat()[0]])).toEqual([
    [409, `Volume ${held.name}: Valid runtime states for operation: available.`],
    [400, 'The volume is not attached to this instance.'],
    [409, 'The system volume cannot be detached.'],
    [409, expect.stringMatching(/Valid states for operation: OK\.$/)],
    [400, expect.stringMatching(/^Invalid hyperlink/)],
    [400, 'The volume belongs to another tenant.'],
  ])
  expect(await db.select().from(jobs).where(eq(jobs.projectUuid, here.projectUuid))).toEqual([])

  const attached = await ask('attach_volume', free)
  expect([attached.status, attached.body]).toEqual([202, { status: 'attach was scheduled' }])
  const detached = await ask('detach_volume', held)
  expect([detached.status, detached.body]).toEqual([202, { status: 'detach was scheduled' }])
  expect(await jobNamesOf(free.uuid)).toEqual(['volume.attach'])
  expect(await jobNamesOf(held.uuid)).toEqual(['volume.detach'])
  const written = await db
    .select({ type: events.eventType, about: events.resourceUuid })
    .from(events)
    .where(and(eq(events.projectUuid, here.projectUuid), eq(events.eventType, 'resource_attach_scheduled')))
  expect(written).toEqual([{ type: 'resource_attach_scheduled', about: free.uuid }])
  // Busy now: a second click makes no second job.
  expect((await ask('attach_volume', free)).status).toBe(409)
})

test('a disk takes another type that its tenant may use, and the room moves with it', async () => {
  const here = place()
  await insertRow(tenants, { ...resourceValues('tenant'), ...here, uuid: here.tenantUuid })
  const [slow, fast, secret] = [
    await makeType(here, 'slow'),
    await makeType(here, 'fast'),
    await makeType(here, 'secret', false),
  ]
  for (const [name, limit, usage] of [
    ['gigabytes_slow', 10, 2],
    ['gigabytes_fast', 2, 0],
    ['storage', 2048, 2048],
  ] as const)
    await insertRow(quotas, { tenantUuid: here.tenantUuid, name, limit, usage, modifiedAt: new Date() })
  const volume = await makeVolume({ ...here, typeUuid: slow.uuid, typeName: 'slow', sizeMib: 2048 })
  const large = await makeVolume({ ...here, typeUuid: slow.uuid, typeName: 'slow', sizeMib: 3072 })
  const ask = (of: { uuid: string }, type: { uuid: string }) =>
    manager(here)('POST', `${urlOf('openstack-volumes', of)}retype/`, { type: urlOf('openstack-volume-types', type) })

  const refusals = [await ask(volume, slow), await ask(volume, secret), await ask(large, fast)]
  expect(refusals.map(({ status, body }) => [status, body])).toEqual([
    [400, { type: ['The volume has this type already.'] }],
    [400, { type: [expect.stringMatching(/^(This is not available in the tenant|Invalid hyperlink)/)] }],
    [400, { non_field_errors: ['One or more quotas were exceeded: gigabytes_fast quota limit: 2, requires 3'] }],
  ])
  expect(await db.select().from(jobs).where(eq(jobs.tenantUuid, here.tenantUuid))).toEqual([])

  const taken = await ask(volume, fast)
  expect([taken.status, taken.body]).toEqual([202, { status: 'retype was scheduled' }])
  const [row] = await db.select().from(volumes).where(eq(volumes.uuid, volume.uuid))
  expect(row).toMatchObject({ state: 'UPDATE_SCHEDULED', typeName: 'fast', typeUuid: fast.uuid, action: 'Retype' })
  const [job] = await db.select().from(jobs).where(eq(jobs.resourceUuid, volume.uuid))
  expect(job).toMatchObject({ name: 'volume.retype', quota: { gigabytes_fast: 2, gigabytes_slow: -2 } })
})

test('the instances that a volume can be attached to', async () => {
  const here = place()
  const volume = await makeVolume(here)
  const attached = await makeVolume({ ...here, instanceUuid: newUuid() })
  const ready = await makeInstance(here)
  await makeInstance({ ...here, runtimeState: 'ERROR' })
  await makeInstance({ ...here, state: 'UPDATING' })
  await makeInstance({ ...here, tenantUuid: newUuid() })
  const list = async (uuid: string) =>
    (await apiOf(registry, makeActor())('GET', `/api/openstack-instances/?attach_volume_uuid=${uuid}`)).body
  expect((await list(volume.uuid)).map((row: { uuid: string }) => row.uuid)).toEqual([ready.uuid])
  expect(await list(attached.uuid)).toEqual([])
})
