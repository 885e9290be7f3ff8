import { describe, expect, test } from 'vitest'
import { ALT_GR, eventsOf, keysymOf, layouts, normalizeText, SHIFT, strokesOf, untypable } from './keymaps'

const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))

/** What a server that goes by keysyms reads. */
const readByKeysym = (layout: 'us' | 'de', text: string) =>
  [...text]
    .flatMap((char) => strokesOf(layout, char)!.flatMap(eventsOf))
    .filter(({ down, keysym }) => down && keysym && ![SHIFT.keysym, ALT_GR.keysym].includes(keysym))
    .map(({ keysym }) => (keysym === 0xff0d ? '\n' : String.fromCodePoint(keysym)))
    .join('')

describe.each(layouts)('the %s layout', (layout) => {
  test('types every printable ASCII character, new line and tab', () => {
    expect(untypable(layout, [...ascii, '\n', '\t'].join(''))).toEqual([])
  })

  test('gives a server that goes by keysyms exactly the text', () => {
    expect(readByKeysym(layout, `${ascii.join('')}\n`)).toBe(`${ascii.join('')}\n`)
  })

  test('types each character in its own way on the physical keyboard', () => {
    const ways = ascii.map((char) =>
      strokesOf(layout, char)!
        .map(({ code, shift, altGr }) => `${shift ? 'Shift+' : ''}${altGr ? 'AltGr+' : ''}${code}`)
        .join(' '),
    )
    expect(new Set(ways).size).toBe(ascii.length)
  })

  test('releases in reverse order what it pressed', () => {
    for (const char of ascii)
      for (const stroke of strokesOf(layout, char)!) {
        const events = eventsOf(stroke)
        const downs = events.filter(({ down }) => down).map(({ code }) => code)
        const ups = events.filter(({ down }) => !down).map(({ code }) => code)
        expect(ups).toEqual(downs.toReversed())
      }
  })
})

test('German umlauts, sharp s and the euro are keys of the German layout only', () => {
  expect(untypable('de', 'äöüÄÖÜß€§°µ²³')).toEqual([])
  expect(untypable('us', 'Grüße, 5 €')).toEqual(['ü', 'ß', '€'])
})

test('y and z change places on a German keyboard', () => {
  expect(strokesOf('de', 'z')).toMatchObject([{ code: 'KeyY', keysym: 0x7a }])
  expect(strokesOf('us', 'z')).toMatchObject([{ code: 'KeyZ', keysym: 0x7a }])
})

test('the at sign is Shift+2 in the US and AltGr+Q in Germany', () => {
  expect(eventsOf(strokesOf('us', '@')![0])).toEqual([
    { keysym: 0xffe1, code: 'ShiftLeft', down: true },
    { keysym: 0x40, code: 'Digit2', down: true },
    { keysym: 0x40, code: 'Digit2', down: false },
    { keysym: 0xffe1, code: 'ShiftLeft', down: false },
  ])
  expect(strokesOf('de', '@')).toMatchObject([{ code: 'KeyQ', altGr: true }])
})

test('a dead key is followed by Space, which only a server that goes by scan codes sees', () => {
  expect(strokesOf('de', '^')).toMatchObject([
    { code: 'Backquote', keysym: 0x5e },
    { code: 'Space', keysym: 0 },
  ])
  expect(strokesOf('de', '`')).toMatchObject([{ code: 'Equal', shift: true }, { code: 'Space' }])
})

test('accented letters are typed with dead keys', () => {
  expect(strokesOf('de', 'É')).toMatchObject([
    { code: 'Equal', keysym: 0xc9 },
    { code: 'KeyE', shift: true, keysym: 0 },
  ])
  expect(readByKeysym('de', 'café à Êtes')).toBe('café à Êtes')
  expect(untypable('de', 'ñ')).toEqual(['ñ'])
})

test('line ends of every system are one Enter, and letters in parts become whole', () => {
  expect(normalizeText('a\r\nb\rc\nu\u0308')).toBe('a\nb\nc\nü')
})

test('characters that cannot be typed are listed once, control characters and emoji too', () => {
  expect(untypable('us', 'a😀b😀\u0007')).toEqual(['😀', '\u0007'])
  expect(keysymOf('😀')).toBe(0x0101f600)
})
