/** What a request carries: read within a limit, checked by the declaration's schema, refused in Waldur's words. */
import { z } from 'zod'
import { ApiError, type FieldErrors } from '../errors.ts'
import { refusalOfInput } from './messages.ts'

/** Bytes. Images are uploaded past this reader, as streams. */
export const BODY_LIMIT = 4 * 1024 * 1024

/** No input of the portal nests deeper than a few levels. */
const DEEPEST = 100
const NUL = 'Null characters are not allowed.'

/** The body's text, read at most once. */
export const bodyReader = (request: Request): (() => Promise<string>) => {
  let text: Promise<string> | undefined
  return () => (text ??= readText(request))
}

const tooLarge = () => new ApiError('too_large', `The request's body is larger than ${BODY_LIMIT / 1024 / 1024} MiB.`)

const readText = async (request: Request): Promise<string> => {
  if (!request.body) return ''
  if (Number(request.headers.get('content-length') ?? 0) > BODY_LIMIT) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  // Counted while it arrives: a length header may be absent or wrong.
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > BODY_LIMIT) throw tooLarge()
    chunks.push(chunk)
  }
  return new TextDecoder().decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
}

// `fromEntries` makes `__proto__` a field like any other.
const parameters = (params: URLSearchParams): Record<string, string | string[]> =>
  Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const all = params.getAll(name)
      return [name, all.length > 1 ? all : all[0]]
    }),
  )

/**
 * The body as data. JSON, or a form; none at all counts as `{}`.
 * @throws ApiError 400 when it is no JSON, 415 when it is neither.
 */
export const parseBody = (text: string, contentType: string | null): unknown => {
  const type = (contentType ?? '').split(';')[0].trim().toLowerCase()
  if (text.trim() === '') return {}
  if (type === 'application/x-www-form-urlencoded') return parameters(new URLSearchParams(text))
  if (type !== '' && type !== 'application/json' && !type.endsWith('+json') && type !== 'text/plain')
    throw new ApiError('media_type', `Unsupported media type "${type}" in request.`)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiError('invalid', `JSON parse error - ${(error as Error).message}`)
  }
}

/** Why PostgreSQL stores no such text, in the words of Django REST framework's validators. */
const unstorable = (text: string): string | undefined => {
  if (text.includes('\0')) return NUL
  if (text.isWellFormed()) return undefined
  const [half] = /\p{Surrogate}/u.exec(text) ?? ['']
  return `Surrogate characters are not allowed: U+${half.charCodeAt(0).toString(16).toUpperCase()}.`
}

/**
 * The first text that cannot be stored, and where it lies.
 * @throws ApiError 400 for nesting that would exhaust the stack of whoever walks it.
 */
const refusalOfText = (value: unknown, path: PropertyKey[] = []): Refusal | undefined => {
  if (typeof value === 'string') {
    const message = unstorable(value)
    return message ? { path, message } : undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length >= DEEPEST)
    throw new ApiError('invalid', `JSON parse error - The input is nested more than ${DEEPEST} levels deep.`)
  for (const [key, child] of Object.entries(value)) {
    const message = unstorable(key)
    if (message) return { path, message }
    const found = refusalOfText(child, [...path, Array.isArray(value) ? Number(key) : key])
    if (found) return found
  }
}

/** @throws ApiError 400 with the messages under the names of the fields. */
export const check = <T>(schema: z.ZodType<T>, data: unknown): T => {
  const refusal = refusalOfText(data)
  if (refusal) throw new ApiError('invalid', refusal.message, errorTree([refusal]))
  const parsed = schema.safeParse(data, { error: refusalOfInput })
  if (parsed.success) return parsed.data
  throw new ApiError('invalid', 'The input is not valid.', errorTree(flatten(parsed.error.issues)))
}

export const checkQuery = <T>(schema: z.ZodType<T>, query: URLSearchParams): T => check(schema, parameters(query))

/** @throws ApiError 400 when a query parameter bears a NUL. */
export const refuseNul = (query: URLSearchParams): void => {
  for (const [name, value] of query)
    if (value.includes('\0') || name.includes('\0'))
      throw new ApiError('invalid', NUL, { [name.replaceAll('\0', '')]: [NUL] })
}

type Refusal = { path: PropertyKey[]; message: string }

/** Of a union only the branch that fits best speaks: the one that was understood furthest. */
const flatten = (issues: readonly z.core.$ZodIssue[], above: PropertyKey[] = []): Refusal[] =>
  issues.flatMap((issue) => {
    const path = [...above, ...issue.path]
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ path, message: issue.message }]
    const depth = (branch: readonly z.core.$ZodIssue[]) => Math.max(...branch.map((one) => one.path.length))
    const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0]
    if (depth(best) === 0 && issue.errors.length > 1) return [{ path, message: issue.message }]
    return flatten(best, path)
  })

const WHOLE = 'non_field_errors'
type Branch = { messages: string[]; children: Map<PropertyKey, Branch> }

/** Messages nested as the input is: objects nest, arrays give a list with `{}` for good elements. */
export const errorTree = (refusals: readonly Refusal[]): FieldErrors => {
  const root: Branch = { messages: [], children: new Map() }
  for (const { path, message } of refusals) {
    let branch = root
    for (const key of path) {
      let next = branch.children.get(key)
      if (!next) branch.children.set(key, (next = { messages: [], children: new Map() }))
      branch = next
    }
    if (!branch.messages.includes(message)) branch.messages.push(message)
  }
  const grown = grow(root)
  return Array.isArray(grown) ? { [WHOLE]: grown as FieldErrors[] } : grown
}

const grow = ({ messages, children }: Branch): FieldErrors | FieldErrors[] => {
  const asField = (branch: Branch) => (branch.children.size === 0 ? branch.messages : grow(branch))
  const keys = [...children.keys()]
  if (keys.length > 0 && keys.every((key) => typeof key === 'number') && messages.length === 0)
    return Array.from({ length: Math.max(...(keys as number[])) + 1 }, (_, index) => {
      const branch = children.get(index)
      if (!branch) return {}
      const element = branch.children.size === 0 ? { [WHOLE]: branch.messages } : grow(branch)
      return Array.isArray(element) ? { [WHOLE]: element } : element
    })
  return Object.fromEntries([
    ...(messages.length > 0 ? [[WHOLE, messages] as const] : []),
    ...[...children].map(([key, branch]) => [String(key), asField(branch)] as const),
  ])
}

/** `ports.0.subnet` as a path of the tree. */
export const fieldPath = (field: string): PropertyKey[] =>
  field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

const withoutDefault = (schema: z.ZodType): z.ZodType => {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return withoutDefault(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodOptional) return withoutDefault(schema.unwrap() as z.ZodType).optional()
  return schema
}

/**
 * The schema of PATCH: every field may be left out, and what is left out stays as it is, so defaults do not apply.
 * Refinements of the whole object judge fields that may be absent, so they are PUT's alone: `plan` has the last word.
 */
export const partialOf = (schema: z.ZodType): z.ZodType => {
  if (!(schema instanceof z.ZodObject)) return schema
  const shape = schema.shape as Record<string, z.ZodType>
  return z.object(
    Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, withoutDefault(field).optional()])),
  )
}
