import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { listKey } from '../api/cache.ts'
import type { LiveState } from '../ui/live-indicator'
import type { StreamEvent } from './connection.ts'
import { newRows } from './new-rows.ts'
import { followStream } from './session.ts'

const UUID = 'a'.repeat(32)
const key = listKey('openstack-volumes', {})

let page: EventTarget & { hidden: boolean }
let hear: (event: StreamEvent) => void
let states: LiveState[]
let retries: number
let signedOut: number
let client: QueryClient
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  page = Object.assign(new EventTarget(), { hidden: false })
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('navigator', { onLine: true })
  states = []
  retries = 0
  signedOut = 0
  client = new QueryClient()
  client.setQueryData(key, { rows: [{ uuid: UUID, name: 'old' }], total: 1 })
  stop = followStream({
    client,
    fresh: newRows,
    setState: (state) => states.push(state),
    onSignedOut: () => signedOut++,
    share: (onEvent) => {
      hear = onEvent
      return { retry: () => retries++, close: () => {} }
    },
  })
})
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const rename = (name: string, number: number) =>
  hear({
    kind: 'change',
    change: { number, type: 'openstack-volumes', uuid: UUID, operation: 'updated', data: { uuid: UUID, name } },
  })
const name = () => client.getQueryData<{ rows: { name: string }[] }>(key)!.rows[0].name
const isStale = () => client.getQueryState(key)!.isInvalidated
const see = (isSeen: boolean) => {
  page.hidden = !isSeen
  page.dispatchEvent(new Event('visibilitychange'))
}

describe('changes', () => {
  test('a burst is applied together', () => {
    hear({ kind: 'open' })
    let drawn = 0
    client.getQueryCache().subscribe(() => drawn++)
    for (let i = 0; i < 500; i++) rename(`name ${i}`, i)
    vi.advanceTimersByTime(60)
    expect(name()).toBe('name 499')
    vi.advanceTimersByTime(10)
    expect(drawn).toBeLessThan(5)
  })

  test('a hidden page waits, and catches up in one go when it is seen', () => {
    hear({ kind: 'open' })
    see(false)
    rename('while hidden', 1)
    vi.advanceTimersByTime(10_000)
    expect(name()).toBe('old')
    see(true)
    expect(name()).toBe('while hidden')
  })

  test('after a gap what is shown is read again once', () => {
    hear({ kind: 'open' })
    hear({ kind: 'gap' })
    expect(isStale()).toBe(true)
  })
})

describe('freshness', () => {
  test('live, reconnecting, delayed, live', () => {
    hear({ kind: 'open' })
    hear({ kind: 'lost' })
    vi.advanceTimersByTime(3100)
    hear({ kind: 'open' })
    expect(states.filter((state, i) => state !== states[i - 1])).toEqual([
      'reconnecting',
      'live',
      'reconnecting',
      'delayed',
      'live',
    ])
  })

  test('while the stream is cut the page is read every 5 seconds', () => {
    hear({ kind: 'open' })
    hear({ kind: 'lost' })
    vi.advanceTimersByTime(3100)
    expect(isStale()).toBe(true)
    client.setQueryData(key, { rows: [], total: 0 })
    vi.advanceTimersByTime(5100)
    expect(isStale()).toBe(true)
  })

  test('without a network it says so, and tries at once when it is back', () => {
    vi.stubGlobal('navigator', { onLine: false })
    window.dispatchEvent(new Event('offline'))
    expect(states.at(-1)).toBe('offline')
    vi.stubGlobal('navigator', { onLine: true })
    window.dispatchEvent(new Event('online'))
    expect(retries).toBe(1)
  })

  test('the end of the sign-in is told, and nothing is read behind it', () => {
    hear({ kind: 'open' })
    hear({ kind: 'signed_out' })
    hear({ kind: 'lost' })
    vi.advanceTimersByTime(20_000)
    expect([signedOut, isStale()]).toEqual([1, false])
  })
})
