/** The cloud's time: real by default, moved or frozen by tests. All that happens later happens on it. */

/** Something that will happen: a name from the table of happenings, so that it survives a restart as data. */
export type Task = { atMs: number; order: number; name: string; args: TaskArgs }
export type TaskArgs = Record<string, string | number | boolean | null>
export type TaskRunner = (name: string, args: TaskArgs) => void

export type ClockOptions = {
  /** Where time starts; the real time if not given. */
  startMs?: number
  /** Time stands still until `advance`. */
  frozen?: boolean
  /** Multiplies every delay: 1 is a quick real cloud (a server boots in 3 s), 0 finishes all work at the next request. */
  pace?: number
}

export class Clock {
  /** Multiplies every delay of what is scheduled from now on. */
  pace: number
  #offsetMs = 0
  #frozenAtMs: number | null = null
  #insideMs: number | null = null
  #tasks: Task[] = []
  #order = 0
  #timer: NodeJS.Timeout | null = null
  #run: TaskRunner

  constructor(run: TaskRunner, options: ClockOptions = {}) {
    this.#run = run
    this.pace = options.pace ?? 1
    if (options.startMs !== undefined) this.#offsetMs = options.startMs - Date.now()
    if (options.frozen) this.freeze()
  }

  /** Milliseconds since 1970. While a task runs it is the task's own time, so that chains keep their distances. */
  now(): number {
    return this.#insideMs ?? this.#frozenAtMs ?? Date.now() + this.#offsetMs
  }

  freeze(): void {
    this.#frozenAtMs = this.now()
    this.#arm()
  }

  resume(): void {
    if (this.#frozenAtMs !== null) this.#offsetMs = this.#frozenAtMs - Date.now()
    this.#frozenAtMs = null
    this.#arm()
  }

  get frozen(): boolean {
    return this.#frozenAtMs !== null
  }

  /** Moves time forward and does everything that falls due on the way, in order. */
  advance(ms: number): void {
    if (this.#frozenAtMs !== null) this.#frozenAtMs += ms
    else this.#offsetMs += ms
    this.runDue()
  }

  /** @param delayMs at pace 1 */
  schedule(delayMs: number, name: string, args: TaskArgs): void {
    this.#tasks.push({ atMs: this.now() + delayMs * this.pace, order: this.#order++, name, args })
    this.#arm()
  }

  /** Drops what was to happen to one object. */
  cancel(matches: (task: Task) => boolean): void {
    this.#tasks = this.#tasks.filter((task) => !matches(task))
  }

  runDue(): void {
    if (this.#insideMs !== null) return
    const untilMs = this.now()
    for (;;) {
      const next = this.#earliest()
      if (!next || next.atMs > untilMs) break
      this.#tasks.splice(this.#tasks.indexOf(next), 1)
      this.#insideMs = next.atMs
      try {
        this.#run(next.name, next.args)
      } finally {
        this.#insideMs = null
      }
    }
    this.#arm()
  }

  /** What is still to come, for the state file and for tests that look into the future. */
  get pending(): readonly Task[] {
    return this.#tasks
  }

  restore(tasks: readonly Task[]): void {
    this.#tasks = [...tasks]
    this.#order = Math.max(0, ...tasks.map((task) => task.order + 1))
    this.#arm()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#tasks = []
  }

  #earliest(): Task | undefined {
    let best: Task | undefined
    for (const task of this.#tasks)
      if (!best || task.atMs < best.atMs || (task.atMs === best.atMs && task.order < best.order)) best = task
    return best
  }

  #arm(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const next = this.#earliest()
    if (!next || this.#frozenAtMs !== null) return
    const waitMs = Math.min(Math.max(next.atMs - this.now(), 0), 0x7fffffff)
    this.#timer = setTimeout(() => this.runDue(), waitMs)
    this.#timer.unref()
  }
}

/** `2026-01-31T08:00:00Z`: Nova's and Neutron's. */
export const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
/** `2026-01-31T08:00:00.000000`: Cinder's, and Nova's for launches and actions. */
export const isoMicros = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}.000000`
/** `2026-01-31T08:00:00.000000Z`: Keystone's. */
export const isoMicrosZ = (ms: number): string => `${isoMicros(ms)}Z`
