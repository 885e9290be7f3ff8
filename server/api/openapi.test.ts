import { expect, test } from 'vitest'
import { openTestDatabase } from '../testing/database.ts'
import { asNobody, registry } from '../testing/toys.ts'
import { docsResponse } from './docs.ts'
import { openApiOf } from './openapi.ts'

openTestDatabase()

const document = openApiOf(registry)
// biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
const paths = document.paths as Record<string, any>

const refsIn = (node: unknown): string[] =>
  typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : refsIn(value)))

test('each place and method is there, aliases too, with ids of their own', () => {
  expect(Object.keys(paths)).toContain('/api/toys/{uuid}/rules/{id}/')
  expect(paths['/api/old-toys/']['x-alias-of']).toBe('toys')
  expect(paths['/api/toys/{uuid}/resize/'].post.operationId).toBe('toys_resize')
  const ids = Object.values(paths).flatMap((item) =>
    Object.values(item).flatMap((one) => (one as { operationId?: string }).operationId ?? []),
  )
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(
    expect.arrayContaining(['toys_list', 'toys_count', 'toys_retrieve', 'toys_partial_update', 'toys_create']),
  )
})

test('every reference leads somewhere', () => {
  for (const ref of refsIn(document)) {
    const [, , group, name] = ref.split('/')
    expect(document.components[group as 'schemas'], ref).toHaveProperty(name)
  }
})

test('an action says who may, when, and with what', () => {
  const { post } = paths['/api/toys/{uuid}/resize/']
  expect(post.description).toContain('Permission: staff, CUSTOMER.OWNER')
  expect(post.description).toContain('A system disk stays as it is.')
  expect(post['x-states']).toEqual(['OK'])
  expect(Object.keys(post.responses)).toEqual(['202', '400', '401', '403', '404', '409'])
  const input = document.components.schemas.ToysResizeRequest
  expect(input).toEqual({
    type: 'object',
    properties: { size: { type: 'integer', minimum: 0, exclusiveMinimum: true } },
    required: ['size'],
  })
  expect(document.components.schemas.ToysPartialUpdateRequest.required).toBeUndefined()
})

test('a list says its filters, orders and fields', () => {
  const { parameters } = paths['/api/toys/'].get
  const of = (name: string) => parameters.find((one: { name: string }) => one.name === name)
  expect(of('state').schema.items.enum).toEqual(['OK', 'ERRED'])
  expect(of('o').schema.items.enum).toContain('-size')
  expect(of('field').schema.items.enum).toContain('bootable')
})

test('it is served to anyone, with the address it was asked under', async () => {
  const { status, body, headers } = await asNobody('GET', '/api/schema/')
  expect([status, body.servers]).toEqual([200, [{ url: 'http://foyer.test' }]])
  expect(headers.get('content-type')).toContain('openapi+json')
  expect((await asNobody('POST', '/api/schema/')).status).toBe(405)
})

test('the page that shows it loads nothing from elsewhere, and no other file', async () => {
  const page = await (await docsResponse([])).text()
  expect(page).not.toMatch(/https?:/)
  for (const [, file] of page.matchAll(/(?:src|href)="\/api\/docs\/([^"]+)"/g))
    expect((await docsResponse([file])).status, file).toBe(200)
  for (const bad of ['../package.json', 'index.html', 'package.json', '__proto__'])
    expect((await docsResponse([bad])).status).toBe(404)
})
