import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeDatabase, db, openDatabase } from '../../db/client.ts'
import { consoleTickets } from '../console/table.ts'
import { issueTicket } from '../console/tickets.ts'
import { env } from '../env.ts'
import { events } from '../events/table.ts'
import { asBrowser, asToken, grantRole, makeProject, makeUser } from '../testing/identity.ts'
import { logout, passwordToken } from './api-auth.ts'
import { authenticateRequest } from './authenticate.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { ensureRoles } from './roles.ts'
import { endSessions, readSession, SESSION_COOKIE, sessionCookie, startSession } from './sessions.ts'
import { checkPassword } from './sign-in.ts'
import { grants, roles, sessions, tokens, users } from './table.ts'
import { makePersonalToken, renewSignInToken, revokeTokens } from './tokens.ts'

beforeAll(async () => {
  await openDatabase({ url: env.DATABASE_URL, dataDir: env.FOYER_DATA_DIR })
  await ensureRoles()
})
afterAll(closeDatabase)

const call = (headers: Record<string, string> = {}, path = '/api/users/') =>
  authenticateRequest({
    request: new Request(`http://portal.test${path}`, { headers }),
    ipAddress: '192.0.2.1',
    requestId: 'req-1',
  })

const post = (body: unknown) =>
  new Request('http://portal.test/api-auth/password/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('passwords', () => {
  test('a password matches its hash and no other does', async () => {
    const stored = await hashPassword('korrekt pferd', { logN: 4, r: 8, p: 1 })
    expect(stored).toMatch(/^scrypt\$4\$8\$1\$/)
    expect(await verifyPassword('korrekt pferd', stored)).toBe(true)
    expect(await verifyPassword('korrekt Pferd', stored)).toBe(false)
    expect(await verifyPassword('', null)).toBe(false)
  })

  test('a cheap hash is made anew at sign-in', async () => {
    const user = await makeUser({ password: 'old and cheap' })
    await checkPassword(user.username, 'old and cheap', { ipAddress: '192.0.2.9', requestId: 'r' })
    const [row] = await db.select().from(users).where(eq(users.uuid, user.uuid))
    expect(row.passwordHash).toMatch(/^scrypt\$15\$/)
    expect(await verifyPassword('old and cheap', row.passwordHash)).toBe(true)
  })
})

describe('POST /api-auth/password/', () => {
  test('the right pair gives a token of 40 hex digits, the same each time, and it works', async () => {
    const user = await makeUser({ password: 'right one' })
    const first = await passwordToken(post({ username: user.username, password: 'right one' }))
    expect(first.status).toBe(200)
    const { token } = await first.json()
    expect(token).toMatch(/^[0-9a-f]{40}$/)
    expect(await (await passwordToken(post({ username: user.username, password: 'right one' }))).json()).toEqual({
      token,
    })
    expect(await call({ authorization: `Token ${token}` })).toMatchObject({ userUuid: user.uuid, access: 'write' })
    const [row] = await db.select().from(tokens).where(eq(tokens.userUuid, user.uuid))
    expect(JSON.stringify(row)).not.toContain(token)
    const log = await db.select().from(events).where(eq(events.userUuid, user.uuid))
    expect(log.map((event) => event.eventType)).toContain('auth_logged_in_with_username')
  })

  test('a missing field is named', async () => {
    const answer = await passwordToken(post({ username: 'someone' }))
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ password: ['This field is required.'] })
  })

  test('a wrong pair and an unknown user answer alike; an inactive one is told', async () => {
    const user = await makeUser({ password: 'right one' })
    const off = await makeUser({ password: 'right one', isActive: false })
    for (const username of [user.username, 'nobody-at-all']) {
      const answer = await passwordToken(post({ username, password: 'wrong' }))
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Token')
      expect(await answer.json()).toEqual({ detail: 'Invalid username/password.' })
    }
    const answer = await passwordToken(post({ username: off.username, password: 'right one' }))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({ detail: 'User account is disabled.' })
  })

  test('four failures lock name and address for ten minutes, the right password included', async () => {
    const user = await makeUser({ password: 'right one' })
    const where = { ipAddress: '192.0.2.7', requestId: 'r' }
    const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 12, minutes))
    for (let i = 0; i < 4; i++)
      await expect(checkPassword(user.username, 'wrong', where, at(0))).rejects.toThrow('Invalid username/password.')
    await expect(checkPassword(user.username, 'right one', where, at(9))).rejects.toThrow(/locked/)
    // Another address is not locked, and the lock ends although it was tried meanwhile.
    await expect(
      checkPassword(user.username, 'right one', { ...where, ipAddress: '192.0.2.8' }, at(9)),
    ).resolves.toBeTruthy()
    await expect(checkPassword(user.username, 'right one', where, at(11))).resolves.toMatchObject({ uuid: user.uuid })
    const failed = await db.select().from(events).where(eq(events.userUuid, user.uuid))
    expect(failed.filter((event) => event.eventType === 'auth_login_failed_with_username')).toHaveLength(4)
  })

  test('many attempts at once do not pass the limit together', async () => {
    const user = await makeUser({ password: 'right one' })
    const where = { ipAddress: '192.0.2.17', requestId: 'r' }
    const tried = await Promise.allSettled(
      Array.from({ length: 12 }, () => checkPassword(user.username, 'wrong', where)),
    )
    const texts = tried.map((one) => (one.status === 'rejected' ? String(one.reason) : 'passed'))
    expect(texts.filter((text) => text.includes('Invalid'))).toHaveLength(4)
    expect(texts.filter((text) => text.includes('locked'))).toHaveLength(8)
  })
})

describe('tokens', () => {
  test('bad tokens are refused in the contract’s words', async () => {
    const user = await makeUser()
    expect(await call()).toBeNull()
    expect(await call({ authorization: 'Basic YTpi' })).toBeNull()
    await expect(call({ authorization: `Token ${'0'.repeat(40)}` })).rejects.toThrow('Invalid token.')
    await expect(call({ authorization: 'Token' })).rejects.toThrow('Invalid token.')
    await expect(call({ authorization: 'Bearer a.b.c' })).rejects.toThrow('Invalid token.')
    const headers = await asToken(user)
    await db.update(users).set({ isActive: false }).where(eq(users.uuid, user.uuid))
    await expect(call(headers)).rejects.toThrow('User inactive or deleted.')
  })

  test('a renewed token makes the old one void', async () => {
    const user = await makeUser()
    const old = await asToken(user)
    const { secret } = await renewSignInToken(user.uuid)
    await expect(call(old)).rejects.toThrow('Invalid token.')
    expect(await call({ authorization: `Token ${secret}` })).toMatchObject({ userUuid: user.uuid })
  })

  test('token_lifetime ends a token, and the next sign-in gives a new one', async () => {
    const user = await makeUser({ tokenLifetimeSeconds: 60, password: 'right one' })
    const { secret } = await renewSignInToken(user.uuid, new Date(Date.now() - 61_000))
    await expect(call({ authorization: `Token ${secret}` })).rejects.toThrow('Token has expired.')
    const { token } = await (await passwordToken(post({ username: user.username, password: 'right one' }))).json()
    expect(token).not.toBe(secret)
    expect(await call({ authorization: `Token ${token}` })).toBeTruthy()
  })

  test('x-auth-token counts when there is no header', async () => {
    const user = await makeUser()
    const secret = (await asToken(user)).authorization.slice(6)
    expect(await call({}, `/api/users/?x-auth-token=${secret}`)).toMatchObject({ userUuid: user.uuid })
    await expect(call({ authorization: 'Token x' }, `/api/users/?x-auth-token=${secret}`)).rejects.toThrow()
  })

  test('a personal token reads only, ends on its date, and is void when revoked', async () => {
    const user = await makeUser()
    const of = { userUuid: user.uuid, name: 'ci', scopes: [], access: 'read' as const }
    const { secret, row } = await makePersonalToken({ ...of, expiresAt: new Date(Date.now() + 60_000) })
    expect(await call({ authorization: `Token ${secret}` })).toMatchObject({ access: 'read', tokenUuid: row.uuid })
    const ended = await makePersonalToken({ ...of, expiresAt: new Date(Date.now() - 1) })
    await expect(call({ authorization: `Token ${ended.secret}` })).rejects.toThrow('Token has expired.')
    await revokeTokens({ uuid: row.uuid })
    await expect(call({ authorization: `Token ${secret}` })).rejects.toThrow('Invalid token.')
  })

  test('a token limited to a project has there what its owner has, and nothing elsewhere', async () => {
    const user = await makeUser({ isStaff: false })
    const [mine, other] = [await makeProject(), await makeProject()]
    await grantRole(user, 'CUSTOMER.OWNER', { customer: { uuid: mine.customerUuid } })
    await grantRole(user, 'PROJECT.MANAGER', { project: other })
    const { secret } = await makePersonalToken({
      userUuid: user.uuid,
      name: 'one project',
      access: 'write',
      scopes: [{ type: 'project', uuid: mine.uuid }],
      expiresAt: null,
    })
    const actor = await call({ authorization: `Token ${secret}` })
    expect(actor?.grants).toMatchObject([{ role: 'CUSTOMER.OWNER', scopeType: 'project', scopeUuid: mine.uuid }])
  })

  test('staff acts as somebody else; others only as themselves', async () => {
    const [staff, user] = [await makeUser({ isStaff: true }), await makeUser()]
    const as = { 'x-impersonated-user-uuid': user.uuid }
    expect(await call({ ...(await asToken(staff)), ...as })).toMatchObject({
      userUuid: user.uuid,
      isStaff: false,
      impersonatorUuid: staff.uuid,
    })
    const headers = { ...(await asToken(user)), 'x-impersonated-user-uuid': staff.uuid }
    expect(await call(headers)).toMatchObject({ userUuid: user.uuid, isStaff: false, impersonatorUuid: null })
  })
})

describe('roles held', () => {
  test('revoked, expired and switched-off ones do not count', async () => {
    const user = await makeUser()
    const project = await makeProject()
    await grantRole(user, 'PROJECT.READER', { project })
    const revoked = await grantRole(user, 'PROJECT.MANAGER', { project })
    await db.update(grants).set({ revokedAt: new Date() }).where(eq(grants.uuid, revoked))
    await grantRole(user, 'PROJECT.ADMIN', { project }, new Date(Date.now() - 1000))
    await grantRole(user, 'CUSTOMER.SUPPORT', { customer: { uuid: project.customerUuid } })
    const actor = await call(await asToken(user))
    expect(actor?.grants).toEqual([
      {
        role: 'PROJECT.READER',
        scopeType: 'project',
        scopeUuid: project.uuid,
        permissions: ['RESOURCE.LIST', 'PROJECT.LIST'],
      },
    ])
  })

  test('what staff changed in a system role stays at the next start', async () => {
    await db
      .update(roles)
      .set({ permissions: ['PROJECT.LIST'] })
      .where(eq(roles.name, 'PROJECT.READER'))
    await ensureRoles()
    const all = await db.select().from(roles)
    expect(all.find((role) => role.name === 'PROJECT.READER')?.permissions).toEqual(['PROJECT.LIST'])
    expect(all.filter((role) => role.name === 'PROJECT.READER')).toHaveLength(1)
  })
})

describe('sign-ins of browsers', () => {
  test('the cookie names a row; ending the row ends it at once, with its console tickets', async () => {
    const user = await makeUser()
    const headers = await asBrowser(user)
    const actor = await call(headers)
    expect(actor).toMatchObject({ userUuid: user.uuid, sessionUuid: expect.any(String) })
    await issueTicket({ instanceUuid: 'i', kind: 'vnc' as never, userUuid: user.uuid, sessionId: actor!.sessionUuid! })
    await endSessions({ uuid: actor!.sessionUuid! })
    expect(await call(headers)).toBeNull()
    expect(await db.select().from(consoleTickets).where(eq(consoleTickets.userUuid, user.uuid))).toEqual([])
  })

  test('it ends unused after the idle limit, in any case after the absolute one', async () => {
    const user = await makeUser()
    const start = new Date('2026-01-01T08:00:00Z')
    const later = (seconds: number) => new Date(start.getTime() + seconds * 1000)
    const cookieOf = async (uuid: string) => `a=b; ${SESSION_COOKIE}=${await sessionCookie(uuid)}`
    const uuid = await startSession(user.uuid, { ipAddress: '', userAgent: '' }, start)
    const cookie = await cookieOf(uuid)
    const read = (seconds: number, touch = true) => readSession(cookie, { now: later(seconds), touch })
    expect(await read(1700)).toBeTruthy()
    expect(await read(3400, false)).toBeTruthy()
    expect(await read(3501)).toBeUndefined() // what runs by itself kept nothing alive
    for (let seconds = 3400; seconds < 43_200; seconds += 1700) expect(await read(seconds)).toBeTruthy()
    expect(await read(43_201)).toBeUndefined()
    const remembered = await startSession(user.uuid, { ipAddress: '', userAgent: '', isRemembered: true }, start)
    expect(await readSession(await cookieOf(remembered), { now: later(43_000) })).toBeTruthy()
    expect(await readSession(await cookieOf(remembered), { now: later(43_201) })).toBeUndefined()
  })

  test('a cookie of another key, a cut one, and one of a disabled user are none', async () => {
    const user = await makeUser()
    const headers = await asBrowser(user)
    expect(await call({ cookie: headers.cookie.slice(0, -4) })).toBeNull()
    expect(await call({ cookie: `${SESSION_COOKIE}=x.y.z` })).toBeNull()
    await db.update(users).set({ isActive: false }).where(eq(users.uuid, user.uuid))
    expect(await call(headers)).toBeNull()
  })

  test('POST /api-auth/logout/ ends it and tells the log', async () => {
    const user = await makeUser()
    const headers = await asBrowser(user)
    const request = (extra: Record<string, string>) =>
      new Request('http://portal.test/api-auth/logout/', { method: 'POST', headers: { ...headers, ...extra } })
    expect((await logout(request({ origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }))).status).toBe(403)
    const answer = await logout(request({ origin: 'http://portal.test', host: 'portal.test' }))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('set-cookie')).toContain(`${SESSION_COOKIE}=;`)
    const [row] = await db.select().from(sessions).where(eq(sessions.userUuid, user.uuid))
    expect(row.endedAt).toBeInstanceOf(Date)
    const log = await db.select().from(events).where(eq(events.userUuid, user.uuid))
    expect(log.map((event) => event.eventType)).toContain('auth_logged_out')
  })
})
