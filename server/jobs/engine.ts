/**
 * The job engine (design 4). A worker leases jobs, runs their steps, stores each one that ends, and hands a job back
 * while it waits. It may die at any instant: whoever takes the job next goes on from the last stored step.
 */
import { and, eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { AnyTable, ResourceDef } from '../api/define.ts'
import { noteChange } from '../live/changes.ts'
import { log } from '../log.ts'
import { isOpenStackError, type OpenStackError } from '../openstack/errors.ts'
import type { CallHooks } from '../openstack/http.ts'
import type { AnyJob } from './accept.ts'
import { type Clouds, createContext } from './context.ts'
import { Again, type Step, type StepContext, StepFailure } from './define.ts'
import { endCancelled, endDone, endFailed, startJob } from './ends.ts'
import { errorLine, explain } from './explain.ts'
import { setWake } from './hooks.ts'
import { claim, fenced, LeaseLost, renew } from './lease.ts'
import { keepLeftover } from './leftovers.ts'
import { type JobRow, type JobStepRow, jobSteps, jobs } from './table.ts'

// biome-ignore lint/suspicious/noExplicitAny: steps of any job
type AnyStep = Step<any, any>
// biome-ignore lint/suspicious/noExplicitAny: contexts of any job
type AnyContext = StepContext<any, any>

export type EngineOptions = {
  resources: readonly ResourceDef[]
  clouds: Clouds
  /** Names this worker in leases. */
  owner: string
  leaseSeconds: number
  settleSeconds: number
  concurrency: number
  /** The provider's cap on concurrent provisionings for a key `<settings>:<kind>`. */
  capLimit?: (key: string) => Promise<number>
  /** Around every call to OpenStack: metrics, crash tests. */
  hooks?: CallHooks
  /** For tests: runs each step this often (a restart may run one twice), and is told when a step has ended well. */
  rehearse?: { times?: number; afterStep?: (job: JobRow, step: string) => void }
  /** Shortens the pauses of polling and retrying; tests use 0.05. Default 1. */
  pace?: number
}

export type Engine = {
  start: () => void
  /** Takes no new jobs, lets running steps end within `graceMs`, hands the rest back. */
  stop: (graceMs?: number) => Promise<void>
  /** Takes and runs what is ready, once. @returns how many jobs were taken. */
  tick: () => Promise<number>
  /** Looks for work now instead of at the next poll. */
  wake: () => void
  /** As if the process died: nothing more is written. For tests. */
  drop: () => void
}

const IDLE_MS = 250
const DEFAULT_CAP = 4
/**
 * Pause between two looks of a polling step: a tenth of the time that it has waited, so that whatever the cloud takes,
 * at most a tenth is added; at its own pace in the end.
 */
const lookPause = (waitedMs: number, everySeconds: number) =>
  Math.min(everySeconds, Math.max(SHORTEST_LOOK_SECONDS, waitedMs / 10_000))
const SHORTEST_LOOK_SECONDS = 0.2
const REQUEST_IDS_KEPT = 20
/** A cloud that is down may stay so for long: the job waits for it. Other faults are the cloud's own and end sooner. */
const PATIENCE = { connection: 2000, other: 6 }
const UNANSWERED: ReadonlySet<string> = new Set(['connection', 'timeout', 'dns', 'rate_limit', 'busy'])

const backoffSeconds = (attempt: number, error: OpenStackError) =>
  error.retryAfterSeconds ?? Math.min(60, 2 ** Math.min(attempt, 6)) * (0.5 + Math.random() / 2)

const patienceOf = (error: OpenStackError) => {
  if (error.kind === 'busy') return 60
  return UNANSWERED.has(error.kind) ? PATIENCE.connection : PATIENCE.other
}

export const createEngine = (options: EngineOptions): Engine => {
  const leaseMs = options.leaseSeconds * 1000
  const pace = options.pace ?? 1
  const capLimit = options.capLimit ?? (async () => DEFAULT_CAP)
  const known = new Map<string, { job: AnyJob; def: ResourceDef }>()
  for (const def of options.resources) for (const job of def.jobs ?? []) known.set(job.name, { job, def })

  const running = new Map<string, Promise<void>>()
  let state: 'idle' | 'started' | 'stopping' | 'dropped' = 'idle'
  let wakeUp: () => void = () => {}

  const assertAlive = () => {
    if (state === 'dropped') throw new LeaseLost()
  }

  /** Hands the job back until `seconds` from now. */
  const later = (job: JobRow, seconds: number, patch: Partial<JobRow> = {}, message?: string) => {
    // Its own timer brings it back on time; the idle loop finds it too, should this worker be gone.
    setTimeout(() => wakeUp(), seconds * 1000 * pace).unref()
    return fenced(
      job,
      { ...patch, leaseOwner: null, leaseUntil: null, runAt: new Date(Date.now() + seconds * 1000 * pace) },
      async () => {
        if (message === undefined) return
        await db.update(jobSteps).set({ message }).where(stepOf(job, job.step))
        await noteChange('foyer-jobs', 'updated', { ...job })
      },
    )
  }

  const stepOf = (job: JobRow, index: number) => and(eq(jobSteps.jobUuid, job.uuid), eq(jobSteps.index, index))

  const markStep = (job: JobRow, index: number, patch: Partial<JobStepRow>) =>
    db.update(jobSteps).set(patch).where(stepOf(job, index))

  /** Stores the end of a step and that the next one begins. */
  const moveOn = async (job: JobRow, ended: 'done' | 'skipped' | 'undone', next: number) => {
    assertAlive()
    await fenced(job, { step: next, attempts: 0 }, async () => {
      await markStep(job, job.step, { state: ended, endedAt: new Date(), message: '' })
      await noteChange('foyer-jobs', 'updated', { ...job })
    })
    job.step = next
    job.attempts = 0
  }

  const contextOf = async (job: JobRow, def: ResourceDef, spec: AnyJob): Promise<AnyContext | null> => {
    const table = spec.table as AnyTable
    const [row] = await db.select().from(table).where(eq(table.uuid, job.resourceUuid))
    if (!row) return null
    const hooks: CallHooks = {
      beforeCall: async (call) => {
        assertAlive()
        await options.hooks?.beforeCall?.(call)
      },
      afterCall: async (outcome) => {
        await options.hooks?.afterCall?.(outcome)
        assertAlive()
        if (outcome.requestId) requestIds.push(outcome.requestId)
      },
    }
    const requestIds: string[] = []
    contextRequestIds.set(job, requestIds)
    return createContext({
      job,
      path: def.path,
      table,
      row,
      step: job.step,
      clouds: options.clouds,
      settleMs: options.settleSeconds * 1000,
      hooks,
    })
  }
  const contextRequestIds = new WeakMap<JobRow, string[]>()
  const storeRequestIds = async (job: JobRow) => {
    const ids = contextRequestIds.get(job) ?? []
    if (ids.length === 0) return
    const [step] = await db.select().from(jobSteps).where(stepOf(job, job.step))
    if (!step) return
    const requestIds = [...step.requestIds, ...ids].slice(-REQUEST_IDS_KEPT)
    await fenced(job, {}, async () => {
      await markStep(job, job.step, { requestIds })
    })
    ids.length = 0
  }

  /** Runs one step to its end. @throws Again, StepFailure, OpenStackError */
  const runStep = async (job: JobRow, step: AnyStep, context: AnyContext): Promise<void> => {
    for (let time = 0; time < (options.rehearse?.times ?? 1); time++) await step.run?.(context)
    if (!step.poll) return options.rehearse?.afterStep?.(job, step.name)
    const status = await step.poll(context)
    if (status !== undefined && step.until?.includes(status)) return options.rehearse?.afterStep?.(job, step.name)
    if (status !== undefined && step.fail?.includes(status))
      throw (
        (await step.failure?.(context, status)) ??
        new StepFailure(`The cloud reports the status ${status}.`, { status })
      )
    const [stored] = await db.select().from(jobSteps).where(stepOf(job, job.step))
    const sinceMs = Date.now() - (stored?.startedAt?.getTime() ?? Date.now())
    if (sinceMs > (step.timeoutSeconds ?? 600) * 1000)
      throw new StepFailure('The cloud did not finish in time; the action may still end.', { status: status ?? '' })
    throw new Again(lookPause(sinceMs, step.everySeconds ?? 3))
  }

  const beginStep = async (job: JobRow, index: number) => {
    const [stored] = await db.select().from(jobSteps).where(stepOf(job, index))
    await fenced(job, {}, async () => {
      await markStep(job, index, {
        state: 'running',
        attempts: (stored?.attempts ?? 0) + 1,
        startedAt: stored?.startedAt ?? new Date(),
      })
      // Later looks of a polling step change nothing that a viewer sees.
      if (!stored?.startedAt) await noteChange('foyer-jobs', 'updated', { ...job })
    })
  }

  /** After an error of a step: waits, or begins to undo. @returns false when the job was handed back. */
  const onStepError = async (job: JobRow, spec: AnyJob, error: unknown): Promise<boolean> => {
    await storeRequestIds(job)
    if (error instanceof Again) {
      await later(job, error.seconds, {}, error.message || undefined)
      return false
    }
    const explanation = explain(error)
    const line = errorLine(explanation)
    if (isOpenStackError(error) && error.retryable && job.attempts < patienceOf(error)) {
      const seconds = backoffSeconds(job.attempts, error)
      await later(job, seconds, { attempts: job.attempts + 1 }, `${line} Trying again.`)
      return false
    }
    if (!isOpenStackError(error) && !(error instanceof StepFailure))
      log.error({ err: error, job: job.uuid, name: job.name, step: spec.steps[job.step]?.name }, 'a step broke')
    await fenced(
      job,
      { state: 'undoing', attempts: 0, errorMessage: line, errorDetail: explanation.detail },
      async () => {
        await markStep(job, job.step, { state: 'failed', message: line, endedAt: new Date() })
        await noteChange('foyer-jobs', 'updated', { ...job })
      },
    )
    Object.assign(job, { state: 'undoing', attempts: 0, errorMessage: line, errorDetail: explanation.detail })
    return true
  }

  const runForward = async (job: JobRow, def: ResourceDef, spec: AnyJob): Promise<'end' | 'undo' | 'handed back'> => {
    while (job.step < spec.steps.length) {
      assertAlive()
      if (await cancelAsked(job)) {
        await fenced(job, { state: 'undoing', errorMessage: '' })
        Object.assign(job, { state: 'undoing', cancelRequested: true })
        return 'undo'
      }
      const context = await contextOf(job, def, spec)
      if (!context) {
        await endCancelled({ job, spec, def, reason: 'The row was removed.' })
        return 'handed back'
      }
      const step = spec.steps[job.step]
      try {
        if (step.when && !(await step.when(context))) {
          await moveOn(job, 'skipped', job.step + 1)
          continue
        }
        await beginStep(job, job.step)
        await runStep(job, step, context)
        await storeRequestIds(job)
      } catch (error) {
        if (error instanceof LeaseLost || state === 'dropped') throw new LeaseLost()
        if (await forced(job, spec, error)) {
          await moveOn(job, 'skipped', job.step + 1)
          continue
        }
        if (!(await onStepError(job, spec, error))) return 'handed back'
        return 'undo'
      }
      await moveOn(job, 'done', job.step + 1)
      if (state === 'stopping') {
        await later(job, 0)
        return 'handed back'
      }
    }
    return 'end'
  }

  /** A forced deletion passes over what the cloud refuses; the object is kept as a leftover. */
  const forced = async (job: JobRow, spec: AnyJob, error: unknown): Promise<boolean> => {
    if (spec.kind !== 'delete' || !(job.params as { force?: boolean }).force || error instanceof Again) return false
    if (isOpenStackError(error) && error.retryable && job.attempts < 3) return false
    await fenced(job, {}, async () => {
      await keepLeftover(job, spec.steps[job.step].name, errorLine(explain(error)))
    })
    return true
  }

  const cancelAsked = async (job: JobRow) => {
    const [row] = await db.select({ asked: jobs.cancelRequested }).from(jobs).where(eq(jobs.uuid, job.uuid))
    return row?.asked ?? false
  }

  /** Takes back finished steps, last first. */
  const runBackward = async (job: JobRow, def: ResourceDef, spec: AnyJob): Promise<'end' | 'handed back'> => {
    for (let index = Math.min(job.step, spec.steps.length - 1); index >= 0; index--) {
      assertAlive()
      job.step = index
      const step = spec.steps[index]
      const [stored] = await db.select().from(jobSteps).where(stepOf(job, index))
      const touched = stored && ['done', 'running', 'failed'].includes(stored.state)
      if (step.undo && touched) {
        const context = await contextOf(job, def, spec)
        if (!context) break
        try {
          await step.undo(context)
          await storeRequestIds(job)
        } catch (error) {
          if (error instanceof LeaseLost || state === 'dropped') throw new LeaseLost()
          if (error instanceof Again) {
            await later(job, error.seconds, { step: index })
            return 'handed back'
          }
          if (isOpenStackError(error) && error.retryable && job.attempts < patienceOf(error)) {
            await later(job, backoffSeconds(job.attempts, error), { step: index, attempts: job.attempts + 1 })
            return 'handed back'
          }
          const reason = errorLine(explain(error))
          log.warn({ err: error, job: job.uuid, step: step.name }, 'an undo failed; what it made is kept as a leftover')
          await fenced(job, {}, async () => {
            await keepLeftover(job, step.name, reason)
          })
        }
      }
      await fenced(job, { step: index - 1 < 0 ? 0 : index - 1, attempts: 0 }, async () => {
        // What failed keeps its mark: people look for it, and a retry begins there or before.
        if (step.undo && touched && stored.state === 'done') await markStep(job, index, { state: 'undone' })
        await noteChange('foyer-jobs', 'updated', { ...job })
      })
      job.attempts = 0
    }
    return 'end'
  }

  const advance = async (job: JobRow): Promise<void> => {
    const entry = known.get(job.name)
    if (!entry) {
      log.error({ job: job.uuid, name: job.name }, 'no such job is declared; an older worker runs beside newer ones?')
      await later(job, 30)
      return
    }
    const { job: spec, def } = entry
    if (job.state === 'queued') {
      if (job.cancelRequested) return endCancelled({ job, spec, def, reason: '' })
      if (!(await startJob({ job, spec, def, capLimit }))) return void (await later(job, 1))
    }
    const end = { job, spec, def }
    if (job.state === 'running') {
      const outcome = await runForward(job, def, spec)
      if (outcome === 'handed back') return
      if (outcome === 'end') {
        const context = await contextOf(job, def, spec)
        if (context) return endDone({ ...end, context })
        return endCancelled({ ...end, reason: 'The row was removed.' })
      }
    }
    if ((await runBackward(job, def, spec)) === 'handed back') return
    const context = await contextOf(job, def, spec)
    if (job.cancelRequested && !job.errorMessage) return endCancelled({ ...end, reason: '' })
    return endFailed({ ...end, context })
  }

  const run = async (job: JobRow): Promise<void> => {
    const renewal = setInterval(() => {
      if (state !== 'dropped') renew(job, leaseMs).catch(() => {})
    }, leaseMs / 3)
    try {
      await advance(job)
    } catch (error) {
      if (!(error instanceof LeaseLost)) {
        log.error({ err: error, job: job.uuid, name: job.name }, 'the engine could not go on with a job; trying again')
        if (state !== 'dropped') await later(job, 10).catch(() => {})
      }
    } finally {
      clearInterval(renewal)
    }
  }

  const tick = async (): Promise<number> => {
    const room = options.concurrency - running.size
    if (room <= 0 || state === 'stopping' || state === 'dropped') return 0
    const taken = (await claim(options.owner, room, leaseMs, capLimit)).filter((job) => !running.has(job.uuid))
    for (const job of taken) {
      const work = run(job).finally(() => {
        running.delete(job.uuid)
        wakeUp()
      })
      running.set(job.uuid, work)
    }
    if (state === 'idle') await Promise.all([...running.values()])
    return taken.length
  }

  const loop = async () => {
    while (state === 'started') {
      let taken = 0
      try {
        taken = await tick()
      } catch (error) {
        log.error({ err: error }, 'looking for jobs failed')
      }
      if (taken === 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, IDLE_MS * (pace < 1 ? 0.1 : 1))
          wakeUp = () => {
            clearTimeout(timer)
            resolve()
          }
        })
    }
  }

  const engine: Engine = {
    start: () => {
      state = 'started'
      setWake(engine.wake)
      void loop()
    },
    stop: async (graceMs = 10_000) => {
      state = 'stopping'
      wakeUp()
      const grace = new Promise((resolve) => setTimeout(resolve, graceMs).unref())
      await Promise.race([Promise.all([...running.values()]), grace])
      state = 'dropped'
    },
    tick,
    wake: () => wakeUp(),
    drop: () => {
      state = 'dropped'
      wakeUp()
    },
  }
  return engine
}
