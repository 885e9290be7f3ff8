import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { detailKey, listKey, patchObject, removeObject } from './cache.ts'
import { type ApiFailure, api, apiPath, newKey } from './client.ts'

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

let sent: { url: string; init: RequestInit }[] = []
const signedOut = vi.fn()
const answering = (response: Response | Error) => {
  sent = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url, init })
    if (response instanceof Error) throw response
    return response
  })
}
beforeEach(() => vi.stubGlobal('window', { dispatchEvent: signedOut }))
afterEach(() => {
  vi.unstubAllGlobals()
  signedOut.mockClear()
})
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (e: ApiFailure) => e,
  )

test('paths end in a slash, lists repeat their name, absent parameters are left out', () => {
  expect(apiPath('/openstack-volumes/ab/', { field: ['name', 'uuid'], page: 2, q: undefined, o: null })).toBe(
    '/api/openstack-volumes/ab/?field=name&field=uuid&page=2',
  )
})

test('a list has its rows and the number of all', async () => {
  answering(json([{ uuid: 'a' }], 200, { 'x-result-count': '31' }))
  expect(await api.list('openstack-volumes', { page_size: 1 })).toEqual({ rows: [{ uuid: 'a' }], total: 31 })
})

test('a change bears the header that other sites cannot set, and its idempotency key', async () => {
  answering(new Response(null, { status: 204 }))
  expect(await api.post('toys', { a: 1 }, { idempotencyKey: newKey() })).toBe(null)
  const headers = sent[0].init.headers as Record<string, string>
  expect(headers).toMatchObject({ 'X-Requested-With': 'foyer', 'Content-Type': 'application/json' })
  expect(headers['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/)
  expect(sent[0].init.body).toBe('{"a":1}')
})

test('a failure has its sentence, fields and request ids', async () => {
  answering(json({ disk_size: ['Too small.'] }, 400, { 'x-request-id': 'req-1' }))
  const refused = await failureOf(api.post('toys', {}))
  expect(refused).toMatchObject({
    status: 400,
    detail: 'Too small.',
    fields: { disk_size: ['Too small.'] },
    requestId: 'req-1',
    isTransient: false,
  })
  answering(json(['The cloud is away.'], 400, { 'x-openstack-request-id': 'req-cloud' }))
  const bare = await failureOf(api.get('toys'))
  expect(bare).toMatchObject({ detail: 'The cloud is away.', fields: undefined, openstackRequestIds: ['req-cloud'] })
  answering(new Response('<html>Bad gateway</html>', { status: 502 }))
  expect(await failureOf(api.get('toys'))).toMatchObject({ status: 502, isTransient: true })
})

test('no answer is a failure of status 0, and an abandoned request none at all', async () => {
  answering(new TypeError('fetch failed'))
  expect(await failureOf(api.get('toys'))).toMatchObject({ status: 0, isTransient: true })
  const abandoned = AbortSignal.abort(new Error('left'))
  await expect(api.get('toys', { signal: abandoned })).rejects.toThrow('fetch failed')
})

test('the end of the sign-in is told to the page', async () => {
  answering(json({ detail: 'Authentication credentials were not provided.' }, 401))
  await failureOf(api.get('toys'))
  expect(signedOut).toHaveBeenCalledOnce()
})

test('an object is changed wherever it is cached, and changed back', () => {
  const client = new QueryClient()
  const key = listKey('toys', { field: ['uuid', 'name'] })
  client.setQueryData(key, {
    rows: [
      { uuid: 'a', name: 'old' },
      { uuid: 'b', name: 'b' },
    ],
    total: 2,
  })
  client.setQueryData(detailKey('toys', 'a'), { uuid: 'a', name: 'old', size: 1 })
  const undo = patchObject(client, 'toys', 'a', { name: 'new', size: 2 })
  expect(client.getQueryData(key)).toEqual({
    rows: [
      { uuid: 'a', name: 'new' },
      { uuid: 'b', name: 'b' },
    ],
    total: 2,
  })
  expect(client.getQueryData(detailKey('toys', 'a'))).toEqual({ uuid: 'a', name: 'new', size: 2 })
  undo()
  expect(client.getQueryData(detailKey('toys', 'a'))).toEqual({ uuid: 'a', name: 'old', size: 1 })
  removeObject(client, 'toys', 'a')
  expect(client.getQueryData(key)).toEqual({ rows: [{ uuid: 'b', name: 'b' }], total: 1 })
})
