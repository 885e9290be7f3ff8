/** One open console: a browser and the cloud, joined until one of them, or a rule, ends it. */
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { frameStream, maskedFrame, OPCODE } from './frames.ts'
import { type ConsoleKind, ENDS, type EndReason, endText } from './reasons.ts'
import type { Upstream } from './upstream.ts'

/** More than this waiting to be written to one side stops reading from the other. */
const HIGH_WATER_BYTES = 4 * 1024 * 1024

/** Pings without an answer after which a browser counts as gone. A slow line answers late, behind waiting frames. */
const PINGS_UNANSWERED = 3

/** How long an end waits for the frame that is under way before it is padded. */
const FINISH_FRAME_MS = 500

/**
 * RFB's client messages that a person causes: key 4, pointer 5, cut text 6, QEMU key 255 (RFC 6143, 7.5). The others
 * (update requests, fences) come from the viewer by itself whenever the screen changes.
 */
const isUserInput = (kind: ConsoleKind, data: Buffer) =>
  kind === 'serial' || data[0] === 4 || data[0] === 5 || data[0] === 6 || data[0] === 255

export type ConsoleEnd = {
  reason: EndReason
  by?: string
  durationMs: number
  /** Websocket payload and headers. */
  bytesToBrowser: number
  /** Payload. */
  bytesFromBrowser: number
}

/** The browser's websocket and the socket under it. */
export type Browser = { ws: WebSocket; socket: Duplex }

/**
 * Takes both ends, paused; `start` joins them. `ended` resolves when the console is over, whoever ended it.
 *
 * Towards the browser the cloud's frames go straight from socket to socket: `ws` is only there for our own frames
 * (words, pings, the end), which it writes to the same socket, and so only between two messages of the cloud.
 */
export const consoleSession = (
  { ws, socket }: Browser,
  { socket: cloud, said, onBytes }: Upstream,
  { kind, idleLimitMs, idleWarningMs }: { kind: ConsoleKind; idleLimitMs: number; idleWarningMs: number },
) => {
  const openedAtMs = performance.now()
  let activeAtMs = openedAtMs
  let bytesToBrowser = 0
  let bytesFromBrowser = 0
  let warned = false
  let unanswered = 0
  let over = false
  let silent = false // nothing of the cloud goes to the browser any more
  let resolveEnded: (end: ConsoleEnd) => void
  const ended = new Promise<ConsoleEnd>((resolve) => {
    resolveEnded = resolve
  })

  /** Keeps the cloud's bytes of this moment until they are written. */
  let hold = (): (() => void) => () => {}
  const toCloud = (opcode: number, payload: Buffer) => {
    if (cloud.writable) cloud.write(maskedFrame(opcode, payload))
  }
  const frames = frameStream({
    onData: (bytes) => {
      if (silent) return
      bytesToBrowser += bytes.length
      if (socket.write(bytes, hold()) || socket.writableLength <= HIGH_WATER_BYTES || cloud.isPaused()) return
      cloud.pause()
      socket.once('drain', () => cloud.resume())
    },
    onControl: (opcode, payload) => {
      if (opcode === OPCODE.ping) toCloud(OPCODE.pong, payload)
      if (opcode === OPCODE.close) end('lost')
    },
    onBroken: () => end('lost'),
  })
  /** A word of the relay's own to the page: `{"type": "idle", "seconds_left": 60}` and the like. */
  const say = (word: object) => frames.between(() => ws.send(JSON.stringify(word)))

  const end = (reason: EndReason, by?: string) => {
    if (over) return
    over = true
    ws.resume() // else the browser's answer to the close frame is never read
    const finish = () => {
      if (silent) return
      silent = true
      clearTimeout(timer)
      cloud.destroy()
      if (ws.readyState !== WebSocket.OPEN) return
      ws.send(JSON.stringify({ type: 'end', reason, by }))
      ws.close(ENDS[reason].code, endText(reason, by))
    }
    // A frame that does not come to its end, because one side is slow, is filled up: the reason must be heard.
    const timer = setTimeout(() => {
      const pad = frames.pad()
      if (pad) {
        socket.write(pad)
        finish()
      } else ws.terminate()
    }, FINISH_FRAME_MS)
    frames.between(finish)
    if (cloud.destroyed || ws.readyState !== WebSocket.OPEN) {
      clearTimeout(timer)
      if (!silent) ws.terminate()
      silent = true
      cloud.destroy()
    }
    const durationMs = Math.round(performance.now() - openedAtMs)
    resolveEnded({ reason, by, durationMs, bytesToBrowser, bytesFromBrowser })
  }
  ws.on('error', () => {}) // 'close' follows
  ws.once('close', () => end('closed'))
  cloud.once('end', () => end('lost'))
  cloud.once('close', () => end('lost'))
  if (cloud.destroyed) end('lost') // ended while the browser was being answered

  const active = () => {
    activeAtMs = performance.now()
    if (warned) say({ type: 'active' })
    warned = false
  }

  const start = () => {
    ws.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBinary) return active() // the page's "Stay connected": for the relay, never for the guest
      bytesFromBrowser += data.length
      if (isUserInput(kind, data)) active()
      toCloud(OPCODE.binary, data)
      if (cloud.writableLength <= HIGH_WATER_BYTES || ws.isPaused) return
      ws.pause()
      cloud.once('drain', () => ws.resume())
    })
    ws.on('pong', () => {
      unanswered = 0
    })
    if (said.length > 0) frames.push(said)
    onBytes((bytes, holdThese) => {
      hold = holdThese
      frames.push(bytes)
    })
    ws.resume()
    cloud.resume()
  }

  /** Looks at the idle limit. */
  const tick = (nowMs: number) => {
    const idleMs = nowMs - activeAtMs
    if (idleMs >= idleLimitMs) end('idle')
    else if (!warned && idleMs >= idleLimitMs - idleWarningMs) {
      warned = true
      say({ type: 'idle', seconds_left: Math.ceil((idleLimitMs - idleMs) / 1000) })
    }
  }

  /** Keeps middle boxes from closing a quiet connection, and notices a browser that is gone. */
  const ping = () => {
    toCloud(OPCODE.ping, Buffer.alloc(0))
    if (over || ws.isPaused) return
    if (unanswered++ >= PINGS_UNANSWERED) ws.terminate()
    else
      frames.between(() => {
        if (ws.readyState === WebSocket.OPEN) ws.ping()
      })
  }

  return { start, end, tick, ping, ended }
}
export type ConsoleSession = ReturnType<typeof consoleSession>
