/** One open console: a browser and the cloud, joined until one of them, or a rule, ends it. */
import { WebSocket } from 'ws'
import { forward, type Side, sendOn } from './pipe.ts'
import { type ConsoleKind, ENDS, type EndReason, endText } from './reasons.ts'
import type { Upstream } from './upstream.ts'

/** Pings without an answer after which a browser counts as gone. A slow line answers late, behind waiting frames. */
const PINGS_UNANSWERED = 3

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
  bytesToBrowser: number
  bytesFromBrowser: number
}

/** The relay's own words to the page, as text frames: `{"type": "idle", "seconds_left": 60}` and the like. */
const say = (ws: WebSocket, word: object) => ws.send(JSON.stringify(word))

/**
 * Takes both ends, paused; `start` joins them. `ended` resolves when the console is over, whoever ended it.
 */
export const consoleSession = (
  browser: Side,
  cloud: Upstream,
  { kind, idleLimitMs, idleWarningMs }: { kind: ConsoleKind; idleLimitMs: number; idleWarningMs: number },
) => {
  const openedAtMs = performance.now()
  let activeAtMs = openedAtMs
  let bytesToBrowser = 0
  let bytesFromBrowser = 0
  let warned = false
  let unanswered = 0
  let over = false
  let resolveEnded: (end: ConsoleEnd) => void
  const ended = new Promise<ConsoleEnd>((resolve) => {
    resolveEnded = resolve
  })

  const end = (reason: EndReason, by?: string) => {
    if (over) return
    over = true
    browser.ws.resume() // else the browser's answer to the close frame is never read
    if (browser.ws.readyState === WebSocket.OPEN) {
      say(browser.ws, { type: 'end', reason, by })
      browser.ws.close(ENDS[reason].code, endText(reason, by))
    }
    cloud.ws.terminate()
    const durationMs = Math.round(performance.now() - openedAtMs)
    resolveEnded({ reason, by, durationMs, bytesToBrowser, bytesFromBrowser })
  }
  browser.ws.on('error', () => {}) // 'close' follows
  browser.ws.once('close', () => end('closed'))
  cloud.ws.once('close', () => end('lost'))
  if (cloud.ws.readyState !== WebSocket.OPEN) end('lost') // ended while the browser was being answered

  const active = () => {
    activeAtMs = performance.now()
    if (warned) say(browser.ws, { type: 'active' })
    warned = false
  }

  const start = () => {
    const countDown = (data: Buffer) => {
      bytesToBrowser += data.length
    }
    for (const data of cloud.release()) {
      countDown(data)
      sendOn(cloud, browser, data)
    }
    forward(cloud, browser, { onData: countDown })
    forward(browser, cloud, {
      onData: (data) => {
        bytesFromBrowser += data.length
        if (isUserInput(kind, data)) active()
      },
      onText: active, // the page's "Stay connected"
    })
    browser.ws.on('pong', () => {
      unanswered = 0
    })
    browser.ws.resume()
    cloud.ws.resume()
  }

  /** Looks at the idle limit. */
  const tick = (nowMs: number) => {
    const idleMs = nowMs - activeAtMs
    if (idleMs >= idleLimitMs) end('idle')
    else if (!warned && idleMs >= idleLimitMs - idleWarningMs) {
      warned = true
      say(browser.ws, { type: 'idle', seconds_left: Math.ceil((idleLimitMs - idleMs) / 1000) })
    }
  }

  /** Keeps middle boxes from closing a quiet connection, and notices a browser that is gone. */
  const ping = () => {
    if (cloud.ws.readyState === WebSocket.OPEN) cloud.ws.ping()
    if (browser.ws.readyState !== WebSocket.OPEN || browser.ws.isPaused) return
    if (unanswered++ >= PINGS_UNANSWERED) browser.ws.terminate()
    else browser.ws.ping()
  }

  return { start, end, tick, ping, ended }
}
export type ConsoleSession = ReturnType<typeof consoleSession>
