'use client'

/** Rows that exist and are not shown yet: lists say "2 new" instead of moving under the pointer. */
import { hashKey, type QueryKey } from '@tanstack/react-query'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { NewRows } from './changes.ts'

const found = new Map<string, ReadonlySet<string>>()
const listeners = new Set<() => void>()

const put = (hash: string, uuids: ReadonlySet<string>) => {
  if (uuids.size > 0) found.set(hash, uuids)
  else found.delete(hash)
  for (const listener of listeners) listener()
}

export const newRows: NewRows & { count: (key: QueryKey) => number } = {
  add: (key, uuid) => {
    const hash = hashKey(key)
    const known = found.get(hash)
    if (!known?.has(uuid)) put(hash, new Set([...(known ?? []), uuid]))
  },
  remove: (uuid) => {
    for (const [hash, uuids] of found) if (uuids.has(uuid)) put(hash, new Set([...uuids].filter((one) => one !== uuid)))
  },
  clear: (key) => {
    const hash = hashKey(key)
    if (found.has(hash)) put(hash, new Set())
  },
  count: (key) => found.get(hashKey(key))?.size ?? 0,
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** How many rows are new to the list with this key. `clear` once it was read again. */
export const useNewRows = (key: QueryKey): { count: number; clear: () => void } => {
  const hash = hashKey(key)
  const count = useSyncExternalStore(
    subscribe,
    () => found.get(hash)?.size ?? 0,
    () => 0,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal keys are made anew at each drawing
  const clear = useCallback(() => newRows.clear(key), [hash])
  return useMemo(() => ({ count, clear }), [count, clear])
}
