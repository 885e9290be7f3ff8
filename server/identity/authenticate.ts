/** Who calls: `Authorization: Token …`, `Bearer …`, the sign-in cookie, or `x-auth-token` (contract 1.3). */
import { eq, inArray } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { Credentials } from '../api/authenticate.ts'
import type { Actor } from '../api/define.ts'
import type { Grant } from '../api/rules.ts'
import { ApiError } from '../errors.ts'
import { parseUuid } from '../ids.ts'
import { projects } from '../resources/project/table.ts'
import { actorFrom, type Circumstances, grantsOf } from './actor.ts'
import { userOfBearer } from './bearer.ts'
import { SYSTEM_ROLES } from './roles.ts'
import { readSession } from './sessions.ts'
import { type TokenRow, type UserRow, users } from './table.ts'
import { findToken, noteUse, tokenEndsAt } from './tokens.ts'

const refuse = (message: string) => new ApiError('unauthenticated', message)

/** Requests that a page sends by itself bear this header, and keep no sign-in alive. */
export const BACKGROUND_HEADER = 'x-foyer-background'
const IMPERSONATE_HEADER = 'x-impersonated-user-uuid'

/**
 * The caller of a request; null when it bears no credentials, or a sign-in that has ended.
 * @throws ApiError 401 with Waldur's words when it bears a bad token.
 */
export const authenticateRequest = async ({ request, ipAddress, requestId }: Credentials): Promise<Actor | null> => {
  const where = { ipAddress, requestId }
  const header = request.headers.get('authorization')
  const [scheme, secret] = header?.trim().split(/\s+/) ?? []
  let actor: Actor | null = null
  if (scheme?.toLowerCase() === 'token') actor = await withToken(secret ?? '', where)
  else if (scheme?.toLowerCase() === 'bearer') actor = await withBearer(secret ?? '', where)
  else if (!header) {
    const inQuery = new URL(request.url).searchParams.get('x-auth-token')
    actor = inQuery ? await withToken(inQuery, where) : await withCookie(request, where)
  }
  const other = request.headers.get(IMPERSONATE_HEADER)
  return actor && other && actor.isStaff ? impersonate(actor, other) : actor
}

const withToken = async (secret: string, where: Circumstances): Promise<Actor> => {
  const found = await findToken(secret)
  if (!found) throw refuse('Invalid token.')
  const { token, user } = found
  if (!user.isActive) throw refuse('User inactive or deleted.')
  const endsAt = tokenEndsAt(token, user)
  if (endsAt && endsAt <= new Date()) throw refuse('Token has expired.')
  await noteUse(token, where.ipAddress)
  const held = await grantsOf(user.uuid)
  const how = { ...where, access: token.access, tokenUuid: token.uuid }
  if (token.scopes.length === 0) return actorFrom(user, held, how)
  const limited = await within(token.scopes, user, held)
  return actorFrom({ ...user, isStaff: false, isSupport: false }, limited, how)
}

/**
 * The roles of a user inside the scopes of a limited token: the roles held there, and on a project also those held on
 * its customer, now for this project alone. Staff acts as the owner of what the token names.
 */
const within = async (scopes: TokenRow['scopes'], user: UserRow, held: Grant[]): Promise<Grant[]> => {
  const projectUuids = scopes.filter(({ type }) => type === 'project').map(({ uuid }) => uuid)
  const customerOf = new Map(
    projectUuids.length === 0
      ? []
      : (
          await db
            .select({ uuid: projects.uuid, customerUuid: projects.customerUuid })
            .from(projects)
            .where(inArray(projects.uuid, projectUuids))
        ).map(({ uuid, customerUuid }) => [uuid, customerUuid]),
  )
  const owner = SYSTEM_ROLES.find(({ name }) => name === 'CUSTOMER.OWNER')
  return scopes.flatMap(({ type, uuid }) => {
    const here = { scopeType: type, scopeUuid: uuid } as const
    if (user.isStaff && owner) return [{ ...here, role: owner.name, permissions: owner.permissions }]
    return held
      .filter(
        (grant) =>
          (grant.scopeType === type && grant.scopeUuid === uuid) ||
          (type === 'project' && grant.scopeType === 'customer' && grant.scopeUuid === customerOf.get(uuid)),
      )
      .map((grant) => ({ ...grant, ...here }))
  })
}

const withBearer = async (secret: string, where: Circumstances): Promise<Actor> => {
  const user = await userOfBearer(secret)
  if (!user) throw refuse('Invalid token.')
  if (!user.isActive) throw refuse('User inactive or deleted.')
  return actorFrom(user, await grantsOf(user.uuid), where)
}

const withCookie = async (request: Request, where: Circumstances): Promise<Actor | null> => {
  const touch = !request.headers.has(BACKGROUND_HEADER)
  const found = await readSession(request.headers.get('cookie'), { touch })
  if (!found) return null
  return actorFrom(found.user, await grantsOf(found.user.uuid), { ...where, sessionUuid: found.session.uuid })
}

/** Staff as somebody else: that person's view and rights, with staff's name beside it in the log. */
const impersonate = async (staff: Actor, other: string): Promise<Actor> => {
  const uuid = parseUuid(other)
  const [user] = uuid ? await db.select().from(users).where(eq(users.uuid, uuid)) : []
  if (!user?.isActive) throw refuse('User inactive or deleted.')
  return { ...actorFrom(user, await grantsOf(user.uuid), staff), impersonatorUuid: staff.userUuid }
}
