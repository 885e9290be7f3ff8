/** The first staff account. There is no default password: it comes from the environment, or from a one-time link. */
import { randomBytes } from 'node:crypto'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { db, isUniqueViolation, transaction } from '../../db/client.ts'
import { env } from '../env.ts'
import { fieldError, notFound } from '../errors.ts'
import { recordEvent, SYSTEM } from '../events/record.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { hashToken } from '../secrets.ts'
import { hashPassword, passwordProblem } from './password.ts'
import { endSessions } from './sessions.ts'
import type { Where } from './sign-in.ts'
import { passwordCodes, type UserRow, users } from './table.ts'
import { revokeTokens } from './tokens.ts'

const CODE_LIFE_MS = 24 * 3600_000

/** The settings that make the first account. */
export type StaffAccount = { username: string; password?: string }

const fromEnvironment = (): StaffAccount => ({
  username: env.FOYER_STAFF_USERNAME.toLowerCase(),
  password: env.FOYER_STAFF_PASSWORD,
})

/**
 * Makes the staff account when the portal has no staff yet. Of several processes that start together one makes it.
 * @returns the code of a one-time link when somebody has to set the password, else undefined.
 */
export const ensureStaff = async (account = fromEnvironment()): Promise<string | undefined> => {
  const { username, password } = account
  const staff = await db.select().from(users).where(eq(users.isStaff, true))
  if (staff.length > 0) return recoverStaff(staff, account)
  const now = new Date()
  const uuid = newUuid()
  const passwordHash = password ? await hashPassword(password) : null
  try {
    return await transaction(async () => {
      await db
        .insert(users)
        .values({ uuid, username, passwordHash, isStaff: true, firstName: 'Staff', createdAt: now, modifiedAt: now })
      await recordEvent({
        type: 'user_creation_succeeded',
        message: `Staff account ${username} has been created at the first start.`,
        author: SYSTEM,
      })
      await noteChange('users', 'created', { uuid, userUuid: uuid })
      return password ? undefined : await makePasswordCode(uuid, now)
    })
  } catch (error) {
    if (isUniqueViolation(error)) return undefined // another process was faster
    throw error
  }
}

/** An account whose link nobody used: takes the environment's password, or gets a new link when the last has run out. */
const recoverStaff = async (staff: UserRow[], { password }: StaffAccount): Promise<string | undefined> => {
  if (staff.some((user) => user.passwordHash !== null || user.registrationMethod !== 'local')) return undefined
  const [user] = staff
  if (password) {
    await writePassword(user, await hashPassword(password), { ipAddress: '', requestId: '' })
    return undefined
  }
  const now = new Date()
  const [open] = await db
    .select({ hash: passwordCodes.hash })
    .from(passwordCodes)
    .where(and(eq(passwordCodes.userUuid, user.uuid), isNull(passwordCodes.usedAt), gt(passwordCodes.expiresAt, now)))
  return open ? undefined : makePasswordCode(user.uuid, now)
}

/** A code with which the user may set a password once, within a day. Only its hash is kept. */
export const makePasswordCode = async (userUuid: string, now = new Date()): Promise<string> => {
  const code = randomBytes(24).toString('base64url')
  await db.insert(passwordCodes).values({
    hash: hashToken(code),
    userUuid,
    createdAt: now,
    expiresAt: new Date(now.getTime() + CODE_LIFE_MS),
  })
  return code
}

/** Prints the link that sets the first password. */
export const announceFirstStart = (
  url: string,
  code: string,
  print: (text: string) => void = (text) => void process.stdout.write(text),
): void =>
  print(
    `\nNo staff account has a password yet. Set one here, once, within 24 hours:\n\n  ${url}/sign-in/first?code=${code}\n\n`,
  )

const standing = (code: string, now: Date) =>
  and(eq(passwordCodes.hash, hashToken(code)), isNull(passwordCodes.usedAt), gt(passwordCodes.expiresAt, now))

/** Whose password a code sets; undefined when it is unknown, used or too old. */
export const userOfCode = async (code: string, now = new Date()): Promise<UserRow | undefined> => {
  const [found] = await db
    .select({ user: users })
    .from(passwordCodes)
    .innerJoin(users, eq(users.uuid, passwordCodes.userUuid))
    .where(standing(code, now))
  return found?.user.isActive ? found.user : undefined
}

/**
 * Uses a code up and sets the password.
 * @throws ApiError 400 on `code` when it does not stand, on `password` when that is too weak.
 */
export const setFirstPassword = async (
  code: string,
  password: string,
  where: Where,
  now = new Date(),
): Promise<UserRow> => {
  const user = await userOfCode(code, now)
  const gone = fieldError('code', 'This link has been used or is too old.')
  if (!user) throw gone
  const problem = passwordProblem(password, user.username)
  if (problem) throw fieldError('password', problem)
  const passwordHash = await hashPassword(password)
  return transaction(async () => {
    // Conditional: of two that use one code at the same time the second finds it used.
    const [used] = await db.update(passwordCodes).set({ usedAt: now }).where(standing(code, now)).returning()
    if (!used) throw gone
    return writePassword(user, passwordHash, where, { now })
  })
}

/** Stores a password that was judged and hashed. Sign-ins and the token made with the old one end. */
export const writePassword = async (
  user: Pick<UserRow, 'uuid'>,
  passwordHash: string | null,
  by: Where & { userUuid?: string; username?: string },
  { keepSession, now = new Date() }: { keepSession?: string; now?: Date } = {},
): Promise<UserRow> =>
  transaction(async () => {
    const [row] = await db
      .update(users)
      .set({ passwordHash, modifiedAt: now })
      .where(eq(users.uuid, user.uuid))
      .returning()
    if (!row) throw notFound('User')
    await endSessions({ userUuid: row.uuid, except: keepSession }, now)
    await revokeTokens({ userUuid: row.uuid, kind: 'sign_in' }, now)
    await recordEvent({
      type: 'user_password_updated',
      message: `Password of user ${row.username} has been ${passwordHash ? 'changed' : 'removed'}.`,
      author: {
        userUuid: by.userUuid ?? row.uuid,
        username: by.username ?? row.username,
        ipAddress: by.ipAddress,
        requestId: by.requestId,
      },
      about: { type: 'users', uuid: row.uuid, name: row.username },
      context: { affected_user_uuid: row.uuid, affected_user_username: row.username },
    })
    await noteChange('users', 'updated', { uuid: row.uuid, userUuid: row.uuid })
    return row
  })
