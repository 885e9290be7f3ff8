/** Notices within a second that an open console must end. */

import type { EndReason } from './reasons.ts'
import type { ConsoleIdentity } from './relay.ts'

export type Watched = { identity: ConsoleIdentity; instanceUuid: string }

/**
 * One timer for all open consoles of the process: `check` gets them all at once (so that it can ask the database
 * once) and answers, in the same order, why each must end, or null. Gives the relay's `watch`.
 * A check that fails changes nothing: a database that is away for a moment ends no console.
 */
export const consoleWatch = ({
  check,
  everyMs = 1000,
  onError = () => {},
}: {
  check: (watched: Watched[]) => Promise<(EndReason | null)[]>
  everyMs?: number
  onError?: (error: unknown) => void
}) => {
  const open = new Map<Watched, (reason: EndReason) => void>()
  let running = false
  const round = async () => {
    const watched = [...open.keys()]
    try {
      const reasons = await check(watched)
      watched.forEach((one, i) => {
        const reason = reasons[i]
        if (reason) open.get(one)?.(reason)
      })
    } catch (error) {
      onError(error)
    }
    running = open.size > 0
    if (running) setTimeout(round, everyMs)
  }
  return (identity: ConsoleIdentity, instanceUuid: string, onEnd: (reason: EndReason) => void): (() => void) => {
    const watched = { identity, instanceUuid }
    open.set(watched, onEnd)
    // The first look comes at once: what was lost between the ticket and the connection is noticed too.
    if (!running) setTimeout(round, 0)
    running = true
    return () => void open.delete(watched)
  }
}
