/** Answers and failures as HTTP responses: one shape of errors (contract 1.8), the headers of every answer (1.3). */
import { ApiError } from '../errors.ts'
import { log } from '../log.ts'
import type { OpenStackError } from '../openstack/errors.ts'
import type { Answer } from './define.ts'

// Next bundles copies of the classes, so an error that crossed from one copy to another is told by its name.
const isApiError = (error: unknown): error is ApiError => error instanceof Error && error.name === 'ApiError'
const isOpenStackError = (error: unknown): error is OpenStackError =>
  error instanceof Error && error.name === 'OpenStackError'

export const ok = (body: unknown, status = 200): Answer => ({ status, body })

const CONSTANT = {
  Vary: 'Accept, Accept-Language, Cookie, origin',
  'Content-Language': 'en',
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Access-Control-Expose-Headers': 'X-Result-Count, Link, X-Request-Id',
}

/** `body` undefined sends none; a string with a content type of its own is sent as it is. */
export const toResponse = (answer: Answer, requestId: string, allow?: string, head = false): Response => {
  const headers = new Headers(CONSTANT)
  headers.set('X-Request-Id', requestId)
  if (allow) headers.set('Allow', allow)
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers.set(name, value)
  const empty = answer.status === 204 || answer.body === undefined
  if (!empty && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json')
  if (empty || head) return new Response(null, { status: answer.status, headers })
  const raw = answer.body instanceof ReadableStream || answer.body instanceof Uint8Array || isVerbatim(answer, headers)
  return new Response(raw ? (answer.body as BodyInit) : JSON.stringify(answer.body), { status: answer.status, headers })
}

const isVerbatim = (answer: Answer, headers: Headers) =>
  typeof answer.body === 'string' && !headers.get('Content-Type')?.includes('json')

type About = { requestId: string; cloudError?: 'detail' | 'list' }

/** What a failure becomes outside. What nobody may see goes to the log alone. */
export const failure = (error: unknown, { requestId, cloudError }: About): Answer => {
  if (isApiError(error)) {
    const headers: Record<string, string> | undefined =
      error.code === 'unauthenticated' ? { 'WWW-Authenticate': 'Token' } : undefined
    return { status: error.status, body: error.fields ?? { detail: error.message }, headers }
  }
  if (isOpenStackError(error)) {
    log.warn(
      { requestId, service: error.service, openstackRequestId: error.requestId, err: error.message },
      'cloud error',
    )
    const headers: Record<string, string> = error.requestId ? { 'X-Openstack-Request-Id': error.requestId } : {}
    if (cloudError === 'list') return { status: 400, body: [error.message], headers }
    const ids = error.requestId ? [error.requestId] : []
    const body = { detail: error.message, service: error.service, request_id: requestId, openstack_request_ids: ids }
    return { status: cloudError ? 400 : 502, body, headers }
  }
  log.error({ requestId, err: error }, 'request failed')
  const detail = 'Something went wrong in the portal itself. The operator finds the cause in the log.'
  return { status: 500, body: { detail, request_id: requestId } }
}

export const methodNotAllowed = (method: string) => new ApiError('method', `Method "${method}" not allowed.`)
export const notAuthenticated = () => new ApiError('unauthenticated', 'Authentication credentials were not provided.')
export const notPermitted = () => new ApiError('forbidden', 'You do not have permission to perform this action.')
