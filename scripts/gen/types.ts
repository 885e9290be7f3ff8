/** JSON schemas as TypeScript. */
import type { AnyResource, Registry } from '../../server/api/define.ts'
import type { JsonSchema, SchemaBook } from '../../server/api/json-schema.ts'
import { actionsOf } from '../../server/api/match.ts'
import { routeName, schemaNameOf } from '../../server/api/openapi.ts'

export const quote = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
const keyIn = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name))

const literal = (value: unknown) => (typeof value === 'string' ? quote(value) : JSON.stringify(value))

const PLAIN: Record<string, string> = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean' }

const isEmpty = (schema: JsonSchema | boolean) => schema === true || Object.keys(schema).length === 0

/** The type of values that the schema accepts. */
export const typeOf = (schema: JsonSchema, indent = ''): string => {
  const plain = withoutNull(schema, indent)
  return schema.nullable && plain !== 'unknown' ? `${plain} | null` : plain
}

const withoutNull = (schema: JsonSchema, indent: string): string => {
  if (schema.$ref) return schema.$ref.split('/').at(-1)!
  if (schema.enum)
    return (
      schema.enum
        .filter((value) => value !== null)
        .map(literal)
        .join(' | ') || 'null'
    )
  const union = schema.anyOf ?? schema.oneOf
  if (union) return [...new Set(union.map((one) => typeOf(one, indent)))].join(' | ')
  if (schema.allOf) return schema.allOf.map((one) => `(${typeOf(one, indent)})`).join(' & ')
  if (schema.type === 'array') {
    const item = schema.items ? typeOf(schema.items, indent) : 'unknown'
    return /^\w+$/.test(item) ? `${item}[]` : `Array<${item}>`
  }
  if (schema.properties && Object.keys(schema.properties).length > 0) return objectOf(schema, indent)
  if (schema.type === 'object') {
    const rest = schema.additionalProperties
    return rest && !isEmpty(rest) ? `Record<string, ${typeOf(rest as JsonSchema, indent)}>` : 'Record<string, unknown>'
  }
  return PLAIN[schema.type ?? ''] ?? 'unknown'
}

const comment = (text: string | undefined, indent: string) =>
  text ? `${indent}/** ${text.replaceAll('*/', '* /').replaceAll('\n', ' ')} */\n` : ''

const objectOf = ({ properties = {}, required = [] }: JsonSchema, indent: string) => {
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(([name, field]) => {
    const mark = required.includes(name) ? '' : '?'
    return `${comment(field.description, inner)}${inner}${keyIn(name)}${mark}: ${typeOf(field, inner)}\n`
  })
  return `{\n${lines.join('')}${indent}}`
}

const inputsOf = (def: AnyResource, book: SchemaBook): [string, string][] => [
  ...actionsOf(def).flatMap(({ name, input, action }): [string, string][] =>
    input && action.method !== 'GET' ? [[name, book.nameOf(input, `${schemaNameOf(def, name)}Request`, 'input')]] : [],
  ),
  ...(def.routes ?? []).flatMap((route): [string, string][] => {
    const name = routeName(route.method, route.path)
    return route.input && route.method !== 'GET'
      ? [[name, book.nameOf(route.input, `${schemaNameOf(def, name)}Request`, 'input')]]
      : []
  }),
]

/** `schema.gen.ts`: each named schema, and which of them belong to which collection. */
export const typesText = (registry: Registry, book: SchemaBook): string => {
  const collections = [...registry].sort((a, b) => (a.path < b.path ? -1 : 1))
  const objects = collections.map((def) => `  ${quote(def.path)}: ${book.nameOf(def.schema, def.model, 'output')}\n`)
  const inputs = collections.map((def) => {
    const lines = inputsOf(def, book).map(([name, type]) => `    ${keyIn(name)}: ${type}\n`)
    return lines.length > 0
      ? `  ${quote(def.path)}: {\n${lines.join('')}  }\n`
      : `  ${quote(def.path)}: Record<never, never>\n`
  })
  const named = Object.entries(book.schemas)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => `${comment(schema.description, '')}export type ${name} = ${typeOf(schema)}\n`)
  return [
    ...named,
    `/** Public objects by collection. */\nexport type Objects = {\n${objects.join('')}}\n`,
    `/** What actions and routes of a collection take, by their name in the rules. */\nexport type Inputs = {\n${inputs.join('')}}\n`,
  ].join('\n')
}
