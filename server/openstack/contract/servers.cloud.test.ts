import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import {
  type Cloud,
  createTenant,
  expectFault,
  expectNeutronError,
  expectStatus,
  type Json,
  NOWHERE,
  openCloud,
  type Tenant,
  uniqueName,
  until,
  untilGone,
  untilStatus,
} from './testing/cloud.ts'

const VERSION = '2.93'

let cloud: Cloud
let tenant: Tenant
/** One machine serves all tests that need a living one: booted from a volume, on a port and with a disk of our own. */
let network: Json
let port: Json
let root: Json
let data: Json
let server: Json
const mark = uniqueName('foyer')

beforeAll(async () => {
  cloud = await openCloud()
  tenant = await createTenant(cloud)
  const image = (await tenant.call('GET', 'image', `/images/${cloud.imageId}`)).body
  const volume = async (fields: Json) =>
    expectStatus(await tenant.call('POST', 'volumev3', '/volumes', { body: { volume: fields } }), 202).volume
  root = await volume({ size: Math.max(image.min_disk, 1), imageRef: cloud.imageId, name: 'root' })
  data = await volume({ size: 1, name: 'data' })
  network = (await tenant.call('POST', 'network', '/networks', { body: { network: { name: 'net' } } })).body.network
  await tenant.call('POST', 'network', '/subnets', {
    body: { subnet: { network_id: network.id, cidr: '10.80.0.0/24', ip_version: 4 } },
  })
  port = (await tenant.call('POST', 'network', '/ports', { body: { port: { network_id: network.id } } })).body.port
  for (const one of [root, data]) await untilStatus(tenant, 'volumev3', `/volumes/${one.id}`, ['available'])
})
afterAll(async () => {
  await tenant?.remove()
  await cloud?.close()
})

const call = (method: string, path: string, body?: Json, microversion = VERSION) =>
  tenant.call(method, 'compute', path, { microversion, ...(body === undefined ? {} : { body }) })
const admin = (method: string, path: string, body?: Json, microversion = VERSION) =>
  cloud.admin.call(method, 'compute', path, { microversion, ...(body === undefined ? {} : { body }) })
const show = async (): Promise<Json> => expectStatus(await call('GET', `/servers/${server.id}`), 200).server
const act = (body: Json, microversion = VERSION) => call('POST', `/servers/${server.id}/action`, body, microversion)
const settled = (...statuses: string[]) =>
  untilStatus(tenant, 'compute', `/servers/${server.id}`, [...statuses, 'ERROR'])
const volumeStatus = async (id: string): Promise<string> =>
  (await tenant.call('GET', 'volumev3', `/volumes/${id}`)).body.volume.status
/** What a console says first, or how it ends. */
const firstWords = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, ['binary'])
    socket.once('error', reject)
    socket.once('message', (data) => {
      resolve(data.toString())
      socket.close()
    })
    socket.once('close', (code) => resolve(`closed ${code}`))
  })
const wrongState = (verb: string, state: string) =>
  `Cannot '${verb}' instance ${server.id} while it is in vm_state ${state}`

describe('a server', () => {
  test('is built step by step from our volumes and port, bears its mark from the start, and is found by it', async () => {
    const made = await call('POST', '/servers', {
      server: {
        name: 'machine',
        flavorRef: cloud.flavorId,
        imageRef: '',
        networks: [{ port: port.id }],
        tags: [mark, 'second'],
        metadata: { a: 'b' },
        description: 'text',
        user_data: Buffer.from('#!/bin/sh\n').toString('base64'),
        block_device_mapping_v2: [
          {
            uuid: root.id,
            source_type: 'volume',
            destination_type: 'volume',
            boot_index: 0,
            delete_on_termination: false,
          },
          {
            uuid: data.id,
            source_type: 'volume',
            destination_type: 'volume',
            boot_index: -1,
            delete_on_termination: false,
          },
        ],
      },
    })
    server = expectStatus(made, 202).server
    expect(server).toMatchObject({
      id: expect.any(String),
      adminPass: expect.any(String),
      security_groups: [{ name: 'default' }],
      'OS-DCF:diskConfig': 'MANUAL',
    })
    expect(made.headers.get('location')).toContain(`/servers/${server.id}`)
    expect(await show()).toMatchObject({
      status: 'BUILD',
      'OS-EXT-STS:vm_state': 'building',
      tags: [mark, 'second'].sort(),
      metadata: { a: 'b' },
      description: 'text',
      image: '',
      flavor: { original_name: expect.any(String), vcpus: expect.any(Number), ram: expect.any(Number) },
    })
    expect((await admin('GET', `/servers?all_tenants=1&tags=${mark}`)).body.servers).toEqual([
      expect.objectContaining({ id: server.id, name: 'machine' }),
    ])
    // Nova does not find the machine for an action before it is in a cell, and calls it not ready before it has a host.
    const early = await until(
      () => act({ 'os-stop': null }),
      (answer) => answer.status !== 404,
      'an action to find the machine',
    )
    expect([wrongState('stop', 'building'), `Instance ${server.id} is not ready`]).toContain(
      expectStatus(early, 409).conflictingRequest.message,
    )
    expectFault(
      await call('POST', `/servers/${server.id}/remote-consoles`, {
        remote_console: { protocol: 'vnc', type: 'novnc' },
      }),
      409,
      'conflictingRequest',
      `Instance ${server.id} is not ready`,
    )
    expect(['reserved', 'attaching', 'in-use']).toContain(await volumeStatus(root.id))
    expect((await settled('ACTIVE')).status).toBe('ACTIVE')
    const row = await show()
    expect(row).toMatchObject({
      status: 'ACTIVE',
      'OS-EXT-STS:task_state': null,
      'OS-EXT-STS:vm_state': 'active',
      'OS-EXT-STS:power_state': 1,
      tenant_id: tenant.projectId,
      user_id: tenant.userId,
      locked: false,
      security_groups: [{ name: 'default' }],
      config_drive: expect.any(String),
      key_name: null,
      'OS-EXT-AZ:availability_zone': 'nova',
      'OS-SRV-USG:terminated_at': null,
    })
    expect(row.addresses).toEqual({
      net: [
        {
          version: 4,
          addr: port.fixed_ips[0].ip_address,
          'OS-EXT-IPS:type': 'fixed',
          'OS-EXT-IPS-MAC:mac_addr': port.mac_address,
        },
      ],
    })
    expect(row['os-extended-volumes:volumes_attached']).toEqual([
      { id: root.id, delete_on_termination: false },
      { id: data.id, delete_on_termination: false },
    ])
    expect(row.hostId).toMatch(/^[0-9a-f]{56}$/)
    expect(row['OS-SRV-USG:launched_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/)
    expect(row).not.toHaveProperty('OS-EXT-SRV-ATTR:host')
    expect((await admin('GET', `/servers/${server.id}`)).body.server).toMatchObject({
      'OS-EXT-SRV-ATTR:host': expect.any(String),
      'OS-EXT-SRV-ATTR:instance_name': expect.stringMatching(/^instance-/),
      host_status: 'UP',
    })
    const attached = (await tenant.call('GET', 'volumev3', `/volumes/${root.id}`)).body.volume
    expect(attached).toMatchObject({
      status: 'in-use',
      attachments: [{ server_id: server.id, volume_id: root.id, device: '/dev/vda', host_name: null }],
    })
    const bound = (await tenant.call('GET', 'network', `/ports/${port.id}`)).body.port
    expect(bound).toMatchObject({
      status: 'ACTIVE',
      device_id: server.id,
      device_owner: expect.stringMatching(/^compute:/),
    })
  })

  test('shows less to older clients', async () => {
    const row = (await call('GET', `/servers/${server.id}`, undefined, '2.1')).body.server
    for (const name of ['tags', 'description', 'locked', 'server_groups']) expect(row).not.toHaveProperty(name)
    expect(row.flavor).toMatchObject({ id: cloud.flavorId })
    expect(row['os-extended-volumes:volumes_attached']).toEqual([{ id: root.id }, { id: data.id }])
  })

  test('lists: filters, pages, changes', async () => {
    expect((await call('GET', '/servers?name=mach&status=ACTIVE')).body.servers).toHaveLength(1)
    const page = (await call('GET', '/servers?limit=1')).body
    expect(page.servers_links).toEqual([
      { rel: 'next', href: expect.stringContaining(`limit=1&marker=${page.servers[0].id}`) },
    ])
    expect((await call('GET', `/servers?limit=1&marker=${server.id}`)).body.servers).toEqual([])
    expect((await call('GET', '/servers?limit=0')).body.servers).toEqual([])
    expect(
      (await call('GET', '/servers?changes-since=2020-01-01T00:00:00Z')).body.servers.map((row: Json) => row.id),
    ).toContain(server.id)
    expect((await call('GET', '/servers?changes-since=2099-01-01T00:00:00Z')).body.servers).toEqual([])
    expectFault(
      await call('GET', '/servers?limit=-1'),
      400,
      'badRequest',
      "Invalid input for query parameters limit. Value: -1. '-1' does not match '^[0-9]*$'",
    )
    expectFault(await call('GET', `/servers?marker=${NOWHERE}`), 400, 'badRequest', `marker [${NOWHERE}] not found`)
    expectFault(
      await call('GET', '/servers?changes-since=bogus'),
      400,
      'badRequest',
      "Invalid input for query parameters changes-since. Value: bogus. 'bogus' is not a 'date-time'",
    )
    expectFault(
      await call('GET', '/servers/detail?bogus=1'),
      400,
      'badRequest',
      "'bogus' does not match any of the regexes: '^_'",
    )
    expectFault(await call('GET', '/servers?status=NOPE'), 400, 'badRequest', 'Invalid status value')
    expectFault(
      await admin('GET', `/servers/detail?all_tenants=1&metadata=${encodeURIComponent('{"a":"b"}')}`),
      400,
      'badRequest',
      'Invalid filter field: metadata.',
    )
  })

  test('refuses what its state forbids, in Nova’s words', async () => {
    for (const [body, verb] of [
      [{ 'os-start': null }, 'start'],
      [{ unpause: null }, 'unpause'],
      [{ resume: null }, 'resume'],
      [{ unrescue: null }, 'unrescue'],
      [{ confirmResize: null }, 'confirmResize'],
      [{ revertResize: null }, 'revertResize'],
    ] as const)
      expectFault(await act(body), 409, 'conflictingRequest', wrongState(verb, 'active'))
    expectFault(await act({ bogus: null }), 400, 'badRequest', 'There is no such action: bogus')
    expectFault(await act({}), 400, 'badRequest', 'Malformed request body')
    expectFault(
      await act({ reboot: { type: 'X' } }),
      400,
      'badRequest',
      "Invalid input for field/attribute type. Value: X. 'X' is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']",
    )
    expectFault(
      await act({ resize: { flavorRef: cloud.flavorId } }),
      400,
      'badRequest',
      'When resizing, instances must change flavor!',
    )
    expectFault(await act({ resize: { flavorRef: '99' } }), 400, 'badRequest', 'Flavor 99 could not be found.')
  })

  test('gives consoles with a token, and its log', async () => {
    const { remote_console: vnc } = expectStatus(
      await call('POST', `/servers/${server.id}/remote-consoles`, {
        remote_console: { protocol: 'vnc', type: 'novnc' },
      }),
      200,
    )
    expect(vnc).toMatchObject({
      protocol: 'vnc',
      type: 'novnc',
      url: expect.stringMatching(/^http.*\.html\?path=.*token%3D[0-9a-f-]{36}$/),
    })
    const { remote_console: serial } = expectStatus(
      await call('POST', `/servers/${server.id}/remote-consoles`, {
        remote_console: { protocol: 'serial', type: 'serial' },
      }),
      200,
    )
    expect(serial.url).toMatch(/^ws.*token=[0-9a-f-]{36}$/)
    expect(expectStatus(await act({ 'os-getVNCConsole': { type: 'novnc' } }, '2.1'), 200).console).toMatchObject({
      type: 'novnc',
      url: expect.stringContaining('token'),
    })
    expectFault(
      await act({ 'os-getVNCConsole': { type: 'novnc' } }),
      404,
      'itemNotFound',
      'The resource could not be found.',
    )
    expectFault(
      await call('POST', `/servers/${server.id}/remote-consoles`, {
        remote_console: { protocol: 'spice', type: 'spice-html5' },
      }),
      400,
      'badRequest',
      'Unavailable console type spice-html5.',
    )
    const page = new URL(vnc.url)
    const proxy = `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/${page.searchParams.get('path')?.replace(/^\//, '')}`
    expect(await firstWords(proxy)).toBe('RFB 003.008\n')
    // A token that is none: the handshake succeeds, then the connection just ends.
    expect(await firstWords(proxy.replace(/token=.*$/, `token=${NOWHERE}`))).toBe('closed 1006')
    await until(
      async () => expectStatus(await act({ 'os-getConsoleOutput': {} }), 200).output as string,
      (output) => output.split('\n').length > 4,
      'the guest to write',
      60,
    )
    const short = expectStatus(await act({ 'os-getConsoleOutput': { length: 2 } }), 200).output
    expect(short.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  })

  test('its disk comes off and on again; the root disk stays', async () => {
    const path = `/servers/${server.id}/os-volume_attachments`
    expect((await call('GET', path)).body.volumeAttachments).toEqual([
      expect.objectContaining({
        volumeId: root.id,
        serverId: server.id,
        device: '/dev/vda',
        delete_on_termination: false,
        attachment_id: expect.any(String),
      }),
      expect.objectContaining({ volumeId: data.id, device: '/dev/vdb' }),
    ])
    expectFault(await call('DELETE', `${path}/${root.id}`), 400, 'badRequest', 'Cannot detach a root device volume')
    const attachments = await tenant.call('GET', 'volumev3', `/attachments?instance_id=${server.id}`, {
      microversion: '3.27',
    })
    expect(expectStatus(attachments, 200).attachments).toContainEqual({
      id: expect.any(String),
      status: 'attached',
      instance: server.id,
      volume_id: root.id,
    })
    expectFault(
      await call('POST', path, { volumeAttachment: { volumeId: data.id } }),
      400,
      'badRequest',
      `Invalid volume: volume ${data.id} is already attached to instances: ${server.id}`,
    )
    expectFault(
      await call('POST', path, { volumeAttachment: { volumeId: NOWHERE } }),
      404,
      'itemNotFound',
      `Volume ${NOWHERE} could not be found.`,
    )
    expectFault(
      await tenant.call('POST', 'volumev3', `/volumes/${data.id}/action`, { body: { 'os-extend': { new_size: 2 } } }),
      400,
      'badRequest',
      `Invalid volume: Volume ${data.id} status must be '{'status': 'available'}' to extend, currently in-use.`,
    )
    expectFault(
      await tenant.call('POST', 'volumev3', '/snapshots', { body: { snapshot: { volume_id: data.id } } }),
      400,
      'badRequest',
      `Invalid volume: Volume ${data.id} status must be available, but current status is: in-use.`,
    )
    expectStatus(await call('DELETE', `${path}/${data.id}`), 202)
    await untilStatus(tenant, 'volumev3', `/volumes/${data.id}`, ['available'])
    await until(
      () => call('DELETE', `${path}/${data.id}`),
      (answer) => answer.status === 404,
      'the attachment to be gone',
      20,
    )
    const { volumeAttachment } = expectStatus(
      await call('POST', path, { volumeAttachment: { volumeId: data.id } }),
      200,
    )
    expect(volumeAttachment).toEqual({
      id: data.id,
      volumeId: data.id,
      serverId: server.id,
      device: '/dev/vdb',
      tag: null,
      delete_on_termination: false,
    })
    expect(['reserved', 'attaching', 'in-use']).toContain(await volumeStatus(data.id))
    await untilStatus(tenant, 'volumev3', `/volumes/${data.id}`, ['in-use'])
    expectStatus(await call('DELETE', `${path}/${data.id}`), 202)
    await untilStatus(tenant, 'volumev3', `/volumes/${data.id}`, ['available'])
  })

  test('an interface comes and goes with its port', async () => {
    const path = `/servers/${server.id}/os-interface`
    const { interfaceAttachment: made } = expectStatus(
      await call('POST', path, { interfaceAttachment: { net_id: network.id } }),
      200,
    )
    expect(made).toMatchObject({
      net_id: network.id,
      port_id: expect.any(String),
      mac_addr: expect.stringMatching(/^fa:16:3e:/),
      fixed_ips: [{ ip_address: expect.any(String) }],
    })
    expect((await call('GET', path)).body.interfaceAttachments.map((one: Json) => one.port_id).sort()).toEqual(
      [made.port_id, port.id].sort(),
    )
    expectStatus(await call('DELETE', `${path}/${made.port_id}`), 202)
    await untilGone(tenant, 'network', `/ports/${made.port_id}`)
    expectFault(
      await call('POST', path, { interfaceAttachment: { port_id: NOWHERE } }),
      404,
      'itemNotFound',
      /Port id .* could not be found\.|could not be found/,
    )
  })
})

describe('power, size and the end', () => {
  test('it stops and starts; meanwhile its task shows and others wait', async () => {
    expectStatus(await act({ 'os-stop': null }), 202)
    expect(await show()).toMatchObject({ status: 'ACTIVE', 'OS-EXT-STS:task_state': 'powering-off' })
    expectFault(
      await act({ 'os-stop': null }),
      409,
      'conflictingRequest',
      `Cannot 'stop' instance ${server.id} while it is in task_state powering-off`,
    )
    expect(await settled('SHUTOFF')).toMatchObject({
      status: 'SHUTOFF',
      'OS-EXT-STS:vm_state': 'stopped',
      'OS-EXT-STS:power_state': 4,
    })
    expectFault(await act({ 'os-stop': null }), 409, 'conflictingRequest', wrongState('stop', 'stopped'))
    expectFault(await act({ reboot: { type: 'SOFT' } }), 409, 'conflictingRequest', wrongState('reboot', 'stopped'))
    expectFault(await act({ pause: null }), 409, 'conflictingRequest', wrongState('pause', 'stopped'))
    expectStatus(
      await call('POST', `/servers/${server.id}/remote-consoles`, {
        remote_console: { protocol: 'vnc', type: 'novnc' },
      }),
      200,
    )
    expectStatus(await act({ 'os-start': null }), 202)
    expect((await settled('ACTIVE')).status).toBe('ACTIVE')
  })

  test('it pauses, reboots, is locked, gets another name', async () => {
    expectStatus(await act({ pause: null }), 202)
    expect((await settled('PAUSED')).status).toBe('PAUSED')
    expectFault(await act({ 'os-stop': null }), 409, 'conflictingRequest', wrongState('stop', 'paused'))
    expectStatus(await act({ unpause: null }), 202)
    await settled('ACTIVE')
    expectStatus(await act({ reboot: { type: 'HARD' } }), 202)
    expect((await show()).status).toBe('HARD_REBOOT')
    await settled('ACTIVE')
    expectStatus(await act({ lock: null }), 202)
    expectFault(await act({ 'os-stop': null }), 409, 'conflictingRequest', `Instance ${server.id} is locked`)
    expectStatus(await act({ unlock: null }), 202)
    expect(
      expectStatus(await call('PUT', `/servers/${server.id}`, { server: { name: 'renamed', description: 'd' } }), 200)
        .server,
    ).toMatchObject({ name: 'renamed', description: 'd' })
    expectFault(
      await call('PUT', `/servers/${server.id}`, { server: { bogus: 'x' } }),
      400,
      'badRequest',
      /Additional properties are not allowed \('bogus' was unexpected\)$/,
    )
    expectFault(
      await act({ addSecurityGroup: { name: 'nope' } }),
      404,
      'itemNotFound',
      `Security group nope is not found for project ${tenant.projectId}`,
    )
    const { instanceActions } = (await call('GET', `/servers/${server.id}/os-instance-actions`)).body
    const names = instanceActions.map((one: Json) => one.action)
    expect(names).toEqual(expect.arrayContaining(['create', 'stop', 'start', 'reboot', 'pause', 'unpause']))
    const [create] = instanceActions.filter((one: Json) => one.action === 'create')
    const path = `/servers/${server.id}/os-instance-actions/${create.request_id}`
    const own = (await call('GET', path)).body.instanceAction
    expect(own).toMatchObject({ action: 'create', message: null, user_id: tenant.userId })
    expect(own.events).toContainEqual(
      expect.objectContaining({ event: 'compute__do_build_and_run_instance', result: 'Success' }),
    )
    // Why something failed is told to administrators only.
    expect(own.events[0]).not.toHaveProperty('details')
    expect((await admin('GET', path)).body.instanceAction.events[0]).toMatchObject({ details: null, traceback: null })
  })

  test('a new size is tried on a stopped machine, then confirmed; quota counts the difference', async () => {
    expectStatus(await act({ 'os-stop': null }), 202)
    await settled('SHUTOFF')
    const now = (await call('GET', `/flavors/${cloud.flavorId}`)).body.flavor
    const { flavors } = (await call('GET', '/flavors/detail')).body
    const larger = flavors.find((one: Json) => one.id !== now.id && one.ram > now.ram && one.vcpus >= now.vcpus)
    const quota = (set: Json) => admin('PUT', `/os-quota-sets/${tenant.projectId}`, { quota_set: set })
    expectStatus(await quota({ ram: now.ram }), 200)
    expectFault(
      await act({ resize: { flavorRef: larger.id } }),
      403,
      'forbidden',
      `Quota exceeded for ram: Requested ${larger.ram - now.ram}, but already used ${now.ram} of ${now.ram} ram`,
    )
    expectStatus(await quota({ ram: larger.ram }), 200)
    expectStatus(await act({ resize: { flavorRef: larger.id } }), 202)
    expect((await show()).status).toBe('RESIZE')
    expect(await settled('VERIFY_RESIZE')).toMatchObject({ status: 'VERIFY_RESIZE' })
    expect((await show()).flavor.original_name).toBe(larger.name)
    expectFault(await act({ 'os-start': null }), 409, 'conflictingRequest', wrongState('start', 'resized'))
    expectStatus(await act({ confirmResize: null }), 204)
    expect((await settled('SHUTOFF', 'ACTIVE')).status).toBe('SHUTOFF')
  })

  test('quotas: shown, set by an administrator, and refusing in time', async () => {
    const path = `/os-quota-sets/${tenant.projectId}`
    const detail = (await call('GET', `${path}/detail`)).body.quota_set
    expect(detail).toMatchObject({
      instances: { in_use: 1, reserved: 0 },
      cores: { in_use: expect.any(Number) },
      ram: { in_use: expect.any(Number) },
    })
    const put = (quota_set: Json) => admin('PUT', path, { quota_set })
    expectFault(
      await put({ instances: 0 }),
      400,
      'badRequest',
      'Quota limit 0 for instances must be greater than or equal to already used and reserved 1.',
    )
    expectFault(
      await put({ instances: -2 }),
      400,
      'badRequest',
      'Invalid input for field/attribute instances. Value: -2. -2 is less than the minimum of -1',
    )
    expectFault(
      await put({ bogus: 1 }),
      400,
      'badRequest',
      "Invalid input for field/attribute quota_set. Value: {'bogus': 1}. Additional properties are not allowed ('bogus' was unexpected)",
    )
    expectStatus(await put({ instances: 1, ram: 51_200 }), 200)
    const more = { server: { name: 'x', flavorRef: cloud.flavorId, imageRef: cloud.imageId, networks: 'none' } }
    expectFault(
      await call('POST', '/servers', more),
      403,
      'forbidden',
      'Quota exceeded for instances: Requested 1, but already used 1 of 1 instances',
    )
    expectStatus(await put({ instances: 5 }), 200)
    expectStatus(await admin('DELETE', path), 202)
  })

  test('a flavor that no host can carry ends in ERROR with the reason, and goes at once', async () => {
    const name = uniqueName()
    const { flavor } = (await admin('POST', '/flavors', { flavor: { name, ram: 64, vcpus: 9000, disk: 1 } })).body
    expectFault(
      await admin('POST', '/flavors', { flavor: { name, ram: 64, vcpus: 9000, disk: 1 } }),
      409,
      'conflictingRequest',
      `Flavor with name ${name} already exists.`,
    )
    const make = () =>
      call('POST', '/servers', {
        server: { name: 'x', flavorRef: flavor.id, imageRef: cloud.imageId, networks: 'none' },
      })
    expectFault(
      await make(),
      403,
      'forbidden',
      /^Quota exceeded for cores: Requested 9000, but already used \d+ of \d+ cores$/,
    )
    await admin('PUT', `/os-quota-sets/${tenant.projectId}`, { quota_set: { cores: -1 } })
    const { id } = expectStatus(await make(), 202).server
    await untilStatus(tenant, 'compute', `/servers/${id}`, ['ERROR'])
    const row = (await call('GET', `/servers/${id}`)).body.server
    expect(row.fault).toMatchObject({ code: 500, message: expect.stringMatching(/^No valid host was found\./) })
    expect(row).toMatchObject({ status: 'ERROR', hostId: '', 'OS-EXT-STS:vm_state': 'error' })
    expectStatus(await call('DELETE', `/servers/${id}`), 204)
    await untilGone(tenant, 'compute', `/servers/${id}`)
    expectStatus(await admin('DELETE', `/flavors/${flavor.id}`), 202)
  })

  test('deleting twice is fine; volumes and port stay for the next one; the list of changes tells', async () => {
    expectStatus(await call('DELETE', `/servers/${server.id}`), 204)
    expect([204, 404]).toContain((await call('DELETE', `/servers/${server.id}`)).status)
    await untilGone(tenant, 'compute', `/servers/${server.id}`)
    expectFault(
      await call('DELETE', `/servers/${server.id}`),
      404,
      'itemNotFound',
      `Instance ${server.id} could not be found.`,
    )
    const changed = (await call('GET', '/servers/detail?changes-since=2020-01-01T00:00:00Z')).body.servers.find(
      (row: Json) => row.id === server.id,
    )
    expect(changed).toMatchObject({
      status: 'DELETED',
      'OS-EXT-STS:vm_state': 'deleted',
      'OS-SRV-USG:terminated_at': expect.any(String),
    })
    for (const one of [root, data])
      expect((await untilStatus(tenant, 'volumev3', `/volumes/${one.id}`, ['available'])).attachments).toEqual([])
    const free = (await tenant.call('GET', 'network', `/ports/${port.id}`)).body.port
    expect(free).toMatchObject({ device_id: '', device_owner: '', status: 'DOWN', fixed_ips: port.fixed_ips })
    expectStatus(await tenant.call('DELETE', 'network', `/ports/${port.id}`), 204)
    expectNeutronError(
      await tenant.call('GET', 'network', `/ports/${port.id}`),
      404,
      'PortNotFound',
      `Port ${port.id} could not be found.`,
    )
  })
})
