/**
 * Real worker processes, killed with SIGKILL at calls to OpenStack; another one goes on. In CI at every call of the
 * creation and deletion of volumes on SQLite, and at one call per step on PostgreSQL;
 * `npm run test:crash` (FOYER_CRASH=all) at every call of every operation on both.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { dialect } from '../../db/dialect.ts'
import type { Order } from '../testing/crash-worker.ts'
import { openTestDatabase } from '../testing/database.ts'
import { difference, inventoryOf, makeStage, OPERATIONS, runTasks, type Stage } from '../testing/operations.ts'
import { jobSteps, jobs, leftovers } from './table.ts'

openTestDatabase()

const all = process.env.FOYER_CRASH === 'all'
const everywhere = all || dialect === 'sqlite'
const CI = ['volume.create', 'volume.delete']
const names = all ? Object.keys(OPERATIONS) : CI
const MOVING = ['queued', 'running', 'undoing'] as const
/** More than any operation takes on an idle cloud; a job that stands still is a failure. */
const PATIENCE_MS = 30_000

let stage: Stage
/** Processes that have loaded everything and wait: the next kill need not wait for a start. */
const ready: Promise<ChildProcess>[] = []
const prepare = () =>
  ready.push(
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(new URL('../testing/crash-worker.ts', import.meta.url)), {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      child.once('message', () => resolve(child))
      child.once('exit', (code) => reject(new Error(`a worker ended before it was ready: ${code}`)))
    }),
  )
const worker = async (order: Order): Promise<ChildProcess> => {
  prepare()
  const child = await ready.shift()!
  child.send(order)
  return child
}
const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve))

beforeAll(async () => {
  stage = await makeStage()
  prepare()
  prepare()
}, 120_000)
afterAll(async () => {
  for (const child of await Promise.allSettled(ready)) if (child.status === 'fulfilled') child.value.kill('SIGKILL')
  await stage?.fake.close()
})

const moving = async () =>
  (
    await db
      .select()
      .from(jobs)
      .where(inArray(jobs.state, [...MOVING]))
  ).filter(({ name }) => name in OPERATIONS)

/** Waits until the request is answered and nothing moves, or until `child` is dead. */
const watch = async (asking: Promise<unknown>, child: ChildProcess) => {
  let answered = false
  const done = () => {
    answered = true
  }
  asking.then(done, done)
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    if (child.signalCode) return 'killed'
    if (answered && (await moving()).length === 0) return 'done'
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`still moving: ${(await moving()).map((job) => `${job.name} step ${job.step} ${job.errorMessage}`)}`)
}

const NEVER: Order = { at: -1, when: 'before' }

/** Does the operation with a worker that is killed as told, then with one that is not. */
const perform = async (name: string, order: Order) => {
  const ask = await OPERATIONS[name](stage)
  await runTasks(stage.world)
  const before = inventoryOf(stage.fake)
  const callsBefore = stage.fake.calls.list().length
  const asking = ask()
  const first = await worker(order)
  const killed = (await watch(asking, first)) === 'killed'
  const calls = stage.fake.calls.list().length - callsBefore
  if (killed) {
    const second = await worker(NEVER)
    await watch(asking, second)
    second.disconnect()
    await ended(second)
  } else {
    first.disconnect()
    await ended(first)
  }
  const { url } = await asking
  const answer = await stage.world.staff('GET', new URL(url, 'http://foyer.test').pathname)
  const rows = await db.select().from(jobs).where(eq(jobs.name, name))
  const job = rows.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]
  return {
    killed,
    calls,
    job,
    result: {
      state: job.state,
      delta: difference(before, inventoryOf(stage.fake)),
      object: answer.status === 404 ? null : { state: answer.body.state, runtime_state: answer.body.runtime_state },
    },
  }
}

describe.each(names)('%s', (name) => {
  it('ends the same when its worker is killed', async () => {
    const clean = await perform(name, NEVER)
    expect(clean.result.state, clean.job.errorMessage).toBe('done')
    const steps = await db.select().from(jobSteps).where(eq(jobSteps.jobUuid, clean.job.uuid))
    // One call per step: spread evenly over all calls.
    const every = everywhere ? 1 : Math.max(1, Math.floor(clean.calls / steps.length))
    let kills = 0
    // Before a call is after the one before it, but for the work between two calls, which the tests in process interrupt.
    const moments = all ? (['before', 'after'] as const) : (['after'] as const)
    for (const when of moments)
      for (let at = 1; at <= clean.calls; at += every) {
        const outcome = await perform(name, { at, when })
        if (!outcome.killed) continue // polls and logins vary by a call or two
        kills++
        const where = `${when} call ${at} of ${clean.calls}`
        expect({ where, ...outcome.result }, outcome.job.errorMessage).toEqual({ where, ...clean.result })
      }
    expect(kills).toBeGreaterThan(0)
    expect(await db.select().from(leftovers)).toEqual([])
  }, 1_200_000)
})
