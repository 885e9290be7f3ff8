import { createHash, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import type { Client } from '../api/origin.ts'
import { env } from '../env.ts'
import { events } from '../events/table.ts'
import { openTestDatabase } from '../testing/database.ts'
import { makeUser } from '../testing/identity.ts'
import { CLIENT, Jar, OTHER_CLIENT, passIssuer, startIssuer } from '../testing/issuer.ts'
import { authenticateRequest } from './authenticate.ts'
import { handleNextAuth } from './next-auth.ts'
import { readSession, SESSION_COOKIE } from './sessions.ts'
import { sessions, users } from './table.ts'

openTestDatabase()

const BASE = 'http://portal.test'
const CALLBACK = `${BASE}/api/auth/callback/oidc`

/** A browser at our sign-in: cookies, CSRF token, forms. */
const browser = (base = BASE, ipAddress = '192.0.2.33') => {
  const jar = new Jar()
  const client: Client = { ipAddress, requestId: 'req-next-auth', base }
  const send = async (url: string, form?: Record<string, string>) =>
    jar.take(
      await handleNextAuth(
        new Request(url, {
          method: form ? 'POST' : 'GET',
          headers: {
            ...jar.header(),
            'user-agent': 'Test/1.0',
            ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
          },
          body: form && new URLSearchParams(form).toString(),
        }),
        client,
      ),
    )
  const csrf = async () => (await (await send(`${base}/api/auth/csrf`)).json()).csrfToken as string
  const post = async (path: string, form: Record<string, string> = {}) =>
    send(`${base}/api/auth/${path}`, { csrfToken: await csrf(), json: 'true', ...form })
  const signIn = (username: string, password: string, more: Record<string, string> = {}) =>
    post('callback/credentials', { username, password, callbackUrl: `${base}/p/abc`, ...more })
  return { jar, send, post, signIn }
}

describe('local accounts', () => {
  test('the right password opens a session and leads back to the page first asked for', async () => {
    const user = await makeUser({ password: 'right one' })
    const { jar, signIn } = browser()
    const answer = await signIn(user.username, 'right one')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ url: `${BASE}/p/abc` })
    const line = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))
    expect(line).toMatch(/HttpOnly/i)
    expect(line).toMatch(/SameSite=Lax/i)
    expect(line).not.toMatch(/Secure/i)
    expect(await readSession(jar.header().cookie)).toMatchObject({
      user: { uuid: user.uuid },
      session: { userAgent: 'Test/1.0', ipAddress: '192.0.2.33', isRemembered: false },
    })
  })

  test('a wrong password is told, and the right one works in the same page', async () => {
    const user = await makeUser({ password: 'right one' })
    const { jar, signIn } = browser()
    const wrong = await signIn(user.username, 'wrong one')
    expect((await wrong.json()).url).toContain('error=wrong')
    expect(jar.get(SESSION_COOKIE)).toBeUndefined()
    expect((await signIn(user.username, 'right one', { remember: 'true' })).status).toBe(200)
    expect((await readSession(jar.header().cookie))?.session.isRemembered).toBe(true)
  })

  test('after four failures the pair is locked, with the seconds left', async () => {
    const user = await makeUser({ password: 'right one' })
    const { signIn } = browser(BASE, '192.0.2.34')
    for (let i = 0; i < 4; i++) await signIn(user.username, 'wrong one')
    const { url } = await (await signIn(user.username, 'right one')).json()
    expect(decodeURIComponent(url)).toMatch(/error=locked:(600|599|59\d)/)
  })

  test('without the CSRF token nobody is signed in', async () => {
    const user = await makeUser({ password: 'right one' })
    const { jar, send } = browser()
    await send(`${BASE}/api/auth/callback/credentials`, {
      username: user.username,
      password: 'right one',
      json: 'true',
    })
    expect(jar.get(SESSION_COOKIE)).toBeUndefined()
  })

  test('no address of another site is a way back', async () => {
    const user = await makeUser({ password: 'right one' })
    const { signIn } = browser()
    for (const callbackUrl of ['https://evil.test/', '//evil.test/', 'javascript:alert(1)']) {
      const { url } = await (await signIn(user.username, 'right one', { callbackUrl })).json()
      expect(new URL(url).origin).toBe(BASE)
    }
  })

  test('over https the cookies are secure', async () => {
    const user = await makeUser({ password: 'right one' })
    const { signIn } = browser('https://portal.test')
    const answer = await signIn(user.username, 'right one')
    const line = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`))
    expect(line).toMatch(/Secure/i)
  })

  test('signing out ends the row, so the cookie is worth nothing even where it stayed', async () => {
    const user = await makeUser({ password: 'right one' })
    const { jar, signIn, post } = browser()
    await signIn(user.username, 'right one')
    const kept = jar.header().cookie
    expect(await (await handleSession(kept)).json()).toMatchObject({ user: { uuid: user.uuid } })
    await post('signout')
    expect(jar.get(SESSION_COOKIE)).toBeUndefined()
    expect(await readSession(kept)).toBeUndefined()
    expect(await (await handleSession(kept)).json()).toEqual({ ended: true })
    expect(await (await handleSession('')).json()).toEqual({})
    const [row] = await db.select().from(sessions).where(eq(sessions.userUuid, user.uuid))
    expect(row.endedAt).not.toBeNull()
    const log = await db.select().from(events).where(eq(events.userUuid, user.uuid))
    expect(log.map((event) => event.eventType)).toEqual(['auth_logged_in_with_username', 'auth_logged_out'])
  })
})

const handleSession = (cookie: string) =>
  handleNextAuth(new Request(`${BASE}/api/auth/session`, { headers: { cookie } }), {
    ipAddress: '',
    requestId: '',
    base: BASE,
  })

describe('an OpenID Connect issuer', () => {
  let issuer: Awaited<ReturnType<typeof startIssuer>>
  beforeAll(async () => {
    issuer = await startIssuer([CALLBACK])
    env.FOYER_OIDC_ISSUER = issuer.url
    env.FOYER_OIDC_CLIENT_ID = CLIENT.id
    env.FOYER_OIDC_CLIENT_SECRET = CLIENT.secret
  })
  afterAll(() => issuer?.stop())

  /** The whole way: our button, the issuer's pages, our callback. */
  const signInAs = async (login: string) => {
    const { jar, send, post } = browser()
    const { url } = await (await post('signin/oidc', { callbackUrl: `${BASE}/t/xyz` })).json()
    const asked = new URL(url).searchParams
    for (const name of ['code_challenge', 'state', 'nonce']) expect(asked.get(name)).toBeTruthy()
    const back = await passIssuer(url, login)
    return { jar, send, back, answer: await send(back) }
  }

  test('the first sign-in makes an account, the second finds it, by issuer and subject', async () => {
    const { jar, answer } = await signInAs('alice')
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${BASE}/t/xyz`])
    const found = await readSession(jar.header().cookie)
    expect(found?.user).toMatchObject({
      username: 'alice',
      email: 'alice@issuer.example',
      firstName: 'Alice',
      lastName: 'Issued',
      registrationMethod: issuer.url,
      subject: 'alice',
      passwordHash: null,
      isStaff: false,
    })
    const again = await signInAs('alice')
    expect((await readSession(again.jar.header().cookie))?.user.uuid).toBe(found?.user.uuid)
  })

  test('a local account of the same name and e-mail is another person', async () => {
    const local = await makeUser({ username: 'bob', email: 'bob@issuer.example', isStaff: true })
    const { jar } = await signInAs('bob')
    const user = (await readSession(jar.header().cookie))?.user
    expect(user?.uuid).not.toBe(local.uuid)
    expect(user?.username).toMatch(/^bob-[0-9a-f]{6}$/)
    expect(user?.isStaff).toBe(false)
  })

  test('a disabled person does not come in', async () => {
    await signInAs('carol')
    await db.update(users).set({ isActive: false }).where(eq(users.subject, 'carol'))
    const { jar, answer } = await signInAs('carol')
    expect(answer.headers.get('location')).toContain('error=disabled')
    expect(jar.get(SESSION_COOKIE)).toBeUndefined()
  })

  test('an answer of the issuer counts once, and only in the browser that asked', async () => {
    const { send, back } = await signInAs('dave')
    expect((await send(back)).headers.get('location')).toContain('error=OAuthCallback')
    const stranger = browser()
    const answer = await stranger.send(back)
    expect(answer.headers.get('location')).toContain('error=OAuthCallback')
    expect(stranger.jar.get(SESSION_COOKIE)).toBeUndefined()
  })

  /** A signed token of the issuer, as another program of the person holds it. */
  const idToken = async (login: string, client: { id: string; secret: string }) => {
    const verifier = randomBytes(32).toString('base64url')
    const url = new URL(`${issuer.url}/auth`)
    url.search = new URLSearchParams({
      client_id: client.id,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: CALLBACK,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'x',
    }).toString()
    const code = new URL(await passIssuer(url.href, login)).searchParams.get('code') ?? ''
    const answer = await fetch(`${issuer.url}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${client.id}:${encodeURIComponent(client.secret)}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: CALLBACK,
        code_verifier: verifier,
      }),
    })
    return (await answer.json()).id_token as string
  }
  const bearer = (token: string) =>
    authenticateRequest({
      request: new Request(`${BASE}/api/users/`, { headers: { authorization: `Bearer ${token}` } }),
      ipAddress: '',
      requestId: '',
    })

  test('its signed token is a bearer token of a person who is known, for our client alone', async () => {
    await signInAs('erin')
    const token = await idToken('erin', CLIENT)
    expect(await bearer(token)).toMatchObject({ username: 'erin', sessionUuid: null })
    await expect(bearer(await idToken('erin', OTHER_CLIENT))).rejects.toThrow('Invalid token.')
    await expect(bearer(await idToken('nobody-yet', CLIENT))).rejects.toThrow('Invalid token.')
    const [header, payload, signature] = token.split('.')
    const forged = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: 'alice' }),
    )
    await expect(bearer([header, forged.toString('base64url'), signature].join('.'))).rejects.toThrow('Invalid token.')
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
    await expect(bearer([none, payload, ''].join('.'))).rejects.toThrow('Invalid token.')
  })

  test('an issuer that does not answer is told in words, not as a server error', async () => {
    env.FOYER_OIDC_ISSUER = 'http://127.0.0.1:9'
    const { post } = browser()
    const answer = await post('signin/oidc', { callbackUrl: BASE })
    expect(answer.status).toBeLessThan(400)
    expect((await answer.json()).url).toContain('error=OAuthSignin')
    env.FOYER_OIDC_ISSUER = issuer.url
  })
})
