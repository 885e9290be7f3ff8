/**
 * How work is declared: a job is a list of steps on one row. The engine stores each finished step, so a restart goes on
 * from there; a step that was interrupted runs again, so each one tolerates having run before.
 */
import type { z } from 'zod'
import type { AnyTable, RowOf } from '../api/define.ts'
import type { CloudSession } from '../openstack/login.ts'
import type { QuotaDelta } from '../quotas/reserve.ts'
import type { JobKind } from './states.ts'
import type { JobRow } from './table.ts'

/** Thrown by a step: look again later. Nothing sleeps in memory. */
export class Again extends Error {
  readonly seconds: number
  constructor(seconds: number, message = '') {
    super(message)
    this.name = 'Again'
    this.seconds = seconds
  }
}

/** Thrown by a step: final. `message` is a plain sentence for people, `detail` the cloud's own words. */
export class StepFailure extends Error {
  readonly detail: Record<string, unknown>
  constructor(message: string, detail: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StepFailure'
    this.detail = detail
  }
}

/** An object in the cloud as far as `once` needs it. */
export type Found = { id: string }

export type StepContext<Row, P> = {
  job: JobRow
  /** The row as it is now; `save` keeps it up to date. */
  row: Row
  params: P
  /** The provider's account, scoped to the tenant's project. */
  cloud: () => Promise<CloudSession>
  /** The provider's account in its own project, for what is the cloud's and for making projects. */
  admin: () => Promise<CloudSession>
  /** The tenant's own user, for key pairs and for creating servers with them. */
  tenantUser: () => Promise<CloudSession>
  /**
   * Creates an object in the cloud exactly once. Before the call the job remembers that it is about to be sent; if that
   * was already so (a crash, a lost answer), `find` looks for the object first, until the settling time is over.
   * `save` writes the id into our rows, in the same transaction that marks the call as answered.
   * @returns the object's id.
   */
  once: <O extends Found>(
    key: string,
    call: {
      find: () => Promise<O | undefined>
      create: () => Promise<O>
      save?: (object: O) => Promise<void>
    },
  ) => Promise<string>
  /**
   * The other way round: removes what `once` made under `key`, or may have made. Looks for it by mark while an unanswered
   * create may still be on its way.
   */
  unmake: (
    key: string,
    call: { find: () => Promise<Found | undefined>; remove: (id: string) => Promise<unknown> },
  ) => Promise<void>
  /** Sets columns of the job's row, fenced by the lease. */
  save: (patch: Partial<Row>) => Promise<void>
  /** Writes other rows in a transaction fenced by the lease. */
  write: <T>(fn: () => Promise<T>) => Promise<T>
  /** What an earlier step remembered. */
  recall: <T>(key: string) => T | undefined
  remember: (key: string, value: unknown) => Promise<void>
  /** Progress in words, shown at the step. */
  say: (message: string) => Promise<void>
  /**
   * Shares one list call among all jobs that wait at the same time for objects of one tenant and kind: `key` names the
   * list, `read` fetches it.
   */
  shared: <T>(key: string, read: () => Promise<T>) => Promise<T>
}

export type Step<Row, P> = {
  /** Stable: shown to users (a catalogue key `steps.<name>`), used by tests. */
  name: string
  /** Left out of the job unless true. Judged when the step comes up. */
  when?: (context: StepContext<Row, P>) => boolean | Promise<boolean>
  run?: (context: StepContext<Row, P>) => Promise<void>
  /** Reads a status; the step ends when `until` names it, fails when `fail` does, else is looked at again. */
  poll?: (context: StepContext<Row, P>) => Promise<string | undefined>
  until?: readonly string[]
  fail?: readonly string[]
  /** The sentence for a failing status; may ask the cloud for its fault. */
  failure?: (context: StepContext<Row, P>, status: string) => Promise<StepFailure>
  /** Pause between looks; the first ones are quicker. Default 3. */
  everySeconds?: number
  /** Default 600. */
  timeoutSeconds?: number
  /** Takes back what the step made; tolerates "already gone". */
  undo?: (context: StepContext<Row, P>) => Promise<void>
}

export type JobDef<T extends AnyTable = AnyTable, P = Record<string, unknown>> = {
  /** `volume.extend`. */
  name: string
  /** `task`: work that does not touch the row's state (background pulls). */
  kind: JobKind | 'task'
  table: T
  params?: z.ZodType<P>
  steps: readonly Step<RowOf<T>, P>[]
  /** Counts against the provider's cap on concurrent provisionings of this kind (contract 4.4: 4). */
  cap?: 'instance' | 'volume' | 'snapshot'
  /** Whether people may cancel it while it runs; default true for create. Cancel undoes. */
  cancellable?: boolean
  /** The row's `runtimeState`-like facts to set at the end, or rows to remove; within the final transaction. */
  onDone?: (context: StepContext<RowOf<T>, P>) => Promise<void>
  /**
   * Synchronous actions tell their caller of a refusal, and the object is as it was: then it goes back to OK. Default
   * ERRED, which is how clients that poll learn of a failure.
   */
  afterFailure?: 'OK'
  /** Within the transaction that marks the row as ERRED. */
  onFailed?: (context: StepContext<RowOf<T>, P>) => Promise<void>
  /** Room that its end gives back (deletions). Read before the row goes. */
  frees?: (context: StepContext<RowOf<T>, P>) => Promise<QuotaDelta> | QuotaDelta
  /** Services whose quotas are pulled once at the end; default none. */
  pulls?: readonly ('nova' | 'cinder' | 'neutron')[]
}

/** Declares a job on rows of `table`. */
export const jobFor =
  <T extends AnyTable>(table: T) =>
  <P = Record<string, unknown>>(def: Omit<JobDef<T, P>, 'table'>): JobDef<T, P> => ({ ...def, table })
