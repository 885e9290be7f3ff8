import { describe, expect, test } from 'vitest'
import { newUuid } from '../ids.ts'
import { apiOf, makeHolder } from '../testing/api.ts'
import { openTestDatabase } from '../testing/database.ts'
import { makeToy, presented, registry, withToys } from '../testing/toys.ts'

openTestDatabase()

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
  test('the count follows each change', async () => {
    const { api, projectUuid } = await withToys(3)
    const count = async () => (await api('HEAD', '/api/toys/')).headers.get('x-result-count')
    expect([await count(), await count()]).toEqual(['3', '3'])
    await makeToy({ projectUuid, name: 'one more' })
    expect(await count()).toBe('4')
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
    presented.length = 0
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
