import { expect, test } from 'vitest'
import { parseAnsi } from './ansi'
import { findMatches, piecesOf } from './log-search'

const lines = parseAnsi('one Error\nnothing\n\x1b[31merr\x1b[0mor error')

test('matches are found in order, whatever the case, across colours', () => {
  expect(findMatches(lines, 'ERROR')).toEqual([
    { line: 0, from: 4, to: 9 },
    { line: 2, from: 0, to: 5 },
    { line: 2, from: 6, to: 11 },
  ])
  expect(findMatches(lines, '')).toEqual([])
  expect(findMatches(lines, '.*')).toEqual([])
})

test('a line is cut at its matches and keeps its colours and its text', () => {
  const matches = findMatches(lines, 'error').filter(({ line }) => line === 2)
  const pieces = piecesOf(lines[2], matches)
  expect(pieces.map(({ text, style, match }) => [text, style.fg, match?.from])).toEqual([
    ['err', 1, 0],
    ['or', undefined, 0],
    [' ', undefined, undefined],
    ['error', undefined, 6],
  ])
})
