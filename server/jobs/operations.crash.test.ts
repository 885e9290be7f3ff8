/**
 * What every operation must bear: each step run twice, each step failed, and the engine gone before and after every call
 * to OpenStack. In process here: the engine is dropped and its lease is over. Real processes are killed in
 * `kill.crash.test.ts`.
 */
import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db } from '../../db/client.ts'
import { dialect } from '../../db/dialect.ts'
import { registry } from '../registry.ts'
import { openTestDatabase } from '../testing/database.ts'
import {
  difference,
  type Inventory,
  inventoryOf,
  makeStage,
  OPERATIONS,
  runTasks,
  type Stage,
} from '../testing/operations.ts'
import { StepFailure } from './define.ts'
import type { Engine, EngineOptions } from './engine.ts'

openTestDatabase()

import { retryJob } from './retry.ts'
import { type JobRow, jobs, leftovers } from './table.ts'

let stage: Stage
beforeAll(async () => {
  stage = await makeStage()
}, 120_000)
afterAll(() => stage?.fake.close())

const MOVING = ['queued', 'running', 'undoing'] as const

const newest = async (name: string): Promise<JobRow> => {
  const rows = await db.select().from(jobs).where(eq(jobs.name, name))
  return rows.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0]
}

type Outcome = { delta: Partial<Inventory>; object: unknown; job: JobRow }

const stable = (object: Record<string, unknown> | null) =>
  object && { state: object.state, runtime_state: object.runtime_state }

/** Prepares, asks, and drives the job with engines made by `engines`, one after another as each is dropped. */
const perform = async (
  name: string,
  first: Partial<EngineOptions>,
  isGone: () => boolean = () => false,
): Promise<Outcome> => {
  const ask = await OPERATIONS[name](stage)
  await runTasks(stage.world)
  const before = inventoryOf(stage.fake)
  const engine = stage.world.engine(first)
  Object.assign(handle, { drop: engine.drop })
  const asking = ask()
  await drive(engine, asking, isGone)
  if (isGone()) {
    await db
      .update(jobs)
      .set({ leaseUntil: new Date(0) })
      .where(inArray(jobs.state, [...MOVING]))
    await drive(stage.world.engine(), asking)
  }
  const { url } = await asking
  const answer = await stage.world.staff('GET', new URL(url, 'http://foyer.test').pathname)
  return {
    delta: difference(before, inventoryOf(stage.fake)),
    object: stable(answer.status === 404 ? null : answer.body),
    job: await newest(name),
  }
}
const handle: { drop: () => void } = { drop: () => {} }

/** Drives until the request is answered and nothing moves any more. */
const drive = async (engine: Engine, asking: Promise<unknown>, isGone: () => boolean = () => false) => {
  let answered = false
  asking.then(
    () => (answered = true),
    () => (answered = true),
  )
  for (let i = 0; i < 5000 && !isGone(); i++) {
    await engine.tick()
    const left = (
      await db
        .select()
        .from(jobs)
        .where(inArray(jobs.state, [...MOVING]))
    ).filter(({ name }) => name in OPERATIONS)
    if (left.length === 0 && answered) return
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** Counts calls, and at the `at`th lets the engine die before or after it. */
const dying = (at: number, when: 'before' | 'after') => {
  let calls = 0
  let gone = false
  const die = () => {
    gone = true
    handle.drop()
    throw new Error('the process is gone')
  }
  return {
    isGone: () => gone,
    calls: () => calls,
    options: {
      hooks: {
        beforeCall: () => {
          calls++
          if (when === 'before' && calls === at) die()
        },
        afterCall: () => {
          if (when === 'after' && calls === at) die()
        },
      },
    } satisfies Partial<EngineOptions>,
  }
}

const declared = registry.flatMap((def) => (def.jobs ?? []).map((job) => ({ def, job })))
const QUIET = 'tenant.pull_quotas_quietly' // the same steps as tenant.pull_quotas, asked for by the engine itself

it('every declared operation has its place in the table of operations', () => {
  expect(
    declared
      .map(({ job }) => job.name)
      .filter((name) => name !== QUIET)
      .sort(),
  ).toEqual(Object.keys(OPERATIONS).sort())
})

/** PostgreSQL runs the whole table with `npm run test:crash`; else what touches each service once. */
const onPostgres = /^(volume|network)\./
const walked = (name: string) =>
  name !== QUIET && (process.env.FOYER_CRASH === 'all' || dialect === 'sqlite' || onPostgres.test(name))

describe.each(declared.filter(({ job }) => walked(job.name)).map(({ job, def }) => [job.name, job, def] as const))(
  '%s',
  (name, job, def) => {
    let clean: Outcome
    let calls = 0
    beforeAll(async () => {
      await perform(name, {}) // logins and first pulls are over after this one
      const count = dying(0, 'before')
      clean = await perform(name, count.options)
      calls = count.calls()
      expect(clean.job.state, clean.job.errorMessage).toBe('done')
    }, 60_000)

    it('ends the same when each step runs twice', async () => {
      const twice = await perform(name, { rehearse: { times: 2 } })
      expect(twice.job.state, twice.job.errorMessage).toBe('done')
      expect({ delta: twice.delta, object: twice.object }).toEqual({ delta: clean.delta, object: clean.object })
    })

    it('leaves nothing behind when a step fails, and Retry ends it well', async () => {
      for (const step of job.steps) {
        let failed = false
        const rehearse = {
          afterStep: (row: JobRow, done: string) => {
            if (failed || row.name !== name || done !== step.name) return
            failed = true
            throw new StepFailure('Planted.')
          },
        }
        const outcome = await perform(name, { rehearse }).catch((error) => error as Error)
        if (!failed) continue // left out by its condition
        const broken = await newest(name)
        expect(broken.state, `${step.name}: ${outcome}`).toBe('failed')
        expect(broken.errorMessage).toContain('Planted.')
        if (job.kind === 'create' && !(outcome instanceof Error)) expect(outcome.delta, step.name).toEqual({})
        const [row] = await db.select().from(job.table).where(eq(job.table.uuid, broken.resourceUuid))
        if (job.kind !== 'task' && row) expect(['ERRED', 'OK'], step.name).toContain(row.state)
        if (!row || (job.kind !== 'task' && row.state !== 'ERRED')) continue
        const again = await retryJob(broken, job, def, {
          userUuid: null,
          username: 'test',
          ipAddress: '',
          requestId: '',
        })
        await drive(stage.world.engine(), Promise.resolve())
        const [ended] = await db.select().from(jobs).where(eq(jobs.uuid, again.uuid))
        expect(ended.state, `${step.name}: ${ended.errorMessage}`).toBe('done')
      }
      expect(await db.select().from(leftovers)).toEqual([])
    }, 60_000)

    it('ends the same when the engine is gone before or after any call', async () => {
      for (const when of ['before', 'after'] as const) {
        for (let at = 1; at <= calls; at++) {
          const death = dying(at, when)
          const outcome = await perform(name, death.options, death.isGone)
          const where = `${when} call ${at} of ${calls}`
          expect(outcome.job.state, `${where}: ${outcome.job.errorMessage}`).toBe('done')
          expect({ where, delta: outcome.delta, object: outcome.object }).toEqual({
            where,
            delta: clean.delta,
            object: clean.object,
          })
        }
      }
      expect(await db.select().from(leftovers)).toEqual([])
    }, 240_000)
  },
)
