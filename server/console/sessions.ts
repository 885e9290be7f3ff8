/** Open consoles as rows, so that several web processes agree on who holds a screen. */
import { randomUUID } from 'node:crypto'
import { and, eq, isNull, lt, ne } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { ConsoleKind, EndReason } from './reasons.ts'
import { consoleScreens, consoleSessions } from './table.ts'
import { noteSession, pruneTickets } from './tickets.ts'

/** A session that its web process has not confirmed for this long is closed as lost: the process is gone. */
const UNSEEN_MS = 90_000
const SEEN_EVERY_MS = 20_000
const KEPT_MS = 30 * 24 * 3600_000

export type NewSession = {
  ticket: string
  instanceUuid: string
  kind: ConsoleKind
  userUuid: string
  userName: string
  sessionId: string
  remoteAddress: string
}

/** What the relay needs of its session rows; `consoleSessionRows` is the one over the database. */
export type SessionRows = {
  /** Records an open console and takes the screen from whoever held it. Gives the session's uuid. */
  open: (session: NewSession) => Promise<string>
  close: (uuid: string, reason: EndReason, by?: string) => Promise<void>
  /** Sessions of this relay whose screen somebody else took. Called about twice a second while any is open. */
  taken: () => Promise<{ uuid: string; by: string }[]>
}

const screenOf = (kind: ConsoleKind, instanceUuid: string) => `${kind}:${instanceUuid}`

/** The rows of one web process. */
export const consoleSessionRows = (relayId: string = randomUUID(), clock = () => new Date()): SessionRows => {
  let seenAtMs = 0

  /** Keeps our rows fresh, closes those of dead processes, drops old ones. */
  const tidy = async (now: Date) => {
    await db
      .update(consoleSessions)
      .set({ seenAt: now })
      .where(and(eq(consoleSessions.relayId, relayId), isNull(consoleSessions.closedAt)))
    await db
      .update(consoleSessions)
      .set({ closedAt: now, endReason: 'lost' })
      .where(and(isNull(consoleSessions.closedAt), lt(consoleSessions.seenAt, new Date(now.getTime() - UNSEEN_MS))))
    await db.delete(consoleSessions).where(lt(consoleSessions.closedAt, new Date(now.getTime() - KEPT_MS)))
    await pruneTickets(now)
  }

  return {
    open: async ({ ticket, instanceUuid, kind, userUuid, userName, sessionId, remoteAddress }) => {
      const uuid = randomUUID()
      const screen = screenOf(kind, instanceUuid)
      const now = clock()
      await transaction(async () => {
        await db.insert(consoleSessions).values({
          uuid,
          relayId,
          screen,
          kind,
          instanceUuid,
          userUuid,
          userName,
          signInId: sessionId,
          remoteAddress,
          openedAt: now,
          seenAt: now,
        })
        await noteSession(ticket, uuid)
        await db
          .insert(consoleScreens)
          .values({ screen, sessionUuid: uuid, userName })
          .onConflictDoUpdate({ target: consoleScreens.screen, set: { sessionUuid: uuid, userName } })
      })
      return uuid
    },
    close: async (uuid, reason, by) => {
      await transaction(async () => {
        await db
          .update(consoleSessions)
          .set({ closedAt: clock(), endReason: reason, endedBy: by ?? null })
          .where(and(eq(consoleSessions.uuid, uuid), isNull(consoleSessions.closedAt)))
        await db.delete(consoleScreens).where(eq(consoleScreens.sessionUuid, uuid))
      })
    },
    taken: async () => {
      const now = clock()
      if (now.getTime() - seenAtMs >= SEEN_EVERY_MS) {
        seenAtMs = now.getTime()
        await tidy(now)
      }
      return db
        .select({ uuid: consoleSessions.uuid, by: consoleScreens.userName })
        .from(consoleSessions)
        .innerJoin(consoleScreens, eq(consoleScreens.screen, consoleSessions.screen))
        .where(
          and(
            eq(consoleSessions.relayId, relayId),
            isNull(consoleSessions.closedAt),
            ne(consoleScreens.sessionUuid, consoleSessions.uuid),
          ),
        )
    },
  }
}
