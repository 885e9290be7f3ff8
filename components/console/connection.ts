/**
 * The life of a console connection: ticket, connect, lost, again. Knows neither React nor VNC, so that the tab, the
 * popup and the page behave alike and tests need no browser.
 */

/** Seconds before each new try after a connection was lost. */
export const RETRY_DELAYS_SECONDS = [1, 1, 2, 3, 5, 8, 13, 21] as const
export const TRIES = RETRY_DELAYS_SECONDS.length

/** A connection that lasted this long counts as good: the next loss begins at the first delay again. */
const STEADY_MS = 5000

/** Why no connection stands. */
export type Cause =
  | 'network'
  | 'service_down'
  | 'no_console'
  | 'instance_stopped'
  | 'instance_gone'
  | 'no_permission'
  | 'signed_out'
  | 'idle'
  | 'refused'
  | 'stopped'
  | 'moved'

export type ConnectionState =
  | { phase: 'connecting'; attempt: number }
  | { phase: 'connected'; idleSeconds?: number }
  /** Tries again by itself. */
  | { phase: 'waiting'; attempt: number; secondsLeft: number; cause: Cause }
  /** Waits for the user, or for the instance to run, or for a sign-in. */
  | { phase: 'disconnected'; cause: Cause; detail?: string }
  | { phase: 'taken_over'; by: string }

/** Words of the relay: text frames beside the console's binary ones. */
export type RelayWord =
  | { type: 'idle'; seconds_left: number }
  | { type: 'active' }
  | { type: 'end'; reason: string; by?: string }

/** A refusal of the ticket or of the connection. `status` 0: no answer at all. */
export class ConsoleRefusal extends Error {
  readonly status: number
  readonly reason?: string
  constructor(status: number, reason?: string, detail = '') {
    super(detail)
    this.status = status
    this.reason = reason
  }
}

export type ChannelEvents = {
  /** The console answers: its picture is coming. */
  onReady: () => void
  onWord: (word: RelayWord) => void
  /** Once, whether it was ever open or not. */
  onClose: (end: { code: number; reason: string; opened: boolean }) => void
}
export type Channel = {
  close: () => void
  /** A word to the relay. */
  say: (word: object) => void
}

export type ConnectionDeps = {
  /** Asks for a ticket. @throws ConsoleRefusal */
  issue: () => Promise<{ ticket: string }>
  /** Why a ticket's connection was refused: a browser sees no status of a refused websocket. */
  describe: (ticket: string) => Promise<{ reason: string | null }>
  connect: (ticket: string, events: ChannelEvents) => Promise<Channel>
}

const byStatus: Record<number, Cause> = {
  401: 'signed_out',
  403: 'no_permission',
  404: 'instance_gone',
  409: 'instance_stopped',
}
const byReason: Record<string, Cause> = {
  signed_out: 'signed_out',
  no_permission: 'no_permission',
  permission_lost: 'no_permission',
  instance_stopped: 'instance_stopped',
  instance_gone: 'instance_gone',
  service_down: 'service_down',
  no_console: 'no_console',
  idle: 'idle',
}
/** The relay's close codes. */
const byCode: Record<number, Cause> = {
  4002: 'signed_out',
  4003: 'no_permission',
  4004: 'instance_stopped',
  4005: 'service_down',
  4006: 'idle',
}
/** Causes that trying again by itself may cure. */
const passing: ReadonlySet<Cause> = new Set(['network', 'service_down'])

export const consoleConnection = (deps: ConnectionDeps) => {
  let state: ConnectionState = { phase: 'connecting', attempt: 0 }
  let channel: Channel | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let running = true
  /** Counts starts, so that what belongs to an earlier one is ignored. */
  let epoch = 0
  const listeners = new Set<() => void>()

  const set = (next: ConnectionState) => {
    state = next
    for (const listener of listeners) listener()
  }
  const drop = () => {
    epoch++
    clearTimeout(timer)
    channel?.close()
    channel = undefined
  }

  const fail = (cause: Cause, detail?: string) => {
    drop()
    if (!passing.has(cause) || attempt >= TRIES) return set({ phase: 'disconnected', cause, detail })
    countDown(RETRY_DELAYS_SECONDS[attempt++], cause)
  }
  const countDown = (secondsLeft: number, cause: Cause) => {
    if (secondsLeft <= 0) return void open()
    set({ phase: 'waiting', attempt, secondsLeft, cause })
    timer = setTimeout(() => countDown(secondsLeft - 1, cause), 1000)
  }

  const ended = async (ticket: string, word: RelayWord | undefined, end: Parameters<ChannelEvents['onClose']>[0]) => {
    if (end.code === 4001) {
      drop()
      const by = word?.type === 'end' && word.by ? word.by : end.reason.replace(/^Taken over by /, '')
      return set({ phase: 'taken_over', by })
    }
    if (end.opened) return fail(byCode[end.code] ?? 'network')
    const mine = epoch
    const { reason } = await deps.describe(ticket).catch(() => ({ reason: null }))
    if (mine === epoch) fail(byReason[reason ?? ''] ?? 'network')
  }

  const open = async () => {
    drop()
    const mine = epoch
    const current = () => mine === epoch
    set({ phase: 'connecting', attempt })
    try {
      const { ticket } = await deps.issue()
      if (!current()) return
      let last: RelayWord | undefined
      const opened = await deps.connect(ticket, {
        onReady: () => {
          if (!current()) return
          timer = setTimeout(() => {
            attempt = 0
          }, STEADY_MS)
          set({ phase: 'connected' })
        },
        onWord: (word) => {
          if (!current()) return
          last = word
          if (word.type === 'idle') set({ phase: 'connected', idleSeconds: word.seconds_left })
          if (word.type === 'active') set({ phase: 'connected' })
        },
        onClose: (end) => {
          if (current()) void ended(ticket, last, end)
        },
      })
      if (current()) channel = opened
      else opened.close()
    } catch (error) {
      if (!current()) return
      if (!(error instanceof ConsoleRefusal)) return fail('network')
      const down: Cause = error.status >= 500 ? 'service_down' : error.status === 0 ? 'network' : 'refused'
      fail(byReason[error.reason ?? ''] ?? byStatus[error.status] ?? down, error.message)
    }
  }

  return {
    getState: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Connects now: at the start, on "Now", "Reconnect" and "Take back". */
    open: () => {
      attempt = 0
      return open()
    },
    /** The next try without waiting for its time; keeps the count. */
    now: () => open(),
    /** Ends it until `open`. */
    stop: (cause: 'stopped' | 'moved' = 'stopped') => {
      drop()
      set({ phase: 'disconnected', cause })
    },
    /** Tells the relay that somebody is still here. */
    stay: () => channel?.say({ type: 'stay' }),
    /** Whether the instance runs, as the portal knows it: a console that ended with it comes back with it. */
    setRunning: (now: boolean) => {
      const came = now && !running
      running = now
      if (came && state.phase === 'disconnected' && state.cause === 'instance_stopped') {
        attempt = 0
        void open()
      }
    },
    /** Ends it silently: the page goes away. */
    dispose: drop,
  }
}
export type ConsoleConnection = ReturnType<typeof consoleConnection>
