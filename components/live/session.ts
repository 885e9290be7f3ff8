/** What one page does with the stream: patches what was read, tells how fresh it is, reads again where the stream is cut. */
import type { QueryClient } from '@tanstack/react-query'
import type { LiveState } from '../ui/live-indicator'
import { applyChanges, type Change, isMoving, lastOfEach, type NewRows } from './changes.ts'
import type { StreamEvent } from './connection.ts'
import type { Shared } from './tabs.ts'

/** Bursts are applied together, so that the screen is drawn once for many. */
const GATHER_MS = 50
/** A hidden page keeps the changes of this many objects; beyond that it reads again when it is seen. */
const MOST_KEPT = 2000
/** A short cut is not worth a word. */
const DELAYED_AFTER_MS = 3000
const POLL_MS = 5000
const IDLE_POLL_MS = 60_000
/** For so long after the cut it is looked often, even if nothing seems to move. */
const WATCHFUL_MS = 60_000

export type PageOptions = {
  client: QueryClient
  fresh: NewRows
  share: (onEvent: (event: StreamEvent) => void) => Shared
  setState: (state: LiveState) => void
  onSignedOut: () => void
}

/** Runs until the page goes; gives what ends it. */
export const followStream = ({ client, fresh, share, setState, onSignedOut }: PageOptions): (() => void) => {
  let waiting: Change[] = []
  let isIncomplete = false
  let isLive = false
  let isSignedOut = false
  let lostAt = Date.now()
  let gather: ReturnType<typeof setTimeout> | undefined
  let poll: ReturnType<typeof setTimeout> | undefined

  const readAgain = () => void client.invalidateQueries()

  const flush = () => {
    clearTimeout(gather)
    gather = undefined
    if (document.hidden) return
    if (isIncomplete) {
      isIncomplete = false
      waiting = []
      readAgain()
      return
    }
    const changes = lastOfEach(waiting)
    waiting = []
    if (changes.length > 0) applyChanges(client, changes, fresh)
  }

  const take = (change: Change) => {
    waiting.push(change)
    if (document.hidden) {
      if (waiting.length < MOST_KEPT) return
      waiting = lastOfEach(waiting)
      if (waiting.length < MOST_KEPT / 2) return
      waiting = []
      isIncomplete = true
      return
    }
    gather ??= setTimeout(flush, GATHER_MS)
  }

  const show = () => {
    if (!navigator.onLine) setState('offline')
    else if (isLive) setState('live')
    else setState(Date.now() - lostAt < DELAYED_AFTER_MS ? 'reconnecting' : 'delayed')
  }

  const keepPolling = () => {
    clearTimeout(poll)
    if (isLive) return
    const sinceMs = Date.now() - lostAt
    const nextMs =
      sinceMs < DELAYED_AFTER_MS
        ? DELAYED_AFTER_MS - sinceMs
        : sinceMs < WATCHFUL_MS || isMoving(client)
          ? POLL_MS
          : IDLE_POLL_MS
    poll = setTimeout(() => {
      show()
      if (!isLive && !isSignedOut && navigator.onLine && !document.hidden) readAgain()
      keepPolling()
    }, nextMs)
  }

  const onEvent = (event: StreamEvent) => {
    switch (event.kind) {
      case 'change':
        return take(event.change)
      case 'gap':
        isIncomplete = true
        return flush()
      case 'signed_out':
        isSignedOut = true
        return onSignedOut()
      case 'open':
        isLive = true
        isSignedOut = false
        clearTimeout(poll)
        return show()
      case 'lost':
        if (isLive) lostAt = Date.now()
        isLive = false
        show()
        return keepPolling()
    }
  }

  const shared = share(onEvent)
  const forget = client.getQueryCache().subscribe((event) => {
    const isRead = event.type === 'updated' && event.action.type === 'success' && !event.action.manual
    if (isRead || event.type === 'removed') fresh.clear(event.query.queryKey)
  })
  const onNetwork = () => {
    if (navigator.onLine) shared.retry()
    show()
  }
  const onSeen = () => {
    if (document.hidden) return
    flush()
    if (!isLive) shared.retry()
  }
  window.addEventListener('online', onNetwork)
  window.addEventListener('offline', onNetwork)
  document.addEventListener('visibilitychange', onSeen)
  show()
  keepPolling()
  return () => {
    window.removeEventListener('online', onNetwork)
    window.removeEventListener('offline', onNetwork)
    document.removeEventListener('visibilitychange', onSeen)
    clearTimeout(gather)
    clearTimeout(poll)
    forget()
    shared.close()
  }
}
