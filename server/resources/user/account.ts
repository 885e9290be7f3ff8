/** Tokens and passwords of people: the actions of `/api/users/{uuid}/` that concern signing in. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { authorOf } from '../../api/act.ts'
import { actionFor, type Call } from '../../api/define.ts'
import { signedIn, staff } from '../../api/rules.ts'
import { ApiError, conflict, fieldError } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { makePasswordCode, writePassword } from '../../identity/first-start.ts'
import { hashPassword, passwordProblem, verifyPassword } from '../../identity/password.ts'
import { type UserRow, users } from '../../identity/table.ts'
import { renewSignInToken, signInToken } from '../../identity/tokens.ts'
import { wireTime } from '../base/present.ts'
import { isLimited } from './schema.ts'

const action = actionFor(users)

const forbidden = () => new ApiError('forbidden', 'You do not have permission to perform this action.')

/** @throws ApiError 403 unless the caller is the person or staff. */
export const requireSelfOrStaff = (row: UserRow, call: Call): void => {
  if (row.uuid !== call.actor.userUuid && !call.actor.isStaff) throw forbidden()
}

const tokenSchema = z
  .object({
    created: z.iso.datetime({ offset: true }),
    user_first_name: z.string(),
    user_last_name: z.string(),
    user_username: z.string(),
    user_is_active: z.boolean(),
    user_token_lifetime: z.int().nullable(),
    token: z.string(),
  })
  .meta({ id: 'UserAuthToken' })

const tokenBody = (user: UserRow, token: { secret: string; createdAt: Date }) => ({
  created: wireTime(token.createdAt),
  user_first_name: user.firstName,
  user_last_name: user.lastName,
  user_username: user.username,
  user_is_active: user.isActive,
  user_token_lifetime: user.tokenLifetimeSeconds,
  token: token.secret,
})

/** Only a full sign-in hands out tokens: a limited token, or staff acting as somebody, does not. */
const requireFullSignIn = async (call: Call) => {
  if (call.actor.impersonatorUuid || call.actor.access === 'read' || (await isLimited(call.actor))) throw forbidden()
}

export const accountActions = {
  token: action({
    summary: 'The sign-in token',
    method: 'GET',
    rule: signedIn,
    output: tokenSchema,
    handle: async ({ row, call }) => {
      requireSelfOrStaff(row, call)
      await requireFullSignIn(call)
      return { status: 200, body: tokenBody(row, await signInToken(row)) }
    },
  }),
  refresh_token: action({
    summary: 'Make a new sign-in token; the old one is void',
    rule: signedIn,
    output: tokenSchema,
    handle: async ({ row, call }) => {
      requireSelfOrStaff(row, call)
      await requireFullSignIn(call)
      const token = await transaction(async () => {
        const made = await renewSignInToken(row.uuid)
        await recordEvent({
          type: 'token_created',
          message: `A new sign-in token of user ${row.username} has been created.`,
          author: authorOf(call),
          about: { type: 'users', uuid: row.uuid, name: row.username },
          context: { affected_user_uuid: row.uuid, affected_user_username: row.username },
        })
        return made
      })
      return { status: 200, body: tokenBody(row, token) }
    },
  }),
  change_password: action({
    summary: 'Set a password; other sign-ins and the sign-in token end',
    rule: signedIn,
    input: z.object({
      new_password: z.string().min(1).max(128),
      current_password: z
        .string()
        .max(128)
        .optional()
        .meta({ description: 'Needed from a browser: an unlocked screen is no proof of who sits before it.' }),
    }),
    handle: async ({ row, input, call }) => {
      requireSelfOrStaff(row, call)
      await requireFullSignIn(call)
      const { actor } = call
      const isSelf = row.uuid === actor.userUuid
      if (row.registrationMethod !== 'local') throw conflict('This person signs in through the issuer.')
      const needsProof = isSelf && row.passwordHash !== null && actor.sessionUuid !== null
      if (needsProof && !(await verifyPassword(input.current_password ?? '', row.passwordHash)))
        throw fieldError('current_password', 'This is not your present password.')
      const problem = passwordProblem(input.new_password, row.username)
      if (problem) throw fieldError('new_password', problem)
      const keep = isSelf ? (actor.sessionUuid ?? undefined) : undefined
      await writePassword(row, await hashPassword(input.new_password), actor, { keepSession: keep })
      return { status: 200, body: { detail: 'Password has been successfully updated.' } }
    },
  }),
  remove_password: action({
    summary: 'Take the password away: the person signs in by a one-time link, or not at all',
    rule: staff,
    handle: async ({ row, call }) => {
      if (row.uuid === call.actor.userUuid) throw conflict('You cannot take your own password away.')
      await writePassword(row, null, call.actor)
      return { status: 200, body: { detail: 'Password has been removed.' } }
    },
  }),
  foyer_password_link: action({
    summary: 'A one-time link with which the person sets a password',
    rule: staff,
    output: z.object({ url: z.url(), expires_at: z.iso.datetime({ offset: true }) }),
    handle: async ({ row, call }) => {
      if (row.registrationMethod !== 'local') throw conflict('This person signs in through the issuer.')
      const code = await transaction(async () => {
        const [user] = await db.select().from(users).where(eq(users.uuid, row.uuid))
        if (!user?.isActive) throw conflict('The account is disabled.')
        await recordEvent({
          type: 'user_password_link_created',
          message: `A one-time link for the password of user ${row.username} has been created.`,
          author: authorOf(call),
          about: { type: 'users', uuid: row.uuid, name: row.username },
          context: { affected_user_uuid: row.uuid, affected_user_username: row.username },
        })
        return makePasswordCode(row.uuid)
      })
      const base = call.view.link('users', row.uuid).split('/api/')[0]
      const expiresAt = new Date(Date.now() + 24 * 3600_000)
      return {
        status: 200,
        body: { url: `${base}/sign-in/first?code=${code}`, expires_at: wireTime(expiresAt) },
      }
    },
  }),
}
