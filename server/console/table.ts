/** Console tickets, open console sessions, and who holds which screen. */
import { k } from '../../db/columns.ts'
import type { ConsoleKind, EndReason, RefusalReason } from './reasons.ts'

/** A ticket opens one websocket, once, within a minute, for the sign-in that asked for it. Rows go after a day. */
export const consoleTickets = k.table(
  'console_tickets',
  {
    ticketHash: k.text('ticket_hash').primaryKey(), // SHA-256: a copy of the database opens no console
    kind: k.text('kind').$type<ConsoleKind>().notNull(),
    instanceUuid: k.text('instance_uuid').notNull(),
    userUuid: k.text('user_uuid').notNull(),
    signInId: k.text('sign_in_id').notNull(),
    createdAt: k.time('created_at').notNull(),
    expiresAt: k.time('expires_at').notNull(),
    usedAt: k.time('used_at'),
    refusedReason: k.text('refused_reason').$type<RefusalReason>(),
    sessionUuid: k.text('session_uuid'),
  },
  (t) => [k.index('console_tickets_created').on(t.createdAt)],
)

/** One connection of a browser to a console. */
export const consoleSessions = k.table(
  'console_sessions',
  {
    uuid: k.text('uuid').primaryKey(),
    relayId: k.text('relay_id').notNull(), // the web process that carries it
    screen: k.text('screen').notNull(), // `<kind>:<instance uuid>`
    kind: k.text('kind').$type<ConsoleKind>().notNull(),
    instanceUuid: k.text('instance_uuid').notNull(),
    userUuid: k.text('user_uuid').notNull(),
    userName: k.text('user_name').notNull(),
    signInId: k.text('sign_in_id').notNull(),
    remoteAddress: k.text('remote_address').notNull(),
    openedAt: k.time('opened_at').notNull(),
    seenAt: k.time('seen_at').notNull(),
    closedAt: k.time('closed_at'),
    endReason: k.text('end_reason').$type<EndReason>(),
    endedBy: k.text('ended_by'), // name of the user who took the screen
  },
  (t) => [
    k.index('console_sessions_relay').on(t.relayId, t.closedAt),
    k.index('console_sessions_instance').on(t.instanceUuid, t.openedAt),
    k.index('console_sessions_open').on(t.closedAt, t.seenAt),
  ],
)

/**
 * The session that holds an instance's screen or serial line. One row, replaced by whoever comes later: two that
 * open at the same instant in two processes agree on the winner, which two rows in `console_sessions` could not.
 */
export const consoleScreens = k.table('console_screens', {
  screen: k.text('screen').primaryKey(),
  sessionUuid: k.text('session_uuid').notNull(),
  userName: k.text('user_name').notNull(),
})
