import { expect, test } from 'vitest'
import { addressProblem } from './addresses.ts'

const subnet = { cidr: '10.0.0.0/24', gateway_ip: '10.0.0.1' }

test('an address that is none is refused', () => {
  for (const text of ['x', '10.0.0', '10.0.0.256', '0x0a000005', '10.0.0.5/24'])
    expect([text, addressProblem(text, subnet)]).toEqual([text, 'invalid'])
})

test('an address outside of the subnet is refused, of the other family too', () => {
  expect(addressProblem('10.0.1.5', subnet)).toBe('outside')
  expect(addressProblem('fd00::5', subnet)).toBe('outside')
  expect(addressProblem('10.0.0.5', { cidr: 'fd00::/64', gateway_ip: 'fd00::1' })).toBe('outside')
})

test('gateway, network and broadcast address are refused', () => {
  expect(addressProblem('10.0.0.1', subnet)).toBe('gateway')
  expect(addressProblem('fd00:0::1', { cidr: 'fd00::/64', gateway_ip: 'fd00::1' })).toBe('gateway')
  expect(addressProblem('10.0.0.0', subnet)).toBe('reserved')
  expect(addressProblem('10.0.0.255', subnet)).toBe('reserved')
})

test('other addresses of the subnet are taken', () => {
  expect(addressProblem('10.0.0.5', subnet)).toBeUndefined()
  expect(addressProblem('10.0.0.1', { ...subnet, gateway_ip: null })).toBeUndefined()
  expect(addressProblem('10.0.0.0', { cidr: '10.0.0.0/31', gateway_ip: null })).toBeUndefined()
  expect(addressProblem('fd00::5', { cidr: 'fd00::/64', gateway_ip: 'fd00::1' })).toBeUndefined()
})
