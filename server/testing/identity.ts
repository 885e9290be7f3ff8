/** Makes people, organisations, projects and sign-ins for tests, straight in the database. */
import { eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { Actor } from '../api/define.ts'
import { actorFrom, grantsOf } from '../identity/actor.ts'
import { hashPassword } from '../identity/password.ts'
import { ensureRoles } from '../identity/roles.ts'
import { SESSION_COOKIE, sessionCookie, startSession } from '../identity/sessions.ts'
import { grants, roles, type UserRow, users } from '../identity/table.ts'
import { signInToken } from '../identity/tokens.ts'
import { newUuid } from '../ids.ts'
import { type CustomerRow, customers } from '../resources/customer/table.ts'
import { type ProjectRow, projects } from '../resources/project/table.ts'

/** Quick to check: a test is no attacker. */
const CHEAP = { logN: 4, r: 8, p: 1 }

const unique = () => newUuid().slice(0, 8)

/** `password` in clear; without one the user cannot sign in. */
export const makeUser = async ({
  password,
  ...given
}: Partial<UserRow> & { password?: string } = {}): Promise<UserRow> => {
  const now = new Date()
  const [row] = await db
    .insert(users)
    .values({
      uuid: newUuid(),
      username: `user-${unique()}`,
      passwordHash: password ? await hashPassword(password, CHEAP) : null,
      createdAt: now,
      modifiedAt: now,
      ...given,
    })
    .returning()
  return row
}

export const makeCustomer = async (given: Partial<CustomerRow> = {}): Promise<CustomerRow> => {
  const now = new Date()
  const [row] = await db
    .insert(customers)
    .values({ uuid: newUuid(), name: `Organisation ${unique()}`, createdAt: now, modifiedAt: now, ...given })
    .returning()
  return row
}

/** Makes a customer of its own unless one is named. */
export const makeProject = async (given: Partial<ProjectRow> = {}): Promise<ProjectRow> => {
  const now = new Date()
  const customerUuid = given.customerUuid ?? (await makeCustomer()).uuid
  const [row] = await db
    .insert(projects)
    .values({ uuid: newUuid(), name: `Project ${unique()}`, createdAt: now, modifiedAt: now, ...given, customerUuid })
    .returning()
  return row
}

type ScopeOf = { customer: { uuid: string } } | { project: { uuid: string } } | { offering: { uuid: string } }

/** `grantRole(user, 'PROJECT.MANAGER', { project })`. Gives the grant's uuid. */
export const grantRole = async (
  user: { uuid: string },
  roleName: string,
  scope: ScopeOf,
  expiresAt: Date | null = null,
): Promise<string> => {
  await ensureRoles()
  const [role] = await db.select().from(roles).where(eq(roles.name, roleName))
  if (!role) throw new Error(`There is no role ${roleName}`)
  const [[scopeType, { uuid: scopeUuid }]] = Object.entries(scope) as ['customer' | 'project', { uuid: string }][]
  const uuid = newUuid()
  await db.insert(grants).values({
    uuid,
    userUuid: user.uuid,
    roleUuid: role.uuid,
    scopeType,
    scopeUuid,
    createdAt: new Date(),
    expiresAt,
  })
  return uuid
}

/** The user as the dispatcher sees a caller. */
export const actorOf = async (user: UserRow, given: Partial<Actor> = {}): Promise<Actor> => ({
  ...actorFrom(user, await grantsOf(user.uuid), { ipAddress: '127.0.0.1', requestId: 'req-test' }),
  ...given,
})

/** `headers: await asToken(user)`: signed in as a script is. */
export const asToken = async (user: UserRow): Promise<{ authorization: string }> => ({
  authorization: `Token ${(await signInToken(user)).secret}`,
})

/** `headers: await asBrowser(user)`: signed in as a browser is, asking from our own page. */
export const asBrowser = async (user: UserRow): Promise<{ cookie: string; 'sec-fetch-site': string }> => {
  const uuid = await startSession(user.uuid, { ipAddress: '127.0.0.1', userAgent: 'test' })
  return { cookie: `${SESSION_COOKIE}=${await sessionCookie(uuid)}`, 'sec-fetch-site': 'same-origin' }
}
