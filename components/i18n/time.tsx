'use client'

import { useSyncExternalStore } from 'react'
import { Tooltip } from '../ui/tooltip'
import type { Instant } from './format.ts'
import { useFormat } from './provider'

const tickMs = 15_000
let nowMs = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all times on the page; it stands still while nobody looks. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    nowMs = Date.now()
    for (const each of listeners) each()
  }, tickMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && timer) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** Steady within a render, but never long out of date: on the server nobody subscribes. */
function readNow(): number {
  if (Date.now() - nowMs > 2 * tickMs) nowMs = Date.now()
  return nowMs
}

/** The time in milliseconds, renewed every 15 s. */
export const useNow = (): number => useSyncExternalStore(subscribe, readNow, readNow)

/** "4 min ago" with the absolute time and zone in the tooltip and in `datetime`. Nothing known gives a dash. */
export function RelativeTime({ value, className }: { value: Instant | null | undefined; className?: string }) {
  const format = useFormat()
  const now = useNow()
  if (value === null || value === undefined || value === '') return <span className="text-muted">–</span>
  const date = new Date(value)
  return (
    <Tooltip text={() => format.dateTime(date)}>
      <time dateTime={date.toISOString()} className={className} suppressHydrationWarning>
        {/* A tick may be older than the event it is compared with. */}
        {format.relative(date, Math.max(now, Math.min(date.getTime(), now + tickMs)))}
      </time>
    </Tooltip>
  )
}

/** The absolute time, for logs and facts. */
export function DateTime({ value, className }: { value: Instant | null | undefined; className?: string }) {
  const format = useFormat()
  if (value === null || value === undefined || value === '') return <span className="text-muted">–</span>
  return (
    <time dateTime={new Date(value).toISOString()} className={className} suppressHydrationWarning>
      {format.dateTime(value)}
    </time>
  )
}
