import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Connection, connect, type Source, type StreamEvent } from './connection.ts'

type Fake = Source & { url: string; isClosed: boolean; say: (name: string, data?: unknown) => void }

let opened: Fake[]
let events: StreamEvent[]
let connection: Connection | undefined

const open = (url: string): Fake => {
  const listeners = new Map<string, (event: { data?: string }) => void>()
  const source: Fake = {
    url,
    isClosed: false,
    addEventListener: (name, listener) => listeners.set(name, listener),
    close: () => {
      source.isClosed = true
    },
    say: (name, data) => listeners.get(name)?.({ data: data === undefined ? undefined : JSON.stringify(data) }),
  }
  opened.push(source)
  return source
}
const start = () => {
  connection = connect({ open, onEvent: (event) => events.push(event), random: () => 0.5 })
}
const kinds = () => events.map(({ kind }) => kind)
const newest = () => opened.at(-1)!

beforeEach(() => {
  vi.useFakeTimers()
  opened = []
  events = []
})
afterEach(() => {
  connection?.close()
  vi.useRealTimers()
})

describe('the stream', () => {
  test('a fresh page hears again what happened while it was read', () => {
    start()
    expect(newest().url).toBe('/api/foyer-changes/?replay=20')
    newest().say('resumed', { number: 5 })
    newest().say('change', { number: 6, type: 'x', uuid: 'u', operation: 'updated' })
    expect(kinds()).toEqual(['open', 'change'])
    expect(connection!.cursor()).toBe(6)
  })

  test('comes back after 1, 2, 5, 10 and then each 30 seconds, from the last change', () => {
    start()
    newest().say('ready', { number: 7 })
    for (const seconds of [1, 2, 5, 10, 30, 30]) {
      const before = opened.length
      newest().say('error')
      vi.advanceTimersByTime(seconds * 1000 - 1)
      expect(opened.length).toBe(before)
      vi.advanceTimersByTime(1)
      expect(opened.length).toBe(before + 1)
    }
    expect(newest().url).toBe('/api/foyer-changes/?last_event_id=7')
    expect(kinds()).toEqual(['open', 'lost'])
    newest().say('resumed', { number: 7 })
    newest().say('error')
    vi.advanceTimersByTime(1000)
    expect(opened).toHaveLength(8)
  })

  test('a change that was heard already is not told twice', () => {
    start()
    newest().say('ready', { number: 7 })
    newest().say('change', { number: 7 })
    newest().say('change', { number: 8 })
    expect(kinds()).toEqual(['open', 'change'])
  })

  test('silence is a dead line', () => {
    start()
    newest().say('ready', { number: 1 })
    vi.advanceTimersByTime(30_000)
    newest().say('beat', {})
    vi.advanceTimersByTime(30_000)
    expect(opened).toHaveLength(1)
    vi.advanceTimersByTime(11_000)
    expect(opened).toHaveLength(2)
    expect(opened[0].isClosed).toBe(true)
  })

  test('a gap is told once and moves on', () => {
    start()
    newest().say('gap', { number: 90 })
    expect(kinds()).toEqual(['open', 'gap'])
    expect(connection!.cursor()).toBe(90)
  })

  test('other rights: all is read again, and the stream comes back at once', () => {
    start()
    newest().say('ready', { number: 7 })
    newest().say('end', { reason: 'rights' })
    vi.advanceTimersByTime(0)
    expect(opened).toHaveLength(2)
    expect(newest().url).toContain('replay')
    expect(kinds()).toEqual(['open', 'gap', 'lost'])
  })

  test('the end of the sign-in is told', () => {
    start()
    newest().say('ready', { number: 7 })
    newest().say('end', { reason: 'signed_out' })
    expect(kinds()).toEqual(['open', 'signed_out', 'lost'])
  })

  test('a retry does not wait', () => {
    start()
    newest().say('error')
    connection!.retry()
    expect(opened).toHaveLength(2)
  })
})
