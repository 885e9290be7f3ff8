import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { db, transaction } from '../../db/client.ts'
import { newUuid } from '../ids.ts'
import { jobs } from '../jobs/table.ts'
import { noteChange } from '../live/changes.ts'
import { changes } from '../live/table.ts'
import { registry } from '../registry.ts'
import { makeJob } from '../resources/job/factory.ts'
import { volumes } from '../resources/volume/table.ts'
import { apiOf, makeActor } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { insertRow, resourceValues } from '../testing/rows.ts'
import { prune } from './prune.ts'
import { TIMERS, type Timer } from './schedules.ts'
import { endStuck, STUCK } from './stuck.ts'
import { schedules, syncRuns } from './table.ts'
import { seedSchedules, startTimers, type Timers } from './timers.ts'

openTestDatabase()

const HOUR_MS = 3_600_000
const timerOf = (run: Timer['run'], everySeconds = 3600): Record<string, Timer> => ({
  tick: { everySeconds, group: null, summary: 'Ticks.', run },
})
const start = (owner: string, timers: Record<string, Timer>): Timers =>
  startTimers({ owner, resources: [], timers, lookEveryMs: 10 })
const row = async (name = 'tick') => (await db.select().from(schedules).where(eq(schedules.name, name)))[0]
const due = () =>
  db
    .update(schedules)
    .set({ nextRunAt: new Date(0) })
    .where(eq(schedules.name, 'tick'))

beforeEach(() => db.delete(schedules))

describe('timers', () => {
  test('rows are seeded with the contract’s periods, and what staff has changed stays', async () => {
    await seedSchedules()
    await db.update(schedules).set({ everySeconds: 60 }).where(eq(schedules.name, 'openstack-tenant-pull-quotas'))
    await seedSchedules()
    const seeded = new Map((await db.select().from(schedules)).map((one) => [one.name, one.everySeconds]))
    expect(seeded.get('openstack-tenant-pull-quotas')).toBe(60)
    expect(seeded.get('openstack-tenant-resources-list-pull-task')).toBe(3600)
    expect(seeded.get('openstack-tenant-subresources-list-pull-task')).toBe(7200)
    expect(seeded.get('openstack-tenant-properties-list-pull-task')).toBe(86_400)
    expect(seeded.size).toBe(Object.keys(TIMERS).length)
  })

  test('several workers run what is due once', async () => {
    let runs = 0
    const timers = timerOf(async () => {
      runs++
      await new Promise((resolve) => setTimeout(resolve, 100))
    })
    await seedSchedules(timers)
    await due()
    const workers = ['a', 'b', 'c'].map((owner) => start(owner, timers))
    await expect.poll(async () => runs === 1 && (await row()).leaseOwner === null).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(runs).toBe(1)
    expect((await row()).nextRunAt.getTime()).toBeGreaterThan(Date.now() + HOUR_MS - 60_000)
    await Promise.all(workers.map((worker) => worker.stop()))
  })

  test('a failure ends nothing: it runs again at its time', async () => {
    let runs = 0
    const timers = timerOf(async () => {
      runs++
      throw new Error('broken')
    })
    await seedSchedules(timers)
    await due()
    const worker = start('a', timers)
    await expect.poll(() => runs).toBe(1)
    await due()
    await expect.poll(() => runs).toBe(2)
    await worker.stop()
  })

  test('one whose worker died runs elsewhere when the lease is over', async () => {
    let runs = 0
    const timers = timerOf(async () => void runs++)
    await seedSchedules(timers)
    await db
      .update(schedules)
      .set({ nextRunAt: new Date(0), leaseOwner: 'dead', leaseUntil: new Date(Date.now() + 200) })
    const worker = start('alive', timers)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(runs).toBe(0)
    await expect.poll(() => runs).toBe(1)
    await worker.stop()
  })

  test('a worker that stops ends its calls and hands the timer on at once', async () => {
    const timers = timerOf(
      ({ signal }) => new Promise((_, reject) => signal!.addEventListener('abort', () => reject(new Error('ended')))),
    )
    await seedSchedules(timers)
    await due()
    const worker = start('a', timers)
    await expect.poll(async () => (await row()).leaseOwner).toBe('a')
    await worker.stop()
    expect((await row()).leaseOwner).toBeNull()
    expect((await row()).nextRunAt.getTime()).toBeLessThanOrEqual(Date.now())
  })
})

describe('in the API', () => {
  const api = apiOf(registry, makeActor())
  const path = '/api/foyer-schedules/foyer-prune/'
  beforeEach(() => seedSchedules())

  test('staff sees when each runs next, with its last run', async () => {
    await insertRow(syncRuns, { uuid: newUuid(), schedule: 'foyer-prune', state: 'done', startedAt: new Date() })
    expect((await api('GET', path)).body).toMatchObject({
      name: 'foyer-prune',
      uuid: 'foyer-prune',
      every_seconds: 3600,
      is_running: false,
      last_run: { state: 'done' },
    })
    const { body } = await api('GET', '/api/foyer-schedules/')
    expect(body).toHaveLength(Object.keys(TIMERS).length)
    const outsider = apiOf(registry, makeActor({ isStaff: false }))
    expect((await outsider('GET', '/api/foyer-schedules/')).body).toEqual([])
  })

  test('"run now" makes it due; one that runs already is joined', async () => {
    expect((await api('POST', `${path}run/`)).body).toEqual({ status: 'run was scheduled' })
    expect((await row('foyer-prune')).nextRunAt.getTime()).toBeLessThanOrEqual(Date.now())
    await db.update(schedules).set({ leaseOwner: 'a', leaseUntil: new Date(Date.now() + 60_000) })
    expect((await api('POST', `${path}run/`)).body).toEqual({ status: 'it is running already' })
  })

  test('a shorter period brings the next run nearer', async () => {
    const { status, body } = await api('PATCH', path, { every_seconds: 30 })
    expect([status, body.every_seconds, body.default_every_seconds]).toEqual([200, 30, 3600])
    expect((await row('foyer-prune')).nextRunAt.getTime()).toBeLessThan(Date.now() + 31_000)
    expect((await api('PATCH', path, { every_seconds: 1 })).status).toBe(400)
  })
})

describe('what nobody works on any more', () => {
  const old = (hours: number) => new Date(Date.now() - hours * HOUR_MS)
  const makeVolume = (state: typeof volumes.$inferSelect.state, modifiedAt: Date) =>
    insertRow(volumes, { ...resourceValues(), sizeMib: 1024, state, modifiedAt })
  const stateOf = async ({ uuid }: { uuid: string }) =>
    (await db.select().from(volumes).where(eq(volumes.uuid, uuid)))[0]

  test('a creation without a job is ERRED after three hours, one with a job goes on', async () => {
    const [stuck, fresh, working] = [
      await makeVolume('CREATING', old(4)),
      await makeVolume('CREATING', old(2)),
      await makeVolume('CREATION_SCHEDULED', old(4)),
    ]
    await makeJob({ resourceUuid: working.uuid, state: 'running' })
    expect(await endStuck(registry, STUCK.creating)).toBe(1)
    expect(await stateOf(stuck)).toMatchObject({ state: 'ERRED', errorMessage: 'Provisioning has timed out.' })
    expect((await stateOf(fresh)).state).toBe('CREATING')
    expect((await stateOf(working)).state).toBe('CREATION_SCHEDULED')
  })

  test('an update without a job is over', async () => {
    const volume = await makeVolume('UPDATING', old(1))
    await endStuck(registry, STUCK.updating)
    expect((await stateOf(volume)).state).toBe('OK')
  })
})

test('what is kept for a while only goes', async () => {
  const dayAgo = new Date(Date.now() - 25 * HOUR_MS)
  await transaction(() => noteChange('x', 'updated', { uuid: newUuid() }))
  await db.update(changes).set({ createdAt: dayAgo })
  await transaction(() => noteChange('x', 'updated', { uuid: newUuid() }))
  const ended = (days: number, more = {}) =>
    makeJob({ state: 'done', endedAt: new Date(Date.now() - days * 24 * HOUR_MS), ...more })
  const [gone, kept, task, live] = [
    await ended(91),
    await ended(89),
    await ended(3, { kind: 'task' }),
    await makeJob({ state: 'running', createdAt: new Date(0) }),
  ]
  await prune()
  expect(await db.select().from(changes)).toHaveLength(1)
  const left = new Set((await db.select({ uuid: jobs.uuid }).from(jobs)).map(({ uuid }) => uuid))
  expect([gone, kept, task, live].map(({ uuid }) => left.has(uuid))).toEqual([false, true, false, true])
})
