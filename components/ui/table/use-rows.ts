'use client'

import { useCallback, useRef, useState } from 'react'
import { prunedSelection, steadyOrder } from './state.ts'
import type { Row, Selection } from './types.ts'

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each, index) => each === b[index])

/**
 * Keeps rows in place while pointer or focus is on one of them. `moved` says that the true order is another one;
 * `resort` takes it.
 */
export function useSteadyRows<R extends Row>(rows: readonly R[], key: string) {
  const held = useRef(false)
  const shown = useRef<{ key: string; rows: readonly R[]; order: string[] }>({ key: '', rows: [], order: [] })
  const [, redraw] = useState(0)
  if (shown.current.rows !== rows || shown.current.key !== key) {
    const next = rows.map((row) => row.uuid)
    const order = held.current && shown.current.key === key ? steadyOrder(shown.current.order, next) : next
    shown.current = { key, rows, order }
  }
  const byUuid = new Map(rows.map((row) => [row.uuid, row]))
  const { order } = shown.current
  const moved = !same(
    order,
    rows.map((row) => row.uuid),
  )
  const resort = useCallback(() => {
    shown.current = { ...shown.current, order: shown.current.rows.map((row) => row.uuid) }
    redraw((count) => count + 1)
  }, [])
  const hold = useCallback((on: boolean) => {
    held.current = on
  }, [])
  return { rows: moved ? order.flatMap((uuid) => byUuid.get(uuid) ?? []) : rows, moved, resort, hold }
}

/** The chosen rows of a list, over its pages, never more than what matches the filter. */
export function useSelection<R extends Row>(
  rows: readonly R[] | undefined,
  total: number | null,
  filterKey: string,
  pageKey: string,
) {
  const [selected, setSelected] = useState<ReadonlyMap<string, R>>(new Map())
  const [all, setAll] = useState(false)
  const before = useRef({ filterKey, pageKey, uuids: new Set<string>(), rows })
  if (rows && before.current.rows !== rows) {
    const next = prunedSelection(selected, before.current, { filterKey, pageKey, rows })
    if (all && before.current.filterKey !== filterKey) setAll(false)
    before.current = { filterKey, pageKey, uuids: new Set(rows.map((row) => row.uuid)), rows }
    if (selected.size > 0) setSelected(next)
  }
  const toggle = useCallback((row: R, on: boolean) => {
    setAll(false)
    setSelected((now) => {
      const next = new Map(now)
      if (on) next.set(row.uuid, row)
      else next.delete(row.uuid)
      return next
    })
  }, [])
  const togglePage = (on: boolean) => {
    setAll(false)
    const next = new Map(selected)
    for (const row of rows ?? []) {
      if (on) next.set(row.uuid, row)
      else next.delete(row.uuid)
    }
    setSelected(next)
  }
  const clear = useCallback(() => {
    setAll(false)
    setSelected(new Map())
  }, [])
  const onPage = (rows ?? []).filter((row) => selected.has(row.uuid)).length
  const selection: Selection<R> = {
    rows: [...selected.values()],
    all,
    count: all ? (total ?? selected.size) : selected.size,
  }
  return { selection, selected, onPage, toggle, togglePage, clear, selectAll: () => setAll(true) }
}
