import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createFakeCloud, type FakeCloud } from './index.ts'
import { type Client, eventually, loginTo, openConsole, Viewer } from './testing/client.ts'

let cloud: FakeCloud
let client: Client
let machine: string
beforeEach(async () => {
  cloud = await createFakeCloud({ clock: { pace: 0 } })
  client = await loginTo(cloud)
  machine = await client.boot('web-1')
  await client.call('GET', 'compute', '/servers')
})
afterEach(() => cloud.close())

const view = async (shared = true): Promise<Viewer> => {
  const viewer = new Viewer(await openConsole(client, machine, 'vnc'))
  await viewer.handshake(shared)
  return viewer
}

test('a viewer gets the machine’s name, size and screen', async () => {
  const viewer = new Viewer(await openConsole(client, machine, 'vnc'))
  expect(await viewer.handshake()).toBe('RFB 003.008\n')
  expect([viewer.width, viewer.height, viewer.name]).toEqual([720, 400, 'web-1'])
  expect(await viewer.update(false)).toEqual([{ x: 0, y: 0, width: 720, height: 400, encoding: 0, lit: true }])
  expect(cloud.control.screenText(machine)).toMatch(
    /Linux version .*\n[\s\S]*web-1 login: root \(automatic login\)[\s\S]*root@web-1:~#$/,
  )
  viewer.close()
})

test('keys reach the shell, are drawn where they change the screen, and are kept for tests', async () => {
  const viewer = await view()
  await viewer.update(false)
  viewer.type('uname -a\r')
  const [area] = await viewer.update(true)
  expect(area.height).toBe(16)
  await eventually(() => cloud.control.screenText(machine).includes('Linux web-1 6.12.0-builtin'))
  expect(cloud.control.typed(machine)).toBe('uname -a\n')
  expect(cloud.control.keyEvents(machine).slice(0, 2)).toMatchObject([
    { keysym: 'u'.charCodeAt(0), down: true },
    { keysym: 'u'.charCodeAt(0), down: false },
  ])
  viewer.close()
})

test('what the machine writes by itself shows on the screen and in the log', async () => {
  const viewer = await view()
  await viewer.update(false)
  const next = viewer.update(true)
  cloud.control.guestWrites(machine, 'disk is getting full\n')
  expect((await next).length).toBeGreaterThan(0)
  const log = await client.call('POST', 'compute', `/servers/${machine}/action`, {
    'os-getConsoleOutput': { length: 1 },
  })
  expect(log.body.output).toBe('disk is getting full\n')
  viewer.close()
})

test('a viewer who does not share sends the others away; one who does, joins them', async () => {
  const first = await view()
  const second = await view()
  await eventually(() => cloud.control.viewers(machine) === 2)
  await view(false)
  expect((await first.closed).reason).toBe('Another viewer took over')
  await second.closed
})

test('a screen that changes its size tells viewers who understand', async () => {
  const viewer = await view()
  viewer.encodings(0, -223)
  await viewer.update(false)
  cloud.control.resizeScreen(machine, 100, 30)
  const [size] = await viewer.update(true)
  expect(size).toMatchObject({ encoding: -223, width: 900, height: 480 })
  viewer.close()
})

test('stopping the machine, dropping and refusing end consoles', async () => {
  const stopped = await view()
  await client.call('POST', 'compute', `/servers/${machine}/action`, { 'os-stop': null })
  await client.call('GET', 'compute', '/servers')
  await stopped.closed
  const late = await openConsole(client, machine, 'vnc')
  expect((await new Viewer(late).closed).code).toBe(1006)
  await client.call('POST', 'compute', `/servers/${machine}/action`, { 'os-start': null })
  await client.call('GET', 'compute', '/servers')
  const dropped = await view()
  expect(cloud.control.dropConsoles(machine)).toBe(1)
  expect((await dropped.closed).code).toBe(1011)
  cloud.control.set({ refuseConsoles: true })
  await expect(openConsole(client, machine, 'vnc')).rejects.toThrow('403')
})

test('a token that is none ends the connection after the handshake, as websockify does', async () => {
  const socket = new WebSocket(`${cloud.url.replace('http', 'ws')}/novnc/websockify?token=none`, ['binary'])
  expect((await new Viewer(socket).closed).code).toBe(1006)
})

test('power off typed into the machine stops it', async () => {
  const viewer = await view()
  viewer.type('poweroff\r')
  await viewer.closed
  expect((await client.call('GET', 'compute', `/servers/${machine}`)).body.server.status).toBe('SHUTOFF')
})

test('a serial line shows what was written and answers', async () => {
  const socket = await openConsole(client, machine, 'serial')
  let text = ''
  socket.on('message', (data) => {
    text += data.toString()
  })
  socket.resume()
  await eventually(() => text.includes('login: root'))
  expect(text).toMatch(/\r\n/)
  socket.send('hostname\r')
  await eventually(() => /hostname\r\nweb-1\r\n/.test(text))
  socket.close()
})
