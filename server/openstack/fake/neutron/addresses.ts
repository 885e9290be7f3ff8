/** Addresses as numbers: ranges, pools, the next free one. */
import ipaddr from 'ipaddr.js'
import type { Pool, Subnet } from '../rows.ts'

export type Range = { first: bigint; last: bigint }

export const toNumber = (address: string): bigint =>
  ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)

export function toAddress(value: bigint, version: 4 | 6): string {
  const bytes: number[] = []
  for (let rest = value, left = version === 4 ? 4 : 16; left > 0; left--, rest /= 256n)
    bytes.unshift(Number(rest % 256n))
  return ipaddr.fromByteArray(bytes).toString()
}

export const isAddress = (text: unknown): text is string => typeof text === 'string' && ipaddr.isValid(text)

/** Network and broadcast address of a CIDR; null if it is none. */
export function rangeOf(cidr: string): (Range & { version: 4 | 6; prefix: number }) | null {
  if (typeof cidr !== 'string' || !cidr.includes('/')) return null
  try {
    const [address, prefix] = ipaddr.parseCIDR(cidr)
    const version = address.kind() === 'ipv4' ? 4 : 6
    const size = 1n << BigInt((version === 4 ? 32 : 128) - prefix)
    const first = (toNumber(address.toString()) / size) * size
    return { first, last: first + size - 1n, version, prefix }
  } catch {
    return null
  }
}

export const inRange = (address: string, range: Range): boolean => {
  const value = toNumber(address)
  return value >= range.first && value <= range.last
}
export const overlap = (a: Range, b: Range): boolean => a.first <= b.last && b.first <= a.last

/** All usable addresses but the gateway, as Neutron makes its default pools. */
export function defaultPools(cidr: string, gateway: string | null): Pool[] {
  const range = rangeOf(cidr)!
  const { version, prefix } = range
  const tiny = prefix >= (version === 4 ? 31 : 127)
  const first = tiny ? range.first : range.first + 1n
  const last = tiny || version === 6 ? range.last : range.last - 1n
  const hole = gateway && inRange(gateway, range) ? toNumber(gateway) : null
  const pools: Range[] =
    hole === null || hole < first || hole > last
      ? [{ first, last }]
      : [
          { first, last: hole - 1n },
          { first: hole + 1n, last },
        ].filter((pool) => pool.first <= pool.last)
  return pools.map((pool) => ({ start: toAddress(pool.first, version), end: toAddress(pool.last, version) }))
}

/** The first address of the pools that is not taken; null if all are. */
export function nextFree(subnet: Subnet, taken: ReadonlySet<string>): string | null {
  for (const pool of subnet.allocation_pools) {
    const last = toNumber(pool.end)
    for (let value = toNumber(pool.start); value <= last; value++) {
      const address = toAddress(value, subnet.ip_version)
      if (!taken.has(address)) return address
    }
  }
  return null
}

/** How many addresses the pools hold. */
export const poolSize = (subnet: Subnet): bigint =>
  subnet.allocation_pools.reduce((sum, pool) => sum + toNumber(pool.end) - toNumber(pool.start) + 1n, 0n)

/** The address a SLAAC host with this MAC takes (modified EUI-64). */
export function slaacAddress(cidr: string, mac: string): string {
  const bytes = mac.split(':').map((part) => Number.parseInt(part, 16))
  const eui = [bytes[0] ^ 2, bytes[1], bytes[2], 0xff, 0xfe, bytes[3], bytes[4], bytes[5]]
  const host = eui.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  return toAddress(rangeOf(cidr)!.first + host, 6)
}
