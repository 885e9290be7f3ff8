import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createServer } from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { openUpstream } from './upstream.ts'

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'console-tls-'))
const closers: (() => void)[] = []
let port: number
let ca: string

const listen = (server: net.Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    closers.push(() => server.close())
  })

beforeAll(async () => {
  const to = ['-keyout', 'key.pem', '-out', 'cert.pem', '-subj', '/CN=cloud', '-addext', 'subjectAltName=IP:127.0.0.1']
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '30',
    ...to,
  ]
  execFileSync('openssl', made, { cwd: dir, stdio: 'pipe' })
  ca = fs.readFileSync(path.join(dir, 'cert.pem'), 'utf8')
  const server = https.createServer({ cert: ca, key: fs.readFileSync(path.join(dir, 'key.pem')) })
  const wss = new WebSocketServer({ server })
  wss.on('connection', (ws) => {
    ws.send('RFB 003.008\n')
    ws.on('message', () => ws.send(Buffer.alloc(300_000, 7)))
  })
  closers.push(() => wss.clients.forEach((ws) => void ws.terminate()))
  port = await listen(server)
})
afterAll(() => {
  for (const close of closers.reverse()) close()
  fs.rmSync(dir, { recursive: true })
})

const open = (tls: { ca?: string; verify?: boolean }) =>
  openUpstream({ url: `wss://127.0.0.1:${port}/?token=t`, protocols: ['binary'], tls }, 'novnc')

test('a cloud with a certificate of its own authority is reached with that authority', async () => {
  const upstream = await open({ ca })
  expect(upstream?.said.toString('latin1', 2)).toBe('RFB 003.008\n')
  upstream?.socket.destroy()
})

test('without it the console service counts as down, unless verification is off', async () => {
  expect(await open({})).toBeUndefined()
  const upstream = await open({ verify: false })
  expect(upstream).toBeDefined()
  upstream?.socket.destroy()
})

test('everything arrives through TLS, in order, over pauses', async () => {
  const upstream = (await open({ ca }))!
  let bytes = 0
  const done = new Promise<void>((resolve) => {
    upstream.onBytes((part) => {
      bytes += part.length
      upstream.socket.pause()
      setImmediate(() => upstream.socket.resume())
      if (bytes >= 300_010) resolve()
    })
  })
  upstream.socket.write(Buffer.from([0x82, 0x81, 0, 0, 0, 0, 1]))
  upstream.socket.resume()
  await done
  expect(bytes).toBe(300_010) // payload and a header of 10
  upstream.socket.destroy()
})

test.each([
  ['refuses', 'HTTP/1.1 403 Forbidden\r\n\r\n'],
  ['is no websocket', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
  [
    'accepts another key',
    'HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
  ],
  ['sends no end of a head', 'x'.repeat(20_000)],
  ['hangs up', ''],
])('a service that %s gives no console', async (_name, answer) => {
  const server = net.createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => (answer ? socket.write(answer) : socket.end()))
  })
  const at = await listen(server)
  expect(await openUpstream({ url: `ws://127.0.0.1:${at}/`, protocols: ['binary'] }, 'novnc')).toBeUndefined()
})

test('a token that Nova does not know, answered by a close frame, is a console service that is down', async () => {
  const server = createServer()
  new WebSocketServer({ server }).on('connection', (ws) => ws.close(1011))
  const at = await listen(server)
  expect(await openUpstream({ url: `ws://127.0.0.1:${at}/`, protocols: ['binary'] }, 'novnc')).toBeUndefined()
})
