/**
 * One reader per web process: looks for new changes while somebody listens and hands them to the open streams. Changes
 * become visible in the order of their numbers, so "greater than the last one" misses none.
 */
import { and, asc, gt, lte } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { AnyResource, Registry } from '../api/define.ts'
import { log } from '../log.ts'
import { tell, type Viewer } from './audience.ts'
import { lastChange } from './changes.ts'
import { type ChangeRow, changes } from './table.ts'

const LOOK_EVERY_MS = 250
const CHECK_EVERY_MS = 1000
/** Who missed more than this reads the screens anew: cheaper than being told each change. */
const MOST_MISSED = 2000
const READ_AT_ONCE = 1000

export type EndReason = 'signed_out' | 'rights'

export type Listener = Viewer & {
  /** Equal for streams with the same user and rights. */
  personKey: string
  /** The newest change that the viewer has heard of; undefined at a first visit. */
  cursor: number | undefined
  /** False when the viewer takes nothing more: it is dropped. */
  write: (bytes: Uint8Array) => boolean
  end: (reason?: EndReason) => void
  /** Whether the sign-in still stands and the rights are the same; the reason when not. */
  check: () => Promise<EndReason | null>
  /** Streams with the same credentials are checked once. */
  credentials: string
}

const encoder = new TextEncoder()
const event = (name: string, id: number) => encoder.encode(`id: ${id}\nevent: ${name}\ndata: {"number":${id}}\n\n`)

export type Feed = {
  join: (listener: Listener) => void
  leave: (listener: Listener) => void
  /** How many listen. */
  size: () => number
}

export const createFeed = (
  registry: Registry,
  { lookEveryMs = LOOK_EVERY_MS, checkEveryMs = CHECK_EVERY_MS } = {},
): Feed => {
  const defs: ReadonlyMap<string, AnyResource> = new Map(registry.map((def) => [def.path, def]))
  const listening = new Set<Listener>()
  let joining: Listener[] = []
  let last: number | undefined
  let isRunning = false
  let checkedAt = 0

  const drop = (listener: Listener, reason?: EndReason) => {
    if (!listening.delete(listener)) joining = joining.filter((one) => one !== listener)
    listener.end(reason)
  }

  const between = (from: number, to: number): Promise<ChangeRow[]> =>
    db
      .select()
      .from(changes)
      .where(and(gt(changes.number, from), lte(changes.number, to)))
      .orderBy(asc(changes.number))

  const hand = async (news: ChangeRow[], to: readonly Listener[]) => {
    if (news.length === 0 || to.length === 0) return
    const told = await tell(defs, news, to, ({ personKey }) => personKey)
    for (const [listener, list] of told)
      for (const { number, bytes } of list) {
        if (listener.cursor !== undefined && number <= listener.cursor) continue
        if (!listener.write(bytes)) {
          drop(listener)
          break
        }
        listener.cursor = number
      }
  }

  /** Whether all changes after `cursor` are still there to be told. */
  const isComplete = async (cursor: number, to: number): Promise<boolean> => {
    if (cursor === to) return true
    // Another web process may have told the viewer already what this one has not read yet.
    if (cursor > to) return cursor <= (await lastChange())
    if (to - cursor > MOST_MISSED) return false
    const [oldest] = await db.select({ number: changes.number }).from(changes).orderBy(asc(changes.number)).limit(1)
    return oldest !== undefined && oldest.number <= cursor + 1
  }

  const admit = async (listener: Listener, to: number) => {
    const { cursor } = listener
    listening.add(listener)
    listener.cursor = to
    if (cursor === undefined) listener.write(event('ready', to))
    else if (await isComplete(cursor, to)) {
      listener.cursor = cursor
      listener.write(event('resumed', cursor))
      await hand(await between(cursor, to), [listener])
      listener.cursor = Math.max(cursor, to)
    } else listener.write(event('gap', to))
  }

  const check = async () => {
    const sameSignIn = Map.groupBy(listening, ({ credentials }) => credentials)
    for (const same of sameSignIn.values()) {
      const reason = await same[0].check()
      if (reason) for (const listener of same) drop(listener, reason)
    }
  }

  const round = async () => {
    const now = Date.now()
    if (now - checkedAt >= checkEveryMs) {
      checkedAt = now
      await check()
    }
    last ??= await lastChange()
    const fresh = joining
    joining = []
    for (const listener of fresh) await admit(listener, last)
    const news = await db
      .select()
      .from(changes)
      .where(gt(changes.number, last))
      .orderBy(asc(changes.number))
      .limit(READ_AT_ONCE)
    const newest = news.at(-1)
    if (!newest) return
    await hand(news, [...listening])
    last = newest.number
  }

  const run = async () => {
    while (listening.size + joining.length > 0) {
      try {
        await round()
      } catch (error) {
        // A database that is away for a moment ends no stream.
        log.warn({ err: error }, 'reading changes failed; trying again')
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    }
    isRunning = false
    last = undefined
  }

  return {
    join: (listener) => {
      joining.push(listener)
      if (isRunning) return
      isRunning = true
      void run()
    },
    leave: (listener) => {
      if (!listening.delete(listener)) joining = joining.filter((one) => one !== listener)
    },
    size: () => listening.size + joining.length,
  }
}
