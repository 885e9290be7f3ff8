import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { db } from '../../db/client.ts'
import { conflict, fieldError } from '../errors.ts'
import { events } from '../events/table.ts'
import { visibleByScope } from '../identity/visible.ts'
import { newUuid } from '../ids.ts'
import { jobFor } from '../jobs/define.ts'
import { jobs } from '../jobs/table.ts'
import { changes } from '../live/table.ts'
import { OpenStackError } from '../openstack/errors.ts'
import { volumes } from '../resources/volume/table.ts'
import { apiOf, makeActor, makeHolder } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { insertRow, resourceValues } from '../testing/rows.ts'
import { actionFor, defineResource, defineRoute, type Registry } from './define.ts'
import { boolean, contains, exact, linkOrUuid, oneOf, uuidOf } from './filters.ts'
import { anyone, signedIn, staff } from './rules.ts'

openTestDatabase()

const action = actionFor(volumes)
const resize = jobFor(volumes)<{ sizeMib: number }>({
  name: 'toy.resize',
  kind: 'update',
  params: z.object({ sizeMib: z.int() }),
  steps: [{ name: 'resize', run: async () => {} }],
})
const remove = jobFor(volumes)({ name: 'toy.remove', kind: 'delete', steps: [{ name: 'remove', run: async () => {} }] })
const schema = z
  .object({
    url: z.url(),
    uuid: z.string(),
    name: z.string(),
    size: z.int(),
    state: z.string(),
    bootable: z.boolean(),
    instance: z.url().nullable(),
  })
  .meta({ id: 'Toy' })

let presented: { rows: number; wantsInstance: boolean }[] = []
let tried = 0

const toys = defineResource({
  path: 'toys',
  aliases: ['old-toys'],
  model: 'Toy',
  summary: 'Toys.',
  table: volumes,
  schema,
  visible: (actor) => visibleByScope(actor, volumes),
  present: async (rows, { link, wants }) => {
    presented.push({ rows: rows.length, wantsInstance: wants('instance') })
    return rows.map((row) => ({
      url: link('toys', row.uuid),
      uuid: row.uuid,
      name: row.name,
      size: row.sizeMib,
      state: row.state,
      bootable: row.bootable,
      instance: row.instanceUuid && link('openstack-instances', row.instanceUuid),
    }))
  },
  scopeOf: ({ projectUuid, customerUuid }) => ({ projectUuid, customerUuid }),
  list: true,
  retrieve: true,
  filters: {
    name: contains(volumes.name),
    name_exact: exact(volumes.name),
    tenant_uuid: uuidOf(volumes.tenantUuid),
    instance: linkOrUuid(volumes.instanceUuid),
    state: oneOf(volumes.state, ['OK', 'ERRED']),
    bootable: boolean(volumes.bootable),
  },
  orderings: { name: volumes.name, size: volumes.sizeMib, instance: volumes.instanceUuid },
  defaultOrder: [volumes.name],
  update: action({
    summary: 'Rename.',
    input: z.object({ name: z.string().min(1).max(20), description: z.string().default('') }),
    plan: ({ input }) => ({ patch: input }),
  }),
  destroy: action({ summary: 'Delete.', job: remove }),
  actions: {
    resize: action({
      summary: 'Grow.',
      runtimeStates: ['available'],
      runtimeRefusal: { 'in-use': 'Detach it first.' },
      guards: [{ reason: 'A system disk stays as it is.', ok: (toy: { bootable: boolean }) => !toy.bootable }],
      input: z.object({ size: z.int().positive() }),
      plan: ({ row, input }) => {
        if (input.size <= row.sizeMib) throw fieldError('size', 'Too small.')
        return { patch: { sizeMib: input.size }, params: { sizeMib: input.size } }
      },
      job: resize,
    }),
    copy: action({
      summary: 'Copy.',
      declaredStatus: 200,
      input: z.object({ parts: z.array(z.object({ toy: z.string(), size: z.int().min(1) })).optional() }),
      handle: async ({ input, call }) => {
        tried++
        for (const [i, part] of (input.parts ?? []).entries()) await call.resolve('toys', part.toy, `parts.${i}.toy`)
        return { status: 201, body: { copies: tried } }
      },
    }),
    rule: action({
      summary: 'Drop a rule.',
      method: 'DELETE',
      path: 'rules/{id}',
      handle: async ({ params }) => ({ status: 200, body: params }),
    }),
    log: action({
      summary: 'Log.',
      method: 'GET',
      cloudError: 'list',
      input: z.object({ length: z.coerce.number().int().optional() }),
      handle: async ({ input }) => {
        if (input.length === 13)
          throw new OpenStackError('No log today.', {
            service: 'nova',
            kind: 'server',
            status: 500,
            method: 'POST',
            path: '/servers',
            requestId: 'req-cloud',
          })
        return { status: 200, body: `lines ${input.length ?? 'all'}` }
      },
    }),
    set_rules: action({
      summary: 'Rules as a bare array.',
      rule: staff,
      input: z.array(z.object({ port: z.int() })),
      handle: async ({ input }) => ({ status: 200, body: input }),
    }),
    explode: action({
      summary: 'Fails.',
      handle: async () => {
        throw new Error('the secret cause')
      },
    }),
  },
  routes: [
    defineRoute({
      summary: 'Make one.',
      method: 'POST',
      path: '',
      rule: signedIn,
      status: 201,
      input: z.object({ name: z.string() }),
      handle: async ({ input, call }) => {
        if (input.name === 'taken') throw conflict('There is one.')
        if (input.name === 'slow') await new Promise((resolve) => setTimeout(resolve, 150))
        return { status: 201, body: { name: input.name, attempt: ++tried, by: call.actor.username } }
      },
    }),
    defineRoute({
      summary: 'Names.',
      method: 'GET',
      path: 'names',
      rule: anyone,
      handle: async () => ({ status: 200, body: ['a'] }),
    }),
  ],
})
const registry: Registry = [toys]
const asStaff = apiOf(registry, makeActor())
const asNobody = apiOf(registry, null)

const makeToy = (values: Partial<typeof volumes.$inferInsert> = {}) =>
  insertRow(volumes, { ...resourceValues('toy'), sizeMib: 1024, runtimeState: 'available', ...values })

/** A caller with some toys of their own, so that tests do not see each other's rows. */
const withToys = async (n: number, values: (i: number) => Partial<typeof volumes.$inferInsert> = () => ({})) => {
  const projectUuid = newUuid()
  const rows = []
  for (let i = 0; i < n; i++)
    rows.push(await makeToy({ projectUuid, name: `toy-${String(i).padStart(3, '0')}`, ...values(i) }))
  const api = apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', projectUuid))
  return { projectUuid, rows, api }
}

describe('paths and methods', () => {
  test('a path is the same with and without its last slash, by every method', async () => {
    const { uuid } = await makeToy()
    for (const end of ['', '/']) {
      expect((await asStaff('GET', `/api/toys/${uuid}${end}`)).status).toBe(200)
      expect((await asStaff('POST', `/api/toys/${uuid}/copy${end}`, {})).status).toBe(201)
      expect((await asStaff('GET', `/api/old-toys/${uuid}${end}`)).body.url).toBe(`http://foyer.test/api/toys/${uuid}/`)
    }
  })
  test('a dashed uuid names the same row, and what is no uuid is not found', async () => {
    const { uuid } = await makeToy()
    const dashed = uuid.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    expect((await asStaff('GET', `/api/toys/${dashed}/`)).body.uuid).toBe(uuid)
    for (const bad of ['nope', '%00', '%E0%A4%A', 'x'.repeat(5000), newUuid()]) {
      const { status } = await asStaff('GET', `/api/toys/${bad}/`)
      expect(status).toBe(404)
    }
    const { body } = await asStaff('GET', `/api/toys/nope/`)
    expect(body).toEqual({ detail: 'No Toy matches the given query.' })
  })
  test('a method that does not exist is 405 and Allow says which do', async () => {
    const { uuid } = await makeToy()
    const refused = await asStaff('POST', `/api/toys/${uuid}/`)
    expect(refused.status).toBe(405)
    expect(refused.body).toEqual({ detail: 'Method "POST" not allowed.' })
    expect(refused.headers.get('allow')).toBe('GET, PUT, PATCH, DELETE, HEAD, OPTIONS')
    expect((await asStaff('DELETE', `/api/toys/${uuid}/rules/7/`)).body).toEqual({ id: '7' })
    expect((await asStaff('GET', '/api/unknown/')).status).toBe(404)
  })
  test('HEAD on a list counts, and sends no body', async () => {
    const { api } = await withToys(3)
    const { status, text, headers } = await api('HEAD', '/api/toys/?name=TOY-00')
    expect([status, text, headers.get('x-result-count')]).toEqual([200, '', '3'])
  })
  test('OPTIONS tells which actions a row has and why one is refused now', async () => {
    const { api, rows } = await withToys(1, () => ({ runtimeState: 'in-use' }))
    const { status, body } = await api('OPTIONS', `/api/toys/${rows[0].uuid}/`)
    expect(status).toBe(200)
    expect(body.actions.resize).toMatchObject({ enabled: false, reason: 'Detach it first.', method: 'POST' })
    expect(body.actions.resize.fields.size).toMatchObject({ type: 'integer', required: true })
    expect(body.actions.set_rules).toBeUndefined()
    expect((await api('OPTIONS', '/api/toys/')).body.actions.POST.name).toMatchObject({ required: true })
  })
  test('the root of the API names the collections', async () => {
    expect((await asStaff('GET', '/api/')).body.toys).toBe('http://foyer.test/api/toys/')
    expect((await asNobody('GET', '/api/')).status).toBe(401)
  })
})

describe('who may', () => {
  test('nobody is 401, an outsider 404, a reader 403, for reading and acting alike', async () => {
    const { uuid, projectUuid } = await makeToy()
    const outsider = apiOf(registry, makeHolder('PROJECT.MANAGER', 'project', newUuid()))
    const reader = apiOf(registry, makeHolder('PROJECT.READER', 'project', projectUuid))
    const nobody = await asNobody('POST', `/api/toys/${uuid}/resize/`, {})
    expect(nobody.status).toBe(401)
    expect(nobody.body).toEqual({ detail: 'Authentication credentials were not provided.' })
    expect(nobody.headers.get('www-authenticate')).toBe('Token')
    for (const [method, path] of [
      ['GET', ''],
      ['POST', 'resize/'],
      ['DELETE', ''],
      ['PATCH', ''],
      ['OPTIONS', ''],
    ]) {
      const refused = await outsider(method, `/api/toys/${uuid}/${path}`, method === 'GET' ? undefined : {})
      expect([method, refused.status, refused.body]).toEqual([
        method,
        404,
        { detail: 'No Toy matches the given query.' },
      ])
    }
    expect((await reader('GET', `/api/toys/${uuid}/`)).status).toBe(200)
    const refused = await reader('POST', `/api/toys/${uuid}/resize/`, {})
    expect([refused.status, refused.body]).toEqual([
      403,
      { detail: 'You do not have permission to perform this action.' },
    ])
  })
  test('a token that may only read changes nothing', async () => {
    const { uuid } = await makeToy()
    const reading = apiOf(registry, makeActor({ access: 'read' }))
    expect((await reading('GET', `/api/toys/${uuid}/`)).status).toBe(200)
    expect((await reading('DELETE', `/api/toys/${uuid}/`)).status).toBe(403)
    expect((await reading('POST', '/api/toys/', { name: 'x' })).status).toBe(403)
  })
  test('a write by cookie has to come from a page of the portal, one by token need not', async () => {
    const api = apiOf(registry, makeActor({ sessionUuid: newUuid(), tokenUuid: null }))
    const post = async (headers: Record<string, string>) =>
      (await api('POST', '/api/toys/', { name: 'x' }, headers)).status
    expect(await post({})).toBe(403)
    expect(await post({ origin: 'https://evil.example' })).toBe(403)
    expect(await post({ origin: 'null' })).toBe(403)
    expect(await post({ 'sec-fetch-site': 'cross-site', 'x-requested-with': 'foyer' })).toBe(403)
    expect(await post({ 'sec-fetch-site': 'same-site', origin: 'http://foyer.test' })).toBe(403)
    expect(await post({ origin: 'http://foyer.test' })).toBe(201)
    expect(await post({ 'sec-fetch-site': 'same-origin' })).toBe(201)
    expect(await post({ 'x-requested-with': 'foyer' })).toBe(201)
    expect((await api('GET', '/api/toys/')).status).toBe(200)
    expect((await asStaff('POST', '/api/toys/', { name: 'x' }, { origin: 'https://evil.example' })).status).toBe(201)
  })
  test('what is open to anyone answers without sign-in', async () => {
    expect((await asNobody('GET', '/api/toys/names/')).body).toEqual(['a'])
    expect((await asNobody('GET', '/api/toys/')).status).toBe(401)
  })
})

describe('lists', () => {
  test('pages have the links first, prev, next, last in this order, other parameters kept', async () => {
    const { api } = await withToys(25)
    const first = await api('GET', '/api/toys/?o=name&page_size=10')
    expect(first.body).toHaveLength(10)
    expect(first.headers.get('x-result-count')).toBe('25')
    const at = 'http://foyer.test/api/toys/?o=name'
    expect(first.headers.get('link')).toBe(
      `<${at}&page_size=10>; rel="first", <${at}&page=2&page_size=10>; rel="next", <${at}&page=3&page_size=10>; rel="last"`,
    )
    const second = await api('GET', '/api/toys/?page=2&page_size=10&o=name')
    expect(second.headers.get('link')).toBe(
      `<${at}&page_size=10>; rel="first", <${at}&page_size=10>; rel="prev", <${at}&page=3&page_size=10>; rel="next", <${at}&page=3&page_size=10>; rel="last"`,
    )
    expect(second.body.map((toy: { name: string }) => toy.name)).toEqual(
      Array.from({ length: 10 }, (_, i) => `toy-0${10 + i}`),
    )
    expect((await api('GET', '/api/toys/?page=3')).body).toHaveLength(5)
    expect((await api('GET', '/api/toys/?page=last')).body).toHaveLength(5)
  })
  test('a page beyond the end or of no number is 404, a page size of no number the default', async () => {
    const { api } = await withToys(11)
    for (const page of ['3', '0', '-1', 'x', '99999999999999'])
      expect((await api('GET', `/api/toys/?page=${page}`)).body).toEqual({ detail: 'Invalid page.' })
    for (const size of ['x', '0', '-5', ''])
      expect((await api('GET', `/api/toys/?page_size=${size}`)).body).toHaveLength(10)
    expect((await api('GET', '/api/toys/?page_size=100000')).body).toHaveLength(11)
    const none = await apiOf(registry, makeHolder('PROJECT.READER', 'project', newUuid()))('GET', '/api/toys/')
    expect([none.status, none.text, none.headers.get('x-result-count')]).toEqual([200, '[]', '0'])
    expect(none.headers.get('link')).toBe(
      '<http://foyer.test/api/toys/>; rel="first", <http://foyer.test/api/toys/>; rel="last"',
    )
  })
  test('field= leaves out what was not named, ignores unknown names, and spares their queries', async () => {
    const { api, rows } = await withToys(2)
    presented = []
    const { body } = await api('GET', '/api/toys/?field=name&field=uuid&field=nonsense')
    expect(Object.keys(body[0]).sort()).toEqual(['name', 'uuid'])
    expect(presented).toEqual([{ rows: 2, wantsInstance: false }])
    expect((await api('GET', `/api/toys/${rows[0].uuid}/?field=size`)).body).toEqual({ size: 1024 })
    expect(Object.keys((await api('GET', '/api/toys/?field=nonsense')).body[0])).toHaveLength(7)
  })
  test('o= sorts either way, absent values last, and refuses what is no ordering', async () => {
    const instanceUuid = newUuid()
    const { api } = await withToys(3, (i) => ({ sizeMib: 1000 - i, instanceUuid: i === 1 ? instanceUuid : null }))
    const names = async (o: string) =>
      (await api('GET', `/api/toys/?o=${o}`)).body.map((toy: { name: string }) => toy.name.slice(-1)).join('')
    expect(await names('size')).toBe('210')
    expect(await names('-size')).toBe('012')
    expect((await names('instance'))[0]).toBe('1')
    expect((await names('-instance'))[0]).toBe('1')
    expect(await names('instance,-name')).toBe('120')
    expect((await api('GET', '/api/toys/?o=colour')).body).toHaveProperty('o')
  })
  test('filters narrow, malformed values are 400 under their name, unknown parameters are ignored', async () => {
    const tenantUuid = newUuid()
    const { api } = await withToys(4, (i) => ({
      name: ['Größe 100%', 'größe_x', 'plain', 'other'][i],
      bootable: i === 0,
      state: i === 3 ? 'ERRED' : 'OK',
      tenantUuid: i < 2 ? tenantUuid : newUuid(),
    }))
    const count = async (query: string) => (await api('GET', `/api/toys/?${query}`)).body.length
    expect(await count('name=GRÖSSE')).toBe(0)
    expect(await count(`name=${encodeURIComponent('GRÖßE')}`)).toBe(2)
    expect(await count(`name=${encodeURIComponent('0%')}`)).toBe(1)
    expect(await count('name=_')).toBe(1)
    expect(await count('name_exact=plain')).toBe(1)
    expect(await count('bootable=true')).toBe(1)
    expect(await count('state=OK&state=ERRED')).toBe(4)
    expect(await count(`tenant_uuid=${tenantUuid}`)).toBe(2)
    expect(await count(`instance=${encodeURIComponent(`http://x/api/openstack-instances/${newUuid()}/`)}`)).toBe(0)
    expect(await count('colour=red&name=')).toBe(4)
    for (const query of ['tenant_uuid=x', 'state=FINE', 'bootable=perhaps', 'name=%00']) {
      const { status, body } = await api('GET', `/api/toys/?${query}`)
      expect([query, status, Object.keys(body)]).toEqual([query, 400, [query.split('=')[0]]])
    }
  })
})

describe('input', () => {
  const send = async (path: string, body: unknown, headers?: Record<string, string>) => {
    const { uuid } = await makeToy()
    return asStaff('POST', `/api/toys/${uuid}/${path}/`, body, headers)
  }
  test('each bad field is named, nested as the input is', async () => {
    expect((await send('resize', {})).body).toEqual({ size: ['This field is required.'] })
    expect((await send('resize', { size: null })).body).toEqual({ size: ['This field may not be null.'] })
    expect((await send('resize', { size: 'big' })).body).toEqual({ size: ['A valid number is required.'] })
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
  test('the Python SDK gets the status that its schema declares', async () => {
    const { uuid } = await makeToy()
    const copy = (agent: string) => asStaff('POST', `/api/toys/${uuid}/copy/`, {}, { 'user-agent': agent })
    expect((await copy('python-httpx/0.27')).status).toBe(200)
    expect((await copy('curl/8')).status).toBe(201)
  })
})

describe('faults', () => {
  test('a fault of ours is a plain sentence with a request id', async () => {
    const { uuid } = await makeToy()
    const { status, body, text, headers } = await asStaff('POST', `/api/toys/${uuid}/explode/`)
    expect(status).toBe(500)
    expect(text).not.toContain('secret cause')
    expect(body.request_id).toBe(headers.get('x-request-id'))
  })
  test("the cloud's refusal keeps its words and its request id", async () => {
    const { uuid } = await makeToy()
    const { status, body, headers } = await asStaff('GET', `/api/toys/${uuid}/log/?length=13`)
    expect([status, body]).toEqual([400, ['No log today.']])
    expect(headers.get('x-openstack-request-id')).toBe('req-cloud')
  })
  test('every answer has the headers that clients read', async () => {
    const { headers } = await asStaff('GET', '/api/toys/')
    expect(headers.get('vary')).toBe('Accept, Accept-Language, Cookie, origin')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('content-language')).toBe('en')
    expect(headers.get('access-control-expose-headers')).toContain('X-Result-Count, Link')
  })
})

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
})
