/**
 * `Authorization: Bearer …`: a signed token (JWT, RFC 7519 and 9068) of the configured issuer, made for our client. Only
 * people who have signed in before are known: a token alone makes no account.
 */
import { constants, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import { log } from '../log.ts'
import { configuredIssuer, discoveryUrl, type Issuer, userOfSubject } from './issuer.ts'
import type { UserRow } from './table.ts'

const Header = z.object({ alg: z.string(), kid: z.string().optional() })
const Payload = z.object({
  iss: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  azp: z.string().optional(),
  client_id: z.string().optional(),
})
const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() })
const Jwks = z.object({ keys: z.array(z.looseObject({ kid: z.string().optional(), use: z.string().optional() })) })

type PublicKey = { kid: string | undefined; key: KeyObject }
type Known = { keys: PublicKey[]; issuer: string; atMs: number }
const KEY = Symbol.for('foyer.issuer-keys')
const known = ((globalThis as Record<symbol, unknown>)[KEY] ??= new Map()) as Map<string, Known>

const KEPT_MS = 3600_000
/** An unknown key asks the issuer again, but not more often than this: anybody can send an unknown key. */
const AGAIN_MS = 30_000
const TIMEOUT_MS = 10_000
const CLOCK_SKEW_SECONDS = 30

const getJson = async <T>(url: string, schema: z.ZodType<T>): Promise<T> => {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json' },
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return schema.parse(await response.json())
}

const keysOf = async (issuer: Issuer, kid: string | undefined, now: number): Promise<Known> => {
  const held = known.get(issuer.url)
  const age = held ? now - held.atMs : Number.POSITIVE_INFINITY
  const has = held?.keys.some((one) => one.kid === kid)
  if (held && ((has && age < KEPT_MS) || age < AGAIN_MS)) return held
  const discovery = await getJson(discoveryUrl(issuer.url), Discovery)
  const { keys } = await getJson(discovery.jwks_uri, Jwks)
  const usable = keys
    .filter((jwk) => jwk.use !== 'enc')
    .flatMap((jwk): PublicKey[] => {
      try {
        return [{ kid: jwk.kid, key: createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }) }]
      } catch {
        return [] // a kind of key that this Node does not know
      }
    })
  const fresh = { keys: usable, issuer: discovery.issuer, atMs: now }
  known.set(issuer.url, fresh)
  return fresh
}

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
const JOSE = { dsaEncoding: 'ieee-p1363' } as const

/** RFC 7518, section 3.1: algorithms by name, for one kind of key each. Symmetric ones and `none` are no proof here. */
const ALGORITHMS: Record<string, { keyType: string; hash: string | null; options: object }> = {
  RS256: { keyType: 'rsa', hash: 'sha256', options: {} },
  RS384: { keyType: 'rsa', hash: 'sha384', options: {} },
  RS512: { keyType: 'rsa', hash: 'sha512', options: {} },
  PS256: { keyType: 'rsa', hash: 'sha256', options: PSS },
  PS384: { keyType: 'rsa', hash: 'sha384', options: PSS },
  PS512: { keyType: 'rsa', hash: 'sha512', options: PSS },
  ES256: { keyType: 'ec', hash: 'sha256', options: JOSE },
  ES384: { keyType: 'ec', hash: 'sha384', options: JOSE },
  ES512: { keyType: 'ec', hash: 'sha512', options: JOSE },
  EdDSA: { keyType: 'ed25519', hash: null, options: {} },
}

const decodePart = <T>(part: string, schema: z.ZodType<T>): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))).data
  } catch {
    return undefined
  }
}

/** The person that a bearer token speaks for; undefined when it proves nothing. */
export const userOfBearer = async (jwt: string, now = Date.now()): Promise<UserRow | undefined> => {
  const issuer = configuredIssuer()
  const parts = jwt.split('.')
  if (!issuer || parts.length !== 3) return undefined
  const header = decodePart(parts[0], Header)
  const payload = decodePart(parts[1], Payload)
  const algorithm = header && ALGORITHMS[header.alg]
  if (!header || !payload || !algorithm) return undefined

  const seconds = now / 1000
  if (payload.exp + CLOCK_SKEW_SECONDS <= seconds) return undefined
  if (payload.nbf !== undefined && payload.nbf - CLOCK_SKEW_SECONDS > seconds) return undefined
  const audiences = [payload.aud ?? [], payload.azp ?? [], payload.client_id ?? []].flat()
  if (!audiences.includes(issuer.clientId)) return undefined

  let held: Known
  try {
    held = await keysOf(issuer, header.kid, now)
  } catch (error) {
    log.warn({ err: error, issuer: issuer.url }, 'the issuer could not be asked for its keys')
    return undefined
  }
  if (payload.iss !== held.issuer) return undefined
  const signed = Buffer.from(`${parts[0]}.${parts[1]}`)
  const signature = Buffer.from(parts[2], 'base64url')
  const isProven = held.keys.some(
    ({ kid, key }) =>
      (header.kid === undefined || kid === header.kid) &&
      key.asymmetricKeyType === algorithm.keyType &&
      verify(algorithm.hash, signed, { key, ...algorithm.options }, signature),
  )
  return isProven ? userOfSubject(issuer.url, payload.sub) : undefined
}
