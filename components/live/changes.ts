/** What the event stream says, and how it changes what was read: patched in place, never read again (screens 1.7). */
import { notifyManager, type QueryClient, type QueryKey } from '@tanstack/react-query'
import { patchObject, removeObject } from '../api/cache.ts'
import type { Page, Params } from '../api/client.ts'
import { announceTypes } from './listen.ts'

type Row = Record<string, unknown>

/** One `change` event of `/api/foyer-changes/`. */
export type Change = {
  /** Grows with each change. */
  number: number
  /** The collection's path. */
  type: string
  uuid: string
  operation: 'created' | 'updated' | 'deleted'
  /** The object as its detail page shows it; absent of what is gone and of what each person sees differently. */
  data?: Row
}

/** Parameters of lists that choose no rows. */
const VIEWS = new Set(['page', 'page_size', 'field', 'o'])
const SEARCHES = ['query', 'name']

const isBare = (value: unknown) => value === null || value === undefined || value === ''
const lastSegment = (text: string) => text.split('/').filter(Boolean).at(-1) ?? text

const fits = (name: string, wanted: unknown, row: Row): boolean => {
  if (SEARCHES.includes(name))
    return String(row.name ?? '')
      .toLowerCase()
      .includes(String(wanted).toLowerCase())
  if (name === 'name_exact') return row.name === wanted
  const value = row[name]
  // A filter that is no field of the object: only the server can judge it.
  if (value === undefined) return true
  const choices = Array.isArray(wanted) ? wanted : [wanted]
  return choices.some((choice) => lastSegment(String(choice)) === lastSegment(String(value)))
}

/** Whether an object belongs into a list with these parameters, as far as its fields tell. */
export const belongs = (params: Params, row: Row): boolean =>
  Object.entries(params).every(([name, wanted]) => VIEWS.has(name) || isBare(wanted) || fits(name, wanted, row))

/** What was read later than the change tells already of it. Times of one format compare as texts. */
const isOlder = (data: Row, row: Row): boolean =>
  typeof data.modified === 'string' && typeof row.modified === 'string' && data.modified < row.modified

export type NewRows = {
  /** A row that belongs into the list and is not shown yet. */
  add: (key: QueryKey, uuid: string) => void
  remove: (uuid: string) => void
  /** The list was read again. */
  clear: (key: QueryKey) => void
}

const listsOf = (client: QueryClient, collection: string) =>
  client.getQueryCache().findAll({ queryKey: [collection, 'list'] })

const holds = (data: unknown, uuid: string): boolean =>
  (data as Page<Row> | undefined)?.rows.some((row) => row.uuid === uuid) ?? false

/** A row that no list shows yet: an empty list is read again, others say how many are new. */
const announce = (client: QueryClient, { type, uuid, operation, data }: Change, fresh: NewRows) => {
  for (const query of listsOf(client, type)) {
    const page = query.state.data as Page<Row> | undefined
    const params = (query.queryKey[2] ?? {}) as Params
    if (!page || holds(page, uuid) || (data && !belongs(params, data))) continue
    const isWhole = page.rows.length >= page.total
    // An unknown row that changed lies on another page, unless all rows are on this one: then its change brought it here.
    if (operation === 'updated' && (!isWhole || !data)) continue
    if (page.rows.length === 0) void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    else if (Number(params.page ?? 1) === 1) fresh.add(query.queryKey, uuid)
  }
}

/** Without data the object is read again, where it is shown. */
const readAgain = (client: QueryClient, { type, uuid }: Change) => {
  for (const query of listsOf(client, type))
    if (holds(query.state.data, uuid)) void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
  // Details may be kept under a name of their own, such as `me`.
  void client.invalidateQueries({
    predicate: ({ queryKey, state }) =>
      queryKey[0] === type && queryKey[1] === 'detail' && (state.data as Row | undefined)?.uuid === uuid,
  })
}

const awaited = new WeakSet<object>()

/** What is being read may be answered with what was before the change: it is read once more when the answer is there. */
const readAfterAnswer = (client: QueryClient, { type, uuid, data }: Change) => {
  for (const query of client.getQueryCache().findAll({ queryKey: [type], fetchStatus: 'fetching' })) {
    const [, kind, what] = query.queryKey
    const isConcerned =
      kind === 'list'
        ? !data || belongs((what ?? {}) as Params, data) || holds(query.state.data, uuid)
        : what === uuid || (query.state.data as Row | undefined)?.uuid === uuid
    if (!isConcerned || awaited.has(query)) continue
    awaited.add(query)
    const forget = () => awaited.delete(query)
    query.promise?.then(() => {
      forget()
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
      // Given up for a newer reading, or failed: that says so itself.
    }, forget)
  }
}

const apply = (client: QueryClient, change: Change, fresh: NewRows) => {
  const { type, uuid, operation, data } = change
  readAfterAnswer(client, change)
  if (operation === 'deleted') {
    removeObject(client, type, uuid)
    fresh.remove(uuid)
    return
  }
  if (data) patchObject(client, type, uuid, (row) => (isOlder(data, row) ? row : { ...row, ...data }))
  else readAgain(client, change)
  announce(client, change, fresh)
}

/** Applies changes in their order; what is on the screen is drawn once. */
export const applyChanges = (client: QueryClient, changes: readonly Change[], fresh: NewRows): void =>
  notifyManager.batch(() => {
    for (const change of changes) apply(client, change, fresh)
    announceTypes(new Set(changes.map(({ type }) => type)))
  })

/** Only the last change of each object counts; a row that was made meanwhile is still new. */
export const lastOfEach = (changes: readonly Change[]): Change[] => {
  const last = new Map<string, Change>()
  for (const change of changes) {
    const key = `${change.type}/${change.uuid}`
    const isNew = last.get(key)?.operation === 'created' && change.operation === 'updated'
    last.delete(key)
    last.set(key, isNew ? { ...change, operation: 'created' } : change)
  }
  return [...last.values()]
}

const AT_REST = new Set([
  'OK',
  'ERRED',
  'Erred',
  'Terminated',
  'done',
  'failed',
  'erred',
  'cancelled',
  'canceled',
  'rejected',
])
const MOVING = /(_SCHEDULED|ING|ing)$|^(queued|executing|undoing)$/

/** Whether anything that is shown moves towards another state. */
export const isMoving = (client: QueryClient): boolean =>
  client
    .getQueryCache()
    .findAll({ type: 'active' })
    .some(({ state }) => {
      const data = state.data as Partial<Page<Row>> & Row
      const rows = Array.isArray(data?.rows) ? data.rows : [data]
      return rows.some((row) => typeof row?.state === 'string' && !AT_REST.has(row.state) && MOVING.test(row.state))
    })
