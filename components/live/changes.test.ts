import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { beforeEach, describe, expect, test } from 'vitest'
import { detailKey, listKey } from '../api/cache.ts'
import { applyChanges, belongs, type Change, isMoving, lastOfEach } from './changes.ts'
import { newRows } from './new-rows.ts'

let client: QueryClient
beforeEach(() => {
  client = new QueryClient()
})

const A = 'a'.repeat(32)
const B = 'b'.repeat(32)
const key = listKey('openstack-volumes', { tenant_uuid: 't', page: 1, o: 'name' })
const list = (...rows: Record<string, unknown>[]) => client.setQueryData(key, { rows, total: rows.length })
const shown = () => client.getQueryData<{ rows: Record<string, unknown>[]; total: number }>(key)!
const change = (more: Partial<Change>): Change => ({
  number: 1,
  type: 'openstack-volumes',
  uuid: A,
  operation: 'updated',
  ...more,
})
const apply = (...changes: Change[]) => applyChanges(client, changes, newRows)

describe('what is shown', () => {
  test('an object changes where it stands, in lists and on its page, with the fields that were read', () => {
    list({ uuid: A, name: 'one', state: 'OK' }, { uuid: B, name: 'two' })
    client.setQueryData(detailKey('openstack-volumes', A), { uuid: A, name: 'one', size: 1 })
    const before = shown().rows[1]
    apply(change({ data: { uuid: A, name: 'new', state: 'UPDATING', size: 2 } }))
    expect(shown().rows[0]).toEqual({ uuid: A, name: 'new', state: 'UPDATING' })
    expect(shown().rows[1]).toBe(before)
    expect(client.getQueryData(detailKey('openstack-volumes', A))).toMatchObject({ name: 'new', size: 2 })
  })

  test('what was read later stays', () => {
    list({ uuid: A, name: 'later', modified: '2026-01-01T10:00:01.000000+00:00' })
    apply(change({ data: { uuid: A, name: 'earlier', modified: '2026-01-01T10:00:00.000000+00:00' } }))
    expect(shown().rows[0].name).toBe('later')
  })

  test('what is gone leaves the list and its count', () => {
    list({ uuid: A }, { uuid: B })
    apply(change({ operation: 'deleted' }))
    expect(shown()).toEqual({ rows: [{ uuid: B }], total: 1 })
  })

  test('an object that each person sees differently is read again where it is shown', () => {
    list({ uuid: A })
    apply(change({}))
    expect(client.getQueryState(key)?.isInvalidated).toBe(true)
  })
})

describe('what is new', () => {
  const made = (uuid: string, data: Record<string, unknown>) =>
    change({ uuid, operation: 'created', data: { uuid, tenant_uuid: 't', name: 'x', ...data } })

  test('is counted beside a list that it belongs to, and moves no row', () => {
    list({ uuid: A })
    const before = shown()
    apply(made(B, {}))
    expect([newRows.count(key), shown()]).toEqual([1, before])
    newRows.clear(key)
    expect(newRows.count(key)).toBe(0)
  })

  test('is not counted beside a list of another tenant, nor twice', () => {
    list({ uuid: A })
    apply(made(B, { tenant_uuid: 'other' }))
    expect(newRows.count(key)).toBe(0)
    apply(made(B, {}), made(B, {}))
    expect(newRows.count(key)).toBe(1)
    apply(change({ uuid: B, operation: 'deleted' }))
    expect(newRows.count(key)).toBe(0)
  })

  test('makes an empty list be read again', () => {
    list()
    apply(made(B, {}))
    expect(client.getQueryState(key)?.isInvalidated).toBe(true)
    expect(newRows.count(key)).toBe(0)
  })

  test('an answer that was on its way when something changed is not the last word', async () => {
    const answers = [{ state: 'CREATING' }, { state: 'OK' }].map((more) => ({ rows: [{ uuid: A, ...more }], total: 1 }))
    const open: (() => void)[] = []
    const watch = new QueryObserver(client, {
      queryKey: key,
      queryFn: () => new Promise((resolve) => open.push(() => resolve(answers.shift()))),
      staleTime: Number.POSITIVE_INFINITY,
    })
    const stop = watch.subscribe(() => {})
    apply(change({ data: { uuid: A, state: 'OK', tenant_uuid: 't' } }))
    apply(change({ number: 2, data: { uuid: A, state: 'OK', tenant_uuid: 't' } }))
    open[0]()
    await expect.poll(() => open.length).toBe(2)
    open[1]()
    await expect.poll(() => shown().rows).toEqual([{ uuid: A, state: 'OK' }])
    expect(open).toHaveLength(2)
    stop()
  })

  test('later pages keep still', () => {
    const second = listKey('openstack-volumes', { page: 2 })
    client.setQueryData(second, { rows: [{ uuid: A }], total: 11 })
    apply(made(B, {}))
    expect(newRows.count(second)).toBe(0)
  })
})

test('filters are judged by the fields of the object', () => {
  const row = { name: 'Web 1', state: 'OK', tenant: 'http://x/api/openstack-tenants/t1/', tenant_uuid: 't1' }
  expect(belongs({ state: ['OK', 'ERRED'], tenant: 'http://y/api/openstack-tenants/t1/', page_size: 5 }, row)).toBe(
    true,
  )
  expect(belongs({ state: 'ERRED' }, row)).toBe(false)
  expect(belongs({ query: 'web' }, row)).toBe(true)
  expect(belongs({ query: 'db' }, row)).toBe(false)
  expect(belongs({ unknown_filter: 'x', q: undefined }, row)).toBe(true)
})

test('of a burst the last change of each object counts', () => {
  const changes = [
    change({ operation: 'created', number: 1 }),
    change({ uuid: B, number: 2 }),
    change({ number: 3, data: { name: 'last' } }),
  ]
  expect(lastOfEach(changes)).toEqual([changes[1], { ...changes[2], operation: 'created' }])
})

test('something moves while a state on the screen says so', async () => {
  list({ uuid: A, state: 'OK' })
  const watch = new QueryObserver(client, { queryKey: key, queryFn: () => null, staleTime: 'static' })
  const stop = watch.subscribe(() => {})
  expect(isMoving(client)).toBe(false)
  list({ uuid: A, state: 'CREATING' })
  expect(isMoving(client)).toBe(true)
  stop()
})
