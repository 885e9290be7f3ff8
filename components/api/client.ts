/** The REST API from the browser: same origin, signed in by cookie, failures as one class. */

/** Messages by field, nested as the input is. */
export type Fields = { [field: string]: string[] | Fields | Fields[] }

type FailureParts = {
  status: number
  detail: string
  fields?: Fields
  requestId?: string
  openstackRequestIds?: string[]
}

/** A request that was not done. `status` 0: no answer came. */
export class ApiFailure extends Error {
  readonly status: number
  /** A plain sentence. */
  readonly detail: string
  readonly fields: Fields | undefined
  readonly requestId: string
  readonly openstackRequestIds: string[]

  constructor({ status, detail, fields, requestId, openstackRequestIds }: FailureParts, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'ApiFailure'
    this.status = status
    this.detail = detail
    this.fields = fields
    this.requestId = requestId ?? ''
    this.openstackRequestIds = openstackRequestIds ?? []
  }

  /** Whether sending the same again may help: no answer, or a fault that passes. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502
  }
}

export const isApiFailure = (error: unknown): error is ApiFailure => error instanceof ApiFailure

/** Query parameters; lists repeat the name, null and undefined leave it out. */
export type Params = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>
>

export type RequestOptions = {
  params?: Params
  signal?: AbortSignal
  headers?: Readonly<Record<string, string>>
  /** Sent by the page itself and not by a person: keeps no sign-in alive. */
  background?: boolean
  /** The same key gives the first answer again instead of acting twice. */
  idempotencyKey?: string
  /** Told of the job that goes on after the answer; left out, the page follows it to its end by a toast. */
  onJob?: (uuid: string) => void
}

export type Page<T> = { rows: T[]; total: number }

const SIGNED_OUT = 'foyer:signed-out'
const CHANGES = ['POST', 'PUT', 'PATCH', 'DELETE']

/** Calls `listener` when a request was answered 401: the sign-in has ended. @returns what stops it. */
export const onSignedOut = (listener: () => void): (() => void) => {
  window.addEventListener(SIGNED_OUT, listener)
  return () => window.removeEventListener(SIGNED_OUT, listener)
}

/** Tells the page that the sign-in has ended. */
export const announceSignedOut = (): void => void window.dispatchEvent(new Event(SIGNED_OUT))

const JOB_STARTED = 'foyer:job'

/** Calls `listener` when a request has started a job that nobody else follows. @returns what stops it. */
export const onJobStarted = (listener: (uuid: string) => void): (() => void) => {
  const heard = (event: Event) => listener((event as CustomEvent<string>).detail)
  window.addEventListener(JOB_STARTED, heard)
  return () => window.removeEventListener(JOB_STARTED, heard)
}

/** Asks the page to follow a job to its end. */
export const followJob = (uuid: string): void =>
  void window.dispatchEvent(new CustomEvent(JOB_STARTED, { detail: uuid }))

/** `crypto.randomUUID` exists on HTTPS and localhost only. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** `openstack-volumes/…/extend` as a path of the API, with its query. */
export const apiPath = (path: string, params: Params = {}): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  const text = query.toString()
  return `/api/${path.replace(/^\/+|\/+$/g, '')}/${text ? `?${text}` : ''}`
}

const firstMessage = (node: unknown): string | undefined => {
  if (typeof node === 'string') return node
  if (typeof node !== 'object' || node === null) return undefined
  for (const child of Object.values(node)) {
    const found = firstMessage(child)
    if (found) return found
  }
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

/** The failure in an answer: `{detail}`, messages by field, a bare list, or no JSON at all. */
export const failureOf = (response: Response, body: unknown): ApiFailure => {
  const { status, headers } = response
  const object =
    typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {}
  const said = typeof object.detail === 'string' ? object.detail : undefined
  const cloudId = headers.get('x-openstack-request-id')
  const ids = strings(object.openstack_request_ids)
  return new ApiFailure({
    status,
    detail: said ?? firstMessage(body) ?? `The portal answered ${status}.`,
    fields: status === 400 && said === undefined && Object.keys(object).length > 0 ? (object as Fields) : undefined,
    requestId: headers.get('x-request-id') ?? '',
    openstackRequestIds: ids.length > 0 || !cloudId ? ids : [cloudId],
  })
}

const send = async (method: string, path: string, body: unknown, options: RequestOptions = {}) => {
  const { params, signal, background, idempotencyKey } = options
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  // Other sites cannot set this header, so a write that bears it comes from a page of ours.
  if (CHANGES.includes(method)) headers['X-Requested-With'] = 'foyer'
  if (background) headers['X-Foyer-Background'] = '1'
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey
  const isForm = body instanceof FormData || body instanceof Blob
  if (body !== undefined && !isForm) headers['Content-Type'] = 'application/json'
  const sent = body === undefined ? undefined : isForm ? body : JSON.stringify(body)
  let response: Response
  try {
    response = await fetch(apiPath(path, params), { method, headers, body: sent, signal, credentials: 'same-origin' })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiFailure({ status: 0, detail: 'The portal did not answer. Check the connection.' }, { cause })
  }
  const text = await response.text()
  let answer: unknown = text === '' ? null : text
  if (text !== '' && response.headers.get('content-type')?.includes('json')) answer = JSON.parse(text)
  if (response.ok) {
    const job = response.headers.get('x-foyer-job')
    if (job) (options.onJob ?? followJob)(job)
    return { response, answer }
  }
  if (response.status === 401) announceSignedOut()
  throw failureOf(response, answer)
}

const call = async <T>(method: string, path: string, body: unknown, options?: RequestOptions) =>
  (await send(method, path, body, options)).answer as T

/**
 * Paths are below `/api/`: `api.post('openstack-volumes/ab12…/extend', { disk_size: 2048 })`.
 * @throws ApiFailure
 */
export const api = {
  get: <T>(path: string, options?: RequestOptions) => call<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => call<T>('POST', path, body, options),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) => call<T>('PUT', path, body, options),
  patch: <T>(path: string, body?: unknown, options?: RequestOptions) => call<T>('PATCH', path, body, options),
  delete: <T>(path: string, body?: unknown, options?: RequestOptions) => call<T>('DELETE', path, body, options),
  /** A page of a list with the number of all matching rows. */
  list: async <T>(path: string, params?: Params, options?: RequestOptions): Promise<Page<T>> => {
    const { response, answer } = await send('GET', path, undefined, { ...options, params })
    const rows = answer as T[]
    return { rows, total: Number(response.headers.get('x-result-count') ?? rows.length) }
  },
  /** How many rows match, without reading them. */
  count: async (path: string, params?: Params, options?: RequestOptions): Promise<number> => {
    const { response } = await send('HEAD', path, undefined, { ...options, params })
    return Number(response.headers.get('x-result-count') ?? 0)
  },
}
