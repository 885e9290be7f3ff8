/** `/api/auth-tokens/`: who holds a sign-in token. Never the token itself. Staff only (contract 2.1). */
import { and, asc, eq, inArray, isNull, max } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { authorOf } from '../../api/act.ts'
import { actionFor, defineResource } from '../../api/define.ts'
import { staff } from '../../api/rules.ts'
import { recordEvent } from '../../events/record.ts'
import { tokens, users } from '../../identity/table.ts'
import { revokeTokens } from '../../identity/tokens.ts'
import { nothing } from '../../identity/visible.ts'
import { wireTime } from '../base/present.ts'

const action = actionFor(users)

const schema = z
  .object({
    url: z.url(),
    created: z.iso.datetime({ offset: true }),
    user: z.url(),
    user_first_name: z.string(),
    user_last_name: z.string(),
    user_username: z.string(),
    user_is_active: z.boolean(),
    user_token_lifetime: z.int().nullable(),
  })
  .meta({ id: 'AuthToken' })

const standing = and(eq(tokens.kind, 'sign_in'), isNull(tokens.revokedAt))

/** One per user, under the user's uuid: hence the table of users. */
export const signInTokenResource = defineResource({
  path: 'auth-tokens',
  model: 'Token',
  summary: 'Sign-in tokens of users',
  table: users,
  schema,
  visible: (actor) => {
    if (!actor.isStaff) return nothing()
    return inArray(users.uuid, db.select({ uuid: tokens.userUuid }).from(tokens).where(standing))
  },
  present: async (rows, { link }) => {
    const uuids = rows.map((row) => row.uuid)
    const held = await db
      .select({ userUuid: tokens.userUuid, createdAt: max(tokens.createdAt) })
      .from(tokens)
      .where(and(standing, inArray(tokens.userUuid, uuids)))
      .groupBy(tokens.userUuid)
    const createdOf = new Map(held.map((token) => [token.userUuid, token.createdAt]))
    return rows.map((row) => ({
      url: link('auth-tokens', row.uuid),
      created: wireTime(createdOf.get(row.uuid) ?? row.createdAt),
      user: link('users', row.uuid),
      user_first_name: row.firstName,
      user_last_name: row.lastName,
      user_username: row.username,
      user_is_active: row.isActive,
      user_token_lifetime: row.tokenLifetimeSeconds,
    }))
  },
  scopeOf: () => ({}),
  list: true,
  retrieve: true,
  defaultOrder: [asc(users.username)],
  destroy: action({
    summary: "Make a user's sign-in token void",
    rule: staff,
    handle: async ({ row, call }) => {
      await transaction(async () => {
        await revokeTokens({ userUuid: row.uuid, kind: 'sign_in' })
        await recordEvent({
          type: 'token_revoked',
          message: 'A sign-in token has been revoked.',
          author: authorOf(call),
          about: { type: 'users', uuid: row.uuid },
          context: { affected_user_uuid: row.uuid },
        })
      })
      return { status: 204 }
    },
  }),
})
