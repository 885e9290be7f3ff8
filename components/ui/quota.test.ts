import { expect, test } from 'vitest'
import { exceeding, fitsMore, type PreflightRow, worstFirst } from './form/fit.ts'
import { barParts, fitOf, freeOf, pressureOf } from './quota.ts'

const row = (name: string, used: number, request: number, limit: number, reserved = 0): PreflightRow => ({
  name,
  label: name,
  unit: 'count',
  used,
  reserved,
  request,
  limit,
})

test('what is reserved is not free', () => {
  expect(freeOf({ used: 4, reserved: 2, limit: 10 })).toBe(4)
  expect(freeOf({ used: 4, limit: -1 })).toBe(Number.POSITIVE_INFINITY)
})

test('a request fits up to the last unit and is tight under a tenth left', () => {
  expect(fitOf(row('a', 10, 5, 20))).toBe('fits')
  expect(fitOf(row('a', 14, 5, 20))).toBe('tight')
  expect(fitOf(row('a', 15, 5, 20))).toBe('tight')
  expect(fitOf(row('a', 16, 5, 20))).toBe('exceeds')
  expect(fitOf(row('a', 10, 5, 20, 6))).toBe('exceeds')
  expect(fitOf(row('a', 999, 5, -1))).toBe('fits')
})

test('a quota that is full already does not stop a request of nothing', () => {
  expect(fitOf(row('a', 25, 0, 20))).toBe('tight')
})

test('a bar never grows beyond its width, and shows the excess in proportion', () => {
  expect(barParts({ used: 5, reserved: 2, request: 1, limit: 10 })).toEqual([
    { kind: 'used', percent: 50 },
    { kind: 'reserved', percent: 20 },
    { kind: 'request', percent: 10 },
  ])
  expect(barParts({ used: 8, request: 8, limit: 12 })).toEqual([
    { kind: 'used', percent: 50 },
    { kind: 'request', percent: 25 },
    { kind: 'over', percent: 25 },
  ])
  expect(barParts({ used: 3, limit: 0 })).toEqual([{ kind: 'over', percent: 100 }])
  expect(barParts({ used: 3, limit: -1 })).toEqual([])
  expect(barParts({ used: 0, limit: 0 })).toEqual([])
})

test('pressure counts reservations and ignores unlimited quotas', () => {
  expect(pressureOf({ used: 8, reserved: 1, limit: 10 })).toBe(0.9)
  expect(pressureOf({ used: 8, limit: -1 })).toBe(0)
  expect(pressureOf({ used: 1, limit: 0 })).toBe(1)
})

test('preflight puts what does not fit first and says how many more fit', () => {
  const rows = [row('fits', 0, 1, 10), row('over', 9, 2, 10), row('tight', 8, 2, 10)]
  expect(worstFirst(rows).map((each) => each.name)).toEqual(['over', 'tight', 'fits'])
  expect(exceeding(rows).map((each) => each.name)).toEqual(['over'])
  expect(fitsMore([row('vcpu', 2, 2, 10), row('ram', 4, 4, 16), row('ports', 9, 1, -1)])).toBe(2)
  expect(fitsMore([row('ports', 9, 1, -1)])).toBeNull()
})
