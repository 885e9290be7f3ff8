import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createFakeCloud, type FakeCloud, type FakeCloudOptions } from './index.ts'
import { type Client, loginTo } from './testing/client.ts'

let cloud: FakeCloud
let client: Client
const start = async (options: FakeCloudOptions = {}) => {
  cloud = await createFakeCloud(options)
  client = await loginTo(cloud)
}
afterEach(() => cloud.close())

const volume = (name = 'v') => client.call('POST', 'volume', '/volumes', { volume: { size: 1, name } })
const statusOf = async (id: string): Promise<string> =>
  (await client.call('GET', 'volume', `/volumes/${id}`)).body.volume.status
const control = (method: string, at: string, body?: object) =>
  fetch(`${cloud.url}/_control/${at}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) }).then((answer) =>
    answer.json(),
  )

test('with pace 0 work is done at the next request', async () => {
  await start({ clock: { pace: 0 } })
  const { id } = (await volume()).body.volume
  expect(await statusOf(id)).toBe('available')
  const machine = await client.boot()
  expect((await client.call('GET', 'compute', `/servers/${machine}`)).body.server.status).toBe('ACTIVE')
})

test('a frozen clock stands until it is moved, and then all that falls due happens in order', async () => {
  await start({ clock: { frozen: true } })
  const machine = await client.boot()
  const state = async () => {
    const { status, 'OS-EXT-STS:task_state': task } = (await client.call('GET', 'compute', `/servers/${machine}`)).body
      .server
    return `${status} ${task}`
  }
  expect(await state()).toBe('BUILD scheduling')
  cloud.clock.advance(300)
  expect(await state()).toBe('BUILD networking')
  cloud.clock.advance(60_000)
  expect(await state()).toBe('ACTIVE null')
})

test('tokens end with their time', async () => {
  await start({ settings: { tokenSeconds: 60 } })
  expect((await client.call('GET', 'compute', '/servers')).status).toBe(200)
  cloud.clock.advance(61_000)
  expect((await client.call('GET', 'compute', '/servers')).status).toBe(401)
})

test('a fault strikes the nth matching request, as often as it should', async () => {
  await start()
  cloud.faults.add({ service: 'cinder', method: 'GET', path: '^/volumes', nth: 2, times: 2, status: 503 })
  const codes = []
  for (let index = 0; index < 5; index++) codes.push((await client.call('GET', 'volume', '/volumes')).status)
  expect(codes).toEqual([200, 503, 503, 200, 200])
  expect((await client.call('GET', 'compute', '/servers')).status).toBe(200)
})

test('a fault may answer with a body of its own, in the service’s shape if none is given', async () => {
  await start()
  cloud.faults.add({ service: 'neutron', status: 409, body: { NeutronError: { type: 'X', message: 'm', detail: '' } } })
  expect((await client.call('GET', 'network', '/networks')).body).toEqual({
    NeutronError: { type: 'X', message: 'm', detail: '' },
  })
  cloud.faults.add({ service: 'nova', status: 500 })
  expect((await client.call('GET', 'compute', '/servers')).body.computeFault).toMatchObject({ code: 500 })
})

test('a connection cut before the work leaves nothing; cut after it, the work is done', async () => {
  await start({ clock: { pace: 0 } })
  cloud.faults.add({ service: 'cinder', method: 'POST', path: '^/volumes$', cut: 'before' })
  await expect(volume('before')).rejects.toThrow()
  cloud.faults.add({ service: 'cinder', method: 'POST', path: '^/volumes$', cut: 'after' })
  await expect(volume('after')).rejects.toThrow()
  const names = (await client.call('GET', 'volume', '/volumes')).body.volumes.map((row: { name: string }) => row.name)
  expect(names).toEqual(['after'])
  expect(cloud.calls.list({ service: 'cinder', method: 'POST' }).map((call) => call.status)).toEqual([0, 0])
})

test('a request that hangs ends when its fault is removed', async () => {
  await start()
  const id = cloud.faults.add({ service: 'glance', hang: true })
  const asked = client.call('GET', 'image', '/images')
  asked.catch(() => {})
  while (cloud.faults.list()[0].struck === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  cloud.faults.remove(id)
  await expect(asked).rejects.toThrow()
})

test('no valid host, a failing volume: planted by a setting, once each', async () => {
  await start({ clock: { pace: 0 }, settings: { noValidHost: 1, failVolumes: 1 } })
  const machine = await client.boot()
  expect((await client.call('GET', 'compute', `/servers/${machine}`)).body.server).toMatchObject({
    status: 'ERROR',
    fault: { message: 'No valid host was found. ' },
  })
  const { id } = (await volume()).body.volume
  expect(await statusOf(id)).toBe('error')
  const next = await client.boot()
  expect((await client.call('GET', 'compute', `/servers/${next}`)).body.server.status).toBe('ACTIVE')
})

test('rows, tokens and what is still to happen live through a restart', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cloud-'))
  const stateFile = path.join(folder, 'cloud.json')
  await start({ stateFile, clock: { frozen: true } })
  const { id } = (await volume('kept')).body.volume
  const { port } = new URL(cloud.url)
  await cloud.close()
  cloud = await createFakeCloud({ stateFile, port: Number(port) })
  // The client's kept connection ended with the old process.
  expect(await statusOf(id).catch(() => statusOf(id))).toBe('creating')
  cloud.clock.advance(5000)
  expect(await statusOf(id)).toBe('available')
  fs.rmSync(folder, { recursive: true })
})

test('ten thousand servers are listed a thousand at a time', async () => {
  await start({ seed: { tenants: 20, servers: 10_000, volumes: 10_000 } })
  const ids = new Set<string>()
  let next: string | null = '/servers/detail?all_tenants=1&limit=5000'
  while (next) {
    const { body } = await client.call('GET', 'compute', next)
    const servers: { id: string }[] = body.servers
    const links: { href: string }[] | undefined = body.servers_links
    expect(servers.length).toBeLessThanOrEqual(1000)
    for (const row of servers) ids.add(row.id)
    next = links ? links[0].href.replace(/^.*v2\.1/, '') : null
  }
  expect(ids.size).toBe(10_000)
  const [row] = (await client.call('GET', 'compute', '/servers/detail?all_tenants=1&limit=1')).body.servers
  expect(Object.values(row.addresses)).toHaveLength(1)
  expect(row['os-extended-volumes:volumes_attached']).toHaveLength(1)
})

test('the levers work over HTTP too', async () => {
  await start({ clock: { frozen: true } })
  await control('POST', 'faults', { service: 'nova', status: 500, times: null })
  expect((await client.call('GET', 'compute', '/servers')).status).toBe(500)
  await control('DELETE', 'faults')
  const machine = await client.boot()
  expect(await control('POST', 'clock', { advanceMs: 10_000 })).toMatchObject({ frozen: true, pending: 0 })
  expect(await control('GET', 'calls?service=nova&count=1')).toMatchObject({ count: 2 })
  await control('POST', 'call/failServer', { args: [machine, 'broken'] })
  expect((await client.call('GET', 'compute', `/servers/${machine}`)).body.server).toMatchObject({
    status: 'ERROR',
    fault: { message: 'broken' },
  })
  await control('POST', 'call/vanish', { args: ['servers', machine] })
  expect((await client.call('GET', 'compute', `/servers/${machine}`)).status).toBe(404)
  expect(await control('POST', 'settings', { latencyMs: 1 })).toMatchObject({ latencyMs: 1 })
  expect(await control('POST', 'call/constructor', {})).toMatchObject({ error: expect.any(String) })
})
