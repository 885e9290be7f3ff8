/** The OpenAPI document, read off the registry: `GET /api/schema/`, `public/openapi.json` and the browser's types. */
import type { z } from 'zod'
import type { AnyResource, Filter, Registry } from './define.ts'
import { type JsonSchema, SchemaBook } from './json-schema.ts'
import { type ActionOperation, compiledOf, type Method, type Operation, type Place } from './match.ts'
import { ruleInWords } from './words.ts'

type Responses = Record<string, unknown>
type Parameter = { name: string; in: 'query' | 'path' | 'header'; schema: JsonSchema; [key: string]: unknown }

export type OpenApiDocument = {
  openapi: '3.0.3'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  security: Record<string, string[]>[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, unknown>>
  components: { schemas: Record<string, JsonSchema>; securitySchemes: object; responses: Responses }
}

const DESCRIPTION =
  "Waldur's REST API for OpenStack, with the portal's own additions under `foyer-`. Send `Authorization: Token …`. " +
  'Any POST may bear an `Idempotency-Key`: the first answer is given again for 24 hours.'

const camel = (text: string) =>
  text
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
const snake = (text: string) => text.replaceAll(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '')

/** `OpenstackVolumesExtend`: the stem of an operation's schema names. */
export const schemaNameOf = (def: AnyResource, name: string): string => camel(`${def.path} ${name}`)

/** A route's last name: `create`, `names`, `{key}` deleted: `key_delete`. */
export const routeName = (method: string, path: string): string => {
  if (path === '') return method === 'POST' ? 'create' : method.toLowerCase()
  const name = path.replaceAll(/[{}]/g, '')
  return method === 'GET' || method === 'POST' ? name : `${name}_${method.toLowerCase()}`
}

/** The operation's last name: what follows the collection's in `openstack_volumes_extend`. */
export const operationName = (operation: Operation, method: string): string => {
  if (operation.kind === 'list' || operation.kind === 'retrieve') return operation.kind
  if (operation.kind === 'route') return routeName(operation.route.method, operation.route.path)
  return method === 'PATCH' ? 'partial_update' : operation.name
}

const json = (schema: JsonSchema) => ({ 'application/json': { schema } })
const refer = (name: string) => ({ $ref: `#/components/responses/${name}` })

const error = (description: string, schema: string) => ({
  description,
  content: json({ $ref: `#/components/schemas/${schema}` }),
})
const ERRORS: Responses = {
  Invalid: error('Refused: messages by field, or a detail.', 'FieldErrors'),
  Unauthenticated: error('No or bad credentials.', 'Detail'),
  Forbidden: error('Visible, and not allowed.', 'Detail'),
  NotFound: error('Absent, or invisible to the caller.', 'Detail'),
  Conflict: error('The state does not allow it; the detail says why.', 'Detail'),
  CloudError: error('The cloud could not be asked, or refused.', 'CloudError'),
}
const text = { type: 'string' }
const ERROR_SCHEMAS: Record<string, JsonSchema> = {
  Detail: { type: 'object', properties: { detail: text, request_id: text }, required: ['detail'] },
  FieldErrors: {
    type: 'object',
    description: 'Messages by field, nested as the input is; `non_field_errors` speaks of the whole.',
    additionalProperties: {
      anyOf: [{ type: 'array', items: text }, { type: 'object' }, { type: 'array', items: { type: 'object' } }],
    },
  },
  CloudError: {
    type: 'object',
    properties: {
      detail: text,
      service: text,
      request_id: text,
      openstack_request_ids: { type: 'array', items: text },
    },
    required: ['detail'],
  },
  Status: { type: 'object', properties: { status: text }, required: ['status'] },
}

const query = (name: string, schema: JsonSchema, description: string): Parameter => ({
  name,
  in: 'query',
  schema,
  description,
})

const filterParameter = (name: string, filter: Filter): Parameter => {
  const type = filter.type === 'boolean' || filter.type === 'integer' ? filter.type : 'string'
  const format = filter.type === 'date-time' || filter.type === 'uuid' ? { format: filter.type } : {}
  const one: JsonSchema = { type, ...format, ...(filter.values && { enum: [...filter.values] }) }
  const schema = filter.repeatable ? { type: 'array', items: one } : one
  return { ...query(name, schema, filter.description), ...(filter.repeatable && { explode: true }) }
}

const fieldParameter = (def: AnyResource): Parameter => ({
  ...query(
    'field',
    { type: 'array', items: { type: 'string', enum: Object.keys(def.schema.shape) } },
    'Only these fields are answered.',
  ),
  explode: true,
})

const filterParameters = (def: AnyResource): Parameter[] =>
  Object.entries((def.filters ?? {}) as Record<string, Filter>).map(([name, filter]) => filterParameter(name, filter))

const listParameters = (def: AnyResource): Parameter[] => {
  const orders = Object.keys(def.orderings ?? {}).flatMap((name) => [name, `-${name}`])
  return [
    ...filterParameters(def),
    ...(orders.length > 0
      ? [query('o', { type: 'array', items: { type: 'string', enum: orders } }, 'Order; `-` turns it round.')]
      : []),
    query('page', { type: 'integer', minimum: 1 }, 'From 1.'),
    query('page_size', { type: 'integer', minimum: 1, maximum: 300, default: def.pageSize ?? 10 }, 'Rows on a page.'),
    fieldParameter(def),
  ]
}

const inputParameters = (schema: z.ZodType, book: SchemaBook, name: string): Parameter[] => {
  const { $ref } = book.refer(schema, name, 'input')
  const { properties = {}, required = [] } = book.schemas[$ref!.split('/').at(-1)!]
  return Object.entries(properties).map(([key, one]) => ({
    ...query(key, one, one.description ?? ''),
    required: required.includes(key),
  }))
}

const stateLines = ({ action, states }: ActionOperation) => [
  ...(states ? [`State: ${states.join(', ')}.`] : []),
  ...(action.runtimeStates ? [`Runtime state: ${action.runtimeStates.join(', ')}.`] : []),
  ...(action.guards ?? []).map((guard) => `Refused otherwise: ${guard.reason}`),
]

const success = (operation: Operation, book: SchemaBook, method: Method): [string, object] => {
  const { def } = operation
  const object = () => book.refer(def.schema, def.model, 'output')
  if (operation.kind === 'list') {
    const headers = {
      'X-Result-Count': { schema: { type: 'integer' }, description: 'All matching rows.' },
      Link: { schema: text, description: 'first, prev, next, last.' },
    }
    return ['200', { description: 'A page.', headers, content: json({ type: 'array', items: object() }) }]
  }
  if (operation.kind === 'retrieve') return ['200', { description: 'The object.', content: json(object()) }]
  const name = schemaNameOf(def, operationName(operation, method))
  const output = operation.kind === 'route' ? operation.route.output : operation.action.output
  const content = output && { content: json(book.refer(output, `${name}Response`, 'output')) }
  if (operation.kind === 'route') return [String(operation.route.status ?? 200), { description: 'Done.', ...content }]
  const { action, role } = operation
  const fixed = typeof action.answer === 'object' ? action.answer.status : undefined
  if (role === 'destroy' && !action.answer && !action.handle) return ['204', { description: 'Accepted.' }]
  if (role === 'update' && !content)
    return [String(fixed ?? 200), { description: 'The object.', content: json(object()) }]
  if (!action.job) return [String(fixed ?? 200), { description: 'Done.', ...content }]
  const accepted = content ?? { content: json({ $ref: '#/components/schemas/Status' }) }
  return [String(fixed ?? 202), { description: action.wait ? 'Done.' : 'Accepted; the work goes on.', ...accepted }]
}

const describeOperation = (place: Place, method: Method, operation: Operation, book: SchemaBook) => {
  const { def } = place
  const { kind } = operation
  const name = schemaNameOf(def, operationName(operation, method))
  const declared = kind === 'route' ? operation.route : kind === 'action' ? operation.action : undefined
  const rule = kind === 'route' ? operation.route.rule : kind === 'action' ? operation.rule : undefined
  const input = kind === 'route' ? operation.route.input : kind === 'action' ? operation.input : undefined
  const open =
    kind === 'route' ? rule?.kind === 'anyone' : kind === 'action' ? operation.action.anonymous : def.anonymous
  const [status, answer] = success(operation, book, method)
  const lines = [
    ...(declared?.description ? [declared.description] : []),
    ...(rule ? [`Permission: ${ruleInWords(rule)}.`] : []),
    ...(kind === 'action' ? stateLines(operation) : []),
  ]
  const isGet = method === 'GET'
  const parameters = [
    ...(kind === 'list' ? listParameters(def) : kind === 'retrieve' ? [fieldParameter(def)] : []),
    ...(input && isGet ? inputParameters(input, book, `${name}Query`) : []),
  ]
  const cloud = declared && 'cloudError' in declared ? { '502': refer('CloudError') } : {}
  return {
    summary: declared?.summary ?? (kind === 'list' ? `List: ${def.summary}` : `Read one: ${def.summary}`),
    ...(lines.length > 0 && { description: lines.join('\n\n') }),
    tags: [def.path],
    ...(parameters.length > 0 && { parameters }),
    ...(input &&
      !isGet && { requestBody: { required: true, content: json(book.refer(input, `${name}Request`, 'input')) } }),
    responses: {
      [status]: answer,
      ...((input || kind === 'list') && { '400': refer('Invalid') }),
      ...(!open && { '401': refer('Unauthenticated') }),
      ...(rule && !open && { '403': refer('Forbidden') }),
      ...((place.onRow || kind === 'list') && { '404': refer('NotFound') }),
      ...(kind === 'action' && { '409': refer('Conflict') }),
      ...cloud,
    },
    ...(open && { security: [] }),
    ...(declared?.declaredStatus && { 'x-declared-status': declared.declaredStatus }),
    ...(kind === 'action' && operation.states && { 'x-states': operation.states }),
    ...(kind === 'action' && operation.action.runtimeStates && { 'x-runtime-states': operation.action.runtimeStates }),
  }
}

const pathParameters = (pattern: string): Parameter[] =>
  [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

/** The operation's id, as the SDKs are named after: collection, then what it does. */
const idOf = (place: Place, method: Method, operation: Operation) => {
  const [collection, ...rest] = place.pattern.split('/')
  const own = rest.filter((segment) => !segment.startsWith('{')).join('_')
  const isNamed = operation.kind === 'action' && operation.role === 'action'
  const last = isNamed ? own : operationName(operation, method)
  return snake(`${collection}_${last}`)
}

/** @param url The server's address; `/` when it is not known yet. @param book Collects the named schemas. */
export const openApiOf = (registry: Registry, url = '/', book = new SchemaBook()): OpenApiDocument => {
  const paths: OpenApiDocument['paths'] = {}
  const ids = new Set<string>()
  const uniqueId = (id: string, method: string) => {
    const free = ids.has(id) ? `${id}_${method.toLowerCase()}` : id
    ids.add(free)
    return free
  }
  for (const place of compiledOf(registry).places) {
    const item: Record<string, unknown> = {}
    const parameters = pathParameters(place.pattern)
    if (parameters.length > 0) item.parameters = parameters
    for (const [method, operation] of place.methods) {
      const operationId = uniqueId(idOf(place, method, operation), method)
      item[method.toLowerCase()] = { operationId, ...describeOperation(place, method, operation, book) }
      if (operation.kind === 'list')
        item.head = {
          operationId: uniqueId(snake(`${place.pattern}_count`), 'head'),
          summary: `Count: ${place.def.summary}`,
          tags: [place.def.path],
          parameters: filterParameters(place.def),
          responses: {
            '200': { description: 'The count.', headers: { 'X-Result-Count': { schema: { type: 'integer' } } } },
          },
        }
    }
    if (!place.pattern.startsWith(`${place.def.path}/`) && place.pattern !== place.def.path)
      item['x-alias-of'] = place.def.path
    paths[`/api/${place.pattern}/`] = item
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Foyer', version: '1', description: DESCRIPTION },
    servers: [{ url }],
    security: [{ token: [] }, { signIn: [] }],
    tags: registry.map(({ path, summary }) => ({ name: path, description: summary })),
    paths,
    components: {
      schemas: { ...ERROR_SCHEMAS, ...book.schemas },
      responses: ERRORS,
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Token <40 hex digits>`' },
        signIn: { type: 'apiKey', in: 'cookie', name: 'sessionid', description: "A browser's sign-in." },
      },
    },
  }
}
