/** Faults planted by request, and the log of requests. */
import { z } from 'zod'

export const SERVICES = ['keystone', 'nova', 'cinder', 'neutron', 'glance', 'placement'] as const
export type Service = (typeof SERVICES)[number]

export const Fault = z.object({
  service: z.enum(SERVICES).optional(),
  method: z.string().optional(),
  /** A regular expression for the path below the service's prefix, query included. */
  path: z.string().optional(),
  /** A regular expression for the request's body. */
  bodyMatches: z.string().optional(),
  /** Only from the nth matching request on, counted from 1. */
  nth: z.int().positive().default(1),
  /** How many requests it strikes; for ever if null. */
  times: z.int().positive().nullable().default(1),
  /** Answers this instead of doing the work. */
  status: z.int().optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** Waits before all else. */
  latencyMs: z.number().nonnegative().optional(),
  /** Cuts the connection without an answer: `before` the work, or `after` it was carried out. */
  cut: z.enum(['before', 'after']).optional(),
  /** Never answers; the connection stays open until the client leaves or the fault is removed. `after` does the work first. */
  hang: z.union([z.boolean(), z.literal('after')]).optional(),
})
export type FaultInput = z.input<typeof Fault>
export type PlantedFault = z.output<typeof Fault> & { id: number; seen: number; struck: number }

/** One request as it came in. Bodies are kept out: they hold passwords. */
export type LoggedCall = {
  service: Service
  method: string
  /** Below the service's prefix, without query. */
  path: string
  query: string
  status: number
  requestId: string
  atMs: number
  durationMs: number
  projectId: string | null
  userId: string | null
  faultId: number | null
}

const KEPT_CALLS = 20_000

/** Planted faults in the order they were planted; the first that matches strikes. */
export class Faults {
  #planted: PlantedFault[] = []
  #nextId = 1
  #hanging = new Set<{ fault: PlantedFault; release: () => void }>()

  add(input: FaultInput): number {
    const id = this.#nextId++
    this.#planted.push({ ...Fault.parse(input), id, seen: 0, struck: 0 })
    return id
  }

  remove(id: number): void {
    this.#planted = this.#planted.filter((fault) => fault.id !== id)
    for (const waiting of this.#hanging) if (waiting.fault.id === id) waiting.release()
  }

  clear(): void {
    for (const { id } of this.list()) this.remove(id)
  }

  list(): readonly PlantedFault[] {
    return this.#planted
  }

  /** The fault that strikes this request, if one does. */
  strike(request: { service: Service; method: string; target: string; body: string }): PlantedFault | null {
    for (const fault of this.#planted) {
      if (fault.service && fault.service !== request.service) continue
      if (fault.method && fault.method.toUpperCase() !== request.method) continue
      if (fault.path && !new RegExp(fault.path).test(request.target)) continue
      if (fault.bodyMatches && !new RegExp(fault.bodyMatches).test(request.body)) continue
      fault.seen++
      if (fault.seen < fault.nth || (fault.times !== null && fault.struck >= fault.times)) continue
      fault.struck++
      return fault
    }
    return null
  }

  /** Resolves when the fault is removed or `gone` fires. */
  async hang(fault: PlantedFault, gone: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const waiting = {
        fault,
        release: () => {
          this.#hanging.delete(waiting)
          resolve()
        },
      }
      this.#hanging.add(waiting)
      gone.addEventListener('abort', waiting.release, { once: true })
      if (gone.aborted) waiting.release()
    })
  }
}

export class CallLog {
  #calls: LoggedCall[] = []
  total = 0

  add(call: LoggedCall): void {
    this.total++
    this.#calls.push(call)
    if (this.#calls.length > KEPT_CALLS) this.#calls.splice(0, KEPT_CALLS / 2)
  }

  /** The calls kept, oldest first. */
  list(filter: { service?: string; method?: string; path?: string } = {}): readonly LoggedCall[] {
    const path = filter.path ? new RegExp(filter.path) : null
    return this.#calls.filter(
      (call) =>
        (!filter.service || call.service === filter.service) &&
        (!filter.method || call.method === filter.method.toUpperCase()) &&
        (!path || path.test(call.path + call.query)),
    )
  }

  count(filter: { service?: string; method?: string; path?: string } = {}): number {
    return this.list(filter).length
  }

  clear(): void {
    this.#calls = []
    this.total = 0
  }
}
