import { expect, test } from 'vitest'
import { covers, firstHost, hasHostBits, holds, hostCount, isAfter, isPrivate, overlap, parseCidr } from './cidr.ts'

const cidr = (text: string) => parseCidr(text)!

test('what is no CIDR is none', () => {
  for (const text of [
    '',
    '10.0.0.0',
    '10.0.0/24',
    '10.0.0.0/33',
    '10.0.0.0/x',
    'fd00::/129',
    '10.0.0.0/24/1',
    '0x0a.0.0.0/8',
  ])
    expect([text, parseCidr(text)]).toEqual([text, undefined])
})

test('host bits are found, and the network without them', () => {
  expect(hasHostBits(cidr('192.168.1.5/24'))).toBe(true)
  expect(cidr('192.168.1.5/24').network).toBe('192.168.1.0/24')
  expect(hasHostBits(cidr('192.168.1.0/24'))).toBe(false)
  expect(hasHostBits(cidr('fd00:0:0::1/64'))).toBe(true)
  expect(hasHostBits(cidr('fd00:0::/64'))).toBe(false)
  expect(hasHostBits(cidr('10.0.0.5/32'))).toBe(false)
})

test('networks cover and overlap within their own version', () => {
  expect(covers(cidr('0.0.0.0/0'), cidr('10.0.0.0/8'))).toBe(true)
  expect(covers(cidr('10.0.0.0/24'), cidr('10.0.0.0/8'))).toBe(false)
  expect(covers(cidr('::/0'), cidr('10.0.0.0/8'))).toBe(false)
  expect(overlap(cidr('10.0.0.0/24'), cidr('10.0.0.128/25'))).toBe(true)
  expect(overlap(cidr('10.0.0.0/24'), cidr('10.0.1.0/24'))).toBe(false)
  expect(holds(cidr('10.0.0.0/24'), '10.0.0.7')).toBe(true)
  expect(holds(cidr('10.0.0.0/24'), 'fd00::1')).toBe(false)
})

test('addresses have an order, a first host and a count', () => {
  expect(isAfter('10.0.0.10', '10.0.0.9')).toBe(true)
  expect(isAfter('10.0.0.9', '10.0.0.10')).toBe(false)
  expect(firstHost(cidr('10.0.0.0/24'))).toBe('10.0.0.1')
  expect(firstHost(cidr('fd00::/64'))).toBe('fd00::1')
  expect(hostCount(cidr('10.0.0.0/24'))).toBe('254')
  expect(hostCount(cidr('10.0.0.0/32'))).toBe('1')
  expect(isPrivate(cidr('172.20.0.0/16'))).toBe(true)
  expect(isPrivate(cidr('8.8.8.0/24'))).toBe(false)
})
