/** Sends a text as key presses, one character after another. */
import { eventsOf, type KeyEvent, type Layout, normalizeText, strokesOf } from './keymaps'

export const speeds = { slow: 100, normal: 15 } as const
/** Milliseconds between two characters. A guest's keyboard buffer holds 16 bytes, which is two to five characters. */
export type Speed = keyof typeof speeds

/**
 * Types what the layout can and passes over the rest (they were listed before).
 * @param send one stroke's events
 * @returns how many characters were sent; fewer than all if `signal` stopped it
 */
export const typeText = async ({
  text,
  layout,
  delayMs,
  send,
  onProgress,
  signal,
}: {
  text: string
  layout: Layout
  delayMs: number
  send: (events: KeyEvent[]) => void
  onProgress?: (sent: number, total: number) => void
  signal?: AbortSignal
}): Promise<number> => {
  const chars = [...normalizeText(text)]
  let sent = 0
  for (const char of chars) {
    if (signal?.aborted) break
    for (const stroke of strokesOf(layout, char) ?? []) send(eventsOf(stroke))
    sent++
    onProgress?.(sent, chars.length)
    if (sent < chars.length) await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
  return sent
}
