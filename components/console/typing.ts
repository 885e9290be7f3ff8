/** Sends a text as key presses, one character after another. */
import { eventsOf, type KeyEvent, type Layout, normalizeText, strokesOf } from './keymaps'

/**
 * Milliseconds for each key going down or up. QEMU passes one on every 10 ms (its `key-delay-ms`) and drops what comes
 * faster once about 340 wait (`queue_limit` in ui/input.c), so `normal` stays just behind it.
 */
export const speeds = { normal: 10.5, slow: 50 } as const
export type Speed = keyof typeof speeds

/** Less than the second of keys that QEMU keeps. */
const MOST_BEHIND_MS = 500

/**
 * Types what the layout can and passes over the rest (they were listed before).
 * @param send one stroke's events
 * @returns how many characters were sent; fewer than all if `signal` stopped it
 */
export const typeText = async ({
  text,
  layout,
  eventMs,
  send,
  onProgress,
  signal,
}: {
  text: string
  layout: Layout
  /** Time for each key event. */
  eventMs: number
  send: (events: KeyEvent[]) => void
  onProgress?: (sent: number, total: number) => void
  signal?: AbortSignal
}): Promise<number> => {
  const chars = [...normalizeText(text)]
  let sent = 0
  // Times are counted from the start: a late timer is caught up with instead of adding up.
  let dueMs = performance.now()
  for (const char of chars) {
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    // A page that slept (a hidden tab) must not make good for it in one burst.
    else if (waitMs < -MOST_BEHIND_MS) dueMs = performance.now()
    if (signal?.aborted) break
    for (const stroke of strokesOf(layout, char) ?? []) {
      const events = eventsOf(stroke)
      send(events)
      dueMs += events.length * eventMs
    }
    sent++
    onProgress?.(sent, chars.length)
  }
  return sent
}

/** How long the text will take. */
export const typingMs = (text: string, layout: Layout, eventMs: number): number =>
  [...normalizeText(text)]
    .flatMap((char) => strokesOf(layout, char) ?? [])
    .reduce((sum, stroke) => sum + eventsOf(stroke).length * eventMs, 0)
