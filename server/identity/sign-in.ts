/** Signing in with a name and a password: what the sign-in screen and `POST /api-auth/password/` share (contract 2.1). */
import { createHash } from 'node:crypto'
import { and, eq, lte, sql } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { ApiError } from '../errors.ts'
import { recordEvent } from '../events/record.ts'
import { noteChange } from '../live/changes.ts'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'
import { type Device, startSession } from './sessions.ts'
import { signInFailures, type UserRow, users } from './table.ts'

/** Contract 2.1: after 4 failures of one name from one address the pair is locked for 10 minutes. */
const MAX_FAILURES = 4
const LOCK_MS = 600_000

export type Where = { ipAddress: string; requestId: string }

/** A locked pair of name and address; `seconds` are left. */
export class LockedError extends ApiError {
  readonly seconds: number
  constructor(seconds: number) {
    const minutes = Math.ceil(seconds / 60)
    super(
      'unauthenticated',
      `Username is locked after ${MAX_FAILURES} failed attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    )
    this.seconds = seconds
  }
}

const failureKey = (username: string, ipAddress: string) =>
  createHash('sha256').update(`${username.toLowerCase()}\n${ipAddress}`).digest('hex')

/**
 * Counts an attempt before the password is looked at, so that many at once cannot pass the limit together; a right
 * password clears the count. Gives the milliseconds for which the pair is locked, 0 when it may try.
 */
const countAttempt = async (key: string, now: Date): Promise<number> => {
  const t = signInFailures
  const isOver = lte(t.lastAt, new Date(now.getTime() - LOCK_MS))
  const [row] = await db
    .insert(t)
    .values({ key, count: 1, lastAt: now })
    .onConflictDoUpdate({
      target: t.key,
      set: {
        // Tries while locked neither count nor make the lock longer.
        count: sql`case when ${isOver} then 1 when ${t.count} > ${MAX_FAILURES} then ${t.count} else ${t.count} + 1 end`,
        lastAt: sql`case when ${isOver} or ${t.count} < ${MAX_FAILURES} then ${sql.param(now, t.lastAt)} else ${t.lastAt} end`,
      },
    })
    .returning()
  return row.count > MAX_FAILURES ? row.lastAt.getTime() + LOCK_MS - now.getTime() : 0
}

/**
 * The user with this name and password.
 * @throws LockedError 401 while the pair of name and address is locked.
 * @throws ApiError 401 `Invalid username/password.` or `User account is disabled.`
 */
export const checkPassword = async (
  username: string,
  password: string,
  where: Where,
  now = new Date(),
): Promise<UserRow> => {
  const name = username.trim()
  const key = failureKey(name, where.ipAddress)
  const lockedMs = await countAttempt(key, now)
  if (lockedMs > 0) throw new LockedError(Math.ceil(lockedMs / 1000))

  const user = await userNamed(name)
  const isRight = await verifyPassword(password, user?.passwordHash ?? null)
  if (!user || !isRight) {
    await noteFailure(user, name, where, 'Invalid username/password.')
    throw new ApiError('unauthenticated', 'Invalid username/password.')
  }
  await db.delete(signInFailures).where(eq(signInFailures.key, key))
  if (!user.isActive) {
    await noteFailure(user, name, where, 'User account is disabled.')
    throw new ApiError('unauthenticated', 'User account is disabled.')
  }
  if (user.passwordHash && isOutdated(user.passwordHash)) {
    const passwordHash = await hashPassword(password)
    await db
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.uuid, user.uuid), eq(users.passwordHash, user.passwordHash)))
  }
  return user
}

/** By user name, else by e-mail when exactly one local account has it. */
const userNamed = async (name: string): Promise<UserRow | undefined> => {
  const [byName] = await db.select().from(users).where(eq(users.username, name.toLowerCase()))
  if (byName || !name.includes('@')) return byName
  const byEmail = await db
    .select()
    .from(users)
    .where(and(eq(sql`lower(${users.email})`, name.toLowerCase()), eq(users.registrationMethod, 'local')))
    .limit(2)
  return byEmail.length === 1 ? byEmail[0] : undefined
}

const noteFailure = (user: UserRow | undefined, name: string, where: Where, reason: string) =>
  recordEvent({
    type: 'auth_login_failed_with_username',
    message: `User ${name.slice(0, 128)} failed to authenticate with username and password.`,
    result: 'failed',
    author: { userUuid: user?.uuid ?? null, username: name.slice(0, 128), ...where },
    context: { error_message: reason },
  })

/** Tells the log and the user's row of a sign-in. `method` in words: `username and password`, the issuer's name. */
export const noteSignIn = async (user: UserRow, where: Where, method: string): Promise<void> =>
  transaction(async () => {
    await db.update(users).set({ lastSignInAt: new Date() }).where(eq(users.uuid, user.uuid))
    await recordEvent({
      type: 'auth_logged_in_with_username',
      message: `User ${user.username} authenticated successfully with ${method}.`,
      author: { userUuid: user.uuid, username: user.username, ...where },
    })
    await noteChange('users', 'updated', { uuid: user.uuid, userUuid: user.uuid })
  })

export const noteSignOut = (user: Pick<UserRow, 'uuid' | 'username'>, where: Where) =>
  recordEvent({
    type: 'auth_logged_out',
    message: `User ${user.username} has logged out.`,
    author: { userUuid: user.uuid, username: user.username, ...where },
  })

/** A browser's sign-in of a user who has proven themselves. Gives the session's uuid. */
export const openSession = (user: UserRow, where: Where, method: string, device: Device): Promise<string> =>
  transaction(async () => {
    await noteSignIn(user, where, method)
    return startSession(user.uuid, device)
  })
