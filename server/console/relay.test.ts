import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { EndReason, RefusalReason } from './reasons.ts'
import { type ConsoleAudit, type ConsoleRelayDeps, consoleRelay } from './relay.ts'
import type { NewSession, SessionRows } from './sessions.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const listen = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    closers.push(() => server.close())
  })

/** A cloud console that greets like RFB and echoes; `sockets` are its open ends. */
const cloud = async (onConnect: (ws: WebSocket, req: IncomingMessage) => void = () => {}) => {
  const http = createServer()
  const wss = new WebSocketServer({ server: http, perMessageDeflate: false })
  const received: string[] = []
  wss.on('connection', (ws, req) => {
    ws.on('message', (data: Buffer) => {
      received.push(data.toString('latin1'))
      ws.send(data)
    })
    ws.send('RFB 003.008\n')
    ws.send('second')
    onConnect(ws, req)
  })
  closers.push(() => wss.clients.forEach((ws) => void ws.terminate()))
  return { port: await listen(http), sockets: wss.clients, received }
}

/** Rows in memory, shared by the relays of a test as the database is by web processes. */
const memoryRows = () => {
  const rows = new Map<string, NewSession & { relay: number; open: boolean; reason?: EndReason; by?: string }>()
  const holders = new Map<string, string>()
  let relays = 0
  const rowsOf = (): SessionRows => {
    const relay = ++relays
    return {
      open: async (session) => {
        const uuid = `session-${rows.size + 1}`
        rows.set(uuid, { ...session, relay, open: true })
        holders.set(session.instanceUuid, uuid)
        return uuid
      },
      close: async (uuid, reason, by) => void Object.assign(rows.get(uuid)!, { open: false, reason, by }),
      taken: async () =>
        [...rows].flatMap(([uuid, row]) => {
          const holder = holders.get(row.instanceUuid)!
          return row.relay === relay && row.open && holder !== uuid ? [{ uuid, by: rows.get(holder)!.userName }] : []
        }),
    }
  }
  return { rows, rowsOf }
}

const portal = async (cloudPort: number, over: Partial<ConsoleRelayDeps> = {}, rows = memoryRows()) => {
  const audits: [string, ConsoleAudit][] = []
  const refusals: [string, RefusalReason][] = []
  const errors: unknown[] = []
  let endNow: (reason: EndReason) => void = () => {}
  const relay = consoleRelay({
    authenticate: async (req) => {
      const name = /user=(\w+)/.exec(req.headers.cookie ?? '')?.[1]
      return name ? { userUuid: name, sessionId: `sign-in of ${name}`, userName: name } : null
    },
    redeem: async (ticket) =>
      ticket === 'used'
        ? { refused: 'ticket_used' }
        : {
            instanceUuid: 'vm',
            kind: ticket.startsWith('serial') ? 'serial' : 'novnc',
            target: { url: `ws://127.0.0.1:${cloudPort}/?token=cloud-secret`, protocols: ['binary'] },
          },
    noteRefusal: async (ticket, reason) => void refusals.push([ticket, reason]),
    watch: (_identity, _instance, onEnd) => {
      endNow = onEnd
      return () => {}
    },
    sessions: rows.rowsOf(),
    audit: async (event, record) => void audits.push([event, record]),
    onError: (error) => void errors.push(error),
    tickMs: 20,
    ...over,
  })
  const http = createServer()
  http.on('upgrade', (req, socket, head) => void relay.handle(req, socket, head))
  closers.push(() => relay.closeAll())
  return { relay, port: await listen(http), audits, refusals, errors, end: (reason: EndReason) => endNow(reason) }
}

const open = (port: number, { ticket = 'good', user = 'ada', headers = {} as Record<string, string> } = {}) => {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/api/console/${ticket}`, ['binary'], {
    headers: { ...(user ? { cookie: `user=${user}` } : {}), ...headers },
  })
  const frames: string[] = []
  const words: { type: string; reason?: string; by?: string }[] = []
  const upgrade: { headers: IncomingMessage['headers'] } = { headers: {} }
  ws.on('message', (data: Buffer, binary) => {
    if (binary) frames.push(data.toString('latin1'))
    else words.push(JSON.parse(data.toString()))
  })
  ws.on('upgrade', (response) => Object.assign(upgrade, { headers: response.headers }))
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  )
  const opened = new Promise<{ status: number; body: { reason?: string } }>((resolve) => {
    ws.on('open', () => resolve({ status: 101, body: {} }))
    ws.on('unexpected-response', (_req, response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode!, body: JSON.parse(text) }))
    })
    ws.on('error', () => {})
  })
  closers.push(() => ws.terminate())
  return { ws, frames, words, opened, closed, upgrade }
}

const until = async (condition: () => boolean) => {
  const deadline = Date.now() + 5000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not happen within 5 s.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('a console connection', () => {
  test('carries the first frames and what follows, both ways, as binary frames', async () => {
    const { port, received } = await cloud()
    const { port: at } = await portal(port)
    const browser = open(at)
    expect(await browser.opened).toMatchObject({ status: 101 })
    browser.ws.send(Buffer.from('typed'))
    await until(() => browser.frames.includes('typed'))
    expect(browser.frames).toEqual(['RFB 003.008\n', 'second', 'typed'])
    expect(received).toEqual(['typed'])
    expect(browser.ws.protocol).toBe('binary')
    expect(browser.upgrade.headers['sec-websocket-extensions']).toBeUndefined()
    expect(JSON.stringify(browser.upgrade.headers)).not.toContain('cloud-secret')
  })

  test('sends the cloud neither an Origin nor the cookies of the portal', async () => {
    const seen: IncomingMessage['headers'][] = []
    const { port } = await cloud((_ws, req) => seen.push(req.headers))
    const { port: at } = await portal(port)
    await open(at, { headers: { origin: `http://127.0.0.1:${at}` } }).opened
    expect(seen[0].origin).toBeUndefined()
    expect(seen[0].cookie).toBeUndefined()
    expect(seen[0]['sec-websocket-protocol']).toBe('binary')
  })

  test('is recorded when it opens and when it closes, with time and address', async () => {
    const { port } = await cloud()
    const { port: at, audits, relay } = await portal(port)
    const browser = open(at)
    await browser.opened
    await until(() => relay.size() === 1)
    browser.ws.close()
    await until(() => audits.length === 2)
    expect(audits[0]).toMatchObject(['open', { userUuid: 'ada', instanceUuid: 'vm', kind: 'novnc' }])
    expect(audits[0][1].remoteAddress).toContain('127.0.0.1')
    expect(audits[1]).toMatchObject(['close', { reason: 'closed', bytesToBrowser: 22, bytesFromBrowser: 0 }])
    expect(audits[1][1].durationMs).toBeGreaterThanOrEqual(0)
    expect(relay.size()).toBe(0)
  })

  test('keeps words to the relay from the guest', async () => {
    const { port, received } = await cloud()
    const { port: at } = await portal(port)
    const browser = open(at)
    await browser.opened
    browser.ws.send('{"type":"stay"}')
    browser.ws.send(Buffer.from('key'))
    await until(() => received.length === 1)
    expect(received).toEqual(['key'])
  })

  test('of a silent serial line opens without waiting for a first frame', async () => {
    const http = createServer()
    const wss = new WebSocketServer({ server: http })
    closers.push(() => wss.clients.forEach((ws) => void ws.terminate()))
    const { port: at } = await portal(await listen(http))
    const browser = open(at, { ticket: 'serial' })
    expect(await browser.opened).toMatchObject({ status: 101 })
  })

  test('holds a fast cloud back while the browser does not read', async () => {
    const chunk = Buffer.alloc(1024 * 1024)
    let sent = 0
    let stop = false
    const { port } = await cloud((ws) => {
      const more = () => {
        if (stop || sent >= 200) return
        ws.send(chunk, (error) => {
          if (error) return
          sent++
          more()
        })
      }
      more()
    })
    const { port: at } = await portal(port)
    const browser = open(at)
    await browser.opened
    browser.ws.pause()
    let before = -1
    while (sent !== before) {
      before = sent
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    // What fits into the kernel's buffers and the relay's 4 MiB: far from the 200 MiB on offer.
    expect(sent).toBeLessThan(60)
    browser.ws.resume()
    await until(() => sent > before)
    stop = true
  })
})

describe('a refusal', () => {
  const cases: [string, Parameters<typeof open>[1], number, string][] = [
    ['a used ticket', { ticket: 'used' }, 410, 'ticket_used'],
    ['nobody signed in', { user: '' }, 401, 'signed_out'],
    ['a page of another origin', { headers: { origin: 'https://evil.example' } }, 403, 'foreign_origin'],
    ['an opaque origin', { headers: { origin: 'null' } }, 403, 'foreign_origin'],
    ['no ticket', { ticket: '' }, 400, 'bad_request'],
  ]
  test.each(cases)('of %s is a plain HTTP status with its reason', async (_name, options, status, reason) => {
    const { port } = await cloud()
    const { port: at, refusals } = await portal(port)
    expect(await open(at, options).opened).toEqual({ status, body: expect.objectContaining({ reason }) })
    expect(refusals.map(([, why]) => why)).toEqual(options?.ticket === '' ? [] : [reason])
  })

  test('says that the console service is down when it does not answer', async () => {
    const { port: at, refusals } = await portal(1)
    expect((await open(at).opened).status).toBe(502)
    expect(refusals).toEqual([['good', 'service_down']])
  })

  test('says so too when the service accepts and hangs up, as Nova does for a dead compute host', async () => {
    const http = createServer()
    new WebSocketServer({ server: http }).on('connection', (ws) => ws.close(1011))
    const { port: at } = await portal(await listen(http))
    expect(await open(at).opened).toMatchObject({ status: 502, body: { reason: 'service_down' } })
  })

  test('is a 500 without inner text when judging fails', async () => {
    const { port: at, errors } = await portal(1, {
      redeem: async () => {
        throw new Error('token=cloud-secret')
      },
    })
    const { status, body } = await open(at).opened
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('cloud-secret')
    expect(errors).toHaveLength(1)
  })

  test('accepts the public address of the portal behind a proxy', async () => {
    const { port } = await cloud()
    const { port: at } = await portal(port, { publicUrl: 'https://portal.example/' })
    expect((await open(at, { headers: { origin: 'https://portal.example' } }).opened).status).toBe(101)
  })
})

describe('an end', () => {
  test.each([
    ['signed_out', 4002],
    ['permission_lost', 4003],
    ['instance_stopped', 4004],
    ['service_down', 4005],
  ] as const)('for the reason %s closes with %i and tells the page', async (reason, code) => {
    const { port, sockets } = await cloud()
    const { port: at, end, relay } = await portal(port)
    const browser = open(at)
    await browser.opened
    await until(() => relay.size() === 1)
    end(reason)
    expect((await browser.closed).code).toBe(code)
    expect(browser.words).toEqual([{ type: 'end', reason }])
    await until(() => sockets.size === 0)
  })

  test('comes to the first console when a second one opens in another web process', async () => {
    const { port } = await cloud()
    const rows = memoryRows()
    const one = await portal(port, {}, rows)
    const two = await portal(port, {}, rows)
    const first = open(one.port, { user: 'ada' })
    await first.opened
    await until(() => one.relay.size() === 1)
    const second = open(two.port, { user: 'bob' })
    await second.opened
    expect(await first.closed).toEqual({ code: 4001, reason: 'Taken over by bob' })
    expect(first.words).toEqual([{ type: 'end', reason: 'taken_over', by: 'bob' }])
    await until(() => one.relay.size() === 0)
    expect(second.ws.readyState).toBe(WebSocket.OPEN)
    expect([...rows.rows.values()].map((row) => row.open)).toEqual([false, true])
  })

  test('in the middle of a large frame that does not come to its end is heard all the same', async () => {
    const http = createServer()
    http.on('upgrade', (req, socket) => {
      const accept = createHash('sha1')
        .update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64')
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
      socket.write(Buffer.concat([Buffer.from([0x82, 126, 0x40, 0]), Buffer.alloc(100)])) // 16 KiB announced
    })
    const { port: at, end, relay } = await portal(await listen(http))
    const browser = open(at)
    await browser.opened
    await until(() => relay.size() === 1)
    end('permission_lost')
    expect((await browser.closed).code).toBe(4003)
    expect(browser.words).toEqual([{ type: 'end', reason: 'permission_lost' }])
    expect(browser.frames[0]).toHaveLength(16_384)
  })

  test('by idleness is announced, put off by a key, and not by the viewer asking for updates', async () => {
    const { port } = await cloud()
    const { port: at } = await portal(port, { idleLimitMs: 600, idleWarningMs: 400 })
    const browser = open(at)
    await browser.opened
    await until(() => browser.words.some(({ type }) => type === 'idle'))
    browser.ws.send(Buffer.from([4, 1, 0, 0, 0, 0, 0, 97]))
    await until(() => browser.words.some(({ type }) => type === 'active'))
    const update = setInterval(() => browser.ws.send(Buffer.from([3, 1, 0, 0, 0, 0, 0, 1, 0, 1])), 20)
    const { code } = await browser.closed
    clearInterval(update)
    expect(code).toBe(4006)
    expect(browser.words.map(({ type }) => type)).toEqual(['idle', 'active', 'idle', 'end'])
  })

  test('of the cloud side closes the browser side as lost, so that the page tries again', async () => {
    const { port, sockets } = await cloud()
    const { port: at, relay } = await portal(port)
    const browser = open(at)
    await browser.opened
    await until(() => relay.size() === 1)
    for (const socket of sockets) socket.terminate()
    expect((await browser.closed).code).toBe(1011)
  })

  test('of the portal closes all with 1001, records them, and refuses new ones', async () => {
    const { port } = await cloud()
    const { port: at, relay, audits } = await portal(port)
    const browsers = [open(at, { ticket: 'a' }), open(at, { ticket: 'serial-b' })]
    for (const browser of browsers) await browser.opened
    await until(() => relay.size() > 0)
    await relay.closeAll('restarting')
    for (const browser of browsers) expect([1001, 4001]).toContain((await browser.closed).code)
    expect(audits.filter(([event]) => event === 'close')).toHaveLength(2)
    expect(await open(at).opened).toMatchObject({ status: 503, body: { reason: 'restarting' } })
  })

  test('comes to a browser that answers no ping', async () => {
    const { port } = await cloud()
    const { port: at, relay } = await portal(port, { pingEveryMs: 20 })
    const browser = open(at)
    await browser.opened
    await until(() => relay.size() === 1)
    browser.ws.pause() // reads nothing any more, so it answers no ping
    await until(() => relay.size() === 0)
  })
})
