import { expect, it } from 'vitest'
import { formatTime, parseTime } from './time.ts'

it.each([
  ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z'], // Nova, Neutron
  ['2026-01-31T10:00:00.123456', '2026-01-31T10:00:00.123Z'], // Cinder
  ['2026-01-31 10:00:00', '2026-01-31T10:00:00.000Z'], // agents
  ['2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z'],
])('%s is read as UTC unless it says otherwise', (text, iso) => expect(parseTime(text)?.toISOString()).toBe(iso))

it('what is no time is null', () =>
  expect([null, undefined, '', 'soon'].map(parseTime)).toEqual([null, null, null, null]))

it('a moment is printed in whole seconds', () =>
  expect(formatTime(new Date('2026-01-31T10:00:00.999Z'))).toBe('2026-01-31T10:00:00Z'))
