/** The cloud's end of a console. */
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import type { Side } from './pipe.ts'
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

export type Upstream = Side & { release: () => Buffer[] }

/** RFB's server speaks first; a serial line may be silent. */
const FIRST_FRAME_WAIT_MS = 3000
const HANDSHAKE_TIMEOUT_MS = 10_000

/**
 * Connects, and for a screen waits for its first frame: Nova's proxy accepts every websocket and only then looks at
 * the token and the compute host, so a connection that ends at once is a console service that is down. The result is
 * paused; `release` gives what it has said so far and hands its frames over to the caller's listener. (Pausing stops
 * the socket, not the frames of a chunk that was read already, hence a list.)
 * @returns undefined if there is no console to be had
 */
export const openUpstream = (
  target: ConsoleTarget,
  kind: ConsoleKind,
  firstFrameWaitMs = FIRST_FRAME_WAIT_MS,
): Promise<Upstream | undefined> =>
  new Promise((resolve) => {
    const ws = new WebSocket(target.url, target.protocols, {
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      origin: target.origin,
      ca: target.tls?.ca,
      rejectUnauthorized: target.tls?.verify ?? true,
    })
    const said: Buffer[] = []
    let socket: Duplex
    let timer: NodeJS.Timeout | undefined
    const fail = () => {
      clearTimeout(timer)
      ws.terminate()
      resolve(undefined)
    }
    const ready = () => {
      clearTimeout(timer)
      ws.off('close', fail)
      ws.pause()
      const release = () => {
        ws.off('message', onMessage)
        return said
      }
      resolve({ ws, socket, release })
    }
    const onMessage = (data: Buffer) => {
      said.push(data)
      if (said.length === 1) ready()
    }
    ws.once('upgrade', (response) => {
      socket = response.socket
    })
    ws.on('message', onMessage)
    ws.on('close', fail)
    ws.on('error', () => {}) // 'close' follows
    ws.once('open', () => {
      if (kind === 'serial') ready()
      else timer = setTimeout(ready, firstFrameWaitMs)
    })
  })
