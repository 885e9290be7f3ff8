/** What happens beside a job: told within the transactions that accept or end it, so that nothing is half done. */
import type { JobRow } from './table.ts'

export type JobOutcome = 'started' | 'done' | 'failed' | 'cancelled'
export type JobEnd = {
  job: JobRow
  outcome: JobOutcome
  /** The line that went into the row's `error_message`, empty unless failed. */
  errorMessage: string
}
type Hook = (end: JobEnd) => Promise<void>

const KEY = Symbol.for('foyer.jobs')
type Runtime = { hooks: Map<string, Hook>; wake?: () => void }
const runtime = ((globalThis as Record<symbol, unknown>)[KEY] ??= { hooks: new Map() }) as Runtime

/** Registers under a name, so that a module loaded twice is told once. */
export const onJob = (name: string, hook: Hook): void => {
  runtime.hooks.set(name, hook)
}
export const tellHooks = async (end: JobEnd): Promise<void> => {
  for (const hook of runtime.hooks.values()) await hook(end)
}

/** Who runs jobs in or below this process wants to know of new ones at once; without it they are seen by polling. */
export const setWake = (wake: () => void): void => {
  runtime.wake = wake
}
export const wakeWorker = (): void => runtime.wake?.()
