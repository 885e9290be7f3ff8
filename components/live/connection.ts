/** The event stream of one browser: opened, watched, opened again after a growing pause, from where it stopped. */
import type { Change } from './changes.ts'

/** What the page hears. `gap`: changes were missed, what is shown is to be read again. */
export type StreamEvent =
  | { kind: 'change'; change: Change }
  | { kind: 'gap' }
  | { kind: 'open' }
  | { kind: 'lost' }
  | { kind: 'signed_out' }

/** The part of EventSource that is used. */
export type Source = {
  addEventListener: (name: string, listener: (event: { data?: string; lastEventId?: string }) => void) => void
  close: () => void
}

export type ConnectionOptions = {
  open: (url: string) => Source
  onEvent: (event: StreamEvent) => void
  /** The last change that was heard of; undefined on a fresh page. */
  cursor?: number
  /** 0 to 1, for the spread of pauses. */
  random?: () => number
}

const PATH = '/api/foyer-changes/'
const PAUSES_SECONDS = [1, 2, 5, 10, 30]
/** The server says something every 15 s: silence for this long is a dead line. */
const SILENCE_MS = 40_000
/** A fresh page has read its data before the stream was open: what changed meanwhile is told again. */
const REPLAY_SECONDS = 20

export type Connection = {
  /** Tries at once: the network is back, or the page is seen again. */
  retry: () => void
  cursor: () => number | undefined
  close: () => void
}

export const connect = ({ open, onEvent, cursor: first, random = Math.random }: ConnectionOptions): Connection => {
  let cursor = first
  let source: Source | undefined
  let failures = 0
  let pause: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let isClosed = false
  let isOpen = false

  const heard = () => {
    clearTimeout(silence)
    silence = setTimeout(() => lose(), SILENCE_MS)
  }

  const drop = () => {
    clearTimeout(silence)
    clearTimeout(pause)
    source?.close()
    source = undefined
  }

  const lose = (immediately = false) => {
    drop()
    if (isClosed) return
    if (isOpen || failures === 0) onEvent({ kind: 'lost' })
    isOpen = false
    const seconds = immediately ? 0 : PAUSES_SECONDS[Math.min(failures, PAUSES_SECONDS.length - 1)]
    failures++
    pause = setTimeout(start, seconds * 1000 * (0.8 + 0.4 * random()))
  }

  const opened = (number: number | undefined) => {
    if (number !== undefined && (cursor === undefined || number > cursor)) cursor = number
    failures = 0
    isOpen = true
    heard()
    onEvent({ kind: 'open' })
  }

  const start = () => {
    drop()
    if (isClosed) return
    const stream = open(`${PATH}?${cursor === undefined ? `replay=${REPLAY_SECONDS}` : `last_event_id=${cursor}`}`)
    source = stream
    heard()
    const on = (name: string, listener: (data: Record<string, unknown>) => void) =>
      stream.addEventListener(name, ({ data }) => {
        if (source !== stream) return
        heard()
        listener(data ? JSON.parse(data) : {})
      })
    on('ready', ({ number }) => opened(number as number))
    on('resumed', ({ number }) => opened(number as number))
    on('gap', ({ number }) => {
      cursor = number as number
      opened(cursor)
      onEvent({ kind: 'gap' })
    })
    on('beat', () => {})
    on('change', (data) => {
      const change = data as unknown as Change
      if (cursor !== undefined && change.number <= cursor) return
      cursor = change.number
      onEvent({ kind: 'change', change })
    })
    on('end', ({ reason }) => {
      if (reason === 'rights') {
        // What may be seen is another now: all of it is read again.
        cursor = undefined
        onEvent({ kind: 'gap' })
        lose(true)
        return
      }
      onEvent({ kind: 'signed_out' })
      lose()
    })
    stream.addEventListener('error', () => {
      if (source === stream) lose()
    })
  }

  start()
  return {
    retry: () => {
      if (isOpen || isClosed) return
      failures = 1
      start()
    },
    cursor: () => cursor,
    close: () => {
      isClosed = true
      drop()
    },
  }
}
