/** Whether who opened something long-lived (a console, an event stream) still stands as they did. */
import { eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { Actor } from '../api/define.ts'
import { actorFrom, grantsOf } from './actor.ts'
import { sessionEndsAt, touchSession } from './sessions.ts'
import { sessions, users } from './table.ts'

const TOUCH_MS = 30_000

/**
 * The caller as of now, null when the sign-in has ended or the user was disabled. `inUse`: an open console counts as
 * activity, so the sign-in does not run out under it.
 */
export const identityOf = async (
  userUuid: string,
  sessionUuid: string,
  { inUse = true, now = new Date() } = {},
): Promise<Actor | null> => {
  const [found] = await db
    .select({ session: sessions, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.uuid, sessions.userUuid))
    .where(eq(sessions.uuid, sessionUuid))
  if (!found || found.user.uuid !== userUuid || found.session.endedAt || !found.user.isActive) return null
  if (sessionEndsAt(found.session) <= now) return null
  if (inUse && now.getTime() - found.session.lastSeenAt.getTime() > TOUCH_MS) await touchSession(sessionUuid, now)
  return actorFrom(found.user, await grantsOf(userUuid), { ipAddress: '', requestId: '', sessionUuid })
}
