/** CIDRs as forms judge them: what is wrong, and what was probably meant. */
import ipaddr from 'ipaddr.js'

export type IpVersion = 4 | 6

/** The version of an address; undefined when it is none. Short forms ("10.1", "0x7f") are none. */
export const addressVersion = (text: string): IpVersion | undefined =>
  ipaddr.IPv4.isValidFourPartDecimal(text)
    ? 4
    : !text.includes('%') && text.includes(':') && ipaddr.IPv6.isValid(text)
      ? 6
      : undefined

export type Cidr = { version: IpVersion; address: string; prefix: number; network: string }

/** Undefined for what is no CIDR. `network` is the same without host bits. */
export const parseCidr = (text: string): Cidr | undefined => {
  const [address, prefixText, ...more] = text.trim().split('/')
  const version = addressVersion(address)
  const prefix = Number(prefixText)
  if (!version || more.length > 0 || !/^\d{1,3}$/.test(prefixText ?? '') || prefix > (version === 4 ? 32 : 128))
    return undefined
  const kind = version === 4 ? ipaddr.IPv4 : ipaddr.IPv6
  return { version, address, prefix, network: `${kind.networkAddressFromCIDR(`${address}/${prefix}`)}/${prefix}` }
}

const bare = (cidr: Cidr) => ipaddr.parse(cidr.network.split('/')[0])

/** Whether the CIDR names its network itself. */
export const hasHostBits = (cidr: Cidr): boolean => ipaddr.parse(cidr.address).toString() !== bare(cidr).toString()

/** Whether all of `inner` lies in `outer`. */
export const covers = (outer: Cidr, inner: Cidr): boolean =>
  outer.version === inner.version &&
  outer.prefix <= inner.prefix &&
  ipaddr.parse(inner.address).match(bare(outer), outer.prefix)

export const overlap = (one: Cidr, other: Cidr): boolean => covers(one, other) || covers(other, one)

/** Whether an address lies in a CIDR. */
export const holds = (cidr: Cidr, address: string): boolean => {
  const version = addressVersion(address)
  return version === cidr.version && ipaddr.parse(address).match(bare(cidr), cidr.prefix)
}

/** One spelling per address, as a number of 16 bytes would be: for comparisons of order. */
const bytes = (address: string) => ipaddr.parse(address).toByteArray()
export const isAfter = (one: string, other: string): boolean => {
  const [a, b] = [bytes(one), bytes(other)]
  const at = a.findIndex((byte, index) => byte !== b[index])
  return at >= 0 && a[at] > b[at]
}

/** The first address that a host can have: the usual gateway. */
export const firstHost = (cidr: Cidr): string => {
  const address = bytes(bare(cidr).toString())
  address[address.length - 1] += 1
  return ipaddr.fromByteArray(address).toString()
}

const RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].map((text) => parseCidr(text)!)

/** Inside a range that is routed nowhere in the Internet. */
export const isPrivate = (cidr: Cidr): boolean => RANGES.some((range) => covers(range, cidr))

/** How many addresses hosts can have; text, since IPv6 counts beyond numbers. */
export const hostCount = ({ version, prefix }: Cidr): string => {
  const size = 2n ** BigInt((version === 4 ? 32 : 128) - prefix)
  return String(version === 4 && size > 2n ? size - 2n : size)
}
