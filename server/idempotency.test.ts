import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { db } from '../db/client.ts'
import { newUuid } from './ids.ts'
import { idempotencyKeys, jobs } from './jobs/table.ts'
import { apiOf, makeActor } from './testing/api.ts'
import { openTestDatabase } from './testing/database.ts'
import { asStaff, makeToy, registry, withToys } from './testing/toys.ts'

openTestDatabase()

describe('Idempotency-Key', () => {
  const post = (api: typeof asStaff, key: string, body: unknown) =>
    api('POST', '/api/toys/', body, { 'idempotency-key': key })
  test('the first answer is given again, refusals too', async () => {
    const key = newUuid()
    const first = await post(asStaff, key, { name: 'a' })
    const second = await post(asStaff, key, { name: 'a' })
    expect([second.status, second.body]).toEqual([first.status, first.body])
    const other = newUuid()
    expect((await post(asStaff, other, { name: 'taken' })).status).toBe(409)
    expect((await post(asStaff, other, { name: 'taken' })).headers.get('idempotency-replayed')).toBe('true')
  })
  test('another body under the same key is 409, another user has keys of their own', async () => {
    const key = newUuid()
    expect((await post(asStaff, key, { name: 'a' })).status).toBe(201)
    expect((await post(asStaff, key, { name: 'b' })).status).toBe(409)
    expect((await post(apiOf(registry, makeActor()), key, { name: 'b' })).status).toBe(201)
  })
  test('of many at once one acts and all get its answer', async () => {
    const key = newUuid()
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(asStaff, key, { name: 'slow' })))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers.every(({ status }) => status === 201)).toBe(true)
  })
  test('a fault is no answer to keep', async () => {
    const { uuid } = await makeToy()
    const key = { 'idempotency-key': newUuid() }
    const explode = () => asStaff('POST', `/api/toys/${uuid}/explode/`, {}, key)
    expect((await explode()).status).toBe(500)
    expect((await explode()).headers.get('idempotency-replayed')).toBe(null)
  })
  test('a request that died before its answer is not done twice, and one that did nothing is done', async () => {
    const { rows, api } = await withToys(1)
    const path = `/api/toys/${rows[0].uuid}/resize/`
    const headers = { 'idempotency-key': newUuid() }
    expect((await api('POST', path, { size: 4096 }, headers)).status).toBe(202)
    const [job] = await db.select().from(jobs).where(eq(jobs.resourceUuid, rows[0].uuid))
    const die = (requestId: string) =>
      db
        .update(idempotencyKeys)
        .set({ status: null, body: requestId, createdAt: new Date(Date.now() - 60_000) })
        .where(eq(idempotencyKeys.key, headers['idempotency-key']))
    await die(job.requestId)
    const again = await api('POST', path, { size: 4096 }, headers)
    expect([again.status, again.body.job_uuid]).toEqual([202, job.uuid])
    expect(await db.select().from(jobs).where(eq(jobs.resourceUuid, rows[0].uuid))).toHaveLength(1)
    await die('req-that-did-nothing')
    expect((await api('POST', path, { size: 4096 }, headers)).status).toBe(409)
  })
  test('what an answer said is not readable in the database', async () => {
    const key = newUuid()
    await post(asStaff, key, { name: 'confidential' })
    const [row] = await db.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, key))
    expect(row.status).toBe(201)
    expect(row.body).not.toContain('confidential')
  })
})
