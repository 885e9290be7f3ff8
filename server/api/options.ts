/** What OPTIONS answers: Waldur's description of a place, with each action of a row and why it is refused now. */
import { z } from 'zod'
import { loadRow, presentRow } from './call.ts'
import type { Answer, Call } from './define.ts'
import { type ActionOperation, actionsOf, type Match, type Operation } from './match.ts'
import { guardRefusal, stateRefusal } from './refusal.ts'
import { ok } from './respond.ts'
import { allows } from './rules.ts'

type Field = {
  type: string
  required: boolean
  read_only: false
  label: string
  help_text?: string
  choices?: unknown[]
}
type Schema = {
  type?: string
  enum?: unknown[]
  format?: string
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
}

const WORDS: Record<string, string> = {
  integer: 'integer',
  number: 'float',
  boolean: 'boolean',
  array: 'list',
  object: 'nested object',
}

const label = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')

const fieldsOf = new WeakMap<z.ZodType, Record<string, Field>>()

/** The fields of an input, as Django REST framework describes them. */
const describeInput = (schema: z.ZodType | undefined): Record<string, Field> => {
  if (!schema) return {}
  const known = fieldsOf.get(schema)
  if (known) return known
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      name,
      {
        type: field.enum ? 'choice' : field.format === 'uri' ? 'url' : (WORDS[field.type ?? ''] ?? 'string'),
        required: required.includes(name),
        read_only: false as const,
        label: label(name),
        ...(field.description && { help_text: field.description }),
        ...(field.enum && { choices: field.enum.map((value) => ({ value, display_name: String(value) })) }),
      },
    ]),
  )
  fieldsOf.set(schema, fields)
  return fields
}

const inputOf = (operation: Operation): z.ZodType | undefined =>
  operation.kind === 'route' ? operation.route.input : operation.kind === 'action' ? operation.input : undefined

const rowActions = async (operations: readonly ActionOperation[], uuid: string, call: Call) => {
  const { def } = operations[0]
  const row = await loadRow(def, uuid, call.actor)
  const object = await presentRow(def, row, call)
  const scope = await def.scopeOf(row)
  return Object.fromEntries(
    operations
      .filter(({ rule }) => allows(rule, call.view.actor, scope))
      .map(({ name, action, states, input, label: title, role }) => {
        const reason =
          stateRefusal({ ...action, states }, row.state, row.runtimeState) ??
          guardRefusal(action.guards ?? [], object)?.reason ??
          null
        const method = role === 'update' ? 'PUT' : role === 'destroy' ? 'DELETE' : (action.method ?? 'POST')
        const url = call.view.link(def.path, uuid, ...(role === 'action' ? [action.path ?? name] : []))
        const destructive = role === 'destroy'
        return [
          name,
          { title, method, url, enabled: reason === null, reason, destructive, fields: describeInput(input) },
        ]
      }),
  )
}

/** @throws ApiError 404 when the place is a row that the caller may not see. */
export const describePlace = async ({ place, params }: Match, call: Call): Promise<Answer> => {
  const { def } = place
  const body = {
    name: place.onRow ? `${def.model} Instance` : `${def.model} List`,
    description: def.summary,
    renders: ['application/json'],
    parses: ['application/json', 'application/x-www-form-urlencoded'],
  }
  const isRow = place.onRow && Object.keys(params).length === 1 && place.pattern.endsWith('{uuid}')
  if (isRow) {
    const operations = actionsOf(def)
    if (operations.length > 0 && call.view.actor)
      return ok({ ...body, actions: await rowActions(operations, params.uuid, call) })
  }
  const actions = [...place.methods].flatMap(([method, operation]) => {
    const input = inputOf(operation)
    return input && method !== 'GET' ? [[method, describeInput(input)] as const] : []
  })
  return ok(actions.length > 0 ? { ...body, actions: Object.fromEntries(actions) } : body)
}
