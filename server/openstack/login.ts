/**
 * Keystone v3 login and the catalogue. Reference: Identity API v3, "Authentication and token management".
 * A session knows one account and one scope; relatives of it (`forProject`, `asUser`) share the agent and the tokens.
 */

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AddressPolicy } from './address.ts'
import { OpenStackError, type ServiceName } from './errors.ts'
import { type Authority, type CallHooks, type ClientContext, ServiceClient } from './http.ts'
import { createAgent, type TransportOptions } from './transport.ts'

export type Interface = 'public' | 'internal' | 'admin'

type Place = {
  /** Keystone's address, with or without `/v3`. */
  authUrl: string
  /** Left out: the first region that has the service. */
  region?: string
  /** Default `public`. */
  interface?: Interface
}

/** Domains are given by name or id; empty, `default` and `Default` are the default domain. */
export type PasswordCredentials = Place & {
  authType?: 'password'
  username: string
  password: string
  userDomain?: string | null
  projectId?: string
  projectName?: string
  projectDomain?: string | null
  /** Scope to a domain instead of a project. */
  scopeDomain?: string
}

export type ApplicationCredentials = Place & {
  authType: 'v3applicationcredential'
  applicationCredentialId: string
  applicationCredentialSecret: string
}

export type Credentials = PasswordCredentials | ApplicationCredentials

export type SessionOptions = {
  caPem?: string
  /** Default true. */
  verifySsl?: boolean
  /** Default 60. */
  timeoutSeconds?: number
  addressPolicy?: AddressPolicy
  /** `foyer/<version>`. */
  userAgent?: string
  hooks?: CallHooks
}

const Token = z.object({
  token: z.object({
    expires_at: z.string(),
    issued_at: z.string(),
    user: z.object({
      id: z.string(),
      name: z.string(),
      domain: z.object({ id: z.string(), name: z.string().nullish() }),
    }),
    project: z.object({ id: z.string(), name: z.string(), domain: z.object({ id: z.string() }) }).optional(), // absent in other scopes
    domain: z.object({ id: z.string(), name: z.string() }).optional(),
    roles: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
    catalog: z
      .array(
        z.object({
          type: z.string(),
          endpoints: z.array(
            z.object({
              interface: z.string(),
              region: z.string().nullish(),
              region_id: z.string().nullish(),
              url: z.string(),
            }),
          ),
        }),
      )
      .optional(), // absent in an unscoped token
  }),
})

export type CatalogueEntry = z.infer<typeof Token>['token']['catalog'] extends (infer E)[] | undefined ? E : never

/** What Keystone said of an account in a scope. `value` is a secret: keep it out of logs and rows. */
export type Access = {
  value: string
  /** By this machine's clock. */
  expiresAtMs: number
  /** From then on a new token is fetched before the next call. */
  renewAtMs: number
  user: { id: string; name: string; domainId: string }
  project: { id: string; name: string; domainId: string } | null
  domain: { id: string; name: string } | null
  roles: string[]
  catalogue: CatalogueEntry[]
}

export type SessionView = { hooks?: CallHooks; requestId?: string; signal?: AbortSignal }

/** One account in one scope. Properties do no I/O: the login happens at the first call, and again when the token ends. */
export type CloudSession = {
  keystone: ServiceClient
  nova: ServiceClient
  cinder: ServiceClient
  neutron: ServiceClient
  glance: ServiceClient
  /** Logs in if need be. Also the way to read ids, roles and regions of the account. @throws OpenStackError */
  access: () => Promise<Access>
  /** The same account scoped to another project. @throws OpenStackError at the first call when it has no role there. */
  forProject: (projectId: string) => CloudSession
  /** The same account scoped to a domain (id or name). */
  forDomain: (domain: string) => CloudSession
  /** Another account of the same cloud. */
  asUser: (user: { username: string; password: string; userDomain?: string | null; projectId?: string }) => CloudSession
  /** The same session with more hooks, a request id for every call, or a signal that ends them. */
  with: (view: SessionView) => CloudSession
  /** Ends the sockets of the whole family, once the calls in flight have ended. */
  close: () => Promise<void>
}

const RENEW_BEFORE_MS = 5 * 60_000
const DEFAULT_TIMEOUT_SECONDS = 60

/** Catalogue types in order of preference, the word people use for them, and how the path must end. */
const SERVICES = {
  keystone: { word: 'identity', types: ['identity'], version: /\/v3(\/|$)/, suffix: '/v3' },
  nova: { word: 'compute', types: ['compute'], version: /\/v2(\.\d+)?(\/|$)/, suffix: '/v2.1' },
  // `volumev3` is the historical type, `block-storage` the one of the service types authority.
  cinder: {
    word: 'block storage',
    types: ['volumev3', 'block-storage', 'block-store', 'volume'],
    version: /\/v3(\/|$)/,
    suffix: '/v3',
  },
  neutron: { word: 'network', types: ['network'], version: /\/v2\.0(\/|$)/, suffix: '/v2.0' },
  glance: { word: 'image', types: ['image'], version: /\/v2(\.\d+)?(\/|$)/, suffix: '/v2' },
} satisfies Record<ServiceName, { word: string; types: string[]; version: RegExp; suffix: string }>

export const SERVICE_NAMES = Object.keys(SERVICES) as ServiceName[]

/** A session that has logged in once. @throws OpenStackError `auth` for a wrong password, `dns`, `connection`, `tls`, … */
export async function connect(credentials: Credentials, options: SessionOptions = {}): Promise<CloudSession> {
  const session = openSession(credentials, options)
  try {
    await session.access()
  } catch (error) {
    await session.close()
    throw error
  }
  return session
}

/** A session that logs in when first used: for a worker that must start while the cloud is down. */
export function openSession(credentials: Credentials, options: SessionOptions = {}): CloudSession {
  const transport: TransportOptions = {
    caPem: options.caPem,
    verifySsl: options.verifySsl,
    addressPolicy: options.addressPolicy,
  }
  const agent = createAgent(transport)
  const context: ClientContext = {
    dispatcher: agent,
    transport,
    userAgent: options.userAgent ?? 'foyer',
    timeoutSeconds: options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    hooks: options.hooks ? [options.hooks] : [],
  }
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= agent.close()
    return closing
  }
  return sessionOf(credentials, context, { tokens: new Map(), close })
}

/** Tokens by account and scope, and the logins under way. Lives as long as the family of sessions. */
type TokenCache = Map<string, TokenEntry>
type TokenEntry = { access?: Access; login?: Promise<Access> }

const MOST_TOKENS = 500

function remember(tokens: TokenCache, key: string): TokenEntry {
  const entry: TokenEntry = {}
  tokens.set(key, entry)
  const [oldest] = tokens.keys()
  if (tokens.size > MOST_TOKENS) tokens.delete(oldest)
  return entry
}

/** What all relatives of a session share. */
type Family = { tokens: TokenCache; close: () => Promise<void> }

function sessionOf(credentials: Credentials, context: ClientContext, family: Family): CloudSession {
  const { tokens } = family
  const key = accountKey(credentials)
  const login = () => logIn(credentials, context)

  /** The current token, renewed when it nears its end or was rejected; callers at the same moment share one login. */
  async function access(rejected?: string): Promise<Access> {
    const entry = tokens.get(key) ?? remember(tokens, key)
    const { access: known } = entry
    if (known && known.value !== rejected && Date.now() < known.renewAtMs) return known
    if (!entry.login) {
      const fresh = login()
      entry.login = fresh
      const clear = () => {
        entry.login = undefined
      }
      fresh.then((found) => {
        entry.access = found
        clear()
      }, clear)
    }
    return entry.login
  }

  const client = (service: ServiceName) => {
    const authority: Authority = {
      access: async (rejected) => {
        const found = await access(rejected)
        return { endpoint: endpointOf(service, found, credentials), token: found.value }
      },
    }
    return new ServiceClient(service, context, authority)
  }

  return {
    keystone: client('keystone'),
    nova: client('nova'),
    cinder: client('cinder'),
    neutron: client('neutron'),
    glance: client('glance'),
    access: () => access(),
    forProject: (projectId) => sessionOf(scoped(credentials, { projectId }), context, family),
    forDomain: (scopeDomain) => sessionOf(scoped(credentials, { scopeDomain }), context, family),
    asUser: (user) => {
      const { authUrl, region, interface: iface } = credentials
      return sessionOf({ authUrl, region, interface: iface, ...user }, context, family)
    },
    with: ({ hooks, requestId = context.requestId, signal = context.signal }) =>
      sessionOf(
        credentials,
        { ...context, hooks: hooks ? [...context.hooks, hooks] : context.hooks, requestId, signal },
        family,
      ),
    close: family.close,
  }
}

function scoped(credentials: Credentials, scope: { projectId?: string; scopeDomain?: string }): Credentials {
  if (credentials.authType === 'v3applicationcredential') {
    const fields = { service: 'keystone', kind: 'forbidden', status: 0, method: 'POST', path: '/auth/tokens' } as const
    throw new OpenStackError(
      'An application credential is bound to its own project and cannot work in another one.',
      fields,
    )
  }
  const { projectId, projectName, projectDomain, scopeDomain, ...account } = credentials
  return { ...account, ...scope }
}

// The password is part of the key: after a change, the token of the old password must not be found. Hashed, so that no
// dump of a session shows it.
const accountKey = (credentials: Credentials) =>
  createHash('sha256')
    .update(JSON.stringify([keystoneRoot(credentials.authUrl), authBody(credentials)]))
    .digest('base64')

const DEFAULT_DOMAIN_ID = 'default'

/** Keystone takes a domain by id or by name, and people type either. */
export function domainRef(domain: string | null | undefined): { id: string } | { name: string } {
  const given = domain?.trim() ?? ''
  if (given === '' || given.toLowerCase() === DEFAULT_DOMAIN_ID) return { id: DEFAULT_DOMAIN_ID }
  return /^[0-9a-f]{32}$/.test(given) ? { id: given } : { name: given }
}

function authBody(credentials: Credentials) {
  if (credentials.authType === 'v3applicationcredential') {
    const { applicationCredentialId: id, applicationCredentialSecret: secret } = credentials
    return { auth: { identity: { methods: ['application_credential'], application_credential: { id, secret } } } }
  }
  const { username, password, userDomain, projectId, projectName, projectDomain, scopeDomain } = credentials
  const user = { name: username, domain: domainRef(userDomain), password }
  const scope = scopeDomain
    ? { domain: domainRef(scopeDomain) }
    : projectId
      ? { project: { id: projectId } }
      : projectName
        ? { project: { name: projectName, domain: domainRef(projectDomain ?? userDomain) } }
        : undefined
  return { auth: { identity: { methods: ['password'], password: { user } }, ...(scope && { scope }) } }
}

/** Keystone's v3 root for whatever form of its address somebody typed. */
export function keystoneRoot(authUrl: string) {
  const bare = authUrl
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\/auth\/tokens$/, '')
  return `${bare.replace(/\/v(2\.0|3)$/, '')}/v3`
}

async function logIn(credentials: Credentials, context: ClientContext): Promise<Access> {
  const root = keystoneRoot(credentials.authUrl)
  const call = { service: 'keystone', status: 0, method: 'POST', path: '/auth/tokens' } as const
  if (!URL.canParse(root) || !/^https?:/.test(root)) {
    throw new OpenStackError('The Keystone address is not an http or https URL.', { ...call, kind: 'bad_request' })
  }
  const anonymous: Authority = { access: async () => ({ endpoint: root, token: null }) }
  // Others may be waiting for this login: it does not end with the signal of whoever asked first.
  const client = new ServiceClient('keystone', { ...context, signal: undefined }, anonymous)
  let answer: Awaited<ReturnType<typeof client.send>>
  try {
    // A second token does no harm, so this POST may be repeated.
    answer = await client.send('POST', '/auth/tokens', { body: authBody(credentials), safe: true })
  } catch (error) {
    if (!(error instanceof OpenStackError) || error.status !== 404) throw error
    const fields = { ...call, kind: 'bad_response', status: 404, requestId: error.requestId } as const
    throw new OpenStackError(`There is no Keystone v3 at ${root}.`, fields, { cause: error })
  }
  const value = answer.headers['x-subject-token']
  const parsed = Token.safeParse(jsonOf(answer.text))
  if (typeof value !== 'string' || !parsed.success) {
    const fields = { ...call, kind: 'bad_response', status: answer.status, requestId: answer.requestId } as const
    throw new OpenStackError(`What answers at ${root} is not Keystone v3.`, fields)
  }
  const { token } = parsed.data
  // Lifetime, not the hour: the clocks of the two machines may differ.
  const nowMs = Date.now()
  const lifetimeMs = Date.parse(token.expires_at) - Date.parse(token.issued_at)
  return {
    value,
    expiresAtMs: nowMs + lifetimeMs,
    // A token that lives shorter than the margin would otherwise be renewed at every call.
    renewAtMs: nowMs + Math.max(lifetimeMs - RENEW_BEFORE_MS, lifetimeMs / 2),
    user: { id: token.user.id, name: token.user.name, domainId: token.user.domain.id },
    project: token.project
      ? { id: token.project.id, name: token.project.name, domainId: token.project.domain.id }
      : null,
    domain: token.domain ?? null,
    roles: (token.roles ?? []).map((role) => role.name),
    catalogue: token.catalog ?? [],
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * A service's address in the catalogue, with its version in the path whatever the operator entered.
 * Keystone itself is always the address that the login proved to work.
 * @throws OpenStackError `bad_response` when the catalogue has none.
 */
export function endpointOf(service: ServiceName, access: Access, place: Place): string {
  if (service === 'keystone') return keystoneRoot(place.authUrl)
  const { word, types, version, suffix } = SERVICES[service]
  const iface = place.interface ?? 'public'
  for (const type of types) {
    for (const entry of access.catalogue.filter((candidate) => candidate.type === type)) {
      const found = entry.endpoints.find(
        (endpoint) =>
          endpoint.interface === iface && (!place.region || (endpoint.region_id ?? endpoint.region) === place.region),
      )
      if (!found || !URL.canParse(found.url)) continue
      const url = found.url.replace(/\/+$/, '')
      const { pathname } = new URL(url)
      // The catalogue's `/v2` of Nova is the API of 2011, without microversions.
      if (service === 'nova') return url.replace(/\/v2(?=\/|$)/, '/v2.1') + (version.test(pathname) ? '' : suffix)
      return version.test(pathname) ? url : url + suffix
    }
  }
  const region = place.region ? ` in region ${place.region}` : ''
  const fields = { service, kind: 'bad_response', status: 0, method: 'GET', path: '', code: 'no_endpoint' } as const
  const way = iface === 'public' ? '' : ` with interface ${iface}`
  throw new OpenStackError(`The catalogue has no ${word} service${region}${way}.`, fields)
}

/** Regions the catalogue names, sorted: for the provider form. */
export const regionsOf = (access: Access) =>
  [
    ...new Set(
      access.catalogue.flatMap((entry) =>
        entry.endpoints.map((endpoint) => endpoint.region_id ?? endpoint.region ?? ''),
      ),
    ),
  ]
    .filter((region) => region !== '')
    .sort()
