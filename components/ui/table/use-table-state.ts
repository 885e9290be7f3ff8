'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { parseTableQuery, type TableDefaults, type TableQuery, writeTableQuery } from './state.ts'

/** Where a user's table layouts are kept. */
export type TableStore = {
  get: (tableId: string) => readonly string[] | null
  set: (tableId: string, cols: readonly string[] | null) => void
}

const browserStore: TableStore = {
  get(tableId) {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(`foyer-table-${tableId}`) ?? 'null')
      return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : null
    } catch {
      return null // storage may be blocked, or hold something else
    }
  },
  set(tableId, cols) {
    try {
      if (cols) localStorage.setItem(`foyer-table-${tableId}`, JSON.stringify(cols))
      else localStorage.removeItem(`foyer-table-${tableId}`)
    } catch {
      // A full or blocked storage costs the layout, not the list.
    }
  },
}

let store = browserStore
const cache = new Map<string, readonly string[] | null>()
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Replaces the browser's storage by another, such as the user's preferences on the server. */
export function setTableStore(next: TableStore): void {
  store = next
  cache.clear()
  for (const listener of listeners) listener()
}

function storedCols(tableId: string): readonly string[] | null {
  let cols = cache.get(tableId)
  if (cols === undefined) {
    cols = store.get(tableId)
    cache.set(tableId, cols)
  }
  return cols
}

export type TableState = TableQuery & {
  id: string
  /** Something narrows the list. */
  filtered: boolean
  /** While typing: replaces the URL. */
  setQuery: (q: string) => void
  /** Applies a filter: a new entry in the history. */
  setFilter: (id: string, values: readonly string[]) => void
  clearFilters: () => void
  setSort: (sort: string | null) => void
  setPage: (page: number) => void
  setSize: (size: number) => void
  /** Shows these columns in this order, and keeps that for this user; null goes back to the table's own. */
  setCols: (cols: readonly string[] | null) => void
}

/**
 * A list's search, filters, ordering, page and columns, kept in the URL. `defaults.filters` names the parameters that
 * are filters. The page's component must stand under `<Suspense>`.
 */
export function useTableState(tableId: string, defaults: TableDefaults = {}): TableState {
  const params = useSearchParams()
  const path = usePathname()
  const stored = useSyncExternalStore(
    subscribe,
    () => storedCols(tableId),
    () => null,
  )
  // Callers write their defaults in place: compare by content, not by identity.
  const defaultsKey = JSON.stringify(defaults)
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const query = useMemo(() => parseTableQuery(new URLSearchParams(params), defaults), [params, defaultsKey])

  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const write = useCallback(
    (change: (now: TableQuery) => Partial<TableQuery>, how: 'push' | 'replace') => {
      // The address bar is read anew: two changes in one turn must not undo each other.
      const current = new URLSearchParams(location.search)
      const now = parseTableQuery(current, defaults)
      const text = writeTableQuery(current, { ...now, ...change(now) }, defaults).toString()
      const url = text ? `${path}?${text}` : path
      // Next's router follows the history: useSearchParams changes without asking the server for the page again.
      if (how === 'push') history.pushState(null, '', url)
      else history.replaceState(null, '', url)
    },
    [path, defaultsKey],
  )

  return useMemo(
    () => ({
      ...query,
      id: tableId,
      cols: query.cols ?? stored,
      filtered: query.q !== '' || Object.keys(query.filters).length > 0,
      setQuery: (q) => write(() => ({ q, page: 1 }), 'replace'),
      setFilter: (id, values) => write((now) => ({ filters: { ...now.filters, [id]: values }, page: 1 }), 'push'),
      clearFilters: () => write(() => ({ q: '', filters: {}, page: 1 }), 'push'),
      setSort: (sort) => write(() => ({ sort, page: 1 }), 'push'),
      setPage: (page) => write(() => ({ page }), 'push'),
      setSize: (size) => write(() => ({ size, page: 1 }), 'push'),
      setCols: (cols) => {
        store.set(tableId, cols)
        cache.set(tableId, cols)
        for (const listener of listeners) listener()
        write(() => ({ cols }), 'replace')
      },
    }),
    [query, stored, tableId, write],
  )
}
