import { expect, test } from 'vitest'
import { externalAddress, mappingIn } from './nat.ts'

const mapping = [
  { floating_ip: '192.0.2.0/25', external_ip: '198.51.100.7' },
  { floating_ip: '192.0.2.128/25', external_ip: '203.0.113.0/24' },
]

test.each([
  ['192.0.2.5', '198.51.100.5'],
  ['192.0.2.200', '203.0.113.200'],
  ['10.0.0.5', ''],
  ['fd00::5', ''],
  ['', ''],
])('%s is reached by %s', (address, outside) => expect(externalAddress(mapping, address)).toBe(outside))

test('a mapping of another shape is none', () => {
  expect(mappingIn({ ipv4_external_ip_mapping: 'text' })).toEqual([])
  expect(mappingIn({})).toEqual([])
  expect(mappingIn({ ipv4_external_ip_mapping: mapping })).toEqual(mapping)
})
