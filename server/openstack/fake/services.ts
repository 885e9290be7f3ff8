/** The services on one port: prefixes, version documents, microversions, errors, faults. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { cinderRoutes } from './cinder/index.ts'
import type { Cloud } from './cloud.ts'
import type { PlantedFault, Service } from './faults.ts'
import { glanceRoutes } from './glance.ts'
import { type Ctx, errorBody, type Identity, newRequestId, Refusal, type Reply, Router } from './http.ts'
import { authenticate } from './identity.ts'
import { keystoneRoutes } from './keystone/index.ts'
import { loginRoutes } from './keystone/tokens.ts'
import { neutronRoutes } from './neutron/index.ts'
import { novaRoutes } from './nova/index.ts'
import { isRoot, rootDocument, versionDocument } from './versions.ts'

type ServiceDefinition = {
  name: Service
  /** Below the cloud's address. */
  root: string
  prefix: RegExp
  router: Router
  microversions?: { header: string; most: number }
}
const SERVICES: readonly ServiceDefinition[] = [
  { name: 'keystone', root: '/identity', prefix: /^\/identity\/v3(?=\/|$)/, router: new Router(keystoneRoutes) },
  {
    name: 'nova',
    root: '/compute',
    prefix: /^\/compute\/v2\.1(?=\/|$)/,
    router: new Router(novaRoutes),
    microversions: { header: 'compute', most: 93 },
  },
  {
    name: 'cinder',
    root: '/volume',
    prefix: /^\/volume\/v3(\/[0-9a-f]{32})?(?=\/|$)/,
    router: new Router(cinderRoutes),
    microversions: { header: 'volume', most: 70 },
  },
  { name: 'neutron', root: '/network', prefix: /^\/network\/v2\.0(?=\/|$)/, router: new Router(neutronRoutes) },
  { name: 'glance', root: '/image', prefix: /^\/image\/v2(?=\/|$)/, router: new Router(glanceRoutes) },
]
const LOGIN = new Router(loginRoutes)
const GLANCE_401 =
  'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.'

type Answer = {
  status: number
  headers: Record<string, string>
  body: unknown
  projectId: string | null
  userId: string | null
}

/** Serves one request of an OpenStack service; false if the path belongs to none. */
export async function serve(
  cloud: Cloud,
  request: IncomingMessage,
  response: ServerResponse,
  raw: Buffer,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://cloud')
  const service = SERVICES.find((one) => url.pathname === one.root || url.pathname.startsWith(`${one.root}/`))
  if (!service) return false
  const prefix = service.prefix.exec(url.pathname)?.[0]
  const path = prefix ? url.pathname.slice(prefix.length) || '/' : '/'
  const method = request.method ?? 'GET'
  const startedMs = performance.now()
  cloud.clock.runDue()
  const fault = cloud.faults.strike({ service: service.name, method, target: path + url.search, body: raw.toString() })
  const requestId = newRequestId()
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const log = (status: number, answer: Pick<Answer, 'projectId' | 'userId'>) =>
    cloud.calls.add({
      service: service.name,
      method,
      path,
      query: url.search,
      status,
      requestId,
      atMs: cloud.now(),
      durationMs: performance.now() - startedMs,
      projectId: answer.projectId,
      userId: answer.userId,
      faultId: fault?.id ?? null,
    })
  const nobody = { projectId: null, userId: null }
  const delayMs = (fault?.latencyMs ?? 0) + cloud.settings.latencyMs
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
  if (fault && (fault.cut === 'before' || fault.hang === true)) {
    log(0, nobody)
    if (fault.hang) await cloud.faults.hang(fault, gone.signal)
    request.socket.destroy()
    return true
  }
  const answer =
    planted(service, fault, requestId) ??
    (await answerTo(cloud, service, { request, url, prefix, path, method, raw, requestId }))
  log(fault?.cut || fault?.hang ? 0 : answer.status, answer)
  if (method !== 'GET' && method !== 'HEAD') cloud.changed()
  if (fault?.hang === 'after') await cloud.faults.hang(fault, gone.signal)
  if (fault?.cut === 'after' || fault?.hang === 'after') {
    request.socket.destroy()
    return true
  }
  write(response, method, answer)
  return true
}

/** The answer that a fault gives in the service's place. */
function planted(service: ServiceDefinition, fault: PlantedFault | null, requestId: string): Answer | null {
  if (fault?.status === undefined) return null
  const body =
    fault.body ??
    errorBody(
      service.name,
      fault.status,
      'The server has either erred or is incapable of performing the requested operation.',
      '',
    )
  return {
    status: fault.status,
    headers: { ...requestIdHeaders(service, requestId), ...fault.headers },
    body,
    projectId: null,
    userId: null,
  }
}

function write(response: ServerResponse, method: string, answer: Answer): void {
  const text =
    answer.body === undefined ? '' : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
  const type = typeof answer.body === 'string' ? 'text/html; charset=utf-8' : 'application/json'
  response.writeHead(answer.status, {
    ...(text || answer.status === 200 ? { 'Content-Type': type } : {}),
    ...(answer.status === 204 ? {} : { 'Content-Length': Buffer.byteLength(text) }),
    ...answer.headers,
  })
  response.end(method === 'HEAD' || answer.status === 204 ? '' : text)
}

const requestIdHeaders = (service: ServiceDefinition, id: string): Record<string, string> => ({
  'X-Openstack-Request-Id': id,
  ...(service.microversions ? { 'X-Compute-Request-Id': id } : {}),
})

type Asked = {
  request: IncomingMessage
  url: URL
  prefix: string | undefined
  path: string
  method: string
  raw: Buffer
  requestId: string
}

async function answerTo(cloud: Cloud, service: ServiceDefinition, asked: Asked): Promise<Answer> {
  const headers = requestIdHeaders(service, asked.requestId)
  let identity: Identity | null = null
  const finish = (reply: Reply): Answer => ({
    status: reply.status,
    headers: { ...headers, ...reply.headers },
    body: reply.body,
    projectId: identity?.projectId ?? null,
    userId: identity?.userId ?? null,
  })
  try {
    if (!asked.prefix) {
      if (isRoot(asked.url.pathname)) return finish(rootDocument(cloud.url, service.name))
      throw new Refusal(404, 'The resource could not be found.', 'webob')
    }
    if (asked.path === '/' && (service.name === 'keystone' || service.name === 'nova')) {
      const reply = finish(versionDocument(cloud.url, service.name))
      return service.microversions ? { ...reply, headers: { ...reply.headers, ...versionHeaders(service, 1) } } : reply
    }
    const login = service.name === 'keystone' ? LOGIN.find(asked.method, asked.path)?.handler : undefined
    identity = login ? nobody() : authenticate(cloud, header(asked.request, 'x-auth-token'))
    if (asked.path === '/') return finish(versionDocument(cloud.url, service.name))
    const version = microversion(service, asked.request)
    if (service.microversions) Object.assign(headers, versionHeaders(service, version))
    const found = service.router.find(asked.method, asked.path)
    const handler = login ?? found?.handler
    if (!handler) throw noRoute(service.name, found !== null)
    const ctx = contextOf(cloud, service, asked, identity, version, found?.params ?? {})
    return finish(await handler(ctx))
  } catch (error) {
    return finish(refused(cloud, service, error))
  }
}

const nobody = (): Identity => ({
  token: {
    id: '',
    user_id: '',
    project_id: null,
    domain_id: null,
    system: false,
    methods: [],
    audit_ids: [],
    issuedAtMs: 0,
    expiresAtMs: 0,
  },
  userId: '',
  projectId: '',
  roles: [],
  isAdmin: false,
})

function refused(cloud: Cloud, service: ServiceDefinition, error: unknown): Reply {
  if (!(error instanceof Refusal)) {
    // A mistake of the cloud's own: said as a service would, with the text for whoever debugs it.
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { status: 500, body: errorBody(service.name, 500, `Unexpected API Error. ${text}`, '') }
  }
  const glance401 = service.name === 'glance' && error.status === 401
  const body =
    error.type === 'html'
      ? NOT_FOUND_PAGE
      : errorBody(service.name, error.status, glance401 ? GLANCE_401 : error.message, error.type)
  return {
    status: error.status,
    body,
    headers: error.status === 401 ? { 'WWW-Authenticate': `Keystone uri="${cloud.url}/identity/v3"` } : {},
  }
}

const NOT_FOUND_PAGE =
  '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n'

function noRoute(service: Service, otherMethod: boolean): Refusal {
  if (otherMethod) return new Refusal(405, 'The method specified is not allowed for this resource.')
  if (service === 'keystone') return new Refusal(404, 'Not Found', 'html')
  return new Refusal(404, 'The resource could not be found.', service === 'neutron' ? '' : 'webob')
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

const versionHeaders = (service: ServiceDefinition, minor: number): Record<string, string> => {
  const { header: name } = service.microversions!
  const text = `${name === 'compute' ? '2' : '3'}.${minor}`
  return {
    'Openstack-Api-Version': `${name} ${text}`,
    Vary: 'OpenStack-API-Version',
    ...(name === 'compute' ? { 'X-Openstack-Nova-Api-Version': text } : {}),
  }
}

/** The minor number in force. @throws Refusal 400, 406 */
function microversion(service: ServiceDefinition, request: IncomingMessage): number {
  if (!service.microversions) return 0
  const { header: name, most } = service.microversions
  const major = name === 'compute' ? 2 : 3
  const least = name === 'compute' ? 1 : 0
  const entries = (header(request, 'openstack-api-version') ?? '').split(',').map((part) => part.trim().split(/\s+/))
  const wanted =
    entries.find(([type]) => type === name)?.[1] ??
    (name === 'compute' ? header(request, 'x-openstack-nova-api-version') : undefined)
  if (wanted === undefined || wanted === '') return least
  if (wanted === 'latest') return most
  const parts = /^([1-9]\d*)\.([1-9]\d*|0)$/.exec(wanted)
  if (!parts)
    throw new Refusal(400, `API Version String ${wanted} is of invalid format. Must be of format MajorNum.MinorNum.`)
  const minor = Number(parts[2])
  if (Number(parts[1]) !== major || minor > most || minor < least)
    throw new Refusal(
      406,
      `Version ${wanted} is not supported by the API. Minimum is ${major}.${least} and maximum is ${major}.${most}.`,
    )
  return minor
}

function contextOf(
  cloud: Cloud,
  service: ServiceDefinition,
  asked: Asked,
  identity: Identity,
  version: number,
  params: Record<string, string>,
): Ctx {
  const prefix = asked.prefix!
  if (service.name === 'cinder') {
    const project = prefix.split('/')[3]
    if (project !== undefined && project !== identity.projectId) throw new Refusal(400, 'Malformed request url')
  }
  const upload = service.name === 'glance' && asked.path.endsWith('/file')
  let body: unknown
  if (asked.raw.length && !upload && asked.method !== 'GET') {
    try {
      body = JSON.parse(asked.raw.toString())
    } catch {
      throw service.name === 'keystone'
        ? new Refusal(
            400,
            'Expecting to find valid JSON in request body. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.',
          )
        : new Refusal(400, 'Malformed request body')
    }
  }
  return {
    cloud,
    service: service.name,
    method: asked.method,
    path: asked.path,
    params,
    query: asked.url.searchParams,
    headers: asked.request.headers,
    raw: asked.raw,
    body,
    identity,
    version,
    requestId: asked.requestId,
    base: cloud.url + (service.name === 'cinder' && identity.projectId ? `/volume/v3/${identity.projectId}` : prefix),
  }
}
