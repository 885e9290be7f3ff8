/** Sign-ins of browsers: rows that the cookie's token names, read at each request, so that ending one acts at once. */
import { and, eq, inArray, isNull, ne } from 'drizzle-orm'
import nextAuthJwt from 'next-auth/jwt'
import { db, transaction } from '../../db/client.ts'
import { consoleTickets } from '../console/table.ts'
import { env } from '../env.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { deriveKey } from '../secrets.ts'
import { type SessionRow, sessions, type UserRow, users } from './table.ts'

/** Waldur's name of the cookie (contract 1.3). */
export const SESSION_COOKIE = 'sessionid'

const KEY = Symbol.for('foyer.sessions')
type Runtime = { secret?: string; known: Map<string, string> }
const runtime = ((globalThis as Record<symbol, unknown>)[KEY] ??= { known: new Map() }) as Runtime

/** Signs and encrypts what next-auth gives to browsers. */
export const signInSecret = (): string => (runtime.secret ??= deriveKey('sign-in').toString('hex'))

const KNOWN_COOKIES = 2000

/** The session that a cookie's value names; undefined when the value is not ours or has run out. */
const sessionUuidOf = async (value: string): Promise<string | undefined> => {
  // Only the decryption is remembered: whether the session still stands is asked at each request.
  const known = runtime.known.get(value)
  if (known) return known
  try {
    const token = await nextAuthJwt.decode({ token: value, secret: signInSecret() })
    if (typeof token?.sid !== 'string') return undefined
    if (runtime.known.size >= KNOWN_COOKIES) runtime.known.clear()
    runtime.known.set(value, token.sid)
    return token.sid
  } catch {
    return undefined // made with another key, cut short, or run out
  }
}

/** The value of a cookie in a `Cookie` header, as sent. A session token holds no sign that would be escaped. */
export const cookieOf = (header: string | null | undefined, name: string): string | undefined => {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
}

/** When the session ends unless it is used: the idle limit (not for remembered devices) or the absolute one. */
export const sessionEndsAt = (session: SessionRow): Date => {
  const absoluteMs = session.createdAt.getTime() + env.FOYER_SESSION_MAX_SECONDS * 1000
  const idleMs = session.lastSeenAt.getTime() + env.FOYER_SESSION_IDLE_SECONDS * 1000
  return new Date(session.isRemembered ? absoluteMs : Math.min(absoluteMs, idleMs))
}

/** Use is written down at most this often. */
const TOUCH_MS = Math.min(30_000, env.FOYER_SESSION_IDLE_SECONDS * 250)

/** Notes that the session is in use: a request of a person, an open console, a running upload. */
export const touchSession = async (uuid: string, now = new Date()): Promise<void> => {
  await db
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.uuid, uuid), isNull(sessions.endedAt)))
}

/**
 * The sign-in that a `Cookie` header bears, with its user; undefined when there is none that stands.
 * `touch` false for what runs without the person, such as the event stream.
 */
export const readSession = async (
  cookieHeader: string | null | undefined,
  { touch = true, now = new Date() }: { touch?: boolean; now?: Date } = {},
): Promise<{ session: SessionRow; user: UserRow } | undefined> => {
  const cookie = cookieOf(cookieHeader, SESSION_COOKIE)
  const uuid = cookie && (await sessionUuidOf(cookie))
  if (!uuid) return undefined
  const [found] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.uuid, sessions.userUuid))
    .where(eq(sessions.uuid, uuid))
  if (!found || found.session.endedAt || !found.user.isActive || sessionEndsAt(found.session) <= now) return undefined
  if (touch && now.getTime() - found.session.lastSeenAt.getTime() >= TOUCH_MS) {
    await touchSession(uuid, now)
    found.session.lastSeenAt = now
  }
  return found
}

/** Whether a cookie names a sign-in that was ended: by signing out, by staff. One that ran out was not. */
export const wasEnded = async (cookieHeader: string | null | undefined): Promise<boolean> => {
  const cookie = cookieOf(cookieHeader, SESSION_COOKIE)
  const uuid = cookie && (await sessionUuidOf(cookie))
  if (!uuid) return false
  const [found] = await db.select({ endedAt: sessions.endedAt }).from(sessions).where(eq(sessions.uuid, uuid))
  return found ? found.endedAt !== null : true
}

export type Device = { ipAddress: string; userAgent: string; isRemembered?: boolean }

/** Starts a sign-in. Gives the session's uuid, which next-auth's token names. */
export const startSession = async (userUuid: string, device: Device, now = new Date()): Promise<string> => {
  const uuid = newUuid()
  await db.insert(sessions).values({
    uuid,
    userUuid,
    userAgent: device.userAgent.slice(0, 400),
    ipAddress: device.ipAddress,
    isRemembered: device.isRemembered ?? false,
    createdAt: now,
    lastSeenAt: now,
  })
  return uuid
}

/** Ends sign-ins: one, or all (but one) of a user. Console tickets not yet used end with them. Gives how many ended. */
export const endSessions = async (
  of: { uuid: string } | { userUuid: string; except?: string },
  now = new Date(),
): Promise<number> =>
  transaction(async () => {
    const which =
      'uuid' in of
        ? eq(sessions.uuid, of.uuid)
        : and(eq(sessions.userUuid, of.userUuid), of.except ? ne(sessions.uuid, of.except) : undefined)
    const ended = await db
      .update(sessions)
      .set({ endedAt: now })
      .where(and(which, isNull(sessions.endedAt)))
      .returning({ uuid: sessions.uuid, userUuid: sessions.userUuid })
    if (ended.length === 0) return 0
    const uuids = ended.map((session) => session.uuid)
    await db.delete(consoleTickets).where(and(inArray(consoleTickets.signInId, uuids), isNull(consoleTickets.usedAt)))
    for (const { uuid, userUuid } of ended) await noteChange('foyer-sessions', 'deleted', { uuid, userUuid })
    return ended.length
  })

/** A cookie value that names the session: for tests and for the upgrade of an account's first link. */
export const sessionCookie = async (uuid: string): Promise<string> =>
  nextAuthJwt.encode({ token: { sid: uuid }, secret: signInSecret(), maxAge: env.FOYER_SESSION_MAX_SECONDS })
