import { expect, test, vi } from 'vitest'
import { ALT_GR, type Layout, SHIFT } from './keymaps'
import { typeText, typingMs } from './typing'

const symbols = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const text = Array.from({ length: 500 }, (_, i) => (i % 2 ? symbols[i % symbols.length] : 'aZ09 q\n'[i % 7])).join('')

test.each(['us', 'de'] as const)(
  '500 characters with symbols arrive as the same 500 with the %s layout',
  async (layout: Layout) => {
    let arrived = ''
    let down = 0
    const sent = await typeText({
      text,
      layout,
      eventMs: 0,
      send: (events) => {
        for (const { keysym, down: pressed } of events) {
          down += pressed ? 1 : -1
          if (!pressed || !keysym || keysym === SHIFT.keysym || keysym === ALT_GR.keysym) continue
          arrived += keysym === 0xff0d ? '\n' : String.fromCharCode(keysym)
        }
      },
    })
    expect(arrived).toBe(text)
    expect(sent).toBe(500)
    expect(down).toBe(0)
  },
)

test('a text takes as long as its key events, shifted characters longer', () => {
  expect(typingMs('aA', 'us', 10)).toBe(20 + 40)
})

test('keys keep the pace that was asked for', async () => {
  vi.useFakeTimers()
  let events = 0
  const done = typeText({
    text: 'a'.repeat(100),
    layout: 'us',
    eventMs: 10,
    send: (some) => void (events += some.length),
  })
  await vi.advanceTimersByTimeAsync(1000)
  expect(events).toBeGreaterThanOrEqual(100)
  expect(events).toBeLessThanOrEqual(104)
  await vi.advanceTimersByTimeAsync(1000)
  expect(await done).toBe(100)
  vi.useRealTimers()
})

test('stopping ends it between two characters, with all keys released', async () => {
  const stop = new AbortController()
  const progress: number[] = []
  const sent = await typeText({
    text: 'abcdef',
    layout: 'us',
    eventMs: 0,
    send: () => {},
    onProgress: (done) => {
      progress.push(done)
      if (done === 3) stop.abort()
    },
    signal: stop.signal,
  })
  expect(sent).toBe(3)
  expect(progress).toEqual([1, 2, 3])
})
