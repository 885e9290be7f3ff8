import { expect, test } from 'vitest'
import { parseAnsi, plainLine } from './ansi'

const plain = (log: string) => parseAnsi(log).map(plainLine)

test('a log with markup stays text', () => {
  expect(parseAnsi('<script>alert(1)</script>')).toEqual([[{ text: '<script>alert(1)</script>', style: {} }]])
})

test('colours last until they are reset, over line ends too', () => {
  expect(parseAnsi('\x1b[31mred\n\x1b[1mbold\x1b[0m plain')).toEqual([
    [{ text: 'red', style: { fg: 1 } }],
    [
      { text: 'bold', style: { fg: 1, bold: true } },
      { text: ' plain', style: {} },
    ],
  ])
})

test('bright, indexed and true colours are understood, nonsense is not', () => {
  expect(parseAnsi('\x1b[92;44ma')[0][0].style).toEqual({ fg: 10, bg: 4 })
  expect(parseAnsi('\x1b[38;5;196ma')[0][0].style).toEqual({ fg: 'rgb(255 0 0)' })
  expect(parseAnsi('\x1b[48;5;244ma')[0][0].style).toEqual({ bg: 'rgb(128 128 128)' })
  expect(parseAnsi('\x1b[38;2;300;7;0ma')[0][0].style).toEqual({ fg: 'rgb(255 7 0)' })
  expect(parseAnsi('\x1b[38;5;999ma')[0][0].style.fg).toBeUndefined()
})

test('sequences that are no colours leave no trace', () => {
  expect(plain('\x1b[2J\x1b[1;1Hboot\x1b[K\x1b(B\x1b]0;title\x07 ok\x1b[?25h\x00')).toEqual(['boot ok'])
})

test('an unfinished sequence at the cut of the log is swallowed', () => {
  expect(plain('ok\x1b[3')).toEqual(['ok3'])
  expect(plain('ok\x1b')).toEqual(['ok'])
})

test('carriage returns and backspaces act as on a screen', () => {
  expect(plain('10%\r50%\r100%\r\nnext\r\n')).toEqual(['100%', 'next'])
  expect(plain('pasx\bs')).toEqual(['pass'])
})

test('an empty log is one empty line', () => {
  expect(parseAnsi('')).toEqual([[]])
})
