/** A VNC screen in the page, over the portal's own websocket. */
import type RFB from '@novnc/novnc'
import { captureKeys } from './capture'
import type { Channel, ChannelEvents, RelayWord } from './connection'
import type { KeyEvent } from './keymaps'

export const scales = ['fit', 'actual', 'resize'] as const
export type Scale = (typeof scales)[number]
export const qualities = ['low', 'auto', 'best'] as const
export type Quality = (typeof qualities)[number]
/** noVNC's levels; `auto` is its own default. */
const levels: Record<Quality, { quality: number; compression: number }> = {
  low: { quality: 2, compression: 6 },
  auto: { quality: 6, compression: 2 },
  best: { quality: 9, compression: 1 },
}

export type View = { scale: Scale; quality: Quality; viewOnly: boolean }

export type VncScreen = {
  canvas: HTMLCanvasElement
  apply: (view: View) => void
  send: (events: KeyEvent[]) => void
  focus: () => void
  screenshot: () => Promise<Blob | null>
  putClipboard: (text: string) => void
  /** Whether the guest takes part in a clipboard. Known some time after the connection. */
  sharesClipboard: () => boolean
  /** Whether the guest's screen has the size of its place on the page. */
  fills: () => boolean
}

/** A text frame of the relay. */
const wordOf = (text: string): RelayWord | undefined => {
  try {
    return JSON.parse(text) as RelayWord
  } catch {
    return undefined
  }
}

/** noVNC tells nobody whether the server knows the extended clipboard, so we look: `core/rfb.js` of 1.7. */
const knowsExtendedClipboard = (rfb: RFB) =>
  Object.values(
    (rfb as unknown as { _clipboardServerCapabilitiesActions?: Record<string, boolean> })
      ._clipboardServerCapabilitiesActions ?? {},
  ).some(Boolean)

/**
 * Opens the websocket of a ticket and draws into `host` once it stands. The websocket is ours and not noVNC's: so the
 * close code is known, and the relay's words (text frames) never reach the VNC decoder.
 */
export const connectVnc = async ({
  ticket,
  host,
  label,
  describedBy,
  view,
  events,
  onScreen,
  onCapture,
}: {
  ticket: string
  host: HTMLElement
  /** Accessible name of the canvas. */
  label: string
  describedBy: string
  view: () => View
  events: ChannelEvents
  onScreen: (screen: VncScreen | null) => void
  onCapture: (captured: boolean) => void
}): Promise<Channel> => {
  const { default: Rfb } = await import('@novnc/novnc')
  const url = new URL(`/api/console/${ticket}`, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const ws = new WebSocket(url, ['binary'])
  let rfb: RFB | undefined
  let release = () => {}
  let opened = false

  ws.addEventListener('message', (event) => {
    if (typeof event.data !== 'string') return
    event.stopImmediatePropagation()
    const word = wordOf(event.data)
    if (word) events.onWord(word)
  })
  ws.addEventListener('open', () => {
    opened = true
    rfb = new Rfb(host, ws, { shared: true })
    rfb.background = 'transparent'
    const canvas = host.querySelector('canvas')!
    const screen = screenOf(rfb, canvas)
    canvas.tabIndex = 0
    canvas.dataset.testid = 'console-canvas'
    canvas.setAttribute('role', 'application')
    canvas.setAttribute('aria-label', label)
    canvas.setAttribute('aria-describedby', describedBy)
    screen.apply(view())
    rfb.addEventListener('connect', () => {
      release = captureKeys(canvas, { enabled: () => !view().viewOnly, onChange: onCapture })
      onScreen(screen)
      events.onReady()
    })
    // Nova's consoles ask for no password; a server that does cannot be helped by this page.
    rfb.addEventListener('credentialsrequired', () => rfb?.disconnect())
  })
  ws.addEventListener('close', ({ code, reason }) => {
    release()
    onScreen(null)
    events.onClose({ code, reason, opened })
  })
  return {
    close: () => {
      release()
      onScreen(null)
      if (rfb) rfb.disconnect()
      else ws.close()
    },
    say: (word) => {
      if (ws.readyState === WebSocket.OPEN) ws.send(JSON.stringify(word))
    },
  }
}

const screenOf = (rfb: RFB, canvas: HTMLCanvasElement): VncScreen => {
  let cutText = false
  rfb.addEventListener('clipboard', () => {
    cutText = true
  })
  return {
    canvas,
    apply: ({ scale, quality, viewOnly }) => {
      rfb.viewOnly = viewOnly
      rfb.scaleViewport = scale === 'fit'
      rfb.resizeSession = scale === 'resize'
      rfb.qualityLevel = levels[quality].quality
      rfb.compressionLevel = levels[quality].compression
    },
    send: (keys) => {
      for (const { keysym, code, down } of keys) rfb.sendKey(keysym, code, down)
    },
    focus: () => rfb.focus(),
    screenshot: () => new Promise((resolve) => rfb.toBlob(resolve, 'image/png')),
    putClipboard: (text) => rfb.clipboardPasteFrom(text),
    sharesClipboard: () => cutText || knowsExtendedClipboard(rfb),
    fills: () => {
      const place = canvas.parentElement!
      return Math.abs(canvas.width - place.clientWidth) < 8 && Math.abs(canvas.height - place.clientHeight) < 8
    },
  }
}
