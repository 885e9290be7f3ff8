import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { db } from '../../../db/client.ts'
import type { AnyResource, Registry } from '../../api/define.ts'
import { newUuid } from '../../ids.ts'
import { jobs } from '../../jobs/table.ts'
import { apiOf, makeActor, makeHolder } from '../../testing/api.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { makeToy, toys } from '../../testing/toys.ts'
import { makeJob } from './factory.ts'
import { jobResource } from './index.ts'

openTestDatabase()

const resize = toys.actions!.resize.job!
const toysWithJobs: AnyResource = { ...toys, jobs: [resize] }
const registry: Registry = [toysWithJobs, jobResource(() => registry)]

const asStaff = () => apiOf(registry, makeActor())
const as = (role: string, projectUuid: string) => apiOf(registry, makeHolder(role, 'project', projectUuid))

/** A failed resize of a toy that is ERRED by it. */
const failedResize = async () => {
  const toy = await makeToy({ state: 'ERRED' })
  const job = await makeJob({
    name: 'toy.resize',
    resourceType: 'toys',
    resourceUuid: toy.uuid,
    tenantUuid: toy.tenantUuid,
    projectUuid: toy.projectUuid,
    customerUuid: toy.customerUuid,
    params: { sizeMib: 2048 },
    errorMessage: 'No room. The cloud said: no (cinder, req-1)',
  })
  return { toy, job, path: `/api/foyer-jobs/${job.uuid}/` }
}

describe('what is shown', () => {
  test('a job has its steps in order, with what can be done about it', async () => {
    const { job, path, toy } = await failedResize()
    const { body } = await asStaff()('GET', path)
    expect(body).toMatchObject({
      uuid: job.uuid,
      name: 'toy.resize',
      label: 'Extend',
      state: 'failed',
      resource_uuid: toy.uuid,
      step: 'step_1',
      progress: { done: 1, total: 3 },
      can_retry: true,
      can_cancel: false,
      retry_of: null,
    })
    expect(body.steps.map((step: { name: string; state: string }) => [step.name, step.state])).toEqual([
      ['step_0', 'done'],
      ['step_1', 'failed'],
      ['step_2', 'pending'],
    ])
  })

  test('the step of a job that failed is the one that did, wherever undoing has gone', async () => {
    const { path, job } = await failedResize()
    await db.update(jobs).set({ step: 0 }).where(eq(jobs.uuid, job.uuid))
    expect((await asStaff()('GET', path)).body.step).toBe('step_1')
  })

  test('the newest comes first, and the object’s own can be asked for', async () => {
    const resourceUuid = newUuid()
    const first = await makeJob({ resourceUuid, createdAt: new Date(1_000) })
    const second = await makeJob({ resourceUuid, createdAt: new Date(2_000) })
    const uuidsOf = async (query: string) =>
      (await asStaff()('GET', `/api/foyer-jobs/?resource_uuid=${resourceUuid}${query}`)).body.map(
        (job: { uuid: string }) => job.uuid,
      )
    expect(await uuidsOf('')).toEqual([second.uuid, first.uuid])
    expect(await uuidsOf('&o=created')).toEqual([first.uuid, second.uuid])
    expect(await uuidsOf('&page_size=1&o=-created')).toEqual([second.uuid])
  })

  test('`mine` leaves the jobs of others out, and those that nobody asked for', async () => {
    const actor = makeActor()
    const resourceUuid = newUuid()
    const own = await makeJob({ resourceUuid, userUuid: actor.userUuid })
    await makeJob({ resourceUuid, userUuid: newUuid() })
    await makeJob({ resourceUuid })
    const listed = (query: string) =>
      apiOf(registry, actor)('GET', `/api/foyer-jobs/?resource_uuid=${resourceUuid}${query}`)
    expect((await listed('&mine=true')).body.map((job: { uuid: string }) => job.uuid)).toEqual([own.uuid])
    expect((await listed('&mine=false')).body).toHaveLength(2)
  })

  test('work in the background is shown to staff alone', async () => {
    const job = await makeJob({ kind: 'task', eventType: '', name: 'tenant.pull_quotas_quietly' })
    const path = `/api/foyer-jobs/${job.uuid}/`
    expect((await as('PROJECT.MANAGER', job.projectUuid!)('GET', path)).status).toBe(404)
    expect((await asStaff()('GET', path)).status).toBe(200)
  })
})

test('inputs are shown, apart from secrets', async () => {
  const job = await makeJob({ params: { sizeMib: 2048, sealed: 'v1:abc', user_password: 'x' } })
  expect((await asStaff()('GET', `/api/foyer-jobs/${job.uuid}/`)).body.inputs).toEqual({ sizeMib: 2048 })
})

describe('retry', () => {
  test('makes a new job that goes on at the failed step; both name each other', async () => {
    const { job, path, toy } = await failedResize()
    const api = as('PROJECT.MANAGER', toy.projectUuid)
    const answer = await api('POST', `${path}retry/`)
    expect(answer.status).toBe(202)
    const retried = (await api('GET', `/api/foyer-jobs/${answer.body.job_uuid}/`)).body
    expect(retried).toMatchObject({ state: 'queued', retry_of: job.uuid, step: 'step_1', error_message: '' })
    expect((await api('GET', path)).body).toMatchObject({ retried_by: retried.uuid, can_retry: false })
    expect((await api('GET', `/api/toys/${toy.uuid}/`)).body.state).toBe('UPDATE_SCHEDULED')
  })

  test('a second one is refused', async () => {
    const { path } = await failedResize()
    await asStaff()('POST', `${path}retry/`)
    expect((await asStaff()('POST', `${path}retry/`)).status).toBe(409)
  })

  test('what did not fail is not retried', async () => {
    const job = await makeJob({ name: 'toy.resize', state: 'done' })
    expect((await asStaff()('POST', `/api/foyer-jobs/${job.uuid}/retry/`)).body.detail).toMatch(/Only a failed job/)
  })

  test('needs the right to do the action itself', async () => {
    const { path, toy } = await failedResize()
    expect((await as('PROJECT.MEMBER', toy.projectUuid)('POST', `${path}retry/`)).status).toBe(403)
  })
})

describe('cancel', () => {
  test('marks a waiting job', async () => {
    const job = await makeJob({ name: 'toy.resize', state: 'queued' })
    const path = `/api/foyer-jobs/${job.uuid}/`
    expect((await asStaff()('POST', `${path}cancel/`)).status).toBe(202)
    const [row] = await db.select().from(jobs).where(eq(jobs.uuid, job.uuid))
    expect(row.cancelRequested).toBe(true)
    expect((await asStaff()('GET', path)).body).toMatchObject({ cancel_requested: true, can_cancel: false })
    expect((await asStaff()('POST', `${path}cancel/`)).status).toBe(409)
  })

  test('a change that runs goes on to its end', async () => {
    const job = await makeJob({ name: 'toy.resize', state: 'running' })
    const { status, body } = await asStaff()('POST', `/api/foyer-jobs/${job.uuid}/cancel/`)
    expect([status, body.detail]).toEqual([409, 'This job cannot be cancelled any more.'])
  })
})
