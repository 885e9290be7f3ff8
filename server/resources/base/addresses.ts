/** IP addresses and CIDRs as numbers: what lies where, what overlaps. Both versions, strict spellings only. */
import ipaddr from 'ipaddr.js'

export type Address = { version: 4 | 6; value: bigint }
export type Cidr = { version: 4 | 6; prefix: number; first: bigint; last: bigint }
export type Range = { start: string; end: string }

const bits = (version: 4 | 6) => (version === 4 ? 32 : 128)
const numberOf = (bytes: readonly number[]) => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

/** Undefined for what is no address. Zones (`fe80::1%eth0`) and short forms (`10.1`) are none. */
export const parseAddress = (text: string): Address | undefined => {
  if (ipaddr.IPv4.isValidFourPartDecimal(text))
    return { version: 4, value: numberOf(ipaddr.IPv4.parse(text).toByteArray()) }
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined
  return { version: 6, value: numberOf(ipaddr.IPv6.parse(text).toByteArray()) }
}

/** Host bits may be set: `networkOf` gives the CIDR without them. Undefined for what is no CIDR. */
export const parseCidr = (text: string): Cidr | undefined => {
  const [address, prefixText, ...rest] = text.split('/')
  const parsed = parseAddress(address)
  if (!parsed || rest.length > 0 || !/^\d{1,3}$/.test(prefixText ?? '')) return undefined
  const prefix = Number(prefixText)
  if (prefix > bits(parsed.version)) return undefined
  const size = 1n << BigInt(bits(parsed.version) - prefix)
  const first = parsed.value - (parsed.value % size)
  return { version: parsed.version, prefix, first, last: first + size - 1n }
}

export const addressText = (version: 4 | 6, value: bigint): string => {
  const bytes: number[] = []
  for (let rest = value, n = bits(version) / 8; n > 0; n--, rest >>= 8n) bytes.unshift(Number(rest & 255n))
  return ipaddr.fromByteArray(bytes).toString()
}

/** One spelling per address: what two texts of one address have in common. */
export const canonicalAddress = (text: string): string => {
  const address = parseAddress(text)
  if (address) return addressText(address.version, address.value)
  const cidr = parseCidr(text)
  return cidr ? cidrText(cidr) : text
}

export const cidrText = ({ version, first, prefix }: Cidr): string => `${addressText(version, first)}/${prefix}`

/** The CIDR with its host bits cleared: what "Did you mean …" offers. */
export const networkOf = (text: string): string | undefined => {
  const cidr = parseCidr(text)
  return cidr && cidrText(cidr)
}

/** Whether the CIDR names its network itself: no host bits. */
export const isNetwork = (text: string): boolean => {
  const cidr = parseCidr(text)
  return cidr !== undefined && parseAddress(text.split('/')[0])?.value === cidr.first
}

export const contains = (cidr: Cidr, address: Address | undefined): boolean =>
  address !== undefined && address.version === cidr.version && address.value >= cidr.first && address.value <= cidr.last

export const overlaps = (a: Cidr, b: Cidr): boolean => a.version === b.version && a.first <= b.last && b.first <= a.last

/** Addresses that Neutron gives out: neither the network's nor (IPv4) the broadcast address. */
export const hostRange = (cidr: Cidr): { first: bigint; last: bigint } => ({
  first: cidr.first + 1n,
  last: cidr.version === 4 ? cidr.last - 1n : cidr.last,
})

export const inRange = ({ start, end }: Range, address: Address): boolean => {
  const from = parseAddress(start)
  const to = parseAddress(end)
  return (
    from !== undefined &&
    to !== undefined &&
    from.version === address.version &&
    from.value <= address.value &&
    address.value <= to.value
  )
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((text) => parseCidr(text)!)

/** Inside one of the private IPv4 ranges of RFC 1918. */
export const isPrivate = (cidr: Cidr): boolean =>
  PRIVATE.some((range) => range.version === cidr.version && range.first <= cidr.first && cidr.last <= range.last)
