import { describe, expect, test } from 'vitest'
import { byTenant, deltaOf, isBelowUse, limitText, parseLimit } from './changes.ts'

const edit = (limit: number, usage = 18, before = 20) => ({
  tenantUuid: 'a',
  tenantName: 'A',
  quota: { name: 'vcpu', usage, reserved: 2, limit: before },
  limit,
})

describe('limits that are typed', () => {
  test('RAM is typed in GiB and sent in MiB', () => {
    expect(parseLimit('ram', '50')).toBe(51_200)
    expect(limitText('ram', 51_200, 'unlimited')).toBe('50')
  })

  test('only some quotas may be unlimited', () => {
    expect(parseLimit('port_count', 'Unlimited')).toBe(-1)
    expect(parseLimit('vcpu', 'unlimited')).toBe('least')
    expect(parseLimit('vcpu', '0')).toBe('least')
    expect(parseLimit('network_count', '0')).toBe(0)
  })

  test('what is no whole number is wrong', () => {
    for (const text of ['', 'many', '1.5', '-2']) expect(parseLimit('vcpu', text)).toBe('wrong')
  })

  test('a limit below use is known, and so is the change', () => {
    expect([isBelowUse(edit(17)), isBelowUse(edit(18)), isBelowUse(edit(-1))]).toEqual([true, false, false])
    expect([deltaOf(edit(25)), deltaOf(edit(-1))]).toEqual([5, null])
  })

  test('changes go by tenant', () => {
    expect([...byTenant([edit(1), { ...edit(2), tenantUuid: 'b' }, edit(3)])].map(([, list]) => list.length)).toEqual([
      2, 1,
    ])
  })
})
