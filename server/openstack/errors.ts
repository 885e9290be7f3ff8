/**
 * What can go wrong between us and an OpenStack service, as one class. The sentence a person should read is the service's
 * own, dug out of that service's own error shape.
 */

export type ServiceName = 'keystone' | 'nova' | 'cinder' | 'neutron' | 'glance'

export type ErrorKind =
  | 'connection' // refused, reset, unreachable
  | 'timeout'
  | 'tls' // the certificate is not trusted, expired or of another host
  | 'dns'
  | 'auth' // Keystone does not accept the account, or a service does not accept a fresh token
  | 'not_found'
  | 'conflict' // final until somebody changes something
  | 'busy' // a conflict that ends by itself: the object is in the middle of other work
  | 'quota'
  | 'rate_limit'
  | 'bad_request'
  | 'forbidden'
  | 'server' // 5xx
  | 'bad_response' // an answer that is not what the API reference promises, or a catalogue without the service

export type OpenStackErrorFields = {
  service: ServiceName
  kind: ErrorKind
  /** HTTP status, 0 when no answer came. */
  status: number
  method: string
  /** Path below the service's endpoint, without query. */
  path: string
  /** The service's own name for the fault: `OverQuota`, `itemNotFound`, or the system's: `ECONNREFUSED`. */
  code?: string
  /** The service's `X-Openstack-Request-Id`, empty when no answer came. */
  requestId?: string
  retryAfterSeconds?: number
  /** The request may have been carried out although no good answer came. */
  ambiguous?: boolean
}

/** A call to OpenStack that failed. `message` is the service's own sentence and safe to show; secrets never get in. */
export class OpenStackError extends Error {
  readonly service: ServiceName
  readonly kind: ErrorKind
  readonly status: number
  readonly method: string
  readonly path: string
  readonly code: string | undefined
  readonly requestId: string
  readonly retryAfterSeconds: number | undefined
  readonly ambiguous: boolean

  constructor(message: string, fields: OpenStackErrorFields, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'OpenStackError'
    this.service = fields.service
    this.kind = fields.kind
    this.status = fields.status
    this.method = fields.method
    this.path = fields.path
    this.code = fields.code
    this.requestId = fields.requestId ?? ''
    this.retryAfterSeconds = fields.retryAfterSeconds
    this.ambiguous = fields.ambiguous ?? false
  }

  /** Worth sending again later without anybody changing anything. */
  get retryable() {
    return RETRYABLE.has(this.kind) && this.status !== 501
  }
}

const RETRYABLE: ReadonlySet<ErrorKind> = new Set(['connection', 'timeout', 'dns', 'busy', 'rate_limit', 'server'])

export const isOpenStackError = (error: unknown): error is OpenStackError => error instanceof OpenStackError

/** The object is not there (any more). 410 is what Nova says of an object it has archived. */
export const isGone = (error: unknown) => isOpenStackError(error) && (error.status === 404 || error.status === 410)

/** 409 for another reason than quota: a twin exists, or the object's state forbids it (`busy` says it will pass). */
export const isConflict = (error: unknown) =>
  isOpenStackError(error) && (error.kind === 'conflict' || error.kind === 'busy')

export const isQuota = (error: unknown) => isOpenStackError(error) && error.kind === 'quota'

const LONGEST_MESSAGE = 1000

/**
 * The sentence and the name of a fault in an answer's body.
 * Nova and Cinder: `{"itemNotFound":{"code":404,"message":…}}`. Neutron: `{"NeutronError":{"type":…,"message":…}}`.
 * Keystone, and the token check in front of each service: `{"error":{"message":…}}`. Placement style: `{"errors":[{"detail":…}]}`.
 * Glance, proxies and unknown paths of all: an HTML page or plain text.
 */
export function readFault(text: string): { message: string; code?: string } {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) {
    try {
      const found = faultOf(JSON.parse(trimmed))
      if (found) return { ...found, message: tidy(found.message) }
    } catch {
      // A body cut short by a proxy: shown as text below.
    }
  }
  return { message: tidy(/<(html|body|h1|!doctype)\b/i.test(trimmed) ? textOfHtml(trimmed) : trimmed) }
}

function faultOf(body: unknown): { message: string; code?: string } | undefined {
  if (!isRecord(body)) return undefined
  if (Array.isArray(body.errors) && isRecord(body.errors[0])) {
    const { detail, title, code } = body.errors[0]
    return { message: String(detail ?? title ?? ''), ...(typeof code === 'string' && { code }) }
  }
  for (const [name, fault] of Object.entries(body)) {
    // Old Neutron plug-ins send a bare string.
    if (typeof fault === 'string' && (name === 'NeutronError' || name === 'message'))
      return { message: fault, code: name }
    if (!isRecord(fault) || typeof fault.message !== 'string') continue
    const type = [fault.type, fault.title].find((word) => typeof word === 'string')
    return { message: fault.message, code: name === 'NeutronError' || name === 'error' ? (type as string) : name }
  }
  return undefined
}

function textOfHtml(html: string) {
  const strip = (part: string) => part.replace(/<[^>]*>/g, ' ')
  const body = html.replace(/<(title|style|script|h1)\b[\s\S]*?<\/\1>/gi, ' ')
  return strip(body).trim() || strip(/<(?:h1|title)\b[^>]*>([\s\S]*?)<\//i.exec(html)?.[1] ?? '')
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", nbsp: ' ' }

const tidy = (message: string) => {
  const plain = message.replace(/&(amp|lt|gt|quot|nbsp|#39|#x27);/g, (_, name: string) => ENTITIES[name])
  const line = plain.replace(/\s+/g, ' ').trim()
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/**
 * Which kind a refusal is. Quota has no status of its own: Nova says 403 "Quota exceeded for cores…", Cinder 413
 * `overLimit`, Neutron 409 `OverQuota`, Glance 413.
 */
export function kindOf(status: number, code: string | undefined, message: string): ErrorKind {
  const quota =
    /OverQuota|overLimit/i.test(code ?? '') ||
    /quota exceeded|exceed\w* .{0,60}quota|quota .{0,40}exceeded/i.test(message)
  if (quota && [400, 403, 409, 413].includes(status)) return 'quota'
  if (status === 401) return 'auth'
  if (status === 403) return 'forbidden'
  if (status === 404 || status === 410) return 'not_found'
  if (status === 409) return isPassing(message) ? 'busy' : 'conflict'
  if (status === 429) return 'rate_limit'
  if (status >= 500) return 'server'
  if (status >= 400) return 'bad_request'
  return 'bad_response'
}

/**
 * Conflicts that end by themselves. Nova names the task that is running: "Cannot 'stop' instance … while it is in
 * task_state powering-off" (nova/exception.py, InstanceInvalidState); "… while it is in vm_state stopped" is final.
 */
const isPassing = (message: string) =>
  /in task_state (?!None)|\bin progress\b|\btry again\b|\bretry\b|\bcurrently being\b|concurrent|is locked by another|being (created|built|deleted|updated|processed)/i.test(
    message,
  )

const SECRET_KEY = /pass(word|wd)?$|adminpass|secret|private_key|token|user_data|personality/i

/** Values of secret fields anywhere in a request's body: a validation error may quote what was sent. */
export function secretsIn(body: unknown, found: string[] = []): string[] {
  if (!isRecord(body)) return found
  for (const [key, value] of Object.entries(body)) {
    if (typeof value === 'string') {
      if (value.length > 3 && SECRET_KEY.test(key)) found.push(value)
    } else secretsIn(value, found)
  }
  return found
}

export const redact = (message: string, secrets: string[]) =>
  [...secrets].sort((a, b) => b.length - a.length).reduce((text, secret) => text.replaceAll(secret, '***'), message)
