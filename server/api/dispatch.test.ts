import { describe, expect, test } from 'vitest'
import { newUuid } from '../ids.ts'
import { apiOf, makeActor, makeHolder } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { asNobody, asStaff, makeToy, registry, withToys } from '../testing/toys.ts'

openTestDatabase()

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
