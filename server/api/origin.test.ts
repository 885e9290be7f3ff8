import type { IncomingMessage } from 'node:http'
import { beforeEach, describe, expect, test, vi } from 'vitest'

const FORWARDED = {
  'x-forwarded-for': '198.51.100.9, 203.0.113.5, 10.0.0.3',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'portal.example',
  'x-request-id': 'from-the-proxy-1',
}
const load = async (settings: Record<string, string>) => {
  vi.resetModules()
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  return import('./origin.ts')
}
const requestFrom = (peer: string, headers: Record<string, string> = {}) =>
  new Request('http://localhost:3000/api/toys/', { headers: { host: 'foyer.test', 'x-foyer-peer': peer, ...headers } })

beforeEach(() => vi.unstubAllEnvs())

describe('where a request comes from', () => {
  test('without trusted proxies forwarded headers say nothing', async () => {
    const { clientOf } = await load({})
    const client = clientOf(requestFrom('198.51.100.7', FORWARDED))
    expect(client).toMatchObject({ ipAddress: '198.51.100.7', base: 'http://foyer.test' })
    expect(client.requestId).toMatch(/^req-[0-9a-f]{32}$/)
  })
  test('a trusted proxy is believed, up to the first hop that nobody trusted wrote', async () => {
    const { clientOf } = await load({ FOYER_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1' })
    expect(clientOf(requestFrom('10.1.2.3', FORWARDED))).toEqual({
      ipAddress: '203.0.113.5',
      base: 'https://portal.example',
      requestId: 'from-the-proxy-1',
    })
    expect(clientOf(requestFrom('198.51.100.7', FORWARDED)).ipAddress).toBe('198.51.100.7')
    const odd = clientOf(requestFrom('192.0.2.1', { 'x-forwarded-for': 'unknown', 'x-request-id': 'a b' }))
    expect(odd.ipAddress).toBe('192.0.2.1')
    expect(odd.requestId).toMatch(/^req-/)
  })
  test('links bear the public address when one is set', async () => {
    const { clientOf } = await load({ FOYER_URL: 'https://cloud.example/' })
    expect(clientOf(requestFrom('198.51.100.7')).base).toBe('https://cloud.example')
  })
  test('nobody writes the peer address but the server, and untrusted forwarded headers go', async () => {
    const { markPeer } = await load({ FOYER_TRUSTED_PROXIES: '10.0.0.0/8' })
    const marked = (remoteAddress: string) => {
      const headers: Record<string, string> = { 'x-foyer-peer': '10.0.0.1', ...FORWARDED }
      markPeer({ headers, socket: { remoteAddress } } as unknown as IncomingMessage)
      return headers
    }
    expect(marked('::ffff:198.51.100.7')).toEqual({
      'x-foyer-peer': '198.51.100.7',
      'x-request-id': 'from-the-proxy-1',
    })
    expect(marked('::ffff:10.0.0.9')).toEqual({ 'x-foyer-peer': '10.0.0.9', ...FORWARDED })
  })
})
