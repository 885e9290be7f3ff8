/** zod schemas as named parts of one OpenAPI document. */
import { z } from 'zod'

export type JsonSchema = {
  $ref?: string
  type?: string
  format?: string
  description?: string
  enum?: unknown[]
  nullable?: boolean
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  additionalProperties?: JsonSchema | boolean
  definitions?: Record<string, JsonSchema>
  [key: string]: unknown
}

const REF = '#/components/schemas/'

/** Takes away what says nothing: the bounds of safe integers, and that answers never grow a field. */
const tidy = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(tidy)
  if (typeof node !== 'object' || node === null) return node
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(node)) {
    if (key === 'definitions' || key === 'id') {
      if (key === 'definitions' || typeof value === 'string') continue
    }
    if ((key === 'minimum' || key === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) continue
    if (key === 'additionalProperties' && value === false) continue
    kept[key] = key === '$ref' && typeof value === 'string' ? value.replace('#/definitions/', REF) : tidy(value)
  }
  return kept
}

/** Collects the named schemas of a document. */
export class SchemaBook {
  readonly schemas: Record<string, JsonSchema> = {}
  private readonly names = new Map<z.ZodType, string>()

  /**
   * A reference to the schema: under its own `meta({ id })`, else under `name`. `io` input: as a client sends it.
   * @throws Error when two schemas bear one name.
   */
  refer(schema: z.ZodType, name: string, io: 'input' | 'output'): JsonSchema {
    return { $ref: REF + this.nameOf(schema, name, io) }
  }

  /** The schema's name in the document; `name` unless it has an id of its own or was met before. */
  nameOf(schema: z.ZodType, name: string, io: 'input' | 'output'): string {
    const known = this.names.get(schema)
    if (known) return known
    const own = (z.globalRegistry.get(schema)?.id as string | undefined) ?? name
    const { definitions = {}, ...root } = z.toJSONSchema(schema, {
      target: 'openapi-3.0',
      io,
      unrepresentable: 'any',
    }) as JsonSchema
    for (const [id, definition] of Object.entries(definitions)) this.put(id, tidy(definition) as JsonSchema)
    if (!root.$ref) this.put(own, tidy(root) as JsonSchema)
    this.names.set(schema, own)
    return own
  }

  private put(name: string, schema: JsonSchema) {
    const earlier = this.schemas[name]
    if (earlier && JSON.stringify(earlier) !== JSON.stringify(schema))
      throw new Error(`Two different schemas are called ${name}: give one of them another id.`)
    this.schemas[name] = schema
  }
}
