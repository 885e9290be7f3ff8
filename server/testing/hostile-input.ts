/** Input that nobody means well: what a schema asks for with mistakes in it, so that it gets past the first check. */
import fc from 'fast-check'
import { z } from 'zod'
import type { JsonSchema } from '../api/json-schema.ts'
import { newUuid } from '../ids.ts'
import { INT_MAX } from '../units.ts'

export const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '\0',
    "' or 1=1; drop table jobs; --",
    '"',
    '%',
    '%00',
    '\\',
    '__proto__',
    '../..',
    '-1',
    '1e999',
    'null',
    '\ud800',
    '\u202e\u0301',
    'a'.repeat(9000),
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '99999999999999',
    'f'.repeat(32),
  ),
)

const numbers = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(INT_MAX, INT_MAX + 1, 2 ** 53 - 1, 2 ** 53, -1, 0, 1e300),
)

export const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    texts,
    numbers,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 3 }),
  ),
})).value

/** What a text of this format may look like. Uuids name nothing: they are somebody else's. */
const FITTING: Record<string, readonly string[]> = {
  uuid: [newUuid()],
  uri: [`http://foyer.test/api/projects/${newUuid()}/`, 'https://example.org/'],
  email: ['user@example.org'],
  date: ['2030-01-31', '0000-01-01', '9999-12-31'],
  'date-time': ['2030-01-31T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59'],
  ipv4: ['192.0.2.1', '0.0.0.0'],
  ipv6: ['2001:db8::1', '::'],
}

const fittingText = ({ format, minLength = 0, maxLength = 200 }: JsonSchema) => {
  const [least, most] = [Number(minLength), Math.min(Number(maxLength), 200)]
  const free = fc.string({ unit: 'grapheme', minLength: least, maxLength: Math.max(least, most) })
  const known = format ? FITTING[format] : undefined
  return known ? fc.constantFrom(...known) : fc.oneof(free, fc.constantFrom('192.0.2.0/24', newUuid()))
}

const fittingNumber = ({ minimum, maximum }: JsonSchema) => {
  const least = Math.max(Number(minimum ?? -INT_MAX), Number.MIN_SAFE_INTEGER)
  const most = Math.min(Number(maximum ?? Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
  return fc.oneof(fc.integer({ min: least, max: most }), fc.constantFrom(least, most))
}

const fitting = (schema: JsonSchema): fc.Arbitrary<unknown> => {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(withMistakes))
  switch (schema.type) {
    case 'string':
      return fittingText(schema)
    case 'integer':
    case 'number':
      return fittingNumber(schema)
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(withMistakes(schema.items ?? {}), { minLength: Number(schema.minItems ?? 0), maxLength: 3 })
    case 'object': {
      const fields = Object.entries(schema.properties ?? {})
      const rest = schema.additionalProperties
      if (fields.length === 0) return fc.dictionary(texts, typeof rest === 'object' ? withMistakes(rest) : values)
      return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, withMistakes(field)])), {
        requiredKeys: schema.required ?? [],
      })
    }
    default:
      return values
  }
}

/** Mostly right, so that one mistake among right fields is common. */
const withMistakes = (schema: JsonSchema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: fitting(schema) }, { weight: 1, arbitrary: values })

/** JSON texts: the fields of the input well and badly filled, a name given twice, and what is no object at all. */
export const bodiesFor = (input: z.ZodType | undefined): fc.Arbitrary<string> => {
  const schema = input
    ? (z.toJSONSchema(input, { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' }) as JsonSchema)
    : {}
  const twice = fc
    .tuple(withMistakes(schema), withMistakes(schema))
    .map(([a, b]) => `${JSON.stringify(a).replace(/\}$/, '')},${JSON.stringify(b).replace(/^\{/, '')}`)
  const one = (value: fc.Arbitrary<unknown>) => value.map((body) => JSON.stringify(body))
  return fc.oneof(
    { weight: 8, arbitrary: one(withMistakes(schema)) },
    { weight: 1, arbitrary: one(values) },
    { weight: 1, arbitrary: twice },
  )
}
