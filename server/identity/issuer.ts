/** The OpenID Connect issuer of the settings: its address, its own description of itself, its people in our table. */
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { db, isUniqueViolation, transaction } from '../../db/client.ts'
import { env } from '../env.ts'
import { recordEvent } from '../events/record.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { type UserRow, users } from './table.ts'

export type Issuer = { url: string; clientId: string; clientSecret: string; name: string }

/** The configured issuer, undefined when people sign in with local accounts only. */
export const configuredIssuer = (): Issuer | undefined => {
  const { FOYER_OIDC_ISSUER: url, FOYER_OIDC_CLIENT_ID: clientId, FOYER_OIDC_CLIENT_SECRET: clientSecret } = env
  if (!url || !clientId) return undefined
  return { url, clientId, clientSecret: clientSecret ?? '', name: env.FOYER_OIDC_NAME }
}

/** The id of the issuer in next-auth's addresses: `/api/auth/callback/oidc`. */
export const ISSUER_ID = 'oidc'

/** The issuers that the sign-in screen offers. */
export const issuerButtons = (): { id: string; name: string }[] => {
  const issuer = configuredIssuer()
  return issuer ? [{ id: ISSUER_ID, name: issuer.name }] : []
}

/** Where an issuer describes itself (OpenID Connect Discovery 1.0, section 4). */
export const discoveryUrl = (issuer: string): string => `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`

/** The claims that we read (OpenID Connect Core 1.0, section 5.1). */
export const Claims = z.object({
  sub: z.string().min(1).max(255),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  name: z.string().optional(),
})
export type Claims = z.infer<typeof Claims>

export const userOfSubject = async (issuer: string, subject: string): Promise<UserRow | undefined> => {
  const [user] = await db
    .select()
    .from(users)
    .where(and(eq(users.registrationMethod, issuer), eq(users.subject, subject)))
  return user
}

/** A user name from the claims, in the alphabet that the contract allows. */
const usernameOf = (claims: Claims): string => {
  const wish = claims.preferred_username ?? claims.email ?? claims.sub
  return (
    wish
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^0-9a-z_.@+-]/g, '')
      .slice(0, 100) || 'user'
  )
}

const profileOf = (claims: Claims) => {
  const [first = '', ...rest] = claims.name?.split(' ') ?? []
  return {
    email: claims.email?.slice(0, 254) ?? '',
    firstName: (claims.given_name ?? first).slice(0, 100),
    lastName: (claims.family_name ?? rest.join(' ')).slice(0, 100),
  }
}

/**
 * The account of a person whom the issuer vouches for: found by issuer and `sub`, never by name or e-mail (which another
 * account may claim), and made at the first sign-in.
 */
export const userOfClaims = async (issuer: string, claims: Claims, ipAddress: string): Promise<UserRow> => {
  const now = new Date()
  for (let attempt = 0; ; attempt++) {
    const known = await userOfSubject(issuer, claims.sub)
    if (known) return refreshed(known, claims)
    const base = usernameOf(claims)
    // The name may be taken by another account; the second try takes one that nobody has.
    const username = attempt === 0 ? base : `${base}-${newUuid().slice(0, 6)}`
    try {
      return await transaction(async () => {
        const [made] = await db
          .insert(users)
          .values({
            uuid: newUuid(),
            username,
            ...profileOf(claims),
            registrationMethod: issuer,
            subject: claims.sub,
            createdAt: now,
            modifiedAt: now,
          })
          .returning()
        await recordEvent({
          type: 'user_creation_succeeded',
          message: `User ${username} has been created at the first sign-in through the issuer.`,
          author: { userUuid: made.uuid, username, ipAddress, requestId: '' },
        })
        await noteChange('users', 'created', { uuid: made.uuid, userUuid: made.uuid })
        return made
      })
    } catch (error) {
      // Taken name, or the same person in another tab: look again.
      if (!isUniqueViolation(error) || attempt >= 3) throw error
    }
  }
}

/** Takes over what the issuer says now: names and e-mail belong to it. */
const refreshed = async (user: UserRow, claims: Claims): Promise<UserRow> => {
  const { email, firstName, lastName } = profileOf(claims)
  const next = {
    email: email || user.email,
    firstName: firstName || user.firstName,
    lastName: lastName || user.lastName,
  }
  if (next.email === user.email && next.firstName === user.firstName && next.lastName === user.lastName) return user
  return transaction(async () => {
    const [row] = await db
      .update(users)
      .set({ ...next, modifiedAt: new Date() })
      .where(eq(users.uuid, user.uuid))
      .returning()
    await noteChange('users', 'updated', { uuid: user.uuid, userUuid: user.uuid })
    return row
  })
}
