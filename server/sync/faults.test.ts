/** What sync leaves alone: what others work on, what may only seem to be gone, and clouds that do not answer. */
import { and, eq, like } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { adminCloud, sealSecrets } from '../clouds.ts'
import { events } from '../events/table.ts'
import { newUuid } from '../ids.ts'
import { type JobRow, jobs, leftovers } from '../jobs/table.ts'
import { retryLeftover } from '../leftovers.ts'
import { createVolume, deleteVolume, getVolume } from '../openstack/cinder/volumes.ts'
import { createFakeCloud, type FakeCloud } from '../openstack/fake/index.ts'
import { collect } from '../openstack/http.ts'
import { createNetwork, deleteNetwork, listNetworks, updateNetwork } from '../openstack/neutron/networks.ts'
import { registry } from '../registry.ts'
import { makeJob } from '../resources/job/factory.ts'
import { marketplaceResources } from '../resources/marketplace-resource/table.ts'
import { networks } from '../resources/network/table.ts'
import { providers } from '../resources/provider/table.ts'
import { volumes } from '../resources/volume/table.ts'
import { openTestDatabase } from '../testing/database.ts'
import { insertRow } from '../testing/rows.ts'
import { type TenantOnCloud, tenantOnCloud } from '../testing/tenant-on-cloud.ts'
import { pullProvider } from './provider.ts'
import { TIMERS } from './schedules.ts'
import { drifts, syncRuns } from './table.ts'

openTestDatabase()

let cloud: FakeCloud
let on: TenantOnCloud
beforeAll(async () => {
  cloud = await createFakeCloud()
  const access = {
    authUrl: cloud.authUrl,
    username: cloud.env.OS_USERNAME,
    password: cloud.env.OS_PASSWORD,
    projectName: cloud.env.OS_PROJECT_NAME,
    domain: cloud.env.OS_USER_DOMAIN_NAME,
    externalNetworkId: cloud.ids.externalNetworkId,
  }
  on = await tenantOnCloud(registry, access, { pace: 0.05 })
  await on.engine.stop(0) // jobs of these tests are rows alone
})
afterEach(() => cloud.faults.clear())
afterAll(async () => {
  await on?.end()
  await cloud?.close()
})

const pull = (group: 'resources' | 'subresources' = 'subresources', settleMs = 0) =>
  pullProvider({
    resources: registry,
    group,
    session: on.admin,
    provider: { uuid: on.tenant.settingsUuid, name: 'Cloud' },
    settleMs,
  })
const place = () => {
  const { tenantUuid, projectUuid, customerUuid, settingsUuid } = on.tenant
  return { tenantUuid, projectUuid, customerUuid, settingsUuid }
}
const now = () => {
  const time = new Date()
  return { createdAt: time, modifiedAt: time }
}
const inCloud = () => on.admin.forProject(on.tenant.backendId)
const makeNetworks = (n: number) =>
  Promise.all(Array.from({ length: n }, (_, i) => createNetwork(inCloud().neutron, { name: `net-${i}` })))
const rowOf = async (id: string) => (await db.select().from(networks).where(eq(networks.backendId, id)))[0]
const cloudNetworks = () => collect(listNetworks(on.admin.neutron, { project_id: on.tenant.backendId }))
const makeVolumeRow = (backendId: string, more: Partial<typeof volumes.$inferInsert> = {}) =>
  insertRow(volumes, {
    ...place(),
    ...now(),
    uuid: newUuid(),
    name: 'disk',
    state: 'OK',
    backendId,
    sizeMib: 1024,
    ...more,
  })
const busy = (resourceUuid: string, more: Partial<JobRow> = {}) =>
  makeJob({ ...place(), resourceUuid, state: 'running', name: 'network.update', ...more })

beforeEach(async () => {
  await db.delete(jobs)
  await db.delete(networks)
  await db.delete(volumes)
  await db.delete(drifts)
  for (const network of await cloudNetworks()) await deleteNetwork(on.admin.neutron, network.id)
})

describe('what others work on', () => {
  test('a row with a live job stays as it is, changed or gone', async () => {
    const [changed, gone, witness] = await makeNetworks(3)
    await pull()
    await busy((await rowOf(changed.id)).uuid)
    await busy((await rowOf(gone.id)).uuid)
    await updateNetwork(on.admin.neutron, changed.id, { name: 'other' })
    await deleteNetwork(on.admin.neutron, gone.id)
    expect(await pull()).toMatchObject({ created: 0, updated: 0, removed: 0 })
    expect((await rowOf(changed.id)).name).toBe(changed.name)
    expect(await rowOf(gone.id)).toBeDefined()
    expect(await rowOf(witness.id)).toBeDefined()
  })

  test('a row on its way to another state stays as it is', async () => {
    const [network] = await makeNetworks(1)
    await pull()
    await db.update(networks).set({ state: 'UPDATING' }).where(eq(networks.backendId, network.id))
    await updateNetwork(on.admin.neutron, network.id, { name: 'other' })
    expect(await pull()).toMatchObject({ updated: 0 })
  })

  test('what was changed while the cloud was read is not overwritten by the older answer', async () => {
    const [network] = await makeNetworks(1)
    await pull()
    await updateNetwork(on.admin.neutron, network.id, { name: 'from the cloud' })
    cloud.faults.add({ service: 'neutron', method: 'GET', path: '^/networks', latencyMs: 500 })
    const pulling = pull()
    await new Promise((resolve) => setTimeout(resolve, 250))
    await db
      .update(networks)
      .set({ name: 'from a job', modifiedAt: new Date() })
      .where(eq(networks.backendId, network.id))
    expect(await pulling).toMatchObject({ updated: 0 })
    expect((await rowOf(network.id)).name).toBe('from a job')
    expect(await pull()).toMatchObject({ updated: 1 })
  })

  test('an object whose job has not stored it yet is found by its mark, and not imported', async () => {
    const uuid = newUuid()
    const network = await createNetwork(inCloud().neutron, { name: 'mine', description: `foyer:${uuid}` })
    await insertRow(networks, { ...place(), ...now(), uuid, name: 'mine', state: 'CREATING' })
    expect(await pull()).toMatchObject({ created: 0 })
    expect(await rowOf(network.id)).toBeUndefined()
  })

  test('where jobs are at work, a new object waits until they are over', async () => {
    const [network] = await makeNetworks(1)
    await busy(newUuid())
    await pull('subresources', 60_000)
    expect(await rowOf(network.id)).toBeUndefined()
    await db.delete(jobs)
    await pull('subresources', 60_000)
    expect(await rowOf(network.id)).toBeDefined()
  })
})

describe('what is gone', () => {
  test('a list that forgets an object is not believed: its own GET decides', async () => {
    const all = await makeNetworks(6)
    await pull()
    const short = { networks: (await cloudNetworks()).filter(({ id }) => id !== all[0].id) }
    cloud.faults.add({ service: 'neutron', method: 'GET', path: '^/networks\\?', status: 200, body: short })
    expect(await pull()).toMatchObject({ removed: 0, errors: [] })
    expect(await rowOf(all[0].id)).toBeDefined()
  })

  test('more than a fifth at once removes nothing and alarms; a person may remove them', async () => {
    const all = await makeNetworks(8)
    await pull()
    for (const { id } of all.slice(0, 4)) await deleteNetwork(on.admin.neutron, id)
    expect(await pull()).toMatchObject({ removed: 0 })
    const found = await db.select().from(drifts).where(eq(drifts.kind, 'missing_in_cloud'))
    expect(found.map(({ state }) => state)).toEqual(['new', 'new', 'new', 'new'])
    const alarms = () =>
      db
        .select()
        .from(events)
        .where(and(eq(events.eventType, 'resource_pull_failed'), like(events.message, '%missing from the cloud%')))
    const before = (await alarms()).length
    await pull()
    expect((await alarms()).length).toBe(before)

    const one = found.find(({ portalValue }) => portalValue === 'net-0')!
    await on.ask(200, 'POST', `/api/foyer-drifts/${one.uuid}/remove/`)
    expect(await rowOf(all[0].id)).toBeUndefined()
    await on.ask(409, 'POST', `/api/foyer-drifts/${one.uuid}/remove/`)
  })

  test('the only one of its kind goes when the cloud shows others of ours', async () => {
    const [network] = await makeNetworks(1)
    await pull()
    await deleteNetwork(on.admin.neutron, network.id)
    expect(await pull()).toMatchObject({ removed: 1 })
  })

  test('a volume that vanished ends its marketplace resource', async () => {
    const volume = await createVolume(inCloud().cinder, { name: 'disk', size: 1 })
    const { uuid } = await makeVolumeRow(volume.id)
    const resource = await insertRow(marketplaceResources, {
      ...now(),
      uuid: newUuid(),
      name: 'disk',
      state: 'OK',
      offeringUuid: newUuid(),
      projectUuid: on.tenant.projectUuid,
      customerUuid: on.tenant.customerUuid,
      scopeType: 'OpenStack.Volume',
      scopeUuid: uuid,
    })
    await pull('resources')
    await expect.poll(async () => (await getVolume(on.admin.cinder, volume.id)).status).toBe('available')
    await deleteVolume(on.admin.cinder, volume.id)
    await expect.poll(async () => (await pull('resources')).removed, { timeout: 10_000 }).toBe(1)
    const [ended] = await db.select().from(marketplaceResources).where(eq(marketplaceResources.uuid, resource.uuid))
    expect(ended.state).toBe('Terminated')
  })
})

describe('second copies', () => {
  const twoVolumes = async () => {
    const uuid = newUuid()
    const mark = { foyer_uuid: uuid }
    const first = await createVolume(inCloud().cinder, { name: 'disk', size: 1, metadata: mark })
    const second = await createVolume(inCloud().cinder, { name: 'disk', size: 1, metadata: mark })
    for (const { id } of [first, second])
      await expect.poll(async () => (await getVolume(on.admin.cinder, id)).status).toBe('available')
    await makeVolumeRow(first.id, { uuid })
    return { uuid, first, second }
  }
  const left = async (id: string) => (await getVolume(on.admin.cinder, id).catch(() => undefined))?.status

  test('one that was made while the creation ran is removed, after the settling time', async () => {
    const { uuid, first, second } = await twoVolumes()
    await makeJob({ ...place(), resourceUuid: uuid, kind: 'create', state: 'done', endedAt: new Date() })
    await pull('resources', 600_000)
    expect(await left(second.id)).toBe('available')
    expect(await pull('resources')).toMatchObject({ removed: 1 })
    await expect.poll(() => left(second.id)).toBeUndefined()
    expect(await left(first.id)).toBe('available')
  })

  test('one that no creation of ours can have made is left', async () => {
    const { second } = await twoVolumes()
    await pull('resources')
    expect(await left(second.id)).toBe('available')
  })
})

describe('a cloud that does not answer', () => {
  const provider = async (uuid = on.tenant.settingsUuid) =>
    (await db.select().from(providers).where(eq(providers.uuid, uuid)))[0]
  const run = () => TIMERS['openstack-tenant-subresources-list-pull-task'].run({ resources: registry, settleMs: 0 })

  test('keeps its rows, says since when, and delays no other; when it is back all is well', async () => {
    const [network] = await makeNetworks(1)
    await run()
    expect(await provider()).toMatchObject({ state: 'OK', unreachableSince: null, lastSyncAt: expect.any(Date) })
    const down = await insertRow(providers, {
      ...now(),
      uuid: newUuid(),
      name: 'Down',
      customerUuid: on.tenant.customerUuid,
      secrets: sealSecrets({
        backend_url: 'http://127.0.0.1:9/v3',
        username: 'x',
        password: 'y',
        domain: 'Default',
        certificate: '',
      }),
      options: { tenant_name: 'admin', private_address_allowed: true },
    })
    await updateNetwork(on.admin.neutron, network.id, { name: 'still read' })
    await run()
    expect((await rowOf(network.id)).name).toBe('still read')
    const away = await provider(down.uuid)
    expect(away).toMatchObject({ state: 'ERRED', unreachableSince: expect.any(Date) })
    expect(away.errorMessage).toMatch(/cannot reach/)
    await run()
    expect((await provider(down.uuid)).unreachableSince).toEqual(away.unreachableSince)
    const [failed] = await db.select().from(syncRuns).where(eq(syncRuns.settingsUuid, down.uuid))
    expect(failed).toMatchObject({ state: 'failed', removed: 0 })
    await db.delete(providers).where(eq(providers.uuid, down.uuid))
  })

  test('one service that fails keeps the other kinds from nothing', async () => {
    const [network] = await makeNetworks(1)
    cloud.faults.add({ service: 'neutron', path: '^/routers', status: 500, times: null })
    const { errors, created } = await pull()
    expect([errors.length, created > 0]).toEqual([1, true])
    expect(await rowOf(network.id)).toBeDefined()
  })
})

test('what a removal left behind is removed later, and leaves the list when the cloud agrees', async () => {
  const [network] = await makeNetworks(1)
  const row = await insertRow(leftovers, {
    uuid: newUuid(),
    settingsUuid: on.tenant.settingsUuid,
    kind: 'network',
    backendId: network.id,
    createdAt: new Date(),
  })
  cloud.faults.add({ service: 'neutron', method: 'DELETE', path: '^/networks', status: 409, body: {} })
  const session = await adminCloud(on.tenant.settingsUuid)
  expect(await retryLeftover(row, session)).toBe(false)
  expect(await retryLeftover(row, session)).toBe(true)
  expect(await cloudNetworks()).toEqual([])
  expect(await db.select().from(leftovers).where(eq(leftovers.uuid, row.uuid))).toEqual([])
})
