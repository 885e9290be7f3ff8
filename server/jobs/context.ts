/** What a step is given. One context lives for one run of one step. */
import { and, eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { AnyTable } from '../api/define.ts'
import { noteChange } from '../live/changes.ts'
import { isConflict, isGone, isOpenStackError } from '../openstack/errors.ts'
import type { CallHooks } from '../openstack/http.ts'
import type { CloudSession } from '../openstack/login.ts'
import { Again, type Found, type StepContext } from './define.ts'
import { fenced } from './lease.ts'
import { type JobRow, jobSteps } from './table.ts'

/** Sessions of a job's cloud; `server/clouds.ts` in the product. */
export type Clouds = {
  admin: (settingsUuid: string) => Promise<CloudSession>
  tenant: (tenantUuid: string) => Promise<CloudSession>
  tenantUser: (tenantUuid: string) => Promise<CloudSession>
}

/** A mark in the job's memo: a create was sent, or has been answered. */
type Mark = { sentAtMs?: number; id?: string }

const LOOK_AGAIN_SECONDS = 2
/** Waiting jobs that look within this time share one list call. */
const SHARED_MS = 300

const sharedReads = new Map<string, { at: number; value: Promise<unknown> }>()
const shareRead = <T>(key: string, read: () => Promise<T>): Promise<T> => {
  const known = sharedReads.get(key)
  if (known && Date.now() - known.at < SHARED_MS) return known.value as Promise<T>
  for (const [old, entry] of sharedReads) if (Date.now() - entry.at >= SHARED_MS) sharedReads.delete(old)
  const value = read()
  sharedReads.set(key, { at: Date.now(), value })
  value.catch(() => sharedReads.delete(key))
  return value
}

export type ContextOptions = {
  job: JobRow
  path: string
  table: AnyTable
  // biome-ignore lint/suspicious/noExplicitAny: a row of any type
  row: any
  step: number
  clouds: Clouds
  settleMs: number
  hooks: CallHooks
}

// biome-ignore lint/suspicious/noExplicitAny: rows and parameters of any job
export const createContext = (options: ContextOptions): StepContext<any, any> => {
  const { job, path, table, clouds, settleMs, hooks } = options
  const memo = job.memo as Record<string, unknown>

  const write = async <T>(fn: () => Promise<T>): Promise<T> => (await fenced(job, {}, fn)) as T
  const remember = async (key: string, value: unknown, also?: () => Promise<void>) => {
    const next = { ...memo }
    if (value === undefined) delete next[key]
    else next[key] = value
    await fenced(job, { memo: next }, also)
    for (const name of Object.keys(memo)) if (!(name in next)) delete memo[name]
    Object.assign(memo, next)
  }
  const settled = (mark: Mark) => Date.now() - (mark.sentAtMs ?? 0) >= settleMs
  const session = async (open: Promise<CloudSession>) => (await open).with({ hooks })

  // biome-ignore lint/suspicious/noExplicitAny: rows and parameters of any job
  const context: StepContext<any, any> = {
    job,
    row: options.row,
    params: job.params,
    cloud: () => session(clouds.tenant(job.tenantUuid!)),
    admin: () => session(clouds.admin(job.settingsUuid!)),
    tenantUser: () => session(clouds.tenantUser(job.tenantUuid!)),
    once: async (key, { find, create, save }) => {
      const mark = (memo[key] ?? {}) as Mark
      if (mark.id) return mark.id
      let object = mark.sentAtMs === undefined ? undefined : await find()
      if (!object && mark.sentAtMs !== undefined && !settled(mark))
        throw new Again(LOOK_AGAIN_SECONDS, 'An answer was lost: looking whether the cloud already made it.')
      if (!object) {
        await remember(key, { sentAtMs: Date.now() })
        try {
          object = await create()
        } catch (error) {
          // A twin may be ours: an earlier call whose answer never came.
          if (isConflict(error)) object = await find()
          if (!object) {
            if (isOpenStackError(error) && !error.ambiguous) await remember(key, undefined)
            throw error
          }
        }
      }
      const made = object
      await remember(key, { id: made.id }, save && (() => save(made)))
      return made.id
    },
    unmake: async (key, { find, remove }) => {
      const mark = memo[key] as Mark | undefined
      if (!mark) return
      let id = mark.id
      if (!id) {
        const found: Found | undefined = await find()
        if (!found && !settled(mark))
          throw new Again(LOOK_AGAIN_SECONDS, 'An answer was lost: looking whether the cloud made it after all.')
        id = found?.id
      }
      if (id) {
        try {
          await remove(id)
        } catch (error) {
          if (!isGone(error)) throw error
        }
      }
      await remember(key, undefined)
    },
    save: async (patch) => {
      await write(async () => {
        await db
          .update(table)
          .set({ ...patch, modifiedAt: new Date() })
          .where(eq(table.uuid, job.resourceUuid))
        await noteChange(path, 'updated', context.row)
      })
      context.row = { ...context.row, ...patch }
    },
    write,
    recall: (key) => memo[key] as never,
    remember: (key, value) => remember(key, value),
    say: (message) =>
      write(async () => {
        await db
          .update(jobSteps)
          .set({ message })
          .where(and(eq(jobSteps.jobUuid, job.uuid), eq(jobSteps.index, options.step)))
        await noteChange('foyer-jobs', 'updated', { ...job, uuid: job.uuid })
      }),
    shared: (key, read) => shareRead(`${job.settingsUuid}/${job.tenantUuid}/${key}`, read),
  }
  return context
}
