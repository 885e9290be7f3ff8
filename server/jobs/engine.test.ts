/** The engine on jobs made for the test: a small cloud in memory, real rows, both databases. */
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, db, openDatabase } from '../../db/client.ts'
import type { ResourceDef } from '../api/define.ts'
import { SYSTEM } from '../events/record.ts'
import { events } from '../events/table.ts'
import { OpenStackError } from '../openstack/errors.ts'
import { reserve } from '../quotas/reserve.ts'
import { quotas, reservations } from '../quotas/table.ts'
import { type VolumeRow, volumes } from '../resources/volume/table.ts'
import { type AnyJob, acceptJob, createResource } from './accept.ts'
import { Again, jobFor, type Step, StepFailure } from './define.ts'
import { requestCancel } from './ends.ts'
import { createEngine, type Engine } from './engine.ts'
import { retryJob } from './retry.ts'
import { jobCaps, jobSteps, jobs } from './table.ts'

/** What the steps below talk to. `calls` counts, `before`/`after` interrupt. */
const cloud = {
  objects: new Map<string, string>(),
  calls: [] as string[],
  faults: [] as (Error | undefined)[],
  loseAnswer: false,
  call<T>(name: string, act: () => T): T {
    cloud.calls.push(name)
    const fault = cloud.faults.shift()
    if (fault) throw fault
    const value = act()
    if (cloud.loseAnswer) {
      cloud.loseAnswer = false
      throw fault503(true)
    }
    return value
  },
}
const fault503 = (ambiguous = false) =>
  new OpenStackError('away', { service: 'cinder', kind: 'server', status: 503, method: 'POST', path: '/', ambiguous })
const refused = () =>
  new OpenStackError('No.', {
    service: 'cinder',
    kind: 'bad_request',
    status: 400,
    method: 'POST',
    path: '/',
    requestId: 'req-9',
  })

type AnyStep = Step<VolumeRow, unknown>
const make: AnyStep = {
  name: 'make',
  run: async (context) => {
    await context.once('object', {
      find: async () => {
        const id = cloud.call('find', () => cloud.objects.get(context.row.uuid))
        return id ? { id } : undefined
      },
      create: async () => {
        const id = cloud.call('create', () => {
          const id = `id-${cloud.objects.size + 1}`
          cloud.objects.set(context.row.uuid, id)
          return id
        })
        return { id }
      },
      save: async ({ id }) => {
        await db.update(volumes).set({ backendId: id }).where(eq(volumes.uuid, context.row.uuid))
      },
    })
  },
  undo: (context) =>
    context.unmake('object', {
      find: async () => {
        const id = cloud.objects.get(context.row.uuid)
        return id ? { id } : undefined
      },
      remove: async () => cloud.call('remove', () => cloud.objects.delete(context.row.uuid)),
    }),
}
let looks = 0
const wait: AnyStep = {
  name: 'wait',
  poll: async () => cloud.call('look', () => (looks++ < 1 ? 'creating' : 'available')),
  until: ['available'],
  fail: ['error'],
}
let last: () => Promise<void> = async () => {}
const finish: AnyStep = { name: 'finish', run: () => last() }

const job = jobFor(volumes)
const create = job<unknown>({ name: 'test.create', kind: 'create', cap: 'volume', steps: [make, wait, finish] })
const change = job<unknown>({ name: 'test.change', kind: 'update', steps: [finish] })
const remove = job<unknown>({
  name: 'test.delete',
  kind: 'delete',
  steps: [{ name: 'remove', run: async ({ row }) => void cloud.call('remove', () => cloud.objects.delete(row.uuid)) }],
  frees: () => ({ volumes: 1 }),
})
const def = {
  path: 'openstack-volumes',
  model: 'Volume',
  table: volumes,
  jobs: [create, change, remove],
} as unknown as ResourceDef

const none = async () => ({ with: () => ({}) }) as never
const engines: Engine[] = []
const engine = (owner = 'a'): Engine => {
  const made = createEngine({
    resources: [def],
    clouds: { admin: none, tenant: none, tenantUser: none },
    owner,
    leaseSeconds: 1,
    settleSeconds: 0,
    concurrency: 4,
    pace: 0.01,
    capLimit: async () => 2,
  })
  engines.push(made)
  return made
}

const place = {
  tenantUuid: 'a'.repeat(32),
  projectUuid: 'b'.repeat(32),
  customerUuid: 'c'.repeat(32),
  settingsUuid: 'd'.repeat(32),
}
const newVolume = async (quota?: Record<string, number>) =>
  createResource<typeof volumes>({
    def,
    job: create as unknown as AnyJob,
    values: { name: 'disk', sizeMib: 1024, ...place },
    quota,
    author: SYSTEM,
  })
const rowOf = async (uuid: string) => (await db.select().from(volumes).where(eq(volumes.uuid, uuid)))[0]
const jobOf = async (uuid: string) => (await db.select().from(jobs).where(eq(jobs.uuid, uuid)))[0]
const stepsOf = async (uuid: string) =>
  (await db.select().from(jobSteps).where(eq(jobSteps.jobUuid, uuid)).orderBy(asc(jobSteps.index))).map(
    ({ state }) => state,
  )

/** Runs until the job has ended, with the engine given or a new one. */
const settleJob = async (jobUuid: string, runner = engine()) => {
  for (let i = 0; i < 400; i++) {
    await runner.tick()
    const { state } = await jobOf(jobUuid)
    if (['done', 'failed', 'cancelled'].includes(state)) return state
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('the job did not end')
}

beforeAll(() => openDatabase({ url: process.env.DATABASE_URL, dataDir: process.env.FOYER_DATA_DIR! }))
afterAll(closeDatabase)
beforeEach(async () => {
  for (const table of [volumes, jobs, jobSteps, quotas, reservations, events, jobCaps]) await db.delete(table)
  cloud.objects.clear()
  cloud.calls = []
  cloud.faults = []
  cloud.loseAnswer = false
  looks = 0
  last = async () => {}
  await db
    .insert(quotas)
    .values({ tenantUuid: place.tenantUuid, name: 'volumes', limit: 2, usage: 0, modifiedAt: new Date() })
})

describe('the engine', () => {
  it('runs the steps of a job in order and leaves the row OK', async () => {
    const { row, jobUuid } = await newVolume({ volumes: 1 })
    expect(row.state).toBe('CREATION_SCHEDULED')
    expect(await settleJob(jobUuid)).toBe('done')
    const ended = await rowOf(row.uuid)
    expect(ended).toMatchObject({ state: 'OK', backendId: 'id-1', action: '' })
    expect(await stepsOf(jobUuid)).toEqual(['done', 'done', 'done'])
    expect((await db.select().from(events)).map(({ eventType }) => eventType)).toEqual(
      expect.arrayContaining(['resource_creation_scheduled', 'resource_creation_succeeded']),
    )
  })

  it('keeps the reservation of a finished job until a later pull counts it', async () => {
    const { jobUuid } = await newVolume({ volumes: 1 })
    await settleJob(jobUuid)
    const [quota] = await db.select().from(quotas)
    expect(quota).toMatchObject({ usage: 0, reserved: 1 })
    expect((await db.select().from(reservations))[0].endedAt).not.toBeNull()
  })

  it('tries a transient fault again and succeeds', async () => {
    cloud.faults = [fault503(), fault503()]
    const { row, jobUuid } = await newVolume()
    expect(await settleJob(jobUuid)).toBe('done')
    expect((await rowOf(row.uuid)).state).toBe('OK')
  })

  it('adopts what a lost answer had made instead of making a second one', async () => {
    cloud.loseAnswer = true
    const { row, jobUuid } = await newVolume()
    expect(await settleJob(jobUuid)).toBe('done')
    expect(cloud.calls.filter((name) => name === 'create')).toHaveLength(1)
    expect((await rowOf(row.uuid)).backendId).toBe('id-1')
  })

  it('takes back what it made when a later step fails, and gives the quota back', async () => {
    last = async () => {
      throw new StepFailure('It broke.', { text: 'raw' })
    }
    const { row, jobUuid } = await newVolume({ volumes: 1 })
    expect(await settleJob(jobUuid)).toBe('failed')
    expect(cloud.objects.size).toBe(0)
    expect(await rowOf(row.uuid)).toMatchObject({ state: 'ERRED', errorMessage: expect.stringContaining('It broke.') })
    expect(await stepsOf(jobUuid)).toEqual(['undone', 'done', 'failed'])
    expect((await db.select().from(quotas))[0].reserved).toBe(0)
    const [failed] = await db.select().from(events).where(eq(events.result, 'failed'))
    expect(failed.context).toMatchObject({ error_message: expect.stringContaining('It broke.') })
  })

  it('names the cloud’s words and request id in the failure', async () => {
    cloud.faults = [refused()]
    const { row, jobUuid } = await newVolume()
    expect(await settleJob(jobUuid)).toBe('failed')
    expect((await rowOf(row.uuid)).errorMessage).toMatch(/The cloud said: No\. \(cinder, request req-9\)/)
  })

  it('goes on where a dropped engine stopped', async () => {
    const first = engine('first')
    last = async () => {
      first.drop()
    }
    const { row, jobUuid } = await newVolume()
    for (let i = 0; i < 100 && (await stepsOf(jobUuid))[2] !== 'running'; i++) {
      await first.tick()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect((await jobOf(jobUuid)).state).toBe('running')
    last = async () => {}
    await db.update(jobs).set({ leaseUntil: new Date(0) })
    expect(await settleJob(jobUuid, engine('second'))).toBe('done')
    expect(cloud.calls.filter((name) => name === 'create')).toHaveLength(1)
    expect((await rowOf(row.uuid)).state).toBe('OK')
  })

  it('does not let a worker that lost its lease write', async () => {
    const slow = engine('slow')
    let release: () => void = () => {}
    last = () => new Promise((resolve) => (release = resolve))
    const { jobUuid } = await newVolume()
    let running: Promise<unknown> = Promise.resolve()
    for (let i = 0; i < 100 && (await stepsOf(jobUuid))[2] !== 'running'; i++) {
      running = slow.tick()
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
    last = async () => {}
    // Another worker takes the job, as after a long pause of this one.
    await db.update(jobs).set({ leaseUntil: new Date(0) })
    expect(await settleJob(jobUuid, engine('quick'))).toBe('done')
    const ended = await jobOf(jobUuid)
    release()
    await running
    expect(await jobOf(jobUuid)).toEqual(ended)
  })

  it('resumes a failed job at the step that failed', async () => {
    last = async () => {
      throw new StepFailure('Not yet.')
    }
    const row = (await newVolume()).row
    await db.delete(jobs)
    await db.update(volumes).set({ state: 'OK', backendId: 'x' })
    const { jobUuid } = await acceptJob({
      def,
      job: change as unknown as AnyJob,
      row: await rowOf(row.uuid),
      author: SYSTEM,
      label: 'Change',
      event: 'resource_change',
    })
    expect(await settleJob(jobUuid)).toBe('failed')
    last = async () => {}
    const retry = await retryJob(await jobOf(jobUuid), change as unknown as AnyJob, def, SYSTEM)
    expect(retry.retryOf).toBe(jobUuid)
    expect(await settleJob(retry.uuid)).toBe('done')
    expect((await rowOf(row.uuid)).state).toBe('OK')
    await expect(retryJob(await jobOf(jobUuid), change as unknown as AnyJob, def, SYSTEM)).rejects.toThrow(
      'retried already',
    )
  })

  it('undoes a job that is cancelled while it waits', async () => {
    last = async () => {
      throw new Again(60)
    }
    const { row, jobUuid } = await newVolume({ volumes: 1 })
    const runner = engine()
    for (let i = 0; i < 100 && (await stepsOf(jobUuid))[2] !== 'running'; i++) {
      await runner.tick()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(await requestCancel(jobUuid)).toBe(true)
    expect(await settleJob(jobUuid, runner)).toBe('cancelled')
    expect(cloud.objects.size).toBe(0)
    expect((await rowOf(row.uuid)).state).toBe('ERRED')
    expect((await db.select().from(quotas))[0].reserved).toBe(0)
  })

  it('removes the row at the end of a deletion and frees the quota at once', async () => {
    const { row, jobUuid } = await newVolume({ volumes: 1 })
    await settleJob(jobUuid)
    const accepted = await acceptJob({
      def,
      job: remove as unknown as AnyJob,
      row: await rowOf(row.uuid),
      author: SYSTEM,
      label: 'Delete',
      event: 'resource_deletion',
    })
    expect(await settleJob(accepted.jobUuid)).toBe('done')
    expect(await rowOf(row.uuid)).toBeUndefined()
    expect((await db.select().from(quotas))[0].reserved).toBe(0)
  })

  it('forces the deletion of an ERRED row and keeps what the cloud would not give up', async () => {
    const { row, jobUuid } = await newVolume()
    await settleJob(jobUuid)
    await db.update(volumes).set({ state: 'ERRED' })
    cloud.faults = [refused()]
    const accepted = await acceptJob({
      def,
      job: remove as unknown as AnyJob,
      row: await rowOf(row.uuid),
      author: SYSTEM,
      label: 'Delete',
      event: 'resource_deletion',
    })
    expect(await settleJob(accepted.jobUuid)).toBe('done')
    expect(await rowOf(row.uuid)).toBeUndefined()
    const { leftovers } = await import('./table.ts')
    expect(await db.select().from(leftovers)).toMatchObject([{ settingsUuid: place.settingsUuid }])
  })

  it('accepts one of two that ask at once', async () => {
    const { row, jobUuid } = await newVolume()
    await settleJob(jobUuid)
    const judged = await rowOf(row.uuid)
    const ask = () =>
      acceptJob({
        def,
        job: change as unknown as AnyJob,
        row: judged,
        author: SYSTEM,
        label: 'Change',
        event: 'resource_change',
      })
    const answers = await Promise.allSettled([ask(), ask()])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('never runs more jobs of a kind than the provider’s cap', async () => {
    let running = 0
    let most = 0
    last = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 20))
      running--
    }
    const made = []
    for (let i = 0; i < 6; i++) made.push(await newVolume())
    looks = 1
    const runners = [engine('a'), engine('b')]
    for (let i = 0; i < 400; i++) {
      await Promise.all(runners.map((runner) => runner.tick()))
      const left = (await db.select().from(jobs)).filter(({ state }) => state !== 'done')
      if (left.length === 0) break
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect((await db.select().from(jobs)).map(({ state }) => state)).toEqual(Array(6).fill('done'))
    expect(most).toBeLessThanOrEqual(2)
    expect((await db.select().from(jobCaps))[0].used).toBe(0)
  })

  it('refuses what the quota has no room for, and writes nothing', async () => {
    await newVolume({ volumes: 2 })
    await expect(newVolume({ volumes: 1 })).rejects.toThrow(
      'One or more quotas were exceeded: volumes quota limit: 2, requires 3',
    )
    expect(await db.select().from(volumes)).toHaveLength(1)
    expect((await db.select().from(quotas))[0].reserved).toBe(2)
  })

  it('never oversubscribes a quota under concurrent requests', async () => {
    const asked = Array.from({ length: 8 }, (_, i) => reserve(`job-${i}`, place.tenantUuid, { volumes: 1 }))
    const answers = await Promise.allSettled(asked)
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect((await db.select().from(quotas))[0].reserved).toBe(2)
  })
})
