import { expect, test } from 'vitest'
import { line, percentile } from './harness.ts'

test('the median and the tail of a list', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect(percentile(values, 0.5)).toBe(51)
  expect(percentile(values, 0.99)).toBe(100)
  expect(() => percentile([], 0.5)).toThrow('no values')
})

test('a figure is printed beside its floor, and says when it misses its target', () => {
  const figure = { name: 'list', value: 12.44, unit: 'ms', floor: { name: 'SQLite read', value: 4 } } as const
  expect(line(figure)).toBe('list: 12.4 ms | floor 4 ms (SQLite read), ratio 3.11')
  expect(line({ ...figure, target: { at: 'most', value: 10 } })).toContain('target at most 10 ms: MISSED')
  expect(line({ ...figure, target: { at: 'least', value: 10 } })).toContain('met')
})
