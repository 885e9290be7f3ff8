/** Tests call the REST API without a network: a request in, a response out, as whoever they name. */
import { anonymous, setAuthenticator } from '../api/authenticate.ts'
import type { Actor, Registry } from '../api/define.ts'
import { dispatch } from '../api/dispatch.ts'
import type { Grant } from '../api/rules.ts'
import { newUuid } from '../ids.ts'

export const ORIGIN = 'http://foyer.test'

/** A caller, staff unless said otherwise. */
export const makeActor = (overrides: Partial<Actor> = {}): Actor => {
  const userUuid = overrides.userUuid ?? newUuid()
  return {
    ...anonymous({ ipAddress: '192.0.2.7', requestId: '' }),
    userUuid,
    username: `user-${userUuid.slice(0, 6)}`,
    fullName: 'Test User',
    email: 'user@example.org',
    isStaff: true,
    tokenUuid: newUuid(),
    ...overrides,
  }
}

/** Somebody with one role: `makeHolder('PROJECT.MANAGER', 'project', projectUuid)`. */
export const makeHolder = (
  role: string,
  scopeType: Grant['scopeType'],
  scopeUuid: string,
  permissions: readonly string[] = [],
): Actor => makeActor({ isStaff: false, grants: [{ role, scopeType, scopeUuid, permissions }] })

const ACTOR_HEADER = 'x-test-actor'
const actors = new Map<string, Actor>()

/** The callers of `apiOf` sign in by a header of their own. */
export const signInByHeader = (): void =>
  setAuthenticator(async ({ request, ipAddress, requestId }) => {
    const actor = actors.get(request.headers.get(ACTOR_HEADER) ?? '')
    return actor ? { ...actor, ipAddress: ipAddress || actor.ipAddress, requestId } : null
  })

export type TestResponse = {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
  body: any
  headers: Headers
  text: string
}
export type TestApi = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<TestResponse>

/** `apiOf(registry, actor)('POST', '/api/openstack-volumes/…/extend/', { disk_size: 2048 })`. Null: not signed in. */
export const apiOf = (registry: Registry, actor: Actor | null): TestApi => {
  signInByHeader()
  if (actor) actors.set(actor.userUuid, actor)
  return async (method, path, body, headers = {}) => {
    const sent = new Headers(headers)
    if (actor) sent.set(ACTOR_HEADER, actor.userUuid)
    if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json')
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
    const request = new Request(new URL(path, ORIGIN), { method, headers: sent, body: text })
    const response = await dispatch(registry, request)
    const answer = await response.text()
    const json = response.headers.get('content-type')?.includes('json') && answer !== ''
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      body: json ? JSON.parse(answer) : answer,
    }
  }
}
