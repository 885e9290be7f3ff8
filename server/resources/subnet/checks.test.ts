import { expect, test } from 'vitest'
import type { ApiError } from '../../errors.ts'
import { checkSubnet, type SubnetShape } from './checks.ts'

const base: SubnetShape = {
  cidr: '10.0.0.0/24',
  gateway_ip: '10.0.0.1',
  disable_gateway: false,
  enable_dhcp: true,
  host_routes: [],
}

const refusals = (more: Partial<SubnetShape>, neighbours: string[] = []): Record<string, string[]> => {
  try {
    checkSubnet({ ...base, ...more }, neighbours)
    return {}
  } catch (error) {
    return (error as ApiError).fields as Record<string, string[]>
  }
}

test('a plain subnet passes, of either version', () => {
  expect(refusals({}, ['10.0.1.0/24'])).toEqual({})
  for (const gateway_ip of ['fd00:1::1', 'fd00:1::'])
    expect(refusals({ cidr: 'fd00:1::/64', gateway_ip }, ['10.0.0.0/24'])).toEqual({})
})

test('host bits are refused with the network that was meant', () => {
  expect(refusals({ cidr: '192.168.1.5/24', gateway_ip: null }).cidr).toEqual([
    '192.168.1.5/24 has host bits set. Did you mean 192.168.1.0/24?',
  ])
})

test('overlap names both, whichever is the larger', () => {
  expect(refusals({}, ['10.0.0.0/8']).cidr).toEqual(['CIDR 10.0.0.0/24 overlaps with CIDR 10.0.0.0/8.'])
  expect(refusals({ cidr: '10.0.0.0/16' }, ['10.0.9.0/24']).cidr).toHaveLength(1)
})

test.each(['0.0.0.0/0', '10.0.0.0/31', '10.0.0.0/32', 'fd00::/127', 'nonsense'])('%s is no subnet', (cidr) => {
  expect(refusals({ cidr, gateway_ip: null }).cidr).toHaveLength(1)
})

test('a subnet without DHCP may be as small as it likes', () => {
  expect(refusals({ cidr: '10.0.0.0/31', gateway_ip: null, enable_dhcp: false })).toEqual({})
})

test.each([
  ['10.0.1.1', 'Not inside 10.0.0.0/24.'],
  ['fd00::1', 'Not inside 10.0.0.0/24.'],
  ['10.0.0.0', 'The network and broadcast addresses cannot be the gateway.'],
  ['10.0.0.255', 'The network and broadcast addresses cannot be the gateway.'],
])('%s is no gateway', (gateway_ip, message) => {
  expect(refusals({ gateway_ip }).gateway_ip).toEqual([message])
})

test('a gateway address and no gateway contradict each other', () => {
  expect(refusals({ disable_gateway: true }).gateway_ip).toHaveLength(1)
})

test.each([
  [[{ start: '10.0.0.20', end: '10.0.0.10' }], /the start lies behind the end/],
  [[{ start: '10.0.0.250', end: '10.0.1.5' }], /is not inside 10\.0\.0\.0\/24/],
  [[{ start: '10.0.0.200', end: '10.0.0.255' }], /usable are 10\.0\.0\.1 to 10\.0\.0\.254/],
  [[{ start: '10.0.0.1', end: '10.0.0.9' }], /contains the gateway/],
  [[{ start: 'fd00::1', end: 'fd00::2' }], /IP version/],
  [
    [
      { start: '10.0.0.10', end: '10.0.0.20' },
      { start: '10.0.0.20', end: '10.0.0.30' },
    ],
    /overlaps with 10\.0\.0\.10 to 10\.0\.0\.20/,
  ],
])('pools %j are refused', (allocation_pools, message) => {
  expect(refusals({ allocation_pools }).allocation_pools.join()).toMatch(message)
})

test.each([
  [{ destination: '10.9.0.5/24', nexthop: '10.0.0.5' }, /Did you mean 10\.9\.0\.0\/24/],
  [{ destination: 'fd00::/64', nexthop: '10.0.0.5' }, /IP version/],
  [{ destination: '10.9.0.0/24', nexthop: 'fd00::5' }, /IP version/],
])('the route %j is refused', (route, message) => {
  expect(refusals({ host_routes: [route] }).host_routes.join()).toMatch(message)
})

test('all that is wrong is said at once', () => {
  const wrong = { gateway_ip: '10.1.0.1', dns_nameservers: ['9.9.9.9', '9.9.9.9'] }
  expect(Object.keys(refusals(wrong, ['10.0.0.0/24'])).sort()).toEqual(['cidr', 'dns_nameservers', 'gateway_ip'])
})
