import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { openTestDatabase } from '../testing/database.ts'
import { consoleSessionRows } from './sessions.ts'
import { consoleScreens, consoleSessions, consoleTickets } from './table.ts'
import { describeTicket, issueTicket, noteRefusal, redeemTicket } from './tickets.ts'

openTestDatabase()

const owner = { userUuid: 'ada', sessionId: 'sign-in 1' }
const issue = (now?: Date, instanceUuid: string = randomUUID()) =>
  issueTicket({ ...owner, instanceUuid, kind: 'novnc' }, now)
const after = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1000)

test('a ticket opens one console, once', async () => {
  const instanceUuid = randomUUID()
  const { ticket, kind, expires_at } = await issue(undefined, instanceUuid)
  expect(kind).toBe('novnc')
  expect(new Date(expires_at).getTime()).toBeGreaterThan(Date.now())
  expect(await redeemTicket(ticket, owner)).toEqual({ instanceUuid, kind: 'novnc' })
  expect(await redeemTicket(ticket, owner)).toEqual({ refused: 'ticket_used' })
})

test('of many web processes that get the same ticket at once one may use it', async () => {
  const { ticket } = await issue()
  const answers = await Promise.all(Array.from({ length: 20 }, () => redeemTicket(ticket, owner)))
  expect(answers.filter((answer) => 'kind' in answer)).toHaveLength(1)
})

test('a ticket is good for 60 seconds', async () => {
  const then = new Date('2026-01-01T12:00:00Z')
  const [early, late] = [await issue(then), await issue(then)]
  expect(await redeemTicket(early.ticket, owner, after(then, 59))).toMatchObject({ kind: 'novnc' })
  expect(await redeemTicket(late.ticket, owner, after(then, 61))).toEqual({ refused: 'ticket_expired' })
  expect(await describeTicket(late.ticket, owner, after(then, 61))).toMatchObject({
    state: 'expired',
    reason: 'ticket_expired',
  })
})

test("somebody else's ticket, or one of another sign-in, is answered like none and stays good", async () => {
  const { ticket } = await issue()
  expect(await redeemTicket(ticket, { ...owner, userUuid: 'bob' })).toEqual({ refused: 'ticket_unknown' })
  expect(await redeemTicket(ticket, { ...owner, sessionId: 'sign-in 2' })).toEqual({ refused: 'ticket_unknown' })
  expect(await redeemTicket('nonsense', owner)).toEqual({ refused: 'ticket_unknown' })
  expect(await describeTicket(ticket, { userUuid: 'bob' })).toBeUndefined()
  expect(await redeemTicket(ticket, owner)).toMatchObject({ kind: 'novnc' })
})

test('the database does not hold what opens a console', async () => {
  const { ticket } = await issue()
  expect(JSON.stringify(await db.select().from(consoleTickets))).not.toContain(ticket)
})

test('the page can ask why its connection was refused, and the first reason stays', async () => {
  const { ticket } = await issue()
  expect(await describeTicket(ticket, owner)).toMatchObject({ state: 'unused', reason: null })
  await redeemTicket(ticket, owner)
  await noteRefusal(ticket, 'service_down')
  await noteRefusal(ticket, 'ticket_used')
  expect(await describeTicket(ticket, owner)).toMatchObject({ state: 'refused', reason: 'service_down' })
})

const opening = (ticket: string, instanceUuid: string, userName: string) => ({
  ...owner,
  ticket,
  instanceUuid,
  kind: 'novnc' as const,
  userName,
  remoteAddress: '192.0.2.7',
})

test('the last one to open a console holds the screen, across web processes', async () => {
  const [one, two] = [consoleSessionRows(), consoleSessionRows()]
  const instanceUuid = randomUUID()
  const [first, second] = [await issue(undefined, instanceUuid), await issue(undefined, instanceUuid)]
  const a = await one.open(opening(first.ticket, instanceUuid, 'Ada'))
  expect(await one.taken()).toEqual([])
  await two.open(opening(second.ticket, instanceUuid, 'Bob'))
  expect(await one.taken()).toEqual([{ uuid: a, by: 'Bob' }])
  expect(await two.taken()).toEqual([])
  await one.close(a, 'taken_over', 'Bob')
  expect(await one.taken()).toEqual([])
  expect(await describeTicket(first.ticket, owner)).toEqual({
    kind: 'novnc',
    state: 'closed',
    reason: 'taken_over',
    ended_by: 'Bob',
  })
  expect(await describeTicket(second.ticket, owner)).toMatchObject({ state: 'open' })
})

test('of consoles that open at the same instant exactly one stays', async () => {
  const instanceUuid = randomUUID()
  const relays = Array.from({ length: 5 }, () => consoleSessionRows())
  await Promise.all(
    relays.map(async (relay, i) =>
      relay.open(opening((await issue(undefined, instanceUuid)).ticket, instanceUuid, `user ${i}`)),
    ),
  )
  const taken = await Promise.all(relays.map((relay) => relay.taken()))
  expect(taken.flat()).toHaveLength(4)
  expect(new Set(taken.flat().map(({ by }) => by)).size).toBe(1)
})

test('a screen and a serial line of one instance do not take each other over', async () => {
  const rows = consoleSessionRows()
  const instanceUuid = randomUUID()
  await rows.open(opening((await issue()).ticket, instanceUuid, 'Ada'))
  await rows.open({ ...opening((await issue()).ticket, instanceUuid, 'Bob'), kind: 'serial' })
  expect(await rows.taken()).toEqual([])
})

test('sessions of a web process that died are closed as lost, and a free screen is nobody’s', async () => {
  const began = new Date()
  let now = began
  const dead = consoleSessionRows('dead', () => now)
  const alive = consoleSessionRows('alive', () => now)
  const uuid = await dead.open(opening((await issue()).ticket, randomUUID(), 'Ada'))
  const instanceUuid = randomUUID()
  const kept = await alive.open(opening((await issue()).ticket, instanceUuid, 'Bob'))
  for (const seconds of [30, 60, 100]) {
    now = after(began, seconds)
    await alive.taken()
  }
  const reasonOf = async (id: string) =>
    (await db.select().from(consoleSessions).where(eq(consoleSessions.uuid, id)))[0].endReason
  expect(await reasonOf(uuid)).toBe('lost')
  expect(await reasonOf(kept)).toBeNull()
  await alive.close(kept, 'closed')
  expect(await db.select().from(consoleScreens).where(eq(consoleScreens.sessionUuid, kept))).toEqual([])
})
