import { expect, test } from 'vitest'
import { formatters } from './format.ts'

const en = formatters('en', 'utc')
const de = formatters('de', 'utc')

test('MiB are shown as GiB with at most one decimal', () => {
  expect([0, 64, 512, 1024, 1536, 51200, 1_048_576].map(en.gib)).toEqual([
    '0 GiB',
    '64 MiB',
    '0.5 GiB',
    '1 GiB',
    '1.5 GiB',
    '50 GiB',
    '1,024 GiB',
  ])
  expect(de.gib(1536)).toBe('1,5 GiB')
})

test('bytes take the largest unit that keeps a whole part', () => {
  expect([0, 1023, 1024, 16_300_544, 5_368_709_120].map(en.bytes)).toEqual([
    '0 B',
    '1,023 B',
    '1 KiB',
    '15.5 MiB',
    '5 GiB',
  ])
})

test('money follows its currency and the language', () => {
  expect(en.money('12.5', 'EUR')).toBe('€12.50')
  expect(de.money('1234.5', 'EUR')).toBe('1.234,50\u00a0€')
  expect(en.money('0.01375', 'EUR', 4)).toBe('€0.0138')
})

test('times are relative, with the zone in the long form', () => {
  const now = Date.UTC(2026, 10, 23, 12)
  expect(en.relative(now - 4 * 60_000 - 30_000, now)).toBe('4 min ago')
  expect(en.relative(now + 2 * 86_400_000, now)).toBe('in 2 days')
  expect(en.relative(now - 5000, now)).toBe('now')
  expect(de.relative(now - 3_600_000, now)).toBe('vor 1 Std.')
  // ICU releases differ in the space before PM
  expect(en.dateTime(now)).toMatch(/^Nov 23, 2026, 12:00:00\sPM UTC$/)
})

test('durations are as exact as they are long', () => {
  expect([400, 12_300, 200_000, 7_500_000].map(en.duration)).toEqual(['0.4 s', '12 s', '3 min 20 s', '2 h 5 min'])
})
