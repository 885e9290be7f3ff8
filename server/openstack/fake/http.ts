/** Requests and answers: routing, bodies, tokens, request ids, and each service's shape of an error. */
import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Cloud } from './cloud.ts'
import type { Service } from './faults.ts'
import type { Loose, Token } from './rows.ts'

/** Who asks. Roles are looked up anew at each request, as Fernet tokens are checked. */
export type Identity = {
  token: Token
  userId: string
  /** Empty for tokens without a project. */
  projectId: string
  roles: readonly string[]
  isAdmin: boolean
}

export type Ctx = {
  cloud: Cloud
  service: Service
  method: string
  /** Below the service's prefix: `/servers/detail`. */
  path: string
  params: Record<string, string>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  raw: Buffer
  body: Loose
  identity: Identity
  /** Minor number of the microversion in force: 93 for 2.93. */
  version: number
  requestId: string
  /** Where the service is, as the catalogue has it. */
  base: string
}
export type Reply = { status: number; body?: unknown; headers?: Record<string, string> }
export type Handler = (ctx: Ctx) => Reply | Promise<Reply>
export type Route = readonly [method: string, pattern: string, handler: Handler]

export const ok = (body: unknown): Reply => ({ status: 200, body })
export const created = (body: unknown): Reply => ({ status: 201, body })
export const accepted = (body?: unknown): Reply => ({ status: 202, body })
export const noContent = (): Reply => ({ status: 204 })

/** A refusal in words; `type` is Neutron's class of error. */
export class Refusal extends Error {
  readonly status: number
  readonly type: string
  constructor(status: number, message: string, type = '') {
    super(message)
    this.status = status
    this.type = type
  }
}

const TITLES: Record<number, string> = {
  300: 'Multiple Choices',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}
/** nova/api/openstack/wsgi.py and cinder/api/openstack/wsgi.py, `Fault._fault_names`. */
const FAULT_NAMES: Record<number, string> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  501: 'notImplemented',
  503: 'serviceUnavailable',
}
const NEUTRON_TYPES: Record<number, string> = {
  400: 'HTTPBadRequest',
  403: 'PolicyNotAuthorized',
  404: 'HTTPNotFound',
  409: 'Conflict',
}

/** A page of WebOb's, as the services send it where no controller answered. */
const webobError = (status: number, message: string) => ({
  message: `${message}<br /><br />\n\n\n`,
  code: `${status} ${TITLES[status] ?? ''}`,
  title: TITLES[status] ?? '',
})

/** An error in the service's own shape. */
export function errorBody(service: Service, status: number, message: string, type: string): unknown {
  if (service === 'glance') return webobError(status, message)
  if (type === 'webob') return webobError(status, message)
  if (service === 'keystone' || status === 401)
    return { error: { code: status, message, title: TITLES[status] ?? 'Error' } }
  if (service === 'neutron')
    return { NeutronError: { type: type || (NEUTRON_TYPES[status] ?? 'Error'), message, detail: '' } }
  const fault = { code: status, message, ...(status === 413 ? { retryAfter: '0' } : {}) }
  return { [FAULT_NAMES[status] ?? 'computeFault']: fault }
}

export const newRequestId = (): string => `req-${randomUUID()}`

type Node = {
  literal: Map<string, Node>
  param: Node | null
  handlers: Map<string, { names: string[]; handler: Handler }>
}
const newNode = (): Node => ({ literal: new Map(), param: null, handlers: new Map() })

/** Finds the handler of a path. Literal segments win over parameters. */
export class Router {
  #root = newNode()

  constructor(routes: readonly Route[]) {
    for (const [method, pattern, handler] of routes) {
      const names: string[] = []
      let node = this.#root
      for (const segment of pattern.split('/').filter(Boolean)) {
        if (segment.startsWith(':')) {
          names.push(segment.slice(1))
          node.param ??= newNode()
          node = node.param
        } else {
          if (!node.literal.has(segment)) node.literal.set(segment, newNode())
          node = node.literal.get(segment)!
        }
      }
      node.handlers.set(method, { names, handler })
    }
  }

  /** null if no such path; `handler` null if the path knows other methods. */
  find(method: string, path: string): { handler: Handler | null; params: Record<string, string> } | null {
    const segments = path
      .replace(/\.json$/, '')
      .split('/')
      .filter(Boolean)
      .map(decodeURIComponent)
    const hit = walk(this.#root, segments, 0, [])
    if (!hit) return null
    const found = hit.node.handlers.get(method) ?? (method === 'HEAD' ? hit.node.handlers.get('GET') : undefined)
    if (!found) return { handler: null, params: {} }
    return {
      handler: found.handler,
      params: Object.fromEntries(found.names.map((name, index) => [name, hit.values[index]])),
    }
  }
}

function walk(node: Node, segments: string[], at: number, values: string[]): { node: Node; values: string[] } | null {
  if (at === segments.length) return node.handlers.size ? { node, values } : null
  const literal = node.literal.get(segments[at])
  const hit = literal && walk(literal, segments, at + 1, values)
  if (hit) return hit
  return node.param ? walk(node.param, segments, at + 1, [...values, segments[at]]) : null
}

/** `true`, `1`, `yes` … as the services read flags in queries. */
export const isTrue = (text: string | null | undefined): boolean =>
  text !== null && text !== undefined && /^(1|t|true|on|y|yes)$/i.test(text)
