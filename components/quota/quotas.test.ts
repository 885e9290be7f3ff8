import { describe, expect, test } from 'vitest'
import { amountsOf, hardestFirst, quotaPressure, shownQuotas, sumQuotas } from './quotas.ts'

const quota = (name: string, usage: number, limit: number, reserved = 0) => ({ name, usage, limit, reserved })

describe('quotas of tenants', () => {
  test('what is reserved is no part of what is used', () => {
    expect(amountsOf(quota('vcpu', 5, 20, 2))).toEqual({ used: 3, reserved: 2, limit: 20 })
  })

  test('several tenants are summed, and one without limit makes the sum unlimited', () => {
    const sum = sumQuotas([
      [quota('vcpu', 1, 10), quota('port_count', 3, -1)],
      [quota('vcpu', 2, 20), quota('port_count', 1, 5)],
    ])
    expect(sum).toEqual([quota('vcpu', 3, 30), quota('port_count', 4, -1)])
  })

  test('the hardest pressed stands first, and unlimited ones do not press', () => {
    const names = hardestFirst([quota('vcpu', 1, 10), quota('port_count', 900, -1), quota('ram', 9, 10)]).map(
      ({ name }) => name,
    )
    expect(names).toEqual(['ram', 'vcpu', 'port_count'])
    expect(quotaPressure(quota('port_count', 900, -1))).toBe(0)
  })

  test('inner sums are left out, and storage per type follows storage', () => {
    const list = ['volumes', 'gigabytes_ssd', 'volumes_size', 'storage', 'vcpu'].map((name) => quota(name, 0, 1))
    expect(shownQuotas(list).map(({ name }) => name)).toEqual(['vcpu', 'storage', 'gigabytes_ssd', 'volumes'])
  })
})
