/** What the API accepts and refuses of snapshots, before any job runs; and what follows them. */
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '../../../db/client.ts'
import { newUuid } from '../../ids.ts'
import { jobs } from '../../jobs/table.ts'
import { quotas } from '../../quotas/table.ts'
import { registry } from '../../registry.ts'
import { TIMERS } from '../../sync/schedules.ts'
import { apiOf, makeHolder } from '../../testing/api.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { makeVolume } from '../volume/factory.ts'
import { makeSnapshot } from './factory.ts'
import { snapshots } from './table.ts'

openTestDatabase()

const place = () => {
  const { tenantUuid, projectUuid, customerUuid, settingsUuid } = resourceValues()
  return { tenantUuid, projectUuid, customerUuid, settingsUuid }
}
type Place = ReturnType<typeof place>
const manager = ({ projectUuid }: Place) => apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', projectUuid))
const volumeUrl = ({ uuid }: { uuid: string }) => `/api/openstack-volumes/${uuid}/`
const jobsOf = async (here: Place) =>
  (await db.select().from(jobs).where(eq(jobs.projectUuid, here.projectUuid))).map(({ name }) => name).sort()
const setQuota = ({ tenantUuid }: Place, name: string, limit: number) =>
  insertRow(quotas, { tenantUuid, name, limit, modifiedAt: new Date() })

test('both forms take the same snapshot, within the quota', async () => {
  const here = place()
  await setQuota(here, 'snapshots', 2)
  await setQuota(here, 'storage', 4096)
  const volume = await makeVolume({ ...here, sizeMib: 2048, runtimeState: 'in-use', instanceUuid: newUuid() })
  const api = manager(here)
  const keptUntil = new Date(Date.now() + 86_400_000).toISOString()
  const below = await api('POST', `${volumeUrl(volume)}snapshot/`, { name: 'one', kept_until: keptUntil })
  const beside = await api('POST', '/api/openstack-snapshots/', { name: 'two', source_volume: volumeUrl(volume) })
  expect([below.status, beside.status], below.text + beside.text).toEqual([201, 201])
  expect(below.body).toMatchObject({
    name: 'one',
    state: 'CREATION_SCHEDULED',
    size: 2048,
    source_volume_name: volume.name,
    restorations: [],
    backups: [],
    kept_until: keptUntil.replace('Z', '000+00:00'),
  })
  expect(beside.body.kept_until).toBeNull()
  expect(Object.keys(below.body).sort()).toEqual(Object.keys(beside.body).sort())
  const third = await api('POST', `${volumeUrl(volume)}snapshot/`, { name: 'three' })
  expect([third.status, third.body.non_field_errors[0]]).toEqual([
    400,
    expect.stringMatching(/^One or more quotas were exceeded: snapshots quota limit: 2, requires 3/),
  ])
  expect(third.body.non_field_errors[0]).toContain('storage quota limit: 4096, requires 6144')
  expect(await jobsOf(here)).toEqual(['snapshot.create', 'snapshot.create'])
})

test('a snapshot is refused of what cannot be kept, and until the past', async () => {
  const here = place()
  const api = manager(here)
  const busy = await makeVolume({ ...here, runtimeState: 'error' })
  const volume = await makeVolume(here)
  const elsewhere = await makeVolume()
  const answers = [
    await api('POST', `${volumeUrl(busy)}snapshot/`, { name: 'no' }),
    await api('POST', '/api/openstack-snapshots/', { name: 'no', source_volume: volumeUrl(busy) }),
    await api('POST', '/api/openstack-snapshots/', { name: 'no', source_volume: volumeUrl(elsewhere) }),
    await api('POST', `${volumeUrl(volume)}snapshot/`, { name: 'no', kept_until: '2020-01-01T00:00:00Z' }),
    await api('POST', `${volumeUrl(volume)}snapshot/`, { name: 'no', kept_until: 'tomorrow' }),
    await api('POST', `${volumeUrl(volume)}snapshot/`, { name: ' ' }),
  ]
  expect(answers.map(({ status, body }) => [status, ...Object.keys(body)])).toEqual([
    [409, 'detail'],
    [409, 'detail'],
    [400, 'source_volume'],
    [400, 'kept_until'],
    [400, 'kept_until'],
    [400, 'name'],
  ])
  expect(await jobsOf(here)).toEqual([])
  expect(await db.select().from(snapshots).where(eq(snapshots.projectUuid, here.projectUuid))).toEqual([])
})

test('both forms restore the same volume: of the snapshot, or of the newest one of its volume', async () => {
  const here = place()
  const api = manager(here)
  const volume = await makeVolume(here)
  const other = await makeVolume(here)
  const values = { ...here, sourceVolumeUuid: volume.uuid, sizeMib: 3072, typeName: 'fast' }
  const old = await makeSnapshot({ ...values, createdAt: new Date(Date.now() - 60_000) })
  const newest = await makeSnapshot(values)
  await makeSnapshot({ ...values, state: 'ERRED', createdAt: new Date(Date.now() + 60_000) })
  const path = ({ uuid }: { uuid: string }) => `/api/openstack-snapshots/${uuid}/`

  const direct = await api('POST', `${path(old)}restore/`, { name: 'direct' })
  expect([direct.status, direct.body], direct.text).toEqual([
    201,
    expect.objectContaining({
      name: 'direct',
      description: `Restored from snapshot ${old.name}`,
      size: 3072,
      type_name: 'fast',
      state: 'CREATION_SCHEDULED',
    }),
  ])
  const latest = await api('POST', `${volumeUrl(volume)}create_from_snapshot/`, { name: 'latest' })
  expect(latest.body.source_snapshot).toContain(newest.uuid)
  const named = await api('POST', `${volumeUrl(volume)}create_from_snapshot/`, { name: 'named', snapshot: path(old) })
  expect(named.body.source_snapshot).toContain(old.uuid)
  expect(
    (await api('GET', `${path(old)}restorations/`)).body.map((one: { volume_name: string }) => one.volume_name),
  ).toEqual(['direct', 'named'])
  expect(await jobsOf(here)).toEqual(['volume.restore', 'volume.restore', 'volume.restore'])

  const refusals = [
    await api('POST', `${path(await makeSnapshot({ ...values, runtimeState: 'error' }))}restore/`, { name: 'no' }),
    await api('POST', `${volumeUrl(other)}create_from_snapshot/`, { name: 'no' }),
    await api('POST', `${volumeUrl(other)}create_from_snapshot/`, { name: 'no', snapshot: path(old) }),
    await api('POST', `${volumeUrl(volume)}create_from_snapshot/`, {
      name: 'no',
      snapshot: path(await makeSnapshot()),
    }),
  ]
  expect(refusals.map(({ status, body }) => [status, ...Object.keys(body)])).toEqual([
    [409, 'detail'],
    [400, 'snapshot'],
    [400, 'snapshot'],
    [400, 'snapshot'],
  ])
  expect(await jobsOf(here)).toHaveLength(3)
})

test('how long it is kept can be changed, and taken back', async () => {
  const here = place()
  const snapshot = await makeSnapshot({ ...here, keptUntil: new Date(Date.now() + 60_000) })
  const api = manager(here)
  const path = `/api/openstack-snapshots/${snapshot.uuid}/`
  const { status, body } = await api('PATCH', path, { kept_until: null })
  expect([status, body.kept_until, body.name]).toEqual([200, null, snapshot.name])
})

test('what was to be kept until now is deleted by the clock, and nothing else', async () => {
  const here = place()
  const past = new Date(Date.now() - 1000)
  const expired = await makeSnapshot({ ...here, keptUntil: past })
  await makeSnapshot({ ...here, keptUntil: past, state: 'UPDATING' })
  await makeSnapshot({ ...here, keptUntil: new Date(Date.now() + 60_000) })
  await makeSnapshot(here)
  const run = () => TIMERS['openstack-delete-expired-snapshots'].run({ resources: registry, settleMs: 0 })
  await run()
  await run()
  const found = await db.select().from(jobs).where(eq(jobs.projectUuid, here.projectUuid))
  expect(found.map(({ name, resourceUuid }) => [name, resourceUuid])).toEqual([['snapshot.delete', expired.uuid]])
})
