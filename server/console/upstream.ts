/** The cloud's end of a console: a websocket client's handshake, and then the bare socket. */
import { createHash, randomBytes } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { OPCODE } from './frames.ts'
import type { ConsoleKind } from './reasons.ts'

/** Where the cloud's console websocket lies and how to reach it. Never leaves the server. */
export type ConsoleTarget = {
  /** `ws:` or `wss:` address with the cloud's token. */
  url: string
  protocols: string[]
  /** Only if the proxy asks for one: Nova compares it with its own host and takes a missing one as no browser. */
  origin?: string
  tls?: {
    /** PEM certificates that the cloud's certificate must lead to. */
    ca?: string
    /** False accepts any certificate (`verify_ssl` off). */
    verify?: boolean
  }
}

/** A joined websocket's socket, paused, and the frames that it has sent so far. */
export type Upstream = { socket: Socket; said: Buffer }

/** RFB's server speaks first; a serial line may be silent. */
const FIRST_FRAME_WAIT_MS = 3000
const HANDSHAKE_TIMEOUT_MS = 10_000

/** RFC 6455, 1.3 */
const acceptOf = (key: string) =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

/** The handshake (RFC 6455, 4.1). Undefined if the other side is away, refuses, or is no websocket. */
const handshake = ({ url, protocols, origin, tls }: ConsoleTarget): Promise<Upstream | undefined> =>
  new Promise((resolve) => {
    const address = new URL(url)
    const secure = address.protocol === 'wss:'
    const key = randomBytes(16).toString('base64')
    const request = (secure ? https : http).request({
      host: address.hostname.replace(/^\[|\]$/g, ''),
      port: address.port || (secure ? 443 : 80),
      path: `${address.pathname}${address.search}`,
      agent: false,
      headers: {
        Host: address.host,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': key,
        'Sec-WebSocket-Protocol': protocols.join(', '),
        ...(origin && { Origin: origin }),
      },
      ca: tls?.ca,
      rejectUnauthorized: tls?.verify ?? true,
    })
    const timer = setTimeout(() => request.destroy(), HANDSHAKE_TIMEOUT_MS)
    const fail = () => {
      clearTimeout(timer)
      request.destroy()
      resolve(undefined)
    }
    request.on('error', fail)
    request.on('close', fail)
    request.on('response', fail)
    request.on('upgrade', (response, socket: Socket, head) => {
      clearTimeout(timer)
      socket.pause()
      socket.on('error', () => {}) // 'close' follows
      const { upgrade, 'sec-websocket-accept': accept, 'sec-websocket-protocol': protocol } = response.headers
      const good =
        upgrade?.toLowerCase() === 'websocket' &&
        accept === acceptOf(key) &&
        (protocol === undefined || protocols.includes(protocol)) &&
        response.headers['sec-websocket-extensions'] === undefined // none was offered
      if (!good) {
        socket.destroy()
        return resolve(undefined)
      }
      socket.setNoDelay(true)
      resolve({ socket, said: head })
    })
    request.end()
  })

/**
 * Connects, and for a screen waits for its first bytes: Nova's proxy accepts every websocket and only then looks at
 * the token and the compute host, so a connection that ends at once is a console service that is down.
 * @returns undefined if there is no console to be had
 */
export const openUpstream = async (
  target: ConsoleTarget,
  kind: ConsoleKind,
  firstFrameWaitMs = FIRST_FRAME_WAIT_MS,
): Promise<Upstream | undefined> => {
  const joined = await handshake(target)
  if (!joined) return undefined
  const { socket } = joined
  const said = kind === 'serial' || joined.said.length > 0 ? joined.said : await firstBytes(socket, firstFrameWaitMs)
  if (socket.destroyed || (said.length > 0 && (said[0] & 0x0f) === OPCODE.close)) {
    socket.destroy()
    return undefined
  }
  return { socket, said }
}

/** What the socket says first; nothing if it stays silent for `waitMs` or ends. Paused again afterwards. */
const firstBytes = (socket: Socket, waitMs: number): Promise<Buffer> =>
  new Promise((resolve) => {
    const done = (bytes: Buffer) => {
      clearTimeout(timer)
      socket.pause()
      socket.off('data', done)
      socket.off('end', onEnd)
      socket.off('close', onEnd)
      resolve(bytes)
    }
    const onEnd = () => {
      socket.destroy()
      done(Buffer.alloc(0))
    }
    const timer = setTimeout(done, waitMs, Buffer.alloc(0))
    socket.on('data', done)
    socket.on('end', onEnd)
    socket.on('close', onEnd)
    socket.resume()
  })
