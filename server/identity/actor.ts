/** From a user's row to a caller: who they are and what they hold. */
import { and, eq, gt, isNull, or, type Param, sql } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { prepared } from '../../db/prepared.ts'
import type { Actor } from '../api/define.ts'
import type { Grant } from '../api/rules.ts'
import { grants, roles, type UserRow } from './table.ts'

/** "Ada Lovelace", or the user name when neither part is known. */
export const fullNameOf = ({ firstName, lastName, username }: Pick<UserRow, 'firstName' | 'lastName' | 'username'>) =>
  [firstName, lastName].filter(Boolean).join(' ') || username

/** The condition of roles held now: not revoked, not expired, the role switched on. Needs `roles` joined. */
export const heldNow = (now: Date | Param = new Date()) =>
  and(isNull(grants.revokedAt), or(isNull(grants.expiresAt), gt(grants.expiresAt, now)), eq(roles.isActive, true))

const held = prepared(() =>
  db
    .select({
      role: roles.name,
      scopeType: grants.scopeType,
      scopeUuid: grants.scopeUuid,
      permissions: roles.permissions,
    })
    .from(grants)
    .innerJoin(roles, eq(roles.uuid, grants.roleUuid))
    .where(
      and(eq(grants.userUuid, sql.placeholder('user')), heldNow(sql.param(sql.placeholder('now'), grants.expiresAt))),
    ),
)

/** The roles that a user holds now, in one query. */
export const grantsOf = (userUuid: string): Promise<Grant[]> => held({ user: userUuid, now: new Date() })

export type Circumstances = Pick<Actor, 'ipAddress' | 'requestId'> &
  Partial<Pick<Actor, 'access' | 'sessionUuid' | 'tokenUuid' | 'impersonatorUuid'>>

export const actorFrom = (user: UserRow, held: readonly Grant[], how: Circumstances): Actor => ({
  userUuid: user.uuid,
  username: user.username,
  fullName: fullNameOf(user),
  email: user.email,
  isStaff: user.isStaff,
  isSupport: user.isSupport,
  grants: held,
  access: how.access ?? 'write',
  sessionUuid: how.sessionUuid ?? null,
  tokenUuid: how.tokenUuid ?? null,
  impersonatorUuid: how.impersonatorUuid ?? null,
  ipAddress: how.ipAddress,
  requestId: how.requestId,
})
