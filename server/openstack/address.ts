/** Which addresses a provider may have, so that a form field cannot make this server call into its own network. */

import { lookup as dnsLookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

export type AddressPolicy = {
  /** Loopback, private and other non-public ranges. Most clouds are private, so staff may; others may not. */
  allowPrivate: boolean
  /** Host names or literal addresses that staff have allowed although they are not public. Never lifts the link-local ban. */
  allowedHosts?: readonly string[]
}

/** The reason is in `message`, written for whoever typed the address. */
export class AddressError extends Error {
  readonly reason: 'malformed' | 'forbidden' | 'unresolvable'
  constructor(reason: AddressError['reason'], message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'AddressError'
    this.reason = reason
  }
}

const list = (...subnets: string[]) => {
  const blocks = new BlockList()
  for (const subnet of subnets) {
    const [net, bits] = subnet.split('/')
    blocks.addSubnet(net, Number(bits), net.includes(':') ? 'ipv6' : 'ipv4')
  }
  return blocks
}

// Metadata services live on link-local addresses; multicast and broadcast are no servers.
const NEVER = list('169.254.0.0/16', 'fe80::/10', '224.0.0.0/4', 'ff00::/8', '255.255.255.255/32')

// IANA special-purpose registries; 64:ff9b::, 2002:: and 2001:: carry an IPv4 address inside.
const NOT_PUBLIC = list(
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4'],
  ...[
    '::/128',
    '::1/128',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    'fc00::/7',
    'fec0::/10',
  ],
)

export type ResolvedAddress = { address: string; family: 4 | 6 }
export type Lookup = (host: string) => Promise<ResolvedAddress[]>

const lookupAll: Lookup = async (host) => (await dnsLookup(host, { all: true })) as ResolvedAddress[]

/** True when the policy lets us call this address under this host name. Pure. */
export function isAllowedAddress(host: string, { address, family }: ResolvedAddress, policy: AddressPolicy) {
  const type = family === 6 ? 'ipv6' : 'ipv4'
  if (NEVER.check(address, type)) return false
  if (policy.allowPrivate || !NOT_PUBLIC.check(address, type)) return true
  const allowed = policy.allowedHosts?.map((entry) => entry.toLowerCase()) ?? []
  return allowed.includes(host.toLowerCase()) || allowed.includes(address.toLowerCase())
}

/**
 * Resolves a host and refuses it when any of its addresses is out of bounds.
 * @throws AddressError
 */
export async function resolveAllowed(host: string, policy: AddressPolicy, lookup: Lookup = lookupAll) {
  const bare = host.replace(/^\[|\]$/g, '')
  const family = isIP(bare)
  const addresses = family ? [{ address: bare, family: family as 4 | 6 }] : await resolve(bare, lookup)
  const refused = addresses.find((address) => !isAllowedAddress(bare, address, policy))
  if (refused) {
    const seen = refused.address === bare ? bare : `${bare} (${refused.address})`
    throw new AddressError('forbidden', `The address ${seen} is not allowed for a provider.`)
  }
  return addresses
}

async function resolve(host: string, lookup: Lookup) {
  try {
    const addresses = await lookup(host)
    if (addresses.length > 0) return addresses
  } catch (cause) {
    throw new AddressError('unresolvable', `The name ${host} cannot be resolved.`, { cause })
  }
  throw new AddressError('unresolvable', `The name ${host} has no address.`)
}

/**
 * Refuses an address that no provider may have: not http(s), with credentials inside, or outside the policy after
 * DNS. The connection itself is checked again (`transport.ts`), because DNS may answer differently a second later.
 * @returns the addresses the name stands for now.
 * @throws AddressError
 */
export async function assertProviderAddress(url: string, policy: AddressPolicy, lookup: Lookup = lookupAll) {
  if (!URL.canParse(url)) throw new AddressError('malformed', 'This is not a URL.')
  const { protocol, hostname, username, password } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new AddressError('malformed', 'The URL must be http or https.')
  if (username || password) throw new AddressError('malformed', 'The URL must not hold a user name or password.')
  return resolveAllowed(hostname, policy, lookup)
}
