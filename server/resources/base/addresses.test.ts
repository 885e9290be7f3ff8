import { expect, test } from 'vitest'
import {
  addressText,
  canonicalAddress,
  contains,
  hostRange,
  inRange,
  isNetwork,
  isPrivate,
  networkOf,
  overlaps,
  parseAddress,
  parseCidr,
} from './addresses.ts'

const cidr = (text: string) => parseCidr(text)!

test.each(['10.1', '0x7f.0.0.1', '010.0.0.1', '10.0.0.256', 'fe80::1%eth0', '', '10.0.0.1/24', ':::'])(
  '%s is no address',
  (text) => expect(parseAddress(text)).toBeUndefined(),
)

test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/24/1', 'fd00::/129', '10.0.0.0/-1'])(
  '%s is no CIDR',
  (text) => expect(parseCidr(text)).toBeUndefined(),
)

test('host bits are seen, and the network is offered instead', () => {
  expect(isNetwork('192.168.1.5/24')).toBe(false)
  expect(networkOf('192.168.1.5/24')).toBe('192.168.1.0/24')
  expect(isNetwork('fd00::/64')).toBe(true)
  expect(networkOf('fd00::5/64')).toBe('fd00::/64')
})

test('overlap is judged within one version', () => {
  expect(overlaps(cidr('10.0.0.0/8'), cidr('10.5.0.0/16'))).toBe(true)
  expect(overlaps(cidr('10.0.0.0/24'), cidr('10.0.1.0/24'))).toBe(false)
  expect(overlaps(cidr('0.0.0.0/0'), cidr('::/0'))).toBe(false)
})

test('addresses keep their value on the way to numbers and back', () => {
  for (const text of ['0.0.0.0', '255.255.255.255', '10.1.2.3', '::', 'fd00:1::ff'])
    expect(addressText(text.includes(':') ? 6 : 4, parseAddress(text)!.value)).toBe(text)
  expect(canonicalAddress('FD00:0:0::1')).toBe('fd00::1')
  expect(canonicalAddress('10.0.0.7/24')).toBe('10.0.0.0/24')
})

test('usable addresses leave out network and broadcast', () => {
  const { first, last } = hostRange(cidr('192.168.42.0/24'))
  expect([addressText(4, first), addressText(4, last)]).toEqual(['192.168.42.1', '192.168.42.254'])
  expect(addressText(6, hostRange(cidr('fd00::/64')).last)).toBe('fd00::ffff:ffff:ffff:ffff')
})

test('a pool holds its ends', () => {
  const pool = { start: '10.0.0.10', end: '10.0.0.20' }
  expect(inRange(pool, parseAddress('10.0.0.10')!)).toBe(true)
  expect(inRange(pool, parseAddress('10.0.0.21')!)).toBe(false)
  expect(contains(cidr('10.0.0.0/24'), parseAddress('fd00::1'))).toBe(false)
})

test('private ranges are those of RFC 1918, whole', () => {
  expect(isPrivate(cidr('172.16.0.0/12'))).toBe(true)
  expect(isPrivate(cidr('172.0.0.0/8'))).toBe(false)
  expect(isPrivate(cidr('fd00::/8'))).toBe(false)
})
