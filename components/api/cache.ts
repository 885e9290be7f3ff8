/**
 * React Query's cache of API objects. Keys: `[collection, 'list', params]` holds `{rows, total}`,
 * `[collection, 'detail', uuid]` the object. The event stream patches both by these functions instead of reading again.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { Page, Params } from './client.ts'

type Row = Record<string, unknown>
type Change = Row | ((row: Row) => Row)

export const listKey = (collection: string, params: Params = {}) => [collection, 'list', params] as const
export const detailKey = (collection: string, uuid: string) => [collection, 'detail', uuid] as const

const applied = (row: Row, change: Change): Row => (typeof change === 'function' ? change(row) : { ...row, ...change })

/**
 * Changes one object wherever it is cached. A list that was read with `field=` gets only the fields that it has.
 * @returns what undoes it.
 */
export const patchObject = (client: QueryClient, collection: string, uuid: string, change: Change): (() => void) => {
  const before: [QueryKey, unknown][] = []
  const keep = (key: QueryKey, data: unknown) => before.push([key, data])
  for (const [key, page] of client.getQueriesData<Page<Row>>({ queryKey: [collection, 'list'] })) {
    const index = page?.rows.findIndex((row) => row.uuid === uuid) ?? -1
    if (!page || index < 0) continue
    keep(key, page)
    const row = page.rows[index]
    const changed = applied(row, change)
    const fitting = Object.fromEntries(Object.entries(changed).filter(([name]) => name in row))
    client.setQueryData(key, { ...page, rows: page.rows.with(index, fitting) })
  }
  const key = detailKey(collection, uuid)
  const detail = client.getQueryData<Row>(key)
  if (detail) {
    keep(key, detail)
    client.setQueryData(key, applied(detail, change))
  }
  return () => {
    for (const [one, data] of before) client.setQueryData(one, data)
  }
}

/** Takes an object that is gone out of the cached lists; its own page keeps the last state. */
export const removeObject = (client: QueryClient, collection: string, uuid: string): void => {
  client.setQueriesData<Page<Row>>({ queryKey: [collection, 'list'] }, (page) => {
    if (!page?.rows.some((row) => row.uuid === uuid)) return page
    return { rows: page.rows.filter((row) => row.uuid !== uuid), total: page.total - 1 }
  })
}
