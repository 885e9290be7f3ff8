/**
 * Sign-in of browsers by next-auth 4: local accounts and the configured issuer. Its token only names a row of
 * `sessions`. next-auth is called by its framework-free form, with requests and answers of ours, so that this runs in
 * plain Node, and so that the portal's address is the one that `clientOf` trusts rather than any `Host` header.
 */
import nextAuthModule, { type AuthOptions, type User } from 'next-auth'
import credentialsModule from 'next-auth/providers/credentials'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import type { Client } from '../api/origin.ts'
import { env } from '../env.ts'
import { log } from '../log.ts'
import { Claims, configuredIssuer, discoveryUrl, ISSUER_ID, type Issuer, userOfClaims } from './issuer.ts'
import { endSessions, readSession, SESSION_COOKIE, sessionEndsAt, signInSecret, wasEnded } from './sessions.ts'
import { checkPassword, LockedError, noteSignOut, openSession } from './sign-in.ts'
import type { UserRow } from './table.ts'

// next-auth is CommonJS: plain Node gives its exports object, a bundler the function itself.
const unwrap = <T>(module: T): T => (module as { default?: T }).default ?? module
const NextAuth = unwrap(nextAuthModule) as unknown as (
  request: object,
  response: object,
  options: AuthOptions,
) => Promise<unknown>
const Credentials = unwrap(credentialsModule)

// next-auth takes its own address from the headers below only when told so; `localhost:3000` otherwise.
process.env.AUTH_TRUST_HOST ??= '1'

const provider = ({ url, clientId, clientSecret, name }: Issuer): OAuthConfig<Claims> => ({
  id: ISSUER_ID,
  name,
  type: 'oauth',
  wellKnown: discoveryUrl(url),
  clientId,
  clientSecret,
  // A public client has no secret and proves itself by PKCE alone.
  client: clientSecret ? undefined : { token_endpoint_auth_method: 'none' },
  authorization: { params: { scope: 'openid email profile' } },
  idToken: true,
  checks: ['pkce', 'state', 'nonce'],
  // Names are often left out of the ID token (OpenID Connect Core 1.0, 5.4), so userinfo is asked as well.
  userinfo: {
    request: async ({ client, tokens }) => {
      const signed = tokens.id_token
        ? JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url').toString())
        : {}
      const told =
        tokens.access_token && client.issuer.metadata.userinfo_endpoint
          ? await client.userinfo(tokens.access_token)
          : {}
      // The signed subject wins: userinfo of another person must not be taken for this one's.
      if (signed.sub && 'sub' in told && told.sub !== signed.sub) throw new Error('userinfo speaks of another person')
      return { ...told, ...signed }
    },
  },
  profile: (claims) => ({ id: claims.sub, name: claims.name ?? null, email: claims.email ?? null }),
})

/** What a proven sign-in carries from next-auth's `authorize` and `signIn` to `jwt`. */
type Proven = User & { row?: UserRow; isRemembered?: boolean }

const optionsFor = (client: Client, userAgent: string): AuthOptions => {
  const where = { ipAddress: client.ipAddress, requestId: client.requestId }
  const issuer = configuredIssuer()
  const isHttps = client.base.startsWith('https://')
  return {
    secret: signInSecret(),
    session: { strategy: 'jwt', maxAge: env.FOYER_SESSION_MAX_SECONDS },
    useSecureCookies: isHttps,
    cookies: {
      sessionToken: {
        name: SESSION_COOKIE,
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps },
      },
    },
    pages: { signIn: '/sign-in', signOut: '/sign-out', error: '/sign-in' },
    logger: {
      error: (code, metadata) => log.warn({ code, err: errorOf(metadata) }, 'sign-in failed'),
      warn: (code) => log.debug({ code }, 'sign-in warning'),
      debug: () => {},
    },
    providers: [
      Credentials({
        name: 'Local account',
        credentials: { username: {}, password: {}, remember: {} },
        authorize: async (given) => {
          try {
            const row = await checkPassword(given?.username ?? '', given?.password ?? '', where)
            return { id: row.uuid, row, isRemembered: given?.remember === 'true' } satisfies Proven
          } catch (error) {
            // The page finds the reason in the answer's address.
            if (error instanceof LockedError) throw new Error(`locked:${error.seconds}`)
            throw new Error(error instanceof Error && /disabled/.test(error.message) ? 'disabled' : 'wrong')
          }
        },
      }),
      ...(issuer ? [provider(issuer)] : []),
    ],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== ISSUER_ID || !issuer) return true
        const claims = Claims.safeParse(profile)
        if (!claims.success) throw new Error('claims')
        const row = await userOfClaims(issuer.url, claims.data, client.ipAddress)
        if (!row.isActive) throw new Error('disabled')
        ;(user as Proven).row = row
        return true
      },
      jwt: async ({ token, user }) => {
        const { row, isRemembered } = (user ?? {}) as Proven
        if (!row) return token
        const method = row.registrationMethod === 'local' ? 'username and password' : row.registrationMethod
        return { sid: await openSession(row, where, method, { ...where, userAgent, isRemembered }) }
      },
      redirect: async ({ url, baseUrl }) => (isWithin(url, baseUrl) ? new URL(url, baseUrl).toString() : baseUrl),
    },
  }
}

const errorOf = (metadata: unknown) => {
  const inner = (metadata as { error?: unknown } | undefined)?.error ?? metadata
  return inner instanceof Error ? { name: inner.name, message: inner.message } : undefined
}

/** Whether an address leads to a page of ours: no open redirect. */
const isWithin = (url: string, base: string): boolean =>
  URL.canParse(url, base) && new URL(url, base).origin === new URL(base).origin

/** The body as next-auth wants it: an object, from JSON or from a form. */
const bodyOf = async (request: Request): Promise<Record<string, unknown>> => {
  if (request.method !== 'POST') return {}
  const text = await request.text()
  if (text === '' || text.length > 100_000) return {}
  if (!request.headers.get('content-type')?.includes('json')) return Object.fromEntries(new URLSearchParams(text))
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed && typeof parsed === 'object' ? (parsed as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const cookiesOf = (header: string | null) =>
  Object.fromEntries(
    (header ?? '').split(';').flatMap((part) => {
      const at = part.indexOf('=')
      if (at < 1) return []
      const value = part.slice(at + 1).trim()
      try {
        return [[part.slice(0, at).trim(), decodeURIComponent(value)]]
      } catch {
        return [[part.slice(0, at).trim(), value]]
      }
    }),
  )

/** Answers `/api/auth/…`: sign-in, callbacks, providers, CSRF token, session, sign-out. */
export const handleNextAuth = async (request: Request, client: Client): Promise<Response> => {
  const url = new URL(request.url)
  const path = url.pathname.split('/').filter(Boolean).slice(2)
  if (path[0] === 'session') return sessionAnswer(request)
  const base = new URL(client.base)
  const fakeRequest = {
    method: request.method,
    query: { ...Object.fromEntries(url.searchParams), nextauth: path },
    body: await bodyOf(request),
    cookies: cookiesOf(request.headers.get('cookie')),
    headers: {
      ...Object.fromEntries(request.headers),
      'x-forwarded-host': base.host,
      'x-forwarded-proto': base.protocol.slice(0, -1),
    },
  }
  const leaving =
    path[0] === 'signout' && request.method === 'POST' ? await readSession(request.headers.get('cookie')) : undefined
  const response = responder()
  await NextAuth(fakeRequest, response.fake, optionsFor(client, request.headers.get('user-agent') ?? ''))
  const answer = response.answer()
  // next-auth clears the cookie only when its CSRF token was right: that is when the sign-in ends.
  const cleared = answer.headers.getSetCookie().some((line) => line.startsWith(`${SESSION_COOKIE}=;`))
  if (leaving && cleared) {
    await endSessions({ uuid: leaving.session.uuid })
    await noteSignOut(leaving.user, { ipAddress: client.ipAddress, requestId: client.requestId })
  }
  // A wrong password is an answer like another, and no fault that a browser should report.
  return answer.status === 401 && answer.headers.get('content-type')?.includes('json')
    ? new Response(answer.body, { status: 200, headers: answer.headers })
    : answer
}

/** `GET /api/auth/session`: who is signed in and until when. Asking does not keep the sign-in alive. */
const sessionAnswer = async (request: Request): Promise<Response> => {
  const cookie = request.headers.get('cookie')
  const found = await readSession(cookie, { touch: false })
  const body = found
    ? {
        user: { uuid: found.user.uuid, name: found.user.username, email: found.user.email },
        expires: sessionEndsAt(found.session).toISOString(),
      }
    : (await wasEnded(cookie))
      ? { ended: true }
      : {}
  return Response.json(body, { headers: { 'cache-control': 'private, no-cache, no-store' } })
}

/** Enough of a Node response for next-auth to write on, turned into a web `Response`. */
const responder = () => {
  let status = 200
  let body: string | null = null
  const headers = new Map<string, string | string[]>()
  const fake = {
    status: (code: number) => {
      status = code
      return fake
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: string | string[]) => {
      headers.set(name.toLowerCase(), value)
      return fake
    },
    json: (value: unknown) => {
      headers.set('content-type', 'application/json')
      body = JSON.stringify(value)
    },
    send: (value: unknown) => {
      body = value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value)
    },
    end: () => {},
  }
  const answer = () => {
    const out = new Headers()
    for (const [name, value] of headers) for (const one of Array.isArray(value) ? value : [value]) out.append(name, one)
    return new Response(body, { status, headers: out })
  }
  return { fake, answer }
}
