/** What all services share: rows, time, settings, consoles. */
import { randomBytes } from 'node:crypto'
import { Clock, type ClockOptions, isoSeconds } from './clock.ts'
import { CallLog, Faults } from './faults.ts'
import { emptyState, type State } from './state.ts'

export type Settings = {
  /** How long a token lives. */
  tokenSeconds: number
  /** Added to every answer. */
  latencyMs: number
  /** What the largest host takes; a larger flavor finds no valid host. */
  hostVcpus: number
  hostRamMib: number
  /** How many of the next servers find no host. */
  noValidHost: number
  /** How many of the next volumes end in `error`. */
  failVolumes: number
  /** Consoles are refused: the proxy answers 403 to every token. */
  refuseConsoles: boolean
  /** Nova says that consoles are not available at all. */
  consolesDisabled: boolean
  /** Growing a volume that is in use works (it depends on the driver). */
  extendAttached: boolean
}

const DEFAULTS: Settings = {
  tokenSeconds: 86_400,
  latencyMs: 0,
  hostVcpus: 64,
  hostRamMib: 262_144,
  noValidHost: 0,
  failVolumes: 0,
  refuseConsoles: false,
  consolesDisabled: false,
  extendAttached: true,
}

export type TaskTable = Record<string, (cloud: Cloud, args: Record<string, string | number | boolean | null>) => void>

export type ConsoleToken = { serverId: string; kind: 'novnc' | 'serial'; expiresAtMs: number }

/** One cloud. Services are modules of functions that take it first. */
export class Cloud {
  state: State = emptyState()
  clock: Clock
  faults = new Faults()
  calls = new CallLog()
  /** Console tokens that Nova has given out; the proxy forgets them with the process, as Nova's age out. */
  consoleTokens = new Map<string, ConsoleToken>()
  settings: Settings = { ...DEFAULTS }
  /** `http://host:port`, known once it listens. */
  url = ''
  /** Ids that the outside is told: images, flavors, external network. */
  ids: Record<string, string> = {}
  /** Called after each change, so that the state can be saved. */
  changed: () => void = () => {}
  /** Called when a server stops running, so that its consoles end. */
  consoleEnded: (serverId: string) => void = () => {}
  /** Called when the guest has written something by itself. */
  guestWrote: (serverId: string) => void = () => {}

  constructor(tasks: TaskTable, clock: ClockOptions, settings: Partial<Settings>) {
    this.settings = { ...DEFAULTS, ...settings }
    this.clock = new Clock((name, args) => {
      tasks[name]?.(this, args)
      this.changed()
    }, clock)
  }

  now(): number {
    return this.clock.now()
  }

  nowIso(): string {
    return isoSeconds(this.now())
  }

  /** The next number of a series, from 1. */
  next(series: string): number {
    const value = (this.state.counters.get(series) ?? 0) + 1
    this.state.counters.set(series, value)
    return value
  }

  later(delayMs: number, name: string, args: Record<string, string | number | boolean | null>): void {
    this.clock.schedule(delayMs, name, args)
  }
}

/** A token as Keystone prints them: Fernet's version and time, then what looks like noise. */
export const fernetLike = (nowMs: number): string => {
  const head = Buffer.alloc(9)
  head[0] = 0x80
  head.writeBigUInt64BE(BigInt(Math.floor(nowMs / 1000)), 1)
  return Buffer.concat([head, randomBytes(128)]).toString('base64url')
}

/** Rows of a project, or of all. */
export const ofProject = <T extends { project_id: string }>(table: Map<unknown, T>, projectId: string): T[] => {
  const rows: T[] = []
  for (const row of table.values()) if (row.project_id === projectId) rows.push(row)
  return rows
}
