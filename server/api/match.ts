/** Which declaration a method and path mean. Compiled once from the registry, so that a request only walks a small tree. */
import type { z } from 'zod'
import type { State } from '../jobs/states.ts'
import type { ActionDef, AnyResource, Registry, RouteDef } from './define.ts'
import { partialOf } from './input.ts'
import { managers, type Rule, signedIn } from './rules.ts'

// biome-ignore lint/suspicious/noExplicitAny: inputs and rows differ by action
export type AnyAction = ActionDef<any, any, any>
// biome-ignore lint/suspicious/noExplicitAny: inputs differ by route
export type AnyRoute = RouteDef<any>

export type ActionOperation = {
  kind: 'action'
  def: AnyResource
  role: 'update' | 'destroy' | 'action'
  /** The key in `actions`, or `update`, `destroy`. */
  name: string
  action: AnyAction
  /** The defaults of `define.ts` filled in. */
  rule: Rule
  states: readonly State[] | undefined
  input: z.ZodType | undefined
  label: string
  event: string
}
export type Operation =
  | { kind: 'list'; def: AnyResource }
  | { kind: 'retrieve'; def: AnyResource }
  | { kind: 'route'; def: AnyResource; route: AnyRoute }
  | ActionOperation

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One URL pattern. `pattern` is below `/api/`, with `{uuid}` for the row. */
export type Place = {
  pattern: string
  def: AnyResource
  onRow: boolean
  methods: Map<Method, Operation>
  allow: string
}

type Node = { literal: Map<string, Node>; param?: { name: string; node: Node }; place?: Place }

export type Compiled = {
  registry: Registry
  root: Node
  places: Place[]
  /** By path and by alias. */
  byPath: Map<string, AnyResource>
}

export type Match = { place: Place; params: Record<string, string> }

const ORDER: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/** "change_flavor" → "Change flavor". */
const words = (name: string) => {
  const text = name.replaceAll('_', ' ').replaceAll('/', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export const keyOf = (def: AnyResource) => def.key ?? def.table.uuid

/** Whether the type's `state` is the life cycle of contract 3.1, and not a word of its own kind. */
export const hasLifeCycle = (def: AnyResource): boolean => 'state' in def.table && 'runtimeState' in def.table

const statesOf = (def: AnyResource, role: ActionOperation['role'], action: AnyAction) => {
  if (action.states) return action.states
  if (!hasLifeCycle(def)) return undefined
  if (role === 'destroy') return ['OK', 'ERRED'] as const
  return role === 'update' || action.job ? (['OK'] as const) : undefined
}

const actionOperation = (
  def: AnyResource,
  role: ActionOperation['role'],
  name: string,
  action: AnyAction,
): ActionOperation => ({
  kind: 'action',
  def,
  role,
  name,
  action,
  rule: action.rule ?? (action.method === 'GET' ? signedIn : managers),
  states: statesOf(def, role, action),
  input: action.input,
  label: action.label ?? words(name),
  event: action.event ?? `resource_${role === 'destroy' ? 'deletion' : name}`,
})

const actionsByType = new WeakMap<AnyResource, ActionOperation[]>()

/** Update, deletion and all actions of a type, in this order, with their defaults filled in. */
export const actionsOf = (def: AnyResource): readonly ActionOperation[] => {
  const known = actionsByType.get(def)
  if (known) return known
  const operations = [
    ...(def.update ? [actionOperation(def, 'update', 'update', def.update)] : []),
    ...(def.destroy ? [actionOperation(def, 'destroy', 'destroy', def.destroy)] : []),
    ...Object.entries(def.actions ?? {}).map(([name, action]) =>
      actionOperation(def, 'action', name, action as AnyAction),
    ),
  ]
  actionsByType.set(def, operations)
  return operations
}

const compile = (registry: Registry): Compiled => {
  const root: Node = { literal: new Map() }
  const places: Place[] = []
  const byPath = new Map<string, AnyResource>()

  const nodeOf = (segments: string[]): Node => {
    let node = root
    for (const segment of segments) {
      const name = /^\{(.+)\}$/.exec(segment)?.[1]
      if (name) {
        node.param ??= { name, node: { literal: new Map() } }
        if (node.param.name !== name) throw new Error(`{${name}} and {${node.param.name}} meet in one path.`)
        node = node.param.node
      } else {
        let next = node.literal.get(segment)
        if (!next) node.literal.set(segment, (next = { literal: new Map() }))
        node = next
      }
    }
    return node
  }
  const put = (def: AnyResource, path: string, onRow: boolean, method: Method, operation: Operation) => {
    for (const collection of [def.path, ...(def.aliases ?? [])]) {
      const segments = [collection, ...(onRow ? ['{uuid}'] : []), ...path.split('/').filter(Boolean)]
      const node = nodeOf(segments)
      if (!node.place) {
        node.place = { pattern: segments.join('/'), def, onRow, methods: new Map(), allow: '' }
        places.push(node.place)
      }
      if (node.place.methods.has(method)) throw new Error(`${method} ${node.place.pattern} is declared twice.`)
      node.place.methods.set(method, operation)
    }
  }

  for (const def of registry) {
    for (const path of [def.path, ...(def.aliases ?? [])]) {
      if (byPath.has(path)) throw new Error(`The collection ${path} is declared twice.`)
      byPath.set(path, def)
    }
    if (def.list) put(def, '', false, 'GET', { kind: 'list', def })
    if (def.retrieve) put(def, '', true, 'GET', { kind: 'retrieve', def })
    for (const operation of actionsOf(def)) {
      const { role, name, action, input } = operation
      if (role === 'update') {
        put(def, '', true, 'PUT', operation)
        put(def, '', true, 'PATCH', { ...operation, input: input && partialOf(input) })
      } else if (role === 'destroy') put(def, '', true, 'DELETE', operation)
      else
        for (const path of [action.path ?? name, ...(action.aliases ?? [])])
          put(def, path, true, action.method ?? 'POST', operation)
    }
    for (const route of def.routes ?? []) put(def, route.path, false, route.method, { kind: 'route', def, route })
  }
  for (const place of places) {
    const methods: string[] = [...place.methods.keys(), 'OPTIONS', ...(place.methods.has('GET') ? ['HEAD'] : [])]
    place.allow = methods.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)).join(', ')
  }
  return { registry, root, places, byPath }
}

const compiled = new WeakMap<Registry, Compiled>()

/** @throws Error when two declarations claim one method and path. */
export const compiledOf = (registry: Registry): Compiled => {
  let known = compiled.get(registry)
  if (!known) compiled.set(registry, (known = compile(registry)))
  return known
}

const decoded = (segment: string): string | undefined => {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined // a stray percent sign names nothing
  }
}

/** The segments below `/api/`; one slash at the end is no segment. Undefined for what is no path of the API. */
export const segmentsOf = (pathname: string): string[] | undefined => {
  if (pathname !== '/api' && !pathname.startsWith('/api/')) return undefined
  const rest = pathname.slice(5).replace(/\/$/, '')
  if (rest === '') return []
  const segments = rest.split('/').map(decoded)
  return segments.every((segment) => segment) ? (segments as string[]) : undefined
}

export const match = ({ root }: Compiled, segments: readonly string[]): Match | undefined => {
  const params: Record<string, string> = {}
  const walk = (node: Node, at: number): Place | undefined => {
    if (at === segments.length) return node.place
    const segment = segments[at]
    const literal = node.literal.get(segment)
    const place = literal && walk(literal, at + 1)
    if (place || !node.param) return place
    params[node.param.name] = segment
    return walk(node.param.node, at + 1)
  }
  const place = walk(root, 0)
  return place && { place, params }
}
