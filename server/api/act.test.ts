import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { events } from '../events/table.ts'
import { jobs } from '../jobs/table.ts'
import { changes } from '../live/table.ts'
import { volumes } from '../resources/volume/table.ts'
import { testActions } from '../testing/action-tests.ts'
import { openTestDatabase } from '../testing/database.ts'
import { asStaff, makeToy, registry, toyFactories, withToys } from '../testing/toys.ts'

openTestDatabase()

testActions(registry, toyFactories)

describe('input', () => {
  const send = async (path: string, body: unknown, headers?: Record<string, string>) => {
    const { uuid } = await makeToy()
    return asStaff('POST', `/api/toys/${uuid}/${path}/`, body, headers)
  }
  test('each bad field is named, nested as the input is', async () => {
    expect((await send('resize', {})).body).toEqual({ size: ['This field is required.'] })
    expect((await send('resize', { size: null })).body).toEqual({ size: ['This field may not be null.'] })
    expect((await send('resize', { size: 'big' })).body).toEqual({ size: ['A valid integer is required.'] })
    expect(
      (
        await send('copy', {
          parts: [
            { toy: 'x', size: 1 },
            { toy: 5, size: 0 },
          ],
        })
      ).body,
    ).toEqual({
      parts: [{}, { toy: ['Not a valid string.'], size: ['Ensure this value is greater than or equal to 1.'] }],
    })
    expect((await send('resize', [1])).body).toEqual({
      non_field_errors: ['Invalid data. Expected a dictionary, but got list.'],
    })
    expect((await send('resize', { size: 1 })).body).toEqual({ size: ['Too small.'] })
  })
  test('a bare array is an input where the declaration says so', async () => {
    expect((await send('set_rules', [{ port: 1 }])).body).toEqual([{ port: 1 }])
    expect((await send('set_rules', [{ port: 1 }, {}])).body).toEqual({
      non_field_errors: [{}, { port: ['This field is required.'] }],
    })
  })
  test('what is no JSON, too long, of another kind or holds NUL is refused', async () => {
    const broken = await send('resize', '{"size": ')
    expect(broken.status).toBe(400)
    expect(broken.body.detail).toMatch(/^JSON parse error - /)
    expect((await send('resize', '<x/>', { 'content-type': 'application/xml' })).status).toBe(415)
    expect((await send('resize', { pad: 'x'.repeat(5_000_000) })).status).toBe(413)
    expect((await send('copy', { parts: [{ toy: 'a\0b', size: 1 }] })).body).toEqual({
      parts: [{ toy: ['Null characters are not allowed.'] }],
    })
  })
  test('a form is an input too, and query parameters are the input of a GET', async () => {
    const { uuid } = await makeToy()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await asStaff('POST', '/api/toys/', 'name=two+words', form)).body.name).toBe('two words')
    expect((await asStaff('GET', `/api/toys/${uuid}/log/?length=5`)).body).toBe('lines 5')
    expect((await asStaff('GET', `/api/toys/${uuid}/log/?length=x`)).body).toHaveProperty('length')
  })
  test('a link resolves absolute or without host, and is refused when invisible or of another kind', async () => {
    const { api, rows } = await withToys(2)
    const foreign = await makeToy()
    const copy = (toy: string) => api('POST', `/api/toys/${rows[0].uuid}/copy/`, { parts: [{ toy, size: 1 }] })
    for (const good of [rows[1].uuid, `/api/toys/${rows[1].uuid}/`, `https://elsewhere/api/old-toys/${rows[1].uuid}/`])
      expect((await copy(good)).status).toBe(201)
    for (const bad of [foreign.uuid, `/api/toys/${foreign.uuid}/`, `/api/planes/${rows[1].uuid}/`, 'http://x', '/'])
      expect((await copy(bad)).body.parts[0]).toHaveProperty('toy')
  })
})

describe('actions', () => {
  test('an accepted job is 202, stands in the row at once, and is told in the log', async () => {
    const { rows, api } = await withToys(1)
    const { uuid } = rows[0]
    const { status, body } = await api('POST', `/api/toys/${uuid}/resize/`, { size: 4096, unknown: 1 })
    expect([status, body]).toEqual([202, { status: 'resize was scheduled' }])
    const [row] = await db.select().from(volumes).where(eq(volumes.uuid, uuid))
    expect(row).toMatchObject({ state: 'UPDATE_SCHEDULED', action: 'Resize', sizeMib: 4096 })
    const [job] = await db.select().from(jobs).where(eq(jobs.resourceUuid, uuid))
    expect(job).toMatchObject({ name: 'toy.resize', params: { sizeMib: 4096 }, resourceType: 'toys' })
    const [event] = await db.select().from(events).where(eq(events.resourceUuid, uuid))
    expect(event).toMatchObject({ eventType: 'resource_resize_scheduled', ipAddress: '192.0.2.7' })
    const again = await api('POST', `/api/toys/${uuid}/resize/`, { size: 8192 })
    expect([again.status, again.body]).toEqual([409, { detail: 'Valid states for operation: OK.' }])
  })
  test('of two that ask at once one is accepted', async () => {
    const { rows, api } = await withToys(1)
    const answers = await Promise.all(
      [2048, 4096].map((size) => api('POST', `/api/toys/${rows[0].uuid}/resize/`, { size })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
  })
  test('runtime states and guards refuse with their own words', async () => {
    const { rows, api } = await withToys(3, (i) => ({
      runtimeState: ['in-use', 'error', 'available'][i],
      bootable: true,
    }))
    const detail = async (i: number) =>
      (await api('POST', `/api/toys/${rows[i].uuid}/resize/`, { size: 1 })).body.detail
    expect(await detail(0)).toBe('Detach it first.')
    expect(await detail(1)).toBe('Valid runtime states for operation: available.')
    expect(await detail(2)).toBe('A system disk stays as it is.')
  })
  test('an update without a job is written at once; PATCH keeps what it does not name', async () => {
    const { rows, api } = await withToys(1, () => ({ description: 'old' }))
    const { uuid } = rows[0]
    const patched = await api('PATCH', `/api/toys/${uuid}/`, { name: 'new' })
    expect([patched.status, patched.body.name, patched.body.state]).toEqual([200, 'new', 'OK'])
    const read = async () => (await db.select().from(volumes).where(eq(volumes.uuid, uuid)))[0]
    expect((await read()).description).toBe('old')
    expect((await api('PUT', `/api/toys/${uuid}/`, {})).body).toEqual({ name: ['This field is required.'] })
    expect((await api('PUT', `/api/toys/${uuid}/`, { name: 'newer' })).status).toBe(200)
    expect((await read()).description).toBe('')
    const told = await db.select().from(changes).where(eq(changes.uuid, uuid))
    expect(told.map(({ type, operation }) => [type, operation])).toEqual([
      ['toys', 'updated'],
      ['toys', 'updated'],
    ])
    const logged = await db.select().from(events).where(eq(events.resourceUuid, uuid))
    expect(logged.map(({ eventType }) => eventType)).toEqual(['resource_update_succeeded', 'resource_update_succeeded'])
  })
  test('a deletion is 204 from OK and ERRED, 409 from elsewhere', async () => {
    for (const [state, status] of [
      ['OK', 204],
      ['ERRED', 204],
      ['CREATING', 409],
    ] as const) {
      const { uuid } = await makeToy({ state })
      const answer = await asStaff('DELETE', `/api/toys/${uuid}/`)
      expect([state, answer.status]).toEqual([state, status])
      if (status === 204) expect(answer.text).toBe('')
    }
  })
  test('a synchronous action answers the end of its job', async () => {
    const settle = async (end: Partial<typeof jobs.$inferInsert>) => {
      const { uuid } = await makeToy()
      const answer = asStaff('POST', `/api/toys/${uuid}/settle/`, {})
      await expect
        .poll(() => db.update(jobs).set(end).where(eq(jobs.resourceUuid, uuid)).returning({ uuid: jobs.uuid }))
        .toHaveLength(1)
      return answer
    }
    expect((await settle({ state: 'done' })).status).toBe(202)
    const failed = await settle({
      state: 'failed',
      errorMessage: 'The address pool is empty.',
      errorDetail: { text: 'No more IP addresses available', openstack_request_id: 'req-cloud' },
    })
    expect([failed.status, failed.body.detail, failed.body.openstack_request_ids]).toEqual([
      400,
      'The address pool is empty. The cloud said: No more IP addresses available',
      ['req-cloud'],
    ])
    expect((await settle({ state: 'cancelled' })).status).toBe(409)
  })
  test('the Python SDK gets the status that its schema declares', async () => {
    const { uuid } = await makeToy()
    const copy = (agent: string) => asStaff('POST', `/api/toys/${uuid}/copy/`, {}, { 'user-agent': agent })
    expect((await copy('python-httpx/0.27')).status).toBe(200)
    expect((await copy('curl/8')).status).toBe(201)
  })
})
