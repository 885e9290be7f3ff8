'use client'

/** Whether what is on the screen is fresh. */
import { useSyncExternalStore } from 'react'
import type { LiveState } from '../ui/live-indicator'

let state: LiveState = 'reconnecting'
const listeners = new Set<() => void>()

export const setLiveState = (next: LiveState): void => {
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** `live`, `reconnecting`, `delayed` (read again now and then) or `offline`: what `LiveIndicator` shows. */
export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    subscribe,
    () => state,
    () => 'reconnecting',
  )
