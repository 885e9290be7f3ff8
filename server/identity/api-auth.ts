/** `/api-auth/…`: the two calls of Waldur's API that lie outside `/api/` (contract 2.1). */
import { z } from 'zod'
import type { Answer } from '../api/define.ts'
import { bodyReader, check, parseBody } from '../api/input.ts'
import { type Client, clientOf, isSameOrigin } from '../api/origin.ts'
import { failure, methodNotAllowed, ok, toResponse } from '../api/respond.ts'
import { ApiError } from '../errors.ts'
import { authenticateRequest } from './authenticate.ts'
import { endSessions, SESSION_COOKIE } from './sessions.ts'
import { checkPassword, noteSignIn, noteSignOut } from './sign-in.ts'
import { signInToken } from './tokens.ts'

const Credentials = z.object({ username: z.string().trim().min(1).max(128), password: z.string().min(1).max(128) })

const respond = async (request: Request, answer: (client: Client) => Promise<Answer>): Promise<Response> => {
  const client = clientOf(request)
  const allow = 'POST, OPTIONS'
  try {
    if (request.method === 'OPTIONS') return toResponse({ status: 200, body: {} }, client.requestId, allow)
    if (request.method !== 'POST') throw methodNotAllowed(request.method)
    return toResponse(await answer(client), client.requestId, allow)
  } catch (error) {
    return toResponse(failure(error, client), client.requestId, allow)
  }
}

/** `POST /api-auth/password/` `{username, password}` → `{token}`, the same token until it ends. */
export const passwordToken = (request: Request): Promise<Response> =>
  respond(request, async (client) => {
    const where = { ipAddress: client.ipAddress, requestId: client.requestId }
    const body = parseBody(await bodyReader(request)(), request.headers.get('content-type'))
    const { username, password } = check(Credentials, body)
    const user = await checkPassword(username, password, where)
    const { secret } = await signInToken(user)
    await noteSignIn(user, where, 'username and password')
    return ok({ token: secret })
  })

/**
 * `POST /api-auth/logout/`: ends the browser's sign-in. A token stays: other programs may use it, and
 * `refresh_token` makes it void.
 */
export const logout = (request: Request): Promise<Response> =>
  respond(request, async (client) => {
    const { ipAddress, requestId } = client
    const actor = await authenticateRequest({ request, ipAddress, requestId })
    if (!actor) throw new ApiError('unauthenticated', 'Authentication credentials were not provided.')
    const where = { ipAddress, requestId }
    const headers: Record<string, string> = {}
    if (actor.sessionUuid) {
      if (!isSameOrigin(request, client.base)) throw new ApiError('forbidden', 'CSRF Failed: Origin checking failed.')
      await endSessions({ uuid: actor.sessionUuid })
      headers['Set-Cookie'] = `${SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`
    }
    await noteSignOut({ uuid: actor.userUuid, username: actor.username }, where)
    return { status: 200, body: { logout_url: '' }, headers }
  })
