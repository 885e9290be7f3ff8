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
} from './testing/cloud.ts'

const VERSION = '2.93'
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGWw4uJMqnXzMlvRBVZnKd8ZUP3Bc2Qz9MIfcF8dPq1b'

let cloud: Cloud
let tenant: Tenant
let network: Json
beforeAll(async () => {
  cloud = await openCloud()
  tenant = await createTenant(cloud)
  network = (await tenant.call('POST', 'network', '/networks', { body: { network: { name: 'net' } } })).body.network
  const subnet = { network_id: network.id, cidr: '10.81.0.0/24', ip_version: 4 }
  await tenant.call('POST', 'network', '/subnets', { body: { subnet } })
})
afterAll(async () => {
  await tenant?.remove()
  await cloud?.close()
})

const call = (method: string, path: string, body?: Json, microversion = VERSION) =>
  tenant.call(method, 'compute', path, { microversion, ...(body === undefined ? {} : { body }) })
const admin = (method: string, path: string, body?: Json, microversion = VERSION) =>
  cloud.admin.call(method, 'compute', path, { microversion, ...(body === undefined ? {} : { body }) })

describe('before a server is made', () => {
  test('what cannot be made is refused with the reason', async () => {
    const base = { name: 'x', flavorRef: cloud.flavorId, imageRef: cloud.imageId, networks: 'none' }
    const post = (fields: Json) => call('POST', '/servers', { server: fields })
    const refused = async (fields: Json, message: string | RegExp) =>
      expectFault(await post({ ...base, ...fields }), 400, 'badRequest', message)
    await refused({ flavorRef: '99' }, 'Flavor 99 could not be found.')
    await refused({ imageRef: NOWHERE }, 'Can not find requested image')
    await refused({ imageRef: '' }, 'Missing imageRef attribute')
    await refused({ networks: [{ uuid: NOWHERE }] }, `Network ${NOWHERE} could not be found.`)
    await refused({ networks: [{ port: NOWHERE }] }, `Port id ${NOWHERE} could not be found.`)
    await refused({ key_name: 'nope' }, 'Invalid key_name provided.')
    await refused({ availability_zone: 'nope' }, 'The requested availability zone is not available')
    await refused(
      { networks: [{ uuid: network.id }], security_groups: [{ name: 'nope' }] },
      "Unable to find security_group with name or id 'nope'",
    )
    await refused({ tags: ['a/b'] }, "Invalid input for field/attribute 0. Value: a/b. 'a/b' does not match '^[^,/]*$'")
    await refused({ tags: ['x'.repeat(61)] }, /'x{61}' is too long$/)
    await refused({ name: '' }, "Invalid input for field/attribute name. Value: . '' is too short")
    await refused({ name: 'x'.repeat(256) }, /is too long$/)
    await refused({ user_data: 'e'.repeat(65_536) }, /is too long$/)
    await refused({ bogus: 1 }, /Additional properties are not allowed \('bogus' was unexpected\)$/)
    await refused({ metadata: { a: 'x'.repeat(256) } }, /is too long$/)
    await refused(
      {
        imageRef: '',
        block_device_mapping_v2: [{ uuid: NOWHERE, source_type: 'volume', destination_type: 'volume', boot_index: 0 }],
      },
      `Block Device Mapping is Invalid: failed to get volume ${NOWHERE}.`,
    )
    expectFault(
      await post({ name: 'x', flavorRef: cloud.flavorId, imageRef: cloud.imageId }),
      400,
      'badRequest',
      /'networks' is a required property$/,
    )
    expectFault(
      await post({}),
      400,
      'badRequest',
      "Invalid input for field/attribute server. Value: {}. 'name' is a required property",
    )
    expectFault(
      await tenant.call('POST', 'compute', '/servers', { raw: '{bad' }),
      400,
      'badRequest',
      'Malformed request body',
    )
    expectFault(
      await call('GET', `/servers/${NOWHERE}`),
      404,
      'itemNotFound',
      `Instance ${NOWHERE} could not be found.`,
    )
  })

  test('key pairs belong to a user and are made once', async () => {
    const name = uniqueName('key')
    const made = await call('POST', '/os-keypairs', { keypair: { name, public_key: KEY, type: 'ssh' } })
    expect(expectStatus(made, 201).keypair).toMatchObject({
      name,
      public_key: KEY,
      type: 'ssh',
      user_id: tenant.userId,
      fingerprint: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/),
    })
    expectFault(
      await call('POST', '/os-keypairs', { keypair: { name, public_key: KEY, type: 'ssh' } }),
      409,
      'conflictingRequest',
      `Key pair '${name}' already exists.`,
    )
    expectFault(
      await call('POST', '/os-keypairs', { keypair: { name: 'other', public_key: 'bad' } }),
      400,
      'badRequest',
      'Keypair data is invalid: failed to generate fingerprint',
    )
    const theirs = uniqueName('key')
    expectStatus(
      await admin(
        'POST',
        '/os-keypairs',
        { keypair: { name: theirs, public_key: KEY, user_id: tenant.userId } },
        '2.10',
      ),
      201,
    )
    expect(
      (await admin('GET', `/os-keypairs?user_id=${tenant.userId}`, undefined, '2.10')).body.keypairs.map(
        (one: Json) => one.keypair.name,
      ),
    ).toEqual(expect.arrayContaining([name, theirs]))
    expectFault(
      await call('POST', '/os-keypairs', { keypair: { name, public_key: KEY, user_id: cloud.admin.userId } }, '2.10'),
      403,
      'forbidden',
      "Policy doesn't allow os_compute_api:os-keypairs:create to be performed.",
    )
    expectStatus(await admin('DELETE', `/os-keypairs/${theirs}?user_id=${tenant.userId}`, undefined, '2.10'), 204)
    expectFault(
      await admin('DELETE', `/os-keypairs/${theirs}?user_id=${tenant.userId}`, undefined, '2.10'),
      404,
      'itemNotFound',
      `Keypair ${theirs} not found for user ${tenant.userId}`,
    )
  })

  test('server groups: made, listed, deleted; the policy is one of four', async () => {
    const made = await call('POST', '/os-server-groups', { server_group: { name: 'g', policy: 'anti-affinity' } })
    const group = expectStatus(made, 200).server_group
    expect(group).toMatchObject({ name: 'g', policy: 'anti-affinity', members: [], project_id: tenant.projectId })
    expectFault(
      await call('POST', '/os-server-groups', { server_group: { name: 'g', policy: 'bogus' } }),
      400,
      'badRequest',
      "Invalid input for field/attribute policy. Value: bogus. 'bogus' is not one of ['anti-affinity', 'affinity', 'soft-anti-affinity', 'soft-affinity']",
    )
    expect((await call('GET', '/os-server-groups')).body.server_groups.map((one: Json) => one.id)).toContain(group.id)
    expectStatus(await call('DELETE', `/os-server-groups/${group.id}`), 204)
    expectFault(
      await call('DELETE', `/os-server-groups/${group.id}`),
      404,
      'itemNotFound',
      `Instance group ${group.id} could not be found.`,
    )
  })

  test('flavors by microversion, pages and refusals', async () => {
    const old = (await call('GET', `/flavors/${cloud.flavorId}`, undefined, '2.1')).body.flavor
    expect(old).toMatchObject({
      id: cloud.flavorId,
      vcpus: expect.any(Number),
      ram: expect.any(Number),
      disk: expect.any(Number),
      swap: '',
      'OS-FLV-EXT-DATA:ephemeral': 0,
      'os-flavor-access:is_public': true,
    })
    expect(old).not.toHaveProperty('extra_specs')
    expect((await call('GET', `/flavors/${cloud.flavorId}`)).body.flavor).toMatchObject({
      swap: 0,
      description: null,
      extra_specs: {},
    })
    const page = (await call('GET', '/flavors/detail?limit=1')).body
    expect(page.flavors).toHaveLength(1)
    expect(page.flavors_links).toEqual([
      { rel: 'next', href: expect.stringContaining(`limit=1&marker=${page.flavors[0].id}`) },
    ])
    expectFault(await call('GET', '/flavors/nope'), 404, 'itemNotFound', 'Flavor nope could not be found.')
    expectFault(await call('GET', '/flavors?marker=nope'), 400, 'badRequest', 'marker [nope] not found')
  })
})
