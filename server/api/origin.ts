/** Where a request comes from and under which address the portal is seen. Forwarded headers count from named proxies only. */
import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import { env } from '../env.ts'
import { newUuid } from '../ids.ts'

/** The address of the other end of the socket, which a web `Request` does not know. Set by `markPeer` alone. */
export const PEER_HEADER = 'x-foyer-peer'
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port']

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

const trustedRanges: Range[] = env.FOYER_TRUSTED_PROXIES.split(',')
  .map((part) => part.trim())
  .filter(Boolean)
  .map((part) => {
    if (part.includes('/')) return ipaddr.parseCIDR(part)
    const address = ipaddr.parse(part)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  })

/** An address as people write it: `::ffff:10.0.0.1` is 10.0.0.1. Empty when it is none. */
const plainAddress = (text: string): string => {
  const bare = text.trim().replace(/^\[(.*)\](:\d+)?$/, '$1')
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : ''
}

const isTrusted = (address: string): boolean => {
  if (trustedRanges.length === 0 || address === '') return false
  const parsed = ipaddr.process(address)
  return trustedRanges.some(([range, bits]) => parsed.kind() === range.kind() && parsed.match(range as never, bits))
}

/**
 * Prepares a request of the HTTP server before anybody reads it: writes the peer's address into a header that clients
 * cannot set, and drops forwarded headers that no trusted proxy has written.
 */
export const markPeer = (request: IncomingMessage): void => {
  const peer = plainAddress(request.socket.remoteAddress ?? '')
  request.headers[PEER_HEADER] = peer
  if (!isTrusted(peer)) for (const name of FORWARDED) delete request.headers[name]
}

export type Client = {
  ipAddress: string
  requestId: string
  /** `https://portal.example`, no slash at the end. */
  base: string
}

const WELL_FORMED_ID = /^[A-Za-z0-9._-]{8,100}$/

/** Reads a request's address, id and the base of its links. */
export const clientOf = (request: Request): Client => {
  const { headers } = request
  const peer = headers.get(PEER_HEADER) ?? ''
  const trusted = isTrusted(peer)
  let ipAddress = peer
  if (trusted) {
    // The last entry was written by the nearest proxy; further ones count while their writers are trusted too.
    for (const hop of (headers.get('x-forwarded-for') ?? '').split(',').reverse()) {
      const address = plainAddress(hop)
      if (!address) break
      ipAddress = address
      if (!isTrusted(address)) break
    }
  }
  const sent = trusted ? headers.get('x-request-id') : null
  const requestId = sent && WELL_FORMED_ID.test(sent) ? sent : `req-${newUuid()}`
  return { ipAddress, requestId, base: baseOf(request, trusted) }
}

const PUBLIC_BASE = env.FOYER_URL?.replace(/\/+$/, '')

const baseOf = (request: Request, trusted: boolean): string => {
  if (PUBLIC_BASE) return PUBLIC_BASE
  const url = new URL(request.url)
  const forwarded = (name: string) => (trusted ? request.headers.get(name)?.split(',')[0].trim() : undefined)
  const host = forwarded('x-forwarded-host') || request.headers.get('host') || url.host
  // Behind Next `request.url` says nothing of the wire: our own server speaks plain HTTP.
  const scheme =
    forwarded('x-forwarded-proto') || (request.headers.has(PEER_HEADER) ? 'http' : url.protocol.slice(0, -1))
  return `${scheme === 'https' ? 'https' : 'http'}://${host}`
}

/**
 * Whether a cookie-borne write was sent by our own pages: browsers say so by themselves, and a header that other sites
 * cannot set without our leave serves the rest.
 */
export const isSameOrigin = (request: Request, base: string): boolean => {
  const { headers } = request
  const site = headers.get('sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') return false
  const origin = headers.get('origin')
  // Compared by host: TLS may end at a proxy that does not tell us.
  if (origin && origin !== 'null' && URL.canParse(origin)) {
    const { host } = new URL(origin)
    if (host !== new URL(base).host && host !== headers.get('host')) return false
    return true
  }
  if (origin) return false
  return site === 'same-origin' || headers.has('x-requested-with')
}
