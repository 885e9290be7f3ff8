/**
 * Text as key presses on a guest's keyboard. A VNC server that takes scan codes (QEMU's extended key events) needs the
 * physical key of the guest's layout; one that takes keysyms needs the character. Each press here carries both.
 */

export type KeyPress = {
  /** X11 keysym; 0 sends nothing to a server that goes by keysyms. */
  keysym: number
  /** Physical key, as in `KeyboardEvent.code`. */
  code: string
}
/** Modifiers held around presses that follow one another. */
export type Stroke = KeyPress & { shift?: boolean; altGr?: boolean }

export const layouts = ['us', 'de'] as const
export type Layout = (typeof layouts)[number]

export const SHIFT: KeyPress = { keysym: 0xffe1, code: 'ShiftLeft' }
export const ALT_GR: KeyPress = { keysym: 0xfe03, code: 'AltRight' }
const ENTER: KeyPress = { keysym: 0xff0d, code: 'Enter' }
const TAB: KeyPress = { keysym: 0xff09, code: 'Tab' }
const SPACE = 'Space'

/** Keysym of a character: Latin-1 and the euro sign have their own, the rest is Unicode plus 0x01000000. */
export const keysymOf = (char: string): number => {
  const point = char.codePointAt(0)!
  return point <= 0xff || point === 0x20ac ? point : 0x01000000 + point
}

/**
 * Each key's characters: plain, with Shift, with AltGr. A dead key is written with a dot before its character: it
 * waits for the next key, and Space after it gives the character itself.
 */
type Rows = Record<string, string[]>

const letters = (moved: Record<string, string> = {}): Rows =>
  Object.fromEntries(
    [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [
      `Key${(moved[letter] ?? letter).toUpperCase()}`,
      [letter, letter.toUpperCase()],
    ]),
  )

const digits = (...shifted: string[]): Rows =>
  Object.fromEntries([...'1234567890'].map((digit, i) => [`Digit${digit}`, [digit, ...shifted[i]]]))

const keys: Record<Layout, Rows> = {
  // xkeyboard-config, symbols/us, "basic"
  us: {
    ...letters(),
    ...digits('!', '@', '#', '$', '%', '^', '&', '*', '(', ')'),
    Backquote: ['`', '~'],
    Minus: ['-', '_'],
    Equal: ['=', '+'],
    BracketLeft: ['[', '{'],
    BracketRight: [']', '}'],
    Backslash: ['\\', '|'],
    Semicolon: [';', ':'],
    Quote: ["'", '"'],
    Comma: [',', '<'],
    Period: ['.', '>'],
    Slash: ['/', '?'],
  },
  // xkeyboard-config, symbols/de, "basic": y and z change places; ^ ´ ` are dead
  de: {
    ...letters({ y: 'z', z: 'y' }),
    ...digits('!', '"²', '§³', '$', '%', '&', '/{', '([', ')]', '=}'),
    KeyQ: ['q', 'Q', '@'],
    KeyE: ['e', 'E', '€'],
    KeyM: ['m', 'M', 'µ'],
    Backquote: ['.^', '°'],
    Minus: ['ß', '?', '\\'],
    Equal: ['.´', '.`'],
    BracketLeft: ['ü', 'Ü'],
    BracketRight: ['+', '*', '~'],
    Semicolon: ['ö', 'Ö'],
    Quote: ['ä', 'Ä'],
    Backslash: ['#', "'"],
    IntlBackslash: ['<', '>', '|'],
    Comma: [',', ';'],
    Period: ['.', ':'],
    Slash: ['-', '_'],
  },
}

/** Combining accents by the dead key that makes them. */
const ACCENTS: Record<string, string> = { '\u0300': '`', '\u0301': '´', '\u0302': '^' }

const build = (rows: Rows) => {
  const plain = new Map<string, Stroke>()
  const dead = new Map<string, Stroke>()
  for (const [code, chars] of Object.entries(rows))
    chars.forEach((text, level) => {
      const isDead = text.length === 2
      const char = text.at(-1)!
      const stroke = { code, keysym: keysymOf(char), shift: level === 1, altGr: level === 2 }
      ;(isDead ? dead : plain).set(char, stroke)
    })
  return { plain, dead }
}
const maps = Object.fromEntries(layouts.map((layout) => [layout, build(keys[layout])])) as Record<
  Layout,
  ReturnType<typeof build>
>

/**
 * The key presses that type one character, or undefined if the layout cannot. Of two presses (dead key, then letter or
 * Space) the first carries the character's keysym and the second none, so that a server of either kind gets it once.
 */
export const strokesOf = (layout: Layout, char: string): Stroke[] | undefined => {
  if (char === '\n') return [ENTER]
  if (char === '\t') return [TAB]
  if (char === ' ') return [{ keysym: 0x20, code: SPACE }]
  const { plain, dead } = maps[layout]
  const key = plain.get(char)
  if (key) return [key]
  const alone = dead.get(char)
  if (alone) return [alone, { keysym: 0, code: SPACE }]
  const [base, accent] = [...char.normalize('NFD')]
  const first = accent && dead.get(ACCENTS[accent])
  const second = plain.get(base)
  if (!first || !second || char.normalize('NFD').length !== 2) return undefined
  return [
    { ...first, keysym: keysymOf(char) },
    { ...second, keysym: 0 },
  ]
}

/** Line ends of every system become one Enter, and characters that are written in parts become whole. */
export const normalizeText = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC')

/** The characters of `text` that the layout cannot type, each once, in order. */
export const untypable = (layout: Layout, text: string): string[] =>
  [...new Set(normalizeText(text))].filter((char) => !strokesOf(layout, char))

/** A key going down or up: what `RFB.sendKey` takes. */
export type KeyEvent = KeyPress & { down: boolean }

/** Presses and releases of one stroke, modifiers around it. */
export const eventsOf = ({ keysym, code, shift, altGr }: Stroke): KeyEvent[] => {
  // A modifier of a press without a keysym is for scan codes only, so it bears none either.
  const held = [...(shift ? [SHIFT] : []), ...(altGr ? [ALT_GR] : [])].map((key) =>
    keysym ? key : { ...key, keysym: 0 },
  )
  return [
    ...held.map((key) => ({ ...key, down: true })),
    { keysym, code, down: true },
    { keysym, code, down: false },
    ...held.toReversed().map((key) => ({ ...key, down: false })),
  ]
}
