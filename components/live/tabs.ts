/** One stream per browser: the tab that holds a lock has it and passes on what it hears. */
import { type Connection, connect, type Source, type StreamEvent } from './connection.ts'

const NAME = 'foyer-live'

type Word =
  | { kind: 'event'; event: StreamEvent; cursor: number | undefined }
  /** A new tab asks how things stand. */
  | { kind: 'hello' }
  | { kind: 'retry' }

export type Shared = { retry: () => void; close: () => void }

export type SharedOptions = { onEvent: (event: StreamEvent) => void; open?: (url: string) => Source }

const openSource = (url: string): Source => new EventSource(url) as unknown as Source

/**
 * Listens to the stream, through this tab or another one. Where the browser has no locks (plain HTTP on a foreign host)
 * each tab that is seen has a stream of its own, and hidden ones have none.
 */
export const share = ({ onEvent, open = openSource }: SharedOptions): Shared =>
  'locks' in navigator && typeof BroadcastChannel === 'function' ? byLock(onEvent, open) : alone(onEvent, open)

const byLock = (onEvent: SharedOptions['onEvent'], open: (url: string) => Source): Shared => {
  const channel = new BroadcastChannel(NAME)
  const ending = new AbortController()
  let connection: Connection | undefined
  let cursor: number | undefined
  let last: StreamEvent = { kind: 'lost' }

  const tell = (event: StreamEvent) => {
    if (event.kind === 'open' || event.kind === 'lost') last = event
    channel.postMessage({ kind: 'event', event, cursor: connection?.cursor() } satisfies Word)
    onEvent(event)
  }
  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.kind === 'event') {
      cursor = data.cursor ?? cursor
      onEvent(data.event)
    } else if (connection && data.kind === 'hello')
      channel.postMessage({ kind: 'event', event: last, cursor: connection.cursor() } satisfies Word)
    else if (connection && data.kind === 'retry') connection.retry()
  }
  channel.postMessage({ kind: 'hello' } satisfies Word)

  navigator.locks
    .request(NAME, { signal: ending.signal }, () => {
      // The tab that had the stream is gone: this one goes on from the last change it was told of.
      connection = connect({ open, onEvent: tell, cursor })
      return new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve(), { once: true }))
    })
    .catch((error: unknown) => {
      if (!ending.signal.aborted) throw error
    })

  return {
    retry: () => {
      if (connection) connection.retry()
      else channel.postMessage({ kind: 'retry' } satisfies Word)
    },
    close: () => {
      connection?.close()
      ending.abort()
      channel.close()
    },
  }
}

const alone = (onEvent: SharedOptions['onEvent'], open: (url: string) => Source): Shared => {
  let connection: Connection | undefined
  let cursor: number | undefined
  const follow = () => {
    if (document.hidden) {
      cursor = connection?.cursor() ?? cursor
      connection?.close()
      connection = undefined
    } else connection ??= connect({ open, onEvent, cursor })
  }
  document.addEventListener('visibilitychange', follow)
  follow()
  return {
    retry: () => connection?.retry(),
    close: () => {
      document.removeEventListener('visibilitychange', follow)
      connection?.close()
    },
  }
}
