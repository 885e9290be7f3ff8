/** What every call to every service needs, once: token, microversion, path encoding, time-out, retries, errors, paging. */

import { setTimeout as sleep } from 'node:timers/promises'
import { type Dispatcher, request } from 'undici'
import type { z } from 'zod'
import { kindOf, OpenStackError, readFault, redact, type ServiceName, secretsIn } from './errors.ts'
import { isSafe, networkError, type TransportOptions } from './transport.ts'

/** One HTTP request as hooks see it. No headers and no body: those hold secrets. */
export type Call = {
  service: ServiceName
  method: string
  /** Below the service's endpoint, without query. */
  path: string
  /** 1 for the first sending, more for retries and the one after a new login. */
  attempt: number
}
/** `status` 0 means that no answer came; `error` says why, and is absent for every answer, whatever its status. */
export type CallOutcome = Call & { status: number; requestId: string; ms: number; error?: OpenStackError }

/**
 * Called around every HTTP request that is sent, logins and retries included. A hook that throws ends the call with its
 * own error (crash tests rely on that); one that is slow makes the call slow.
 */
export type CallHooks = {
  beforeCall?: (call: Call) => void | Promise<void>
  afterCall?: (outcome: CallOutcome) => void | Promise<void>
}

export type Query = Record<
  string,
  string | number | boolean | readonly (string | number | boolean)[] | undefined | null
>

export type CallOptions = {
  /** undefined and null are left out, arrays repeat the key. */
  query?: Query
  /** Sent as JSON, except string, Uint8Array and streams, which go as they are. */
  body?: unknown
  /** Of this call instead of the service's: `2.1`. */
  microversion?: string
  headers?: Record<string, string>
  timeoutSeconds?: number
  signal?: AbortSignal
  /** Our side of the correlation: `req-<uuid>`, stored by the services as the global request id. */
  requestId?: string
  /** A method other than GET and HEAD that may be sent again after a fault, because twice is the same as once. */
  safe?: boolean
}

/** What all clients of a session share. */
export type ClientContext = {
  dispatcher: Dispatcher
  transport: TransportOptions
  userAgent: string
  timeoutSeconds: number
  hooks: readonly CallHooks[]
  requestId?: string
  signal?: AbortSignal
}

/** Where a service is and with what token, asked for at each call, so that renewal is invisible. */
export type Authority = {
  /** `rejected`: this token got 401, do not give it again. */
  access: (rejected?: string) => Promise<{ endpoint: string; token: string | null }>
}

export type Answer = {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  requestId: string
}

/** `['servers', id]` is encoded segment by segment; a string is taken as it is. */
export type Path = readonly (string | number)[] | string

/** The header each service reads its microversion from. */
const MICROVERSION_TYPE: Partial<Record<ServiceName, string>> = { nova: 'compute', cinder: 'volume' }

/**
 * Nova 2.90 (Xena) and Cinder 3.68 (Xena): every release from Zed (2.93, 3.70) on answers them. They include flavors
 * inside servers (2.47), tags in the create call (2.52), rescue of volume-backed servers (2.87), time filters of volumes
 * (3.60) and snapshots of attached volumes without `force` (3.66).
 */
export const MICROVERSIONS: Partial<Record<ServiceName, string>> = { nova: '2.90', cinder: '3.68' }

export const PAGE_LIMIT = 1000
const RETRIES = 2
const RETRY_STATUS = new Set([429, 502, 503, 504])
const LONGEST_WAIT_SECONDS = 10

/** A typed door to one service of one scope. Cheap: make views with `with` freely. */
export class ServiceClient {
  readonly service: ServiceName
  readonly #context: ClientContext
  readonly #authority: Authority

  constructor(service: ServiceName, context: ClientContext, authority: Authority) {
    this.service = service
    this.#context = context
    this.#authority = authority
  }

  get<T = unknown>(path: Path, schema?: z.ZodType<T>, options: CallOptions = {}) {
    return this.#json<T>('GET', path, schema, options)
  }
  post<T = unknown>(path: Path, schema?: z.ZodType<T>, options: CallOptions = {}) {
    return this.#json<T>('POST', path, schema, options)
  }
  put<T = unknown>(path: Path, schema?: z.ZodType<T>, options: CallOptions = {}) {
    return this.#json<T>('PUT', path, schema, options)
  }
  patch<T = unknown>(path: Path, schema?: z.ZodType<T>, options: CallOptions = {}) {
    return this.#json<T>('PATCH', path, schema, options)
  }
  delete(path: Path, options: CallOptions = {}): Promise<void> {
    return this.send('DELETE', path, options).then(() => undefined)
  }
  /** False where the service answers 404. */
  async head(path: Path, options: CallOptions = {}): Promise<boolean> {
    try {
      await this.send('HEAD', path, options)
      return true
    } catch (error) {
      if (error instanceof OpenStackError && error.status === 404) return false
      throw error
    }
  }

  /** Every page of a list, following the service's next links; `limit` is a wish that the service may cap. */
  async *pages<T>(path: Path, key: string, item: z.ZodType<T>, options: CallOptions = {}): AsyncGenerator<T[]> {
    const shown = joinPath(path)
    // Keystone pages only where its operator configured it, and gives the link itself.
    let query: Query = { ...(this.service !== 'keystone' && { limit: PAGE_LIMIT }), ...options.query }
    const seen = new Set<string>()
    for (;;) {
      const answer = await this.send('GET', path, { ...options, query })
      const body = this.#parse(answer, 'GET', shown)
      const items = isRecord(body) ? body[key] : undefined
      if (!Array.isArray(items)) throw this.#badResponse(answer, 'GET', shown, `has no list "${key}"`)
      yield items.map((entry) => this.#shape(entry, item, answer, 'GET', shown))
      const next = nextLink(body as Record<string, unknown>, key)
      // Only the query is taken: behind a proxy the services print links with hosts and paths of their own.
      const search = next?.includes('?') ? next.slice(next.indexOf('?') + 1) : undefined
      if (search === undefined) return
      if (seen.has(search)) throw this.#badResponse(answer, 'GET', shown, 'repeats its next link')
      seen.add(search)
      query = queryOf(search)
    }
  }

  /** The items of `pages`, one after another. */
  async *list<T>(path: Path, key: string, item: z.ZodType<T>, options: CallOptions = {}): AsyncGenerator<T> {
    for await (const page of this.pages(path, key, item, options)) yield* page
  }

  /** One call with its answer unparsed, for bodies that are not JSON and for headers. @throws OpenStackError for anything but 2xx */
  async send(method: Dispatcher.HttpMethod, path: Path, options: CallOptions = {}): Promise<Answer> {
    const shown = joinPath(path)
    const repeatable = options.safe ?? isSafe(method)
    let rejected: string | undefined
    let attempt = 0
    let retries = 0
    for (;;) {
      attempt += 1
      const { endpoint, token } = await this.#authority.access(rejected)
      const outcome = await this.#once(method, endpoint, shown, token, attempt, options)
      if (!(outcome instanceof OpenStackError)) return outcome
      if (outcome.status === 401 && token !== null && rejected === undefined) {
        rejected = token
        continue
      }
      const passing = outcome.status === 0 ? outcome.kind === 'connection' : RETRY_STATUS.has(outcome.status)
      const waitSeconds = outcome.retryAfterSeconds ?? 0.2 * 2 ** retries + Math.random() * 0.3
      if (!repeatable || !passing || retries >= RETRIES || waitSeconds > LONGEST_WAIT_SECONDS) throw outcome
      retries += 1
      await sleep(waitSeconds * 1000, undefined, { signal: options.signal ?? this.#context.signal })
    }
  }

  /** The service's address in this scope, for showing and for the connection test. @throws OpenStackError when the catalogue has none */
  async endpoint(): Promise<string> {
    return (await this.#authority.access()).endpoint
  }

  /** Says that an answer was not what the API reference promises, naming the field. */
  #badResponse(answer: Answer, method: string, path: string, what: string) {
    const ambiguous = !isSafe(method)
    const fields = {
      service: this.service,
      kind: 'bad_response' as const,
      status: answer.status,
      method,
      path,
      requestId: answer.requestId,
      ambiguous,
    }
    return new OpenStackError(`The answer of ${this.service} to ${method} ${path} ${what}.`, fields)
  }

  async #json<T>(
    method: Dispatcher.HttpMethod,
    path: Path,
    schema: z.ZodType<T> | undefined,
    options: CallOptions,
  ): Promise<T> {
    const answer = await this.send(method, path, options)
    const shown = joinPath(path)
    // Without a schema nothing is read: 202 and 204 have no body, or one of no use.
    if (!schema) return undefined as T
    return this.#shape(this.#parse(answer, method, shown), schema, answer, method, shown)
  }

  #parse(answer: Answer, method: string, path: string): unknown {
    try {
      return JSON.parse(answer.text)
    } catch {
      throw this.#badResponse(answer, method, path, 'is not JSON')
    }
  }

  #shape<T>(value: unknown, schema: z.ZodType<T>, answer: Answer, method: string, path: string): T {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    const [issue] = result.error.issues
    throw this.#badResponse(
      answer,
      method,
      path,
      `is not as expected at ${issue.path.join('.') || 'its top'}: ${issue.message}`,
    )
  }

  async #once(
    method: Dispatcher.HttpMethod,
    endpoint: string,
    path: string,
    token: string | null,
    attempt: number,
    options: CallOptions,
  ) {
    const call: Call = { service: this.service, method, path, attempt }
    const context = this.#context
    for (const hook of context.hooks) await hook.beforeCall?.(call)
    const startedMs = performance.now()
    const outcome = await this.#exchange(call, endpoint, token, options)
    const failed = outcome instanceof OpenStackError
    const report: CallOutcome = {
      ...call,
      status: outcome.status,
      requestId: outcome.requestId,
      ms: performance.now() - startedMs,
    }
    for (const hook of context.hooks)
      await hook.afterCall?.(failed && outcome.status === 0 ? { ...report, error: outcome } : report)
    return outcome
  }

  async #exchange(
    call: Call,
    endpoint: string,
    token: string | null,
    options: CallOptions,
  ): Promise<Answer | OpenStackError> {
    const { method, path, service } = call
    const context = this.#context
    const timeoutSeconds = options.timeoutSeconds ?? context.timeoutSeconds
    const url = new URL(`${endpoint.replace(/\/+$/, '')}${path}${queryString(options.query)}`)
    const { body, contentType } = encodeBody(options.body)
    const signal = options.signal ?? context.signal
    signal?.throwIfAborted()
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), timeoutSeconds * 1000)
    const abort = () => deadline.abort()
    signal?.addEventListener('abort', abort)
    try {
      const response = await request(url, {
        dispatcher: context.dispatcher,
        method: method as Dispatcher.HttpMethod,
        body: body as Dispatcher.DispatchOptions['body'],
        signal: deadline.signal,
        headers: {
          accept: 'application/json',
          'user-agent': context.userAgent,
          ...(contentType && { 'content-type': contentType }),
          ...(token !== null && { 'x-auth-token': token }),
          ...this.#versionHeader(options.microversion),
          ...globalRequestId(options.requestId ?? context.requestId),
          ...options.headers,
        },
      })
      const text = await response.body.text()
      const requestId = requestIdOf(response.headers)
      if (response.statusCode >= 200 && response.statusCode < 300) {
        return { status: response.statusCode, headers: response.headers, text, requestId }
      }
      return refusal(call, response.statusCode, response.headers, text, requestId, options)
    } catch (cause) {
      signal?.throwIfAborted()
      if (deadline.signal.aborted) {
        const message = `${service} did not answer ${method} ${path} within ${timeoutSeconds} s.`
        return new OpenStackError(
          message,
          { service, method, path, kind: 'timeout', status: 0, ambiguous: !isSafe(method) },
          { cause },
        )
      }
      return networkError(cause, { service, method, path }, url, context.transport)
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  }

  #versionHeader(asked: string | undefined) {
    const type = MICROVERSION_TYPE[this.service]
    const version = asked ?? MICROVERSIONS[this.service]
    return type && version ? { 'openstack-api-version': `${type} ${version}` } : {}
  }
}

/** All items of a generator, where the whole list is wanted. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** The first item, or undefined: for look-ups by a mark. */
export async function first<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item
  return undefined
}

const joinPath = (path: Path) =>
  typeof path === 'string'
    ? path.startsWith('/') || path === ''
      ? path
      : `/${path}`
    : path.map((part) => `/${encodeSegment(String(part))}`).join('')

// `.` and `..` survive encodeURIComponent and would climb; an empty segment would turn `/servers/{id}` into the list.
function encodeSegment(part: string) {
  if (part === '' || part === '.' || part === '..') throw new TypeError(`"${part}" cannot be part of a path.`)
  return encodeURIComponent(part)
}

function queryString(query: Query | undefined) {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null) continue
    for (const entry of Array.isArray(value) ? value : [value]) search.append(key, String(entry))
  }
  return search.size > 0 ? `?${search}` : ''
}

function queryOf(search: string): Query {
  const query: Record<string, string[]> = {}
  for (const [key, value] of new URLSearchParams(search)) query[key] = [...(query[key] ?? []), value]
  return query
}

/** Nova, Cinder, Neutron: `servers_links: [{rel, href}]`; Keystone: `links.next`; Glance: `next`. */
function nextLink(body: Record<string, unknown>, key: string): string | undefined {
  const links = body[`${key}_links`]
  if (Array.isArray(links)) return links.find((link) => link?.rel === 'next')?.href
  const next = isRecord(body.links) ? body.links.next : body.next
  return typeof next === 'string' ? next : undefined
}

function encodeBody(body: unknown): { body: unknown; contentType?: string } {
  if (body === undefined) return { body: undefined }
  const raw =
    typeof body === 'string' || body instanceof Uint8Array || typeof (body as { pipe?: unknown })?.pipe === 'function'
  return raw
    ? { body, contentType: 'application/octet-stream' }
    : { body: JSON.stringify(body), contentType: 'application/json' }
}

// oslo.middleware takes an incoming id only in exactly this form: request_id.py, ID_FORMAT.
const globalRequestId = (id: string | undefined) =>
  id ? { 'x-openstack-request-id': id.startsWith('req-') ? id : `req-${id}` } : {}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

const requestIdOf = (headers: Answer['headers']) =>
  one(headers['x-openstack-request-id'] ?? headers['x-compute-request-id']) ?? ''

function refusal(
  call: Call,
  status: number,
  headers: Answer['headers'],
  text: string,
  requestId: string,
  options: CallOptions,
) {
  const { service, method, path } = call
  const { message, code } = readFault(text)
  const kind = kindOf(status, code, message)
  const said =
    redact(message, secretsIn(options.body)) ||
    `${service} answered ${method} ${path} with status ${status} and no text.`
  const ambiguous = status >= 500 && !isSafe(method)
  const retryAfterSeconds = secondsUntil(one(headers['retry-after']))
  const moved =
    kind === 'bad_response'
      ? `${service} answered ${method} ${path} with status ${status}: is the address right?`
      : said
  return new OpenStackError(moved, {
    service,
    kind,
    status,
    method,
    path,
    code,
    requestId,
    retryAfterSeconds,
    ambiguous,
  })
}

function secondsUntil(header: string | undefined) {
  if (header === undefined) return undefined
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
