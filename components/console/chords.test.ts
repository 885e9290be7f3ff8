import { expect, test } from 'vitest'
import { altFunction, commonChords, ctrlAltDel, ctrlAltFunction, sysRq } from './chords'

const written = (events: typeof ctrlAltDel) => events.map(({ code, down }) => `${down ? '+' : '-'}${code}`).join(' ')

test('Ctrl+Alt+Del presses and releases three keys in order', () => {
  expect(written(ctrlAltDel)).toBe('+ControlLeft +AltLeft +Delete -Delete -AltLeft -ControlLeft')
  expect(ctrlAltDel.map(({ keysym }) => keysym)).toEqual([0xffe3, 0xffe9, 0xffff, 0xffff, 0xffe9, 0xffe3])
})

test('every chord has its own name, and function keys reach from F1 to F12', () => {
  const all = [...commonChords, ...ctrlAltFunction, ...altFunction]
  expect(new Set(all.map(({ id }) => id)).size).toBe(28)
  expect(ctrlAltFunction[0].events[2]).toMatchObject({ keysym: 0xffbe, code: 'F1' })
  expect(altFunction.at(-1)!.events[1]).toMatchObject({ keysym: 0xffc9, code: 'F12' })
})

test('SysRq commands hold Alt and SysRq around the letter', () => {
  expect(written(sysRq('b'))).toBe('+AltLeft +PrintScreen +KeyB -KeyB -PrintScreen -AltLeft')
})
