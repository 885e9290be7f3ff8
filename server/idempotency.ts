/**
 * `Idempotency-Key` on any POST: the first answer is given again for 24 h, per user. A second request waits for the
 * first; another request under the same key is 409.
 */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { and, eq, isNull, lt } from 'drizzle-orm'
import { db, transaction } from '../db/client.ts'
import type { Actor, Answer, Call } from './api/define.ts'
import { conflict, fieldError } from './errors.ts'
import { events } from './events/table.ts'
import { jobs, idempotencyKeys as keys } from './jobs/table.ts'
import { log } from './log.ts'
import { decrypt, encrypt } from './secrets.ts'
import { DAY_MS, SECOND_MS } from './units.ts'

const HEADER = 'idempotency-key'
const LONGEST_KEY = 255
/** While the first request runs it shows a sign of life; without one for so long its process is dead. */
const ALIVE_EVERY_MS = 5 * SECOND_MS
const DEAD_AFTER_MS = 15 * SECOND_MS
const LONGEST_WAIT_MS = 35 * SECOND_MS
const LOOK_EVERY_MS = 100

type Passage = { request: Request; actor: Actor | null; call: Call; readBody: () => Promise<string> }
type Kept = Pick<Answer, 'body' | 'headers'>

export const isRemembered = (request: Request): boolean => request.method === 'POST' && request.headers.has(HEADER)

const mine = (userUuid: string, key: string) => and(eq(keys.userUuid, userUuid), eq(keys.key, key))

/**
 * Takes the key for this request, or finds who has it. `body` holds the first request's id while it runs: what it wrote
 * bears that id, so a crash between the act and its answer is told from one before the act.
 */
const take = (userUuid: string, key: string, requestHash: string, requestId: string) =>
  transaction(async () => {
    const now = Date.now()
    await db.delete(keys).where(and(mine(userUuid, key), lt(keys.createdAt, new Date(now - DAY_MS))))
    const fresh = { userUuid, key, requestHash, status: null, body: requestId, createdAt: new Date(now) }
    const taken = await db.insert(keys).values(fresh).onConflictDoNothing().returning({ key: keys.key })
    if (taken.length > 0) return { owner: true as const, dead: undefined }
    const [row] = await db.select().from(keys).where(mine(userUuid, key))
    if (
      row &&
      row.requestHash === requestHash &&
      row.status === null &&
      row.createdAt.getTime() < now - DEAD_AFTER_MS
    ) {
      const over = await db
        .update(keys)
        .set({ body: requestId, createdAt: new Date(now) })
        .where(and(mine(userUuid, key), isNull(keys.status), eq(keys.body, row.body)))
        .returning({ key: keys.key })
      if (over.length > 0) return { owner: true as const, dead: row.body }
    }
    return { owner: false as const, row }
  })

/** What a request that died before it could answer had done, as an answer; undefined when it had done nothing. */
const recovered = async (requestId: string, { call }: Passage): Promise<Answer | undefined> => {
  const [job] = await db.select().from(jobs).where(eq(jobs.requestId, requestId)).limit(1)
  const [event] = job ? [] : await db.select().from(events).where(eq(events.requestId, requestId)).limit(1)
  if (!job && !event) return undefined
  const [type, uuid] = job ? [job.resourceType, job.resourceUuid] : [event!.resourceType, event!.resourceUuid]
  const object = type && uuid ? await call.render(type, uuid).catch(() => null) : null
  const status = 'The request had been carried out before its answer was lost.'
  if (job && job.kind !== 'create') return { status: 202, body: { status, job_uuid: job.uuid } }
  return object ? { status: 201, body: object } : { status: 200, body: { status } }
}

const own = (userUuid: string, key: string, requestId: string) =>
  and(mine(userUuid, key), isNull(keys.status), eq(keys.body, requestId))

const runFirst = async (
  userUuid: string,
  key: string,
  requestId: string,
  run: () => Promise<Answer>,
): Promise<Answer> => {
  const alive = setInterval(() => {
    const seen = db
      .update(keys)
      .set({ createdAt: new Date() })
      .where(own(userUuid, key, requestId))
    Promise.resolve(seen).catch((err: unknown) => log.warn({ err }, 'an idempotency key could not be kept alive'))
  }, ALIVE_EVERY_MS)
  const answer = await run().finally(() => clearInterval(alive))
  // What went wrong inside us, or passes by waiting, may be tried again under the same key.
  if (answer.status >= 500 || answer.status === 401 || answer.status === 429) {
    await db.delete(keys).where(own(userUuid, key, requestId))
    return answer
  }
  const kept: Kept = { body: answer.body, headers: answer.headers }
  await db
    .update(keys)
    // Encrypted, since an answer may hold a token.
    .set({ status: answer.status, body: encrypt(JSON.stringify(kept)), createdAt: new Date() })
    .where(own(userUuid, key, requestId))
  return answer
}

const AGAIN = { 'Idempotency-Replayed': 'true' }

/**
 * Runs `run` (which answers its own errors), or answers what the first request under the same key was answered.
 * @throws ApiError 409 when the key was used for another request, or its first request still runs.
 */
export const remember = async (passage: Passage, run: () => Promise<Answer>): Promise<Answer> => {
  const { request, actor, call, readBody } = passage
  const key = request.headers.get(HEADER)!
  if (key === '' || key.length > LONGEST_KEY) throw fieldError(HEADER, `1 to ${LONGEST_KEY} characters.`)
  const { userUuid } = actor!
  const { pathname, search } = new URL(request.url)
  const requestHash = createHash('sha256')
    .update(`${request.method} ${pathname.replace(/\/$/, '')}${search}\n${await readBody()}`)
    .digest('hex')
  const until = Date.now() + LONGEST_WAIT_MS
  for (;;) {
    const taken = await take(userUuid, key, requestHash, call.requestId)
    if (taken.owner) {
      const first = async () => (taken.dead && (await recovered(taken.dead, passage))) || run()
      return runFirst(userUuid, key, call.requestId, first)
    }
    const { row } = taken
    if (row && row.requestHash !== requestHash) throw conflict('This Idempotency-Key was used for another request.')
    if (row && row.status !== null) {
      const { body, headers } = JSON.parse(decrypt(row.body)) as Kept
      return { status: row.status, body, headers: { ...headers, ...AGAIN } }
    }
    if (Date.now() > until) throw conflict('The first request with this Idempotency-Key is still running.')
    await pause(LOOK_EVERY_MS)
  }
}

/** Drops what is older than 24 h. @returns how many went. */
export const dropOldIdempotencyKeys = async (): Promise<number> => {
  const gone = await db
    .delete(keys)
    .where(lt(keys.createdAt, new Date(Date.now() - DAY_MS)))
    .returning({ key: keys.key })
  return gone.length
}
