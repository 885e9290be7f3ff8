/** The rules of each action as the browser needs them: who may, in which states, and which guards apply. */
import type { Guard, Registry } from '../../server/api/define.ts'
import { type ActionOperation, actionsOf } from '../../server/api/match.ts'
import { routeName } from '../../server/api/openapi.ts'
import { quote } from './types.ts'

export type RuleModule = { type: string; exports: Record<string, unknown> }

const identifier = (type: string) => type.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

const isGuard = (value: unknown): value is Guard =>
  typeof value === 'object' && value !== null && 'reason' in value && typeof (value as Guard).ok === 'function'

/** Where each guard is exported: `volume.guards.detach[0]`. */
export const guardPaths = (modules: readonly RuleModule[]): Map<Guard, string> => {
  const paths = new Map<Guard, string>()
  const walk = (value: unknown, path: string, depth: number) => {
    if (isGuard(value)) {
      if (!paths.has(value)) paths.set(value, path)
    } else if (typeof value === 'object' && value !== null && depth < 4)
      for (const [key, child] of Object.entries(value))
        walk(
          child,
          Array.isArray(value) ? `${path}[${key}]` : /^\w+$/.test(key) ? `${path}.${key}` : `${path}[${quote(key)}]`,
          depth + 1,
        )
  }
  for (const { type, exports } of modules) walk(exports, identifier(type), 0)
  return paths
}

const value = (data: unknown): string => {
  if (typeof data === 'string') return quote(data)
  if (Array.isArray(data)) return `[${data.map(value).join(', ')}]`
  if (typeof data === 'object' && data !== null)
    return `{ ${Object.entries(data)
      .map(([key, child]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : quote(key)}: ${value(child)}`)
      .join(', ')} }`
  return JSON.stringify(data)
}

const methodOf = ({ role, action }: ActionOperation) =>
  role === 'update' ? 'PATCH' : role === 'destroy' ? 'DELETE' : (action.method ?? 'POST')

/**
 * `rules.gen.ts`.
 * @throws Error when an action's guard is exported by no `rules.ts`: the browser could not judge it.
 */
export const rulesText = (registry: Registry, modules: readonly RuleModule[]): string => {
  const paths = guardPaths(modules)
  const used = new Set<string>()
  const guardsOf = (operation: ActionOperation) =>
    (operation.action.guards ?? []).map((guard) => {
      const path = paths.get(guard)
      if (!path)
        throw new Error(
          `${operation.def.path}, ${operation.name}: the guard "${guard.reason}" is exported by no server/resources/*/rules.ts.`,
        )
      used.add(path.split(/[.[]/)[0])
      return path
    })
  const collections = [...registry]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((def) => {
      const actions = actionsOf(def).map((operation) => {
        const { name, action, rule, states, label, role } = operation
        const guards = guardsOf(operation)
        const parts = [
          `label: ${quote(label)}`,
          `method: ${quote(methodOf(operation))}`,
          `path: ${quote(role === 'action' ? (action.path ?? name) : '')}`,
          'onRow: true',
          `rule: ${value(rule)}`,
          ...(states ? [`states: ${value(states)}`] : []),
          ...(action.runtimeStates ? [`runtimeStates: ${value(action.runtimeStates)}`] : []),
          ...(action.runtimeRefusal ? [`runtimeRefusal: ${value(action.runtimeRefusal)}`] : []),
          ...(guards.length > 0 ? [`guards: [${guards.join(', ')}]`] : []),
        ]
        return `    ${quote(name)}: { ${parts.join(', ')} },\n`
      })
      const routes = (def.routes ?? [])
        .filter((route) => route.method !== 'GET')
        .map(({ method, path, rule, summary }) => {
          const name = routeName(method, path)
          return `    ${quote(name)}: { label: ${quote(summary)}, method: ${quote(method)}, path: ${quote(path)}, onRow: false, rule: ${value(rule)} },\n`
        })
      return `  ${quote(def.path)}: {\n${[...actions, ...routes].join('')}  },\n`
    })
  const imports = modules
    .filter(({ type }) => used.has(identifier(type)))
    .map(({ type }) => `import * as ${identifier(type)} from './rules/${type}.gen.ts'\n`)
  return `${imports.join('')}import type { ActionRule } from './rules.ts'

export const rules = {
${collections.join('')}} as const satisfies Record<string, Record<string, ActionRule>>
`
}
