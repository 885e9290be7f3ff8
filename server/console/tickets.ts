/** Single-use console tickets. */
import { createHash, randomBytes } from 'node:crypto'
import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { ConsoleKind, EndReason, RefusalReason } from './reasons.ts'
import { consoleSessions, consoleTickets } from './table.ts'

/** A ticket is refused from this age on. */
export const TICKET_LIFE_MS = 60_000
const KEPT_MS = 24 * 3600_000

const hashOf = (ticket: string) => createHash('sha256').update(ticket).digest('hex')

/** Who a ticket is for: the person and the sign-in, so that a ticket dies with the sign-in. */
export type TicketOwner = { userUuid: string; sessionId: string }

/**
 * Makes a ticket for an instance that the caller may see and whose console he may open: both judged before this.
 * The ticket itself is in this answer only; the database keeps its hash.
 */
export const issueTicket = async (
  { instanceUuid, kind, userUuid, sessionId }: TicketOwner & { instanceUuid: string; kind: ConsoleKind },
  now = new Date(),
): Promise<{ ticket: string; expires_at: string; kind: ConsoleKind }> => {
  const ticket = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + TICKET_LIFE_MS)
  await db.insert(consoleTickets).values({
    ticketHash: hashOf(ticket),
    kind,
    instanceUuid,
    userUuid,
    signInId: sessionId,
    createdAt: now,
    expiresAt,
  })
  return { ticket, expires_at: expiresAt.toISOString(), kind }
}

/**
 * Uses a ticket up. One conditional update decides, so of two web processes that get the same ticket one is refused.
 * Somebody else's ticket is answered like none.
 */
export const redeemTicket = async (
  ticket: string,
  { userUuid, sessionId }: TicketOwner,
  now = new Date(),
): Promise<{ instanceUuid: string; kind: ConsoleKind } | { refused: RefusalReason }> => {
  const mine = and(
    eq(consoleTickets.ticketHash, hashOf(ticket)),
    eq(consoleTickets.userUuid, userUuid),
    eq(consoleTickets.signInId, sessionId),
  )
  const [used] = await db
    .update(consoleTickets)
    .set({ usedAt: now })
    .where(and(mine, isNull(consoleTickets.usedAt), gt(consoleTickets.expiresAt, now)))
    .returning({ instanceUuid: consoleTickets.instanceUuid, kind: consoleTickets.kind })
  if (used) return used
  const [row] = await db.select({ usedAt: consoleTickets.usedAt }).from(consoleTickets).where(mine)
  if (!row) return { refused: 'ticket_unknown' }
  return { refused: row.usedAt ? 'ticket_used' : 'ticket_expired' }
}

/** Keeps why the connection of this ticket was refused; a later, second use does not overwrite the first reason. */
export const noteRefusal = async (ticket: string, reason: RefusalReason): Promise<void> => {
  await db
    .update(consoleTickets)
    .set({ refusedReason: reason })
    .where(
      and(
        eq(consoleTickets.ticketHash, hashOf(ticket)),
        isNull(consoleTickets.refusedReason),
        isNull(consoleTickets.sessionUuid),
      ),
    )
}

/** Names the session that a ticket opened. */
export const noteSession = async (ticket: string, sessionUuid: string): Promise<void> => {
  await db
    .update(consoleTickets)
    .set({ sessionUuid })
    .where(eq(consoleTickets.ticketHash, hashOf(ticket)))
}

export type TicketStatus = {
  kind: ConsoleKind
  state: 'unused' | 'expired' | 'used' | 'refused' | 'open' | 'closed'
  /** Why it was refused, or why the console ended. */
  reason: RefusalReason | EndReason | null
  /** Name of the user who took the screen over. */
  ended_by: string | null
}

/** What became of a ticket, for the page that holds it. Undefined: no such ticket of this user. */
export const describeTicket = async (
  ticket: string,
  { userUuid }: { userUuid: string },
  now = new Date(),
): Promise<TicketStatus | undefined> => {
  const [row] = await db
    .select({ ticket: consoleTickets, session: consoleSessions })
    .from(consoleTickets)
    .leftJoin(consoleSessions, eq(consoleSessions.uuid, consoleTickets.sessionUuid))
    .where(and(eq(consoleTickets.ticketHash, hashOf(ticket)), eq(consoleTickets.userUuid, userUuid)))
  if (!row) return undefined
  const { kind, refusedReason, usedAt, expiresAt } = row.ticket
  const answer = (state: TicketStatus['state'], reason: TicketStatus['reason'] = null, by: string | null = null) =>
    ({ kind, state, reason, ended_by: by }) satisfies TicketStatus
  if (row.session?.closedAt) return answer('closed', row.session.endReason, row.session.endedBy)
  if (row.session) return answer('open')
  if (refusedReason) return answer('refused', refusedReason)
  if (usedAt) return answer('used')
  return expiresAt > now ? answer('unused') : answer('expired', 'ticket_expired')
}

/** Removes tickets of yesterday. */
export const pruneTickets = async (now = new Date()): Promise<void> => {
  await db.delete(consoleTickets).where(lt(consoleTickets.createdAt, new Date(now.getTime() - KEPT_MS)))
}
