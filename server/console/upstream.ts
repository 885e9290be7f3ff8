/** The cloud's end of a console: a websocket client's handshake, and then the bare socket. */
import { createHash, randomBytes } from 'node:crypto'
import { type ByteSocket, openByteSocket } from './byte-socket.ts'
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

/** A joined websocket's socket, paused, and the bytes of frames that it has sent so far. */
export type Upstream = ByteSocket & { said: Buffer }

/** RFB's server speaks first; a serial line may be silent. */
const FIRST_FRAME_WAIT_MS = 3000
const HANDSHAKE_TIMEOUT_MS = 10_000

/** RFC 6455, 1.3 */
const acceptOf = (key: string) =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

/** More than any answer to a handshake. */
const ANSWER_MAX_BYTES = 16 * 1024

/** Status and headers of an HTTP answer, names in lower case; of a header that is sent twice the last. */
const parseAnswer = (head: string) => {
  const [first, ...lines] = head.split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]), headers }
}

/** The handshake (RFC 6455, 4.1). Undefined if the other side is away, refuses, or is no websocket. */
const handshake = ({ url, protocols, origin, tls }: ConsoleTarget): Promise<Upstream | undefined> =>
  new Promise((resolve) => {
    const address = new URL(url)
    const secure = address.protocol === 'wss:'
    const key = randomBytes(16).toString('base64')
    const bytes = openByteSocket({
      host: address.hostname.replace(/^\[|\]$/g, ''),
      port: Number(address.port) || (secure ? 443 : 80),
      secure,
      ca: tls?.ca,
      verify: tls?.verify ?? true,
    })
    const { socket } = bytes
    const request = [
      `GET ${address.pathname}${address.search} HTTP/1.1`,
      `Host: ${address.host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
      `Sec-WebSocket-Protocol: ${protocols.join(', ')}`,
      ...(origin ? [`Origin: ${origin}`] : []),
    ]
    const finish = (joined: Upstream | undefined) => {
      clearTimeout(timer)
      bytes.onBytes(() => {})
      socket.off('close', fail)
      socket.off('end', fail)
      if (!joined) socket.destroy()
      resolve(joined)
    }
    const fail = () => finish(undefined)
    const timer = setTimeout(fail, HANDSHAKE_TIMEOUT_MS)
    let answer: Buffer = Buffer.alloc(0)
    bytes.onBytes((part) => {
      answer = Buffer.concat([answer, part])
      const end = answer.indexOf('\r\n\r\n')
      if (end < 0) {
        if (answer.length > ANSWER_MAX_BYTES) fail()
        return
      }
      const { status, headers } = parseAnswer(answer.toString('latin1', 0, end))
      const protocol = headers.get('sec-websocket-protocol')
      const good =
        status === 101 &&
        headers.get('upgrade')?.toLowerCase() === 'websocket' &&
        headers.get('sec-websocket-accept') === acceptOf(key) &&
        (protocol === undefined || protocols.includes(protocol)) &&
        !headers.has('sec-websocket-extensions') // none was offered
      if (!good) return fail()
      socket.pause()
      finish({ ...bytes, said: answer.subarray(end + 4) })
    })
    socket.on('close', fail)
    socket.on('end', fail)
    socket.once(secure ? 'secureConnect' : 'connect', () => socket.write(`${request.join('\r\n')}\r\n\r\n`))
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
  const said = kind === 'serial' || joined.said.length > 0 ? joined.said : await firstBytes(joined, firstFrameWaitMs)
  if (joined.socket.destroyed || (said.length > 0 && (said[0] & 0x0f) === OPCODE.close)) {
    joined.socket.destroy()
    return undefined
  }
  return { ...joined, said }
}

/** What the socket says first; nothing if it stays silent for `waitMs` or ends. Paused again afterwards. */
const firstBytes = ({ socket, onBytes }: ByteSocket, waitMs: number): Promise<Buffer> =>
  new Promise((resolve) => {
    const done = (said: Buffer) => {
      clearTimeout(timer)
      socket.pause()
      onBytes(() => {})
      socket.off('end', onEnd)
      socket.off('close', onEnd)
      resolve(said)
    }
    const onEnd = () => {
      socket.destroy()
      done(Buffer.alloc(0))
    }
    const timer = setTimeout(done, waitMs, Buffer.alloc(0))
    onBytes((part) => done(Buffer.from(part)))
    socket.on('end', onEnd)
    socket.on('close', onEnd)
    socket.resume()
  })
