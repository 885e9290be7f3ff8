/** The REST API as a script of one user sees it. */
import { type APIRequestContext, request } from '@playwright/test'
import { passwordOf, type User } from './users.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads an answer and compares it; a wrong path shows as undefined
export type Json = any
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Answer<T = unknown> = { status: number; headers: Record<string, string>; body: T }

export type Api = {
  token: string
  /** Any call, any answer. `path` starts with `/`; full URLs of the portal work too. */
  call: <T = unknown>(method: Method, path: string, body?: unknown) => Promise<Answer<T>>
  /** These give the body. @throws Error with the answer's text unless the status is 2xx. */
  get: <T = Json>(path: string) => Promise<T>
  post: <T = Json>(path: string, body?: unknown) => Promise<T>
  patch: <T = Json>(path: string, body: unknown) => Promise<T>
  delete: (path: string) => Promise<void>
  /** Reads `path` until `settled` says yes. @throws Error with the last body after `limitSeconds`. */
  until: <T = Json>(path: string, settled: (body: T) => boolean, limitSeconds?: number) => Promise<T>
}

const POLL_MS = 250

/** Signs `user` in through POST /api-auth/password/ and gives the API with that token. `close` when done. */
export const openApi = async (baseURL: string, user: User): Promise<Api & { close: () => Promise<void> }> => {
  const context = await request.newContext({ baseURL })
  const { token } = (await expectOk(
    'POST',
    '/api-auth/password/',
    await send(context, 'POST', '/api-auth/password/', { username: user, password: passwordOf(user) }),
  )) as { token: string }
  const headers = { Authorization: `Token ${token}` }
  const call = async <T>(method: Method, path: string, body?: unknown) =>
    (await send(context, method, path, body, headers)) as Answer<T>
  const ok = async <T>(method: Method, path: string, body?: unknown) =>
    (await expectOk(method, path, await call(method, path, body))) as T
  return {
    token,
    call,
    get: (path) => ok('GET', path),
    post: (path, body) => ok('POST', path, body ?? {}),
    patch: (path, body) => ok('PATCH', path, body),
    delete: (path) => ok('DELETE', path),
    until: async (path, settled, limitSeconds = 60) => {
      const until = Date.now() + limitSeconds * 1000
      for (;;) {
        const body = await ok<Json>('GET', path)
        if (settled(body)) return body
        if (Date.now() > until) throw new Error(`${path} did not settle: ${JSON.stringify(body)}`)
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    },
    close: () => context.dispose(),
  }
}

const send = async (
  context: APIRequestContext,
  method: Method,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const response = await context.fetch(path, { method, headers, ...(body === undefined ? {} : { data: body }) })
  const text = await response.text()
  const json = response.headers()['content-type']?.includes('json')
  return { status: response.status(), headers: response.headers(), body: json && text ? JSON.parse(text) : text }
}

const expectOk = async (method: Method, path: string, { status, body }: Answer) => {
  if (status >= 200 && status < 300) return body
  throw new Error(`${method} ${path} answered ${status}: ${typeof body === 'string' ? body : JSON.stringify(body)}`)
}
