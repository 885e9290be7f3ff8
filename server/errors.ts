/** What the portal says no with. `code` decides the HTTP status; the dispatcher alone turns it into a response. */
export const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method: 405,
  conflict: 409,
  too_large: 413,
  media_type: 415,
  disabled: 424,
  too_many: 429,
  upstream: 502,
  unavailable: 503,
} as const
export type ErrorCode = keyof typeof STATUS

/** Messages by field, nested as the input is. */
export type FieldErrors = { [field: string]: string[] | FieldErrors | FieldErrors[] }

export class ApiError extends Error {
  readonly code: ErrorCode
  readonly fields: FieldErrors | undefined
  constructor(code: ErrorCode, message: string, fields?: FieldErrors, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ApiError'
    this.code = code
    this.fields = fields
  }
  get status() {
    return STATUS[this.code]
  }
}

/** 400 on one field. */
export const fieldError = (field: string, message: string) => new ApiError('invalid', message, { [field]: [message] })

/** 400 on the whole object (`non_field_errors`). */
export const objectError = (message: string) => fieldError('non_field_errors', message)

export const conflict = (message: string) => new ApiError('conflict', message)

/** Word for word the same for what is absent and for what the caller may not see. */
export const notFound = (model: string) => new ApiError('not_found', `No ${model} matches the given query.`)

/** A broken assumption of ours: 500 outside, the sentence in the log. */
export function invariant(condition: unknown, assumption: string): asserts condition {
  if (!condition) throw new Error(`Broken assumption: ${assumption}`)
}
