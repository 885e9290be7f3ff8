/** API tokens: 40 hex digits, looked up by their hash. The sign-in token is also kept encrypted, to be read again. */
import { randomBytes } from 'node:crypto'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { decrypt, encrypt, hashToken } from '../secrets.ts'
import { type TokenRow, tokens, type UserRow, users } from './table.ts'

const newToken = () => randomBytes(20).toString('hex')
const WELL_FORMED = /^[0-9a-f]{40}$/i

/** When a token ends, by its own date or, for the sign-in token, by its user's `token_lifetime`. Null: never. */
export const tokenEndsAt = (token: TokenRow, user: Pick<UserRow, 'tokenLifetimeSeconds'>): Date | null => {
  if (token.kind === 'personal' || user.tokenLifetimeSeconds === null) return token.expiresAt
  return new Date(token.createdAt.getTime() + user.tokenLifetimeSeconds * 1000)
}

const byHash = prepared(() =>
  db
    .select({ token: tokens, user: users })
    .from(tokens)
    .innerJoin(users, eq(users.uuid, tokens.userUuid))
    .where(and(eq(tokens.hash, sql.placeholder('hash')), isNull(tokens.revokedAt))),
)

/** The stored token of a secret, with its user. Undefined when there is none or it was revoked. */
export const findToken = async (secret: string): Promise<{ token: TokenRow; user: UserRow } | undefined> => {
  if (!WELL_FORMED.test(secret)) return undefined
  const [found] = await byHash({ hash: hashToken(secret.toLowerCase()) })
  return found
}

const USED_EVERY_MS = 60_000

/** Notes that a token was used, at most once a minute. */
export const noteUse = async (token: TokenRow, ipAddress: string, now = new Date()): Promise<void> => {
  if (token.lastUsedAt && now.getTime() - token.lastUsedAt.getTime() < USED_EVERY_MS) return
  await db
    .update(tokens)
    .set({ lastUsedAt: now, lastUsedFrom: ipAddress, useCount: token.useCount + 1 })
    .where(eq(tokens.uuid, token.uuid))
}

/** The user's sign-in token as a row; undefined when there is none. */
export const signInTokenRow = async (userUuid: string): Promise<TokenRow | undefined> => {
  const [row] = await db
    .select()
    .from(tokens)
    .where(and(eq(tokens.userUuid, userUuid), eq(tokens.kind, 'sign_in'), isNull(tokens.revokedAt)))
    .orderBy(desc(tokens.createdAt))
    .limit(1)
  return row
}

/** Makes a new sign-in token; earlier ones are void. */
export const renewSignInToken = async (
  userUuid: string,
  now = new Date(),
): Promise<{ secret: string; createdAt: Date }> =>
  transaction(async () => {
    await revokeTokens({ userUuid, kind: 'sign_in' }, now)
    const secret = newToken()
    await db.insert(tokens).values({
      uuid: newUuid(),
      userUuid,
      kind: 'sign_in',
      hash: hashToken(secret),
      sealed: encrypt(secret),
      prefix: secret.slice(0, 8),
      createdAt: now,
    })
    return { secret, createdAt: now }
  })

const unseal = (sealed: string | null) => {
  try {
    return sealed ? decrypt(sealed) : undefined
  } catch {
    return undefined // sealed with a key that is no more: the token is made anew
  }
}

/** The user's sign-in token in clear; one is made when there is none that still counts (contract 2.1). */
export const signInToken = async (
  user: Pick<UserRow, 'uuid' | 'tokenLifetimeSeconds'>,
  now = new Date(),
): Promise<{ secret: string; createdAt: Date }> => {
  const row = await signInTokenRow(user.uuid)
  const endsAt = row && tokenEndsAt(row, user)
  const secret = row && !(endsAt && endsAt <= now) ? unseal(row.sealed) : undefined
  return row && secret ? { secret, createdAt: row.createdAt } : renewSignInToken(user.uuid, now)
}

/** A personal token. `secret` is in this answer only. */
export const makePersonalToken = async (
  of: Pick<TokenRow, 'userUuid' | 'name' | 'access' | 'scopes' | 'expiresAt'>,
  now = new Date(),
): Promise<{ secret: string; row: TokenRow }> => {
  const secret = newToken()
  const [row] = await db
    .insert(tokens)
    .values({
      uuid: newUuid(),
      kind: 'personal',
      hash: hashToken(secret),
      prefix: secret.slice(0, 8),
      createdAt: now,
      ...of,
    })
    .returning()
  await noteChange('personal-access-tokens', 'created', { uuid: row.uuid, userUuid: row.userUuid })
  return { secret, row }
}

/** Makes tokens void at once. The encrypted value goes, the row stays for the record. */
export const revokeTokens = async (
  of: { uuid: string } | { userUuid: string; kind?: TokenRow['kind'] },
  now = new Date(),
): Promise<number> =>
  transaction(async () => {
    const which =
      'uuid' in of
        ? eq(tokens.uuid, of.uuid)
        : and(eq(tokens.userUuid, of.userUuid), of.kind && eq(tokens.kind, of.kind))
    const revoked = await db
      .update(tokens)
      .set({ revokedAt: now, sealed: null })
      .where(and(which, isNull(tokens.revokedAt)))
      .returning({ uuid: tokens.uuid, userUuid: tokens.userUuid, kind: tokens.kind })
    for (const { uuid, userUuid, kind } of revoked)
      if (kind === 'personal') await noteChange('personal-access-tokens', 'deleted', { uuid, userUuid })
    return revoked.length
  })
