/** The one door to the REST API: match → authenticate → load → permission → states → parse → plan → write → answer. */
import { ApiError } from '../errors.ts'
import { isRemembered, remember } from '../idempotency.ts'
import { log } from '../log.ts'
import { act, refuseReader } from './act.ts'
import { anonymous, authenticate } from './authenticate.ts'
import { callOf, fieldsOf, linksFrom, loadRow, presentRows, viewOf } from './call.ts'
import type { Actor, Answer, AnyResource, Call, Registry } from './define.ts'
import { bodyReader, check, checkQuery, parseBody, refuseNul } from './input.ts'
import {
  type AnyRoute,
  type Compiled,
  compiledOf,
  type Match,
  type Method,
  match,
  type Operation,
  segmentsOf,
} from './match.ts'
import { openApiOf } from './openapi.ts'
import { describePlace } from './options.ts'
import { type Client, clientOf, isSameOrigin } from './origin.ts'
import { allOf, countRows, filtersOf, linkHeader, readPage } from './page.ts'
import { failure, methodNotAllowed, notAuthenticated, notPermitted, ok, toResponse } from './respond.ts'
import { allows } from './rules.ts'

const SAFE = ['GET', 'HEAD', 'OPTIONS']
const PYTHON_SDK = 'python-httpx/'
const SCHEMA = 'schema'
const MOST_DOCUMENTS = 4

/** What one request needs on its way. */
type Passage = {
  compiled: Compiled
  request: Request
  client: Client
  url: URL
  actor: Actor | null
  call: Call
  readBody: () => Promise<string>
}

/**
 * A cookie is sent by the browser whoever asks for it, so a write by cookie has to come from our own pages.
 * @throws ApiError 403
 */
const refuseForgery = (request: Request, actor: Actor | null, client: Client) => {
  if (!actor?.sessionUuid || actor.tokenUuid || SAFE.includes(request.method)) return
  if (!isSameOrigin(request, client.base))
    throw new ApiError('forbidden', 'CSRF Failed: the request does not come from a page of this portal.')
}

const list = async (def: AnyResource, passage: Passage): Promise<Answer> => {
  const { call, url, client, request } = passage
  const where = allOf(await def.visible(call.actor), ...(await filtersOf(def, url.searchParams, call.actor)))
  if (request.method === 'HEAD')
    return { status: 200, body: '', headers: { 'X-Result-Count': String(await countRows(def, where)) } }
  const { rows, total, page, pages } = await readPage(def, url.searchParams, where)
  const fields = fieldsOf(def, url.searchParams)
  const body = await presentRows(def, rows, viewOf(passage.actor, call.view.link, fields), fields)
  const link = linkHeader(`${client.base}${url.pathname}`, url.searchParams, page, pages)
  return { status: 200, body, headers: { 'X-Result-Count': String(total), Link: link } }
}

const retrieve = async (def: AnyResource, key: string, { call, url, actor }: Passage): Promise<Answer> => {
  const row = await loadRow(def, key, call.actor)
  const fields = fieldsOf(def, url.searchParams)
  const [body] = await presentRows(def, [row], viewOf(actor, call.view.link, fields), fields)
  return ok(body)
}

const runRoute = async (route: AnyRoute, params: Record<string, string>, passage: Passage): Promise<Answer> => {
  const { call, actor, request, readBody } = passage
  if (!allows(route.rule, actor, {})) throw notPermitted()
  refuseReader(request.method, call)
  let input: unknown
  if (route.input)
    input =
      route.method === 'GET'
        ? checkQuery(route.input, call.query)
        : check(route.input, parseBody(await readBody(), request.headers.get('content-type')))
  return route.handle({ input, call, params })
}

/** Whether the operation answers who is not signed in. */
const isOpen = (operation: Operation): boolean => {
  if (operation.kind === 'route') return operation.route.rule.kind === 'anyone'
  if (operation.kind === 'action') return operation.action.anonymous === true
  return operation.def.anonymous === true
}

const run = (operation: Operation, params: Record<string, string>, passage: Passage): Promise<Answer> => {
  switch (operation.kind) {
    case 'list':
      return list(operation.def, passage)
    case 'retrieve':
      return retrieve(operation.def, params.uuid, passage)
    case 'route':
      return runRoute(operation.route, params, passage)
    case 'action':
      return act(operation, params, passage.request.method, passage.call, passage.readBody)
  }
}

const documents = new WeakMap<Registry, Map<string, object>>()

/** The OpenAPI document, made once per public address. Open to all: it tells of no object. */
const schemaAnswer = ({ registry }: Compiled, request: Request, { base }: Client): Answer => {
  if (!SAFE.includes(request.method)) throw methodNotAllowed(request.method)
  let known = documents.get(registry)
  if (!known) documents.set(registry, (known = new Map()))
  // Whoever sends made-up host names must not fill the memory with documents.
  if (!known.has(base) && known.size >= MOST_DOCUMENTS) known.clear()
  if (!known.has(base)) known.set(base, openApiOf(registry, base))
  return { ...ok(known.get(base)), headers: { 'Content-Type': 'application/vnd.oai.openapi+json' } }
}

/** The collections by name: what `/api/` itself answers. */
const rootAnswer = ({ compiled, client }: Passage): Answer =>
  ok(Object.fromEntries([...compiled.byPath.keys()].sort().map((path) => [path, `${client.base}/api/${path}/`])))

const open = async (compiled: Compiled, request: Request, client: Client): Promise<Passage> => {
  const { ipAddress, requestId } = client
  const actor = await authenticate({ request, ipAddress, requestId })
  const url = new URL(request.url)
  const view = viewOf(actor, linksFrom(client.base))
  const call = callOf(compiled, request, url.searchParams, actor ?? anonymous(client), client, view)
  return { compiled, request, client, url, actor, call, readBody: bodyReader(request) }
}

const operationOf = ({ place }: Match, method: string): Operation | undefined =>
  place.methods.get((method === 'HEAD' ? 'GET' : method) as Method)

/** The Python SDK raises on any status but the one its schema declares (contract 1.9). */
const asDeclared = (answer: Answer, operation: Operation, request: Request): Answer => {
  const def = operation.kind === 'route' ? operation.route : operation.kind === 'action' ? operation.action : undefined
  if (!def?.declaredStatus || answer.status >= 300) return answer
  if (!request.headers.get('user-agent')?.startsWith(PYTHON_SDK)) return answer
  return { ...answer, status: def.declaredStatus }
}

const failureOf = (error: unknown, operation: Operation | undefined, { requestId }: Client): Answer => {
  const def =
    operation?.kind === 'route' ? operation.route : operation?.kind === 'action' ? operation.action : undefined
  return failure(error, { requestId, cloudError: def?.cloudError })
}

const answerTo = async (
  compiled: Compiled,
  request: Request,
  client: Client,
  matched: Match | undefined,
  path: string[],
) => {
  if (path.length === 1 && path[0] === SCHEMA) return schemaAnswer(compiled, request, client)
  const passage = await open(compiled, request, client)
  refuseForgery(request, passage.actor, client)
  refuseNul(passage.url.searchParams)
  if (!matched && path.length > 0) throw new ApiError('not_found', 'Not found.')
  if (!matched) {
    if (!passage.actor) throw notAuthenticated()
    if (!SAFE.includes(request.method)) throw methodNotAllowed(request.method)
    return rootAnswer(passage)
  }
  const operation = operationOf(matched, request.method)
  if (!passage.actor && !(operation && isOpen(operation))) throw notAuthenticated()
  if (request.method === 'OPTIONS') return describePlace(matched, passage.call)
  if (!operation) throw methodNotAllowed(request.method)
  const first = () => run(operation, matched.params, passage)
  if (!passage.actor || !isRemembered(request)) return asDeclared(await first(), operation, request)
  const settled = () => first().catch((error: unknown) => failureOf(error, operation, client))
  return asDeclared(await remember(passage, settled), operation, request)
}

/**
 * Answers one request of the REST API. Never throws.
 * @param registry the declared types; the same array each time, since it is compiled once.
 */
export const dispatch = async (registry: Registry, request: Request): Promise<Response> => {
  const began = performance.now()
  const client = clientOf(request)
  const { requestId } = client
  const compiled = compiledOf(registry)
  const { pathname } = new URL(request.url)
  const segments = segmentsOf(pathname)
  const matched = segments && match(compiled, segments)
  const operation = matched && operationOf(matched, request.method)
  const isRoot = segments?.length === 0 || (segments?.length === 1 && segments[0] === SCHEMA)
  const allow = matched ? matched.place.allow : isRoot ? 'GET, HEAD, OPTIONS' : undefined
  let answer: Answer
  try {
    answer = await answerTo(compiled, request, client, matched, segments ?? [pathname])
  } catch (error) {
    answer = failureOf(error, operation, client)
  }
  const level = SAFE.includes(request.method) && answer.status < 500 ? 'debug' : 'info'
  log[level](
    {
      requestId,
      ip: client.ipAddress,
      method: request.method,
      path: pathname,
      status: answer.status,
      ms: Math.round(performance.now() - began),
    },
    'request',
  )
  return toResponse(answer, requestId, allow, request.method === 'HEAD')
}
