/** Key chords that a browser or the user's own system would swallow. */
import type { KeyEvent, KeyPress } from './keymaps'

export const CTRL: KeyPress = { keysym: 0xffe3, code: 'ControlLeft' }
export const ALT: KeyPress = { keysym: 0xffe9, code: 'AltLeft' }
export const SHIFT_KEY: KeyPress = { keysym: 0xffe1, code: 'ShiftLeft' }
export const SUPER: KeyPress = { keysym: 0xffeb, code: 'MetaLeft' }
const DELETE: KeyPress = { keysym: 0xffff, code: 'Delete' }
const BACKSPACE: KeyPress = { keysym: 0xff08, code: 'Backspace' }
const TAB: KeyPress = { keysym: 0xff09, code: 'Tab' }
const PRINT: KeyPress = { keysym: 0xff61, code: 'PrintScreen' }
/** With Alt held the Print key is SysRq: the same physical key under another keysym. */
const SYS_RQ: KeyPress = { keysym: 0xff15, code: 'PrintScreen' }
const functionKey = (n: number): KeyPress => ({ keysym: 0xffbd + n, code: `F${n}` })
const letterKey = (letter: string): KeyPress => ({ keysym: letter.charCodeAt(0), code: `Key${letter.toUpperCase()}` })

/** Modifiers that the toolbar can hold down. */
export const modifiers = { ctrl: CTRL, alt: ALT, shift: SHIFT_KEY, super: SUPER } as const
export type Modifier = keyof typeof modifiers

/** Presses all in order and releases them in reverse. */
export const chord = (...keys: KeyPress[]): KeyEvent[] => [
  ...keys.map((key) => ({ ...key, down: true })),
  ...keys.toReversed().map((key) => ({ ...key, down: false })),
]

export type Chord = { id: string; label: string; events: KeyEvent[] }

const twelve = Array.from({ length: 12 }, (_, i) => i + 1)

export const ctrlAltDel: KeyEvent[] = chord(CTRL, ALT, DELETE)

/** Names of keys are the same in every language, so labels are no messages. */
export const commonChords: Chord[] = [
  { id: 'alt-tab', label: 'Alt+Tab', events: chord(ALT, TAB) },
  { id: 'alt-f4', label: 'Alt+F4', events: chord(ALT, functionKey(4)) },
  { id: 'super', label: 'Win', events: chord(SUPER) },
  { id: 'ctrl-alt-backspace', label: 'Ctrl+Alt+Backspace', events: chord(CTRL, ALT, BACKSPACE) },
  { id: 'print', label: 'Print Screen', events: chord(PRINT) },
]
/** Linux: switches to a text console from a graphical one. */
export const ctrlAltFunction: Chord[] = twelve.map((n) => ({
  id: `ctrl-alt-f${n}`,
  label: `Ctrl+Alt+F${n}`,
  events: chord(CTRL, ALT, functionKey(n)),
}))
/** Alt+F4 stands among the common ones. */
export const altFunction: Chord[] = twelve
  .filter((n) => n !== 4)
  .map((n) => ({
    id: `alt-f${n}`,
    label: `Alt+F${n}`,
    events: chord(ALT, functionKey(n)),
  }))

/** Linux' magic SysRq commands worth a menu. Source: kernel, admin-guide/sysrq. */
export const sysRqKeys = ['r', 'e', 'i', 's', 'u', 'b', 'f', 't', 'w'] as const
export type SysRqKey = (typeof sysRqKeys)[number]
export const sysRq = (key: SysRqKey): KeyEvent[] => chord(ALT, SYS_RQ, letterKey(key))
