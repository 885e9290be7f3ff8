/** Runs what is due. Each timer is leased, so that several workers run each of them once. */
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { AnyResource } from '../api/define.ts'
import { env } from '../env.ts'
import { noteChange } from '../live/changes.ts'
import { log } from '../log.ts'
import { SECOND_MS } from '../units.ts'
import { endLostRuns } from './runs.ts'
import { TIMERS, type Timer, type TimerContext } from './schedules.ts'
import { schedules } from './table.ts'

const LOOK_EVERY_MS = 2 * SECOND_MS
const LEASE_MS = 60 * SECOND_MS
const GRACE_MS = 5 * SECOND_MS
/** A run that is older than this has lost its worker. */
const LOST_AFTER_MS = 12 * 3600 * SECOND_MS

export type Timers = { stop: () => Promise<void> }

const noteSchedule = (name: string) => noteChange('foyer-schedules', 'updated', { uuid: name })

/** Rows for timers that have none yet. Periods that staff has changed stay. */
export const seedSchedules = async (
  timers: Readonly<Record<string, Timer>> = TIMERS,
  now = new Date(),
): Promise<void> => {
  for (const [name, { everySeconds }] of Object.entries(timers))
    await db
      .insert(schedules)
      .values({ name, everySeconds, nextRunAt: new Date(now.getTime() + everySeconds * SECOND_MS) })
      .onConflictDoNothing()
}

/** Takes a timer that is due. @returns its name; undefined when none is, or another worker was faster. */
const claim = async (owner: string, known: ReadonlySet<string>): Promise<string | undefined> => {
  const now = new Date()
  const isDue = and(
    eq(schedules.enabled, true),
    lte(schedules.nextRunAt, now),
    or(isNull(schedules.leaseUntil), lte(schedules.leaseUntil, now)),
  )
  const due = await db.select({ name: schedules.name }).from(schedules).where(isDue).orderBy(schedules.nextRunAt)
  for (const { name } of due) {
    if (!known.has(name)) continue
    const taken = await transaction(async () => {
      const [row] = await db
        .update(schedules)
        .set({ leaseOwner: owner, leaseUntil: new Date(now.getTime() + LEASE_MS) })
        .where(and(eq(schedules.name, name), isDue))
        .returning({ name: schedules.name })
      if (row) await noteSchedule(name)
      return row !== undefined
    })
    if (taken) return name
  }
}

const mine = (name: string, owner: string) => and(eq(schedules.name, name), eq(schedules.leaseOwner, owner))

const giveBack = (name: string, owner: string, nextRunAt: (everySeconds: number) => Date) =>
  transaction(async () => {
    const [row] = await db.select().from(schedules).where(mine(name, owner))
    if (!row) return
    await db
      .update(schedules)
      .set({ leaseOwner: null, leaseUntil: null, nextRunAt: nextRunAt(row.everySeconds) })
      .where(mine(name, owner))
    await noteSchedule(name)
  })

/**
 * Starts the timers of a worker.
 * @param owner names this worker in leases.
 */
export const startTimers = ({
  owner,
  resources,
  timers = TIMERS,
  lookEveryMs = LOOK_EVERY_MS,
}: {
  owner: string
  resources: readonly AnyResource[]
  timers?: Readonly<Record<string, Timer>>
  lookEveryMs?: number
}): Timers => {
  const ending = new AbortController()
  const context: TimerContext = { resources, settleMs: env.FOYER_SETTLE_SECONDS * SECOND_MS, signal: ending.signal }
  const known = new Set(Object.keys(timers))
  const running = new Set<Promise<void>>()
  let wake = () => {}

  const run = async (name: string) => {
    const startedAt = Date.now()
    const renewal = setInterval(() => {
      db.update(schedules)
        .set({ leaseUntil: new Date(Date.now() + LEASE_MS) })
        .where(mine(name, owner))
        .catch((error) => log.warn({ err: error, timer: name }, 'a timer could not renew its lease'))
    }, LEASE_MS / 3)
    try {
      await timers[name].run(context)
    } catch (error) {
      if (!ending.signal.aborted) log.error({ err: error, timer: name }, 'a timer failed; it runs again at its time')
    } finally {
      clearInterval(renewal)
      // What was cut short by the end of this worker is another's at once.
      const next = (everySeconds: number) =>
        new Date(ending.signal.aborted ? Date.now() : startedAt + everySeconds * SECOND_MS)
      await giveBack(name, owner, next).catch((error) => log.warn({ err: error, timer: name }, 'a lease was kept'))
    }
  }

  const look = async () => {
    for (let name = await claim(owner, known); name; name = await claim(owner, known)) {
      const work = run(name).finally(() => running.delete(work))
      running.add(work)
    }
  }

  const loop = async () => {
    let isReady = false
    while (!ending.signal.aborted) {
      try {
        if (!isReady) {
          await seedSchedules(timers)
          await endLostRuns(new Date(Date.now() - LOST_AFTER_MS))
          isReady = true
        }
        await look()
      } catch (error) {
        log.warn({ err: error }, 'looking for timers failed; trying again')
      }
      if (ending.signal.aborted) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEveryMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const looping = loop()

  return {
    stop: async () => {
      ending.abort()
      wake()
      await looping
      const grace = new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref())
      await Promise.race([Promise.all([...running]), grace])
    },
  }
}
