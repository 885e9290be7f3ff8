import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Cloud,
  createTenant,
  expectFault,
  expectStatus,
  type Json,
  NOWHERE,
  openCloud,
  type Tenant,
  uniqueName,
  untilGone,
  untilStatus,
} from './testing/cloud.ts'

let cloud: Cloud
let tenant: Tenant
beforeAll(async () => {
  cloud = await openCloud()
  tenant = await createTenant(cloud)
})
afterAll(async () => {
  await tenant?.remove()
  await cloud?.close()
})

const NO_DELETE =
  'Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.'
const call = (method: string, path: string, body?: Json, microversion?: string) =>
  tenant.call(method, 'volumev3', path, {
    ...(body === undefined ? {} : { body }),
    ...(microversion ? { microversion } : {}),
  })
const act = (id: string, body: Json, microversion?: string) => call('POST', `/volumes/${id}/action`, body, microversion)
const ready = (id: string) => untilStatus(tenant, 'volumev3', `/volumes/${id}`, ['available', 'error'])
const create = async (volume: Json): Promise<Json> => {
  const made = expectStatus(await call('POST', '/volumes', { volume }), 202).volume
  return ready(made.id)
}
const setQuota = (quota: Json) =>
  cloud.admin.call('PUT', 'volumev3', `/os-quota-sets/${tenant.projectId}`, { body: { quota_set: quota } })

describe('volumes', () => {
  test('one is made with a mark, found by it, changed and deleted, each step in its own time', async () => {
    const mark = uniqueName('mark')
    const made = await call('POST', '/volumes', {
      volume: { size: 1, name: 'v', description: 'd', metadata: { foyer_uuid: mark } },
    })
    const { volume } = expectStatus(made, 202)
    expect(volume).toMatchObject({
      status: 'creating',
      size: 1,
      name: 'v',
      description: 'd',
      bootable: 'false',
      attachments: [],
      encrypted: false,
      multiattach: false,
      availability_zone: expect.any(String),
      volume_type: expect.any(String),
      snapshot_id: null,
      source_volid: null,
      metadata: { foyer_uuid: mark },
      updated_at: null,
    })
    const row = await ready(volume.id)
    expect(row.status).toBe('available')
    expect(row['os-vol-tenant-attr:tenant_id']).toBe(tenant.projectId)
    expect(row.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/)
    const query = encodeURIComponent(JSON.stringify({ foyer_uuid: mark }))
    expect((await call('GET', `/volumes/detail?metadata=${query}`)).body.volumes).toHaveLength(1)
    const all = await cloud.admin.call('GET', 'volumev3', `/volumes/detail?all_tenants=1&metadata=${query}`)
    expect(expectStatus(all, 200).volumes).toEqual([
      expect.objectContaining({ id: volume.id, 'os-vol-host-attr:host': expect.any(String), migration_status: null }),
    ])
    const none = encodeURIComponent(JSON.stringify({ foyer_uuid: 'other' }))
    expect((await call('GET', `/volumes?metadata=${none}`)).body.volumes).toEqual([])
    expect(
      (await call('PUT', `/volumes/${volume.id}`, { volume: { name: 'w', description: 'e' } })).body.volume,
    ).toMatchObject({ name: 'w', description: 'e' })
    expect((await call('POST', `/volumes/${volume.id}/metadata`, { metadata: { k: '1' } })).body.metadata).toEqual({
      foyer_uuid: mark,
      k: '1',
    })
    expectFault(
      await call('DELETE', `/volumes/${volume.id}/metadata/nope`),
      404,
      'itemNotFound',
      `Volume ${volume.id} has no metadata with key nope.`,
    )
    expectStatus(await call('DELETE', `/volumes/${volume.id}`), 202)
    const again = await call('DELETE', `/volumes/${volume.id}`)
    if (again.status !== 404) expectFault(again, 400, 'badRequest', NO_DELETE)
    await untilGone(tenant, 'volumev3', `/volumes/${volume.id}`)
    expectFault(
      await call('DELETE', `/volumes/${volume.id}`),
      404,
      'itemNotFound',
      `Volume ${volume.id} could not be found.`,
    )
  })

  test('bad bodies are 400 or 404, and say why', async () => {
    const make = (volume: Json) => call('POST', '/volumes', { volume })
    expectFault(await call('POST', '/volumes', {}), 400, 'badRequest', "'volume' is a required property")
    expectFault(
      await make({ size: 0 }),
      400,
      'badRequest',
      'Invalid input for field/attribute size. Value: 0. 0 is less than the minimum of 1',
    )
    expectFault(
      await make({ size: 'x' }),
      400,
      'badRequest',
      "Invalid input for field/attribute size. Value: x. 'x' does not match '^[0-9]+$'",
    )
    expectFault(
      await make({ size: 1, volume_type: 'nope' }),
      404,
      'itemNotFound',
      'Volume type with name nope could not be found.',
    )
    expectFault(
      await make({ size: 1, imageRef: NOWHERE }),
      400,
      'badRequest',
      'Invalid image identifier or unable to access requested image.',
    )
    expectFault(
      await make({ size: 1, snapshot_id: NOWHERE }),
      404,
      'itemNotFound',
      `Snapshot ${NOWHERE} could not be found.`,
    )
    expectFault(
      await make({ size: 1, name: 'x'.repeat(256) }),
      400,
      'badRequest',
      'Invalid input received: name has 256 characters, more than 255.',
    )
    expectFault(
      await make({ size: 1, metadata: { a: 1 } }),
      400,
      'badRequest',
      "Invalid input for field/attribute a. Value: 1. 1 is not of type 'string'",
    )
    expectFault(await call('GET', `/volumes/${NOWHERE}`), 404, 'itemNotFound', `Volume ${NOWHERE} could not be found.`)
  })

  test('one from an image carries the image’s properties and boots', async () => {
    const image = (await tenant.call('GET', 'image', `/images/${cloud.imageId}`)).body
    const row = await create({ size: Math.max(image.min_disk, 1), imageRef: cloud.imageId, name: 'boot' })
    expect(row).toMatchObject({
      status: 'available',
      bootable: 'true',
      volume_image_metadata: {
        image_id: cloud.imageId,
        image_name: image.name,
        min_disk: String(image.min_disk),
        min_ram: String(image.min_ram),
        size: String(image.size),
        os_distro: image.os_distro,
      },
    })
  })

  test('it grows and changes its type, and refuses what makes no sense', async () => {
    const { id } = await create({ size: 1 })
    expectFault(
      await act(id, { 'os-extend': { new_size: 1 } }),
      400,
      'badRequest',
      'Invalid input received: New size for extend must be greater than current size. (current: 1, extended: 1).',
    )
    expectStatus(await act(id, { 'os-extend': { new_size: 2 } }), 202)
    expect((await ready(id)).size).toBe(2)
    const types = (await call('GET', '/types')).body.volume_types
    expect(types.length).toBeGreaterThan(1)
    const before = (await call('GET', `/volumes/${id}`)).body.volume.volume_type
    const other = types.find((type: Json) => type.name !== before).name
    expectStatus(await act(id, { 'os-retype': { new_type: other, migration_policy: 'never' } }), 202)
    expect((await ready(id)).volume_type).toBe(other)
    expectFault(
      await act(id, { 'os-retype': { new_type: other, migration_policy: 'never' } }),
      400,
      'badRequest',
      /^Invalid volume: Retype needs volume to be in available or in-use state/,
    )
    expectFault(
      await act(id, { 'os-retype': { new_type: 'nope', migration_policy: 'never' } }),
      404,
      'itemNotFound',
      'Volume type with name nope could not be found.',
    )
    expectFault(
      await act(id, { 'os-bogus': {} }),
      400,
      'badRequest',
      'There is no such action: os-bogus. Verify the request body and Content-Type header and try again.',
    )
    expectFault(
      await act(id, { 'os-reset_status': { status: 'error' } }),
      403,
      'forbidden',
      "Policy doesn't allow volume_extension:volume_admin_actions:reset_status to be performed.",
    )
    expectStatus(await act(id, { 'os-set_bootable': { bootable: true } }), 200)
    expect((await call('GET', `/volumes/${id}`)).body.volume.bootable).toBe('true')
    expectStatus(
      await cloud.admin.call('POST', 'volumev3', `/volumes/${id}/action`, {
        body: { 'os-reset_status': { status: 'error' } },
      }),
      202,
    )
    expectFault(
      await act(id, { 'os-extend': { new_size: 3 } }),
      400,
      'badRequest',
      `Invalid volume: Volume ${id} status must be '{'status': 'available'}' to extend, currently error.`,
    )
    expectFault(
      await call('POST', '/snapshots', { snapshot: { volume_id: id } }),
      400,
      'badRequest',
      'Invalid volume: The snapshot cannot be created when the volume is in error status.',
    )
    expectStatus(await call('DELETE', `/volumes/${id}`), 202)
    await untilGone(tenant, 'volumev3', `/volumes/${id}`)
  })

  test('lists go page by page, filter, and know what changed', async () => {
    const [first, second] = [await create({ size: 1, name: 'page-a' }), await create({ size: 1, name: 'page-b' })]
    const page = expectStatus(await call('GET', '/volumes/detail?limit=1&sort=name:asc'), 200)
    expect(page.volumes).toHaveLength(1)
    expect(page.volumes_links).toEqual([{ rel: 'next', href: expect.stringContaining(`marker=${page.volumes[0].id}`) }])
    expect((await call('GET', '/volumes?name=page-b')).body.volumes).toEqual([
      { id: second.id, name: 'page-b', links: expect.any(Array) },
    ])
    expectFault(await call('GET', '/volumes?limit=-1'), 400, 'badRequest', 'limit param must be positive')
    expectFault(await call('GET', '/volumes?marker=nope'), 404, 'itemNotFound', 'Volume nope could not be found.')
    const changed = (since: string) => call('GET', `/volumes/detail?updated_at=gt:${since}`, undefined, '3.60')
    expect((await changed('2020-01-01T00:00:00')).body.volumes.map((row: Json) => row.id)).toEqual(
      expect.arrayContaining([first.id, second.id]),
    )
    expect((await changed('2099-01-01T00:00:00')).body.volumes).toEqual([])
    // A filter that Cinder does not know is nothing to a member, and empties an administrator's list.
    expect((await call('GET', '/volumes?bogus=1')).body.volumes.length).toBeGreaterThan(1)
    expect((await cloud.admin.call('GET', 'volumev3', '/volumes?all_tenants=1&bogus=1')).body.volumes).toEqual([])
    expect(
      (await cloud.admin.call('GET', 'volumev3', '/volumes?all_tenants=1&changes-since=2020-01-01T00:00:00')).body
        .volumes,
    ).toEqual([])
  })
})

describe('snapshots', () => {
  test('one is made with a mark, holds its volume, makes another volume and goes', async () => {
    const mark = uniqueName('mark')
    const volume = await create({ size: 2, name: 'source' })
    const made = await call('POST', '/snapshots', {
      snapshot: { volume_id: volume.id, name: 's', description: 'd', metadata: { foyer_uuid: mark } },
    })
    const { snapshot } = expectStatus(made, 202)
    expect(snapshot).toMatchObject({
      status: 'creating',
      size: 2,
      name: 's',
      description: 'd',
      volume_id: volume.id,
      metadata: { foyer_uuid: mark },
    })
    const row = await untilStatus(tenant, 'volumev3', `/snapshots/${snapshot.id}`, ['available', 'error'])
    expect(row).toMatchObject({
      status: 'available',
      'os-extended-snapshot-attributes:project_id': tenant.projectId,
      'os-extended-snapshot-attributes:progress': '100%',
    })
    const query = encodeURIComponent(JSON.stringify({ foyer_uuid: mark }))
    const found = await cloud.admin.call('GET', 'volumev3', `/snapshots/detail?all_tenants=1&metadata=${query}`)
    expect(found.body.snapshots.map((one: Json) => one.id)).toEqual([snapshot.id])
    expect((await call('GET', `/snapshots?volume_id=${volume.id}`)).body.snapshots).toHaveLength(1)
    expectFault(await call('DELETE', `/volumes/${volume.id}`), 400, 'badRequest', NO_DELETE)
    expectFault(
      await call('POST', '/volumes', { volume: { size: 1, snapshot_id: snapshot.id } }),
      400,
      'badRequest',
      "Invalid input received: Volume size '1'GB cannot be smaller than the snapshot size 2GB. They must be >= original snapshot size.",
    )
    const copy = await create({ snapshot_id: snapshot.id, name: 'copy' })
    expect(copy).toMatchObject({
      status: 'available',
      size: 2,
      snapshot_id: snapshot.id,
      volume_type: volume.volume_type,
    })
    expectFault(
      await call('POST', '/snapshots', { snapshot: {} }),
      400,
      'badRequest',
      "Invalid input for field/attribute snapshot. Value: {}. 'volume_id' is a required property",
    )
    expectFault(
      await call('POST', '/snapshots', { snapshot: { volume_id: NOWHERE } }),
      404,
      'itemNotFound',
      `Volume ${NOWHERE} could not be found.`,
    )
    expectStatus(await call('DELETE', `/snapshots/${snapshot.id}`), 202)
    await untilGone(tenant, 'volumev3', `/snapshots/${snapshot.id}`)
    expectFault(
      await call('DELETE', `/snapshots/${snapshot.id}`),
      404,
      'itemNotFound',
      `Snapshot ${snapshot.id} could not be found.`,
    )
  })
})

describe('quotas', () => {
  test('limits and use are shown, per type too; what does not fit is 413', async () => {
    const volume = await create({ size: 3, name: 'counted' })
    const usage = expectStatus(await call('GET', `/os-quota-sets/${tenant.projectId}?usage=True`), 200).quota_set
    expect(usage.volumes).toEqual({ limit: expect.any(Number), in_use: expect.any(Number), reserved: 0 })
    expect(usage.gigabytes.in_use).toBeGreaterThanOrEqual(3)
    expect(usage[`gigabytes_${volume.volume_type}`]).toMatchObject({ limit: -1, in_use: expect.any(Number) })
    expect(usage.id).toBe(tenant.projectId)
    const used = usage.volumes.in_use
    const gigabytes = usage.gigabytes.in_use
    const set = expectStatus(await setQuota({ volumes: used, gigabytes: gigabytes + 5, snapshots: 0 }), 200).quota_set
    expect(set).toMatchObject({ volumes: used, gigabytes: gigabytes + 5, snapshots: 0 })
    expect(set).not.toHaveProperty('id')
    expectFault(
      await call('POST', '/volumes', { volume: { size: 1 } }),
      413,
      'overLimit',
      `VolumeLimitExceeded: Maximum number of volumes allowed (${used}) exceeded for quota 'volumes'.`,
    )
    expectStatus(await setQuota({ volumes: used + 5 }), 200)
    expectFault(
      await call('POST', '/volumes', { volume: { size: 20 } }),
      413,
      'overLimit',
      `VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested 20G, quota is ${gigabytes + 5}G and ${gigabytes}G has been consumed.`,
    )
    expectFault(
      await act(volume.id, { 'os-extend': { new_size: 50 } }),
      413,
      'overLimit',
      `VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested 47G, quota is ${gigabytes + 5}G and ${gigabytes}G has been consumed.`,
    )
    expectFault(
      await call('POST', '/snapshots', { snapshot: { volume_id: volume.id } }),
      413,
      'overLimit',
      'SnapshotLimitExceeded: Maximum number of snapshots allowed (0) exceeded',
    )
    const type = volume.volume_type
    const inType = usage[`gigabytes_${type}`].in_use
    expectStatus(await setQuota({ gigabytes: -1, [`gigabytes_${type}`]: inType + 1 }), 200)
    expectFault(
      await call('POST', '/volumes', { volume: { size: 2, volume_type: type } }),
      413,
      'overLimit',
      `VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes_${type} quota. Requested 2G, quota is ${inType + 1}G and ${inType}G has been consumed.`,
    )
    expectFault(
      await setQuota({ bogus: 1 }),
      400,
      'badRequest',
      'Invalid input received: Bad key(s) in quota set: bogus',
    )
    expectFault(await setQuota({ volumes: -2 }), 400, 'badRequest', 'volumes must be >= -1')
    expectFault(
      await setQuota({ volumes: 0 }),
      400,
      'badRequest',
      `Quota volumes limit must be equal or greater than existing resources. Current usage is ${used} and the requested limit is 0.`,
    )
  })

  test('types and zones are there', async () => {
    const types = expectStatus(await call('GET', '/types'), 200).volume_types
    expect(types[0]).toMatchObject({
      id: expect.any(String),
      name: expect.any(String),
      is_public: true,
      extra_specs: {},
      'os-volume-type-access:is_public': true,
    })
    expect(expectStatus(await call('GET', '/types/default'), 200).volume_type.name).toEqual(expect.any(String))
    const zones = expectStatus(await call('GET', '/os-availability-zone'), 200).availabilityZoneInfo
    expect(zones).toContainEqual({ zoneName: 'nova', zoneState: { available: true } })
  })
})
