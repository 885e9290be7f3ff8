import { describe, expect, test } from 'vitest'
import { type Component, limitsOf, monthlyPrice, presetOf, rangeOf } from './limits.ts'

const component = (type: string, given: Partial<Component> = {}) =>
  ({
    type,
    name: type,
    factor: type === 'ram' || type === 'storage' ? 1024 : 1,
    min_value: null,
    max_value: null,
    max_available_limit: null,
    default_limit: null,
    ...given,
  }) as Component

describe('limits of a tenant order', () => {
  const components = [component('cores'), component('ram'), component('gigabytes_ssd')]

  test('GiB of the form become MiB, and storage per type stays GiB', () => {
    expect(limitsOf(components, { cores: 4, ram: 8, gigabytes_ssd: 100 })).toEqual({
      cores: 4,
      ram: 8192,
      gigabytes_ssd: 100,
    })
  })

  test('the offering’s own preset goes first, and nothing begins outside its range', () => {
    expect(presetOf(component('ram'))).toBe(50)
    expect(presetOf(component('ram', { default_limit: 16_384 }))).toBe(16)
    expect(presetOf(component('cores', { max_value: 8 }))).toBe(8)
    expect(rangeOf(component('ram', { min_value: 2048, max_value: 65_536, max_available_limit: 32_768 }))).toEqual({
      min: 2,
      max: 32,
    })
  })

  test('the price of a month follows the plan’s period, and a plan without prices has none', () => {
    const prices = { cores: '5', ram: '2', gigabytes_ssd: '0.1' }
    const values = { cores: 2, ram: 4, gigabytes_ssd: 10 }
    expect(monthlyPrice({ prices, unit: 'month' }, components, values)).toBeCloseTo(19)
    expect(monthlyPrice({ prices, unit: 'day' }, components, values)).toBeCloseTo(570)
    expect(monthlyPrice({ prices: { cores: '0' }, unit: 'month' }, components, values)).toBeNull()
    expect(monthlyPrice(undefined, components, values)).toBeNull()
  })
})
