import { expect, test } from 'vitest'
import { ALT_GR, type Layout, SHIFT } from './keymaps'
import { typeText } from './typing'

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
      delayMs: 0,
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

test('stopping ends it between two characters, with all keys released', async () => {
  const stop = new AbortController()
  const progress: number[] = []
  const sent = await typeText({
    text: 'abcdef',
    layout: 'us',
    delayMs: 0,
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
