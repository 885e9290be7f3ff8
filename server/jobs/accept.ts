/**
 * Accepting work: one transaction checks the state that was judged, reserves quota, writes the row's new state, the job
 * and the audit entry. What was accepted survives any crash; two clicks make one job.
 */
import { and, eq } from 'drizzle-orm'
import { afterCommit, db, transaction } from '../../db/client.ts'
import type { AnyTable, Plan, ResourceDef, RowOf } from '../api/define.ts'
import { conflict, invariant } from '../errors.ts'
import { type Author, recordEvent } from '../events/record.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { reserve } from '../quotas/reserve.ts'
import type { JobDef } from './define.ts'
import { wakeWorker } from './hooks.ts'
import { TRANSITIONS } from './states.ts'
import { jobSteps, jobs } from './table.ts'

// biome-ignore lint/suspicious/noExplicitAny: jobs of any row and parameters
export type AnyJob = JobDef<any, any>

type ResourceRow = {
  uuid: string
  name: string
  state?: string
  tenantUuid?: string | null
  projectUuid?: string | null
  customerUuid?: string | null
  settingsUuid?: string | null
}

type Described = Pick<ResourceDef, 'path'>

export type Acceptance<T extends AnyTable> = {
  def: Described
  job: AnyJob
  /** As it was judged. */
  row: RowOf<T>
  /** Run inside the transaction: checks against other rows belong here. */
  plan?: () => Promise<Plan<RowOf<T>, unknown>> | Plan<RowOf<T>, unknown>
  author: Author
  /** "Extend" */
  label: string
  /** Prefix of its audit events, `resource_extend`. Empty writes none (background work). */
  event: string
  retryOf?: string
}

const insertJob = async (
  def: Described,
  job: AnyJob,
  row: ResourceRow,
  params: Record<string, unknown>,
  quota: Record<string, number>,
  by: { author: Author; event: string; retryOf?: string },
  jobUuid: string,
) => {
  const now = new Date()
  await db.insert(jobs).values({
    uuid: jobUuid,
    name: job.name,
    kind: job.kind,
    state: 'queued',
    resourceType: def.path,
    resourceUuid: row.uuid,
    resourceName: row.name,
    tenantUuid: row.tenantUuid ?? null,
    projectUuid: row.projectUuid ?? null,
    customerUuid: row.customerUuid ?? null,
    settingsUuid: row.settingsUuid ?? null,
    params: job.params ? job.params.parse(params) : params,
    quota,
    capKey: job.cap ? `${row.settingsUuid}:${job.cap}` : '',
    eventType: by.event,
    userUuid: by.author.userUuid,
    username: by.author.username,
    ipAddress: by.author.ipAddress,
    requestId: by.author.requestId,
    retryOf: by.retryOf ?? null,
    runAt: now,
    createdAt: now,
    modifiedAt: now,
  })
  const steps = job.steps.map((step, index) => ({ jobUuid, index, name: step.name, state: 'pending' as const }))
  await db.insert(jobSteps).values(steps)
  await noteChange('foyer-jobs', 'created', { ...row, uuid: jobUuid })
  afterCommit(wakeWorker)
}

const recordScheduled = async (
  def: Described,
  job: AnyJob,
  row: ResourceRow,
  by: { author: Author; event: string; label: string },
  jobUuid: string,
  context: Record<string, unknown> = {},
) => {
  if (!by.event) return
  await recordEvent({
    type: `${by.event}_scheduled`,
    result: 'scheduled',
    message: `${by.label || job.name} of ${row.name} has been scheduled.`,
    author: by.author,
    about: { ...row, type: def.path },
    jobUuid,
    context,
  })
}

/**
 * Accepts a job on an existing row.
 * @throws ApiError 409 when the row's state is no longer the judged one, 400 when quota does not suffice.
 */
export const acceptJob = <T extends AnyTable>(request: Acceptance<T>): Promise<{ jobUuid: string }> =>
  transaction(async () => {
    const { def, job, author, label, event } = request
    const row = request.row as ResourceRow
    const table = job.table as AnyTable
    const plan = (await request.plan?.()) ?? {}
    const jobUuid = newUuid()
    let params = { ...((plan.params ?? {}) as Record<string, unknown>) }
    if (job.kind !== 'task') {
      const { accepted } = TRANSITIONS[job.kind as keyof typeof TRANSITIONS]
      // Deleting an ERRED row is forced: what the cloud will not give up becomes a leftover.
      if (job.kind === 'delete') params = { force: row.state === 'ERRED', ...params }
      const judged = await db
        .update(table)
        .set({
          ...plan.patch,
          state: accepted,
          action: label,
          actionDetails: plan.details ?? {},
          errorMessage: '',
          errorTraceback: '',
          modifiedAt: new Date(),
        })
        .where(and(eq(table.uuid, row.uuid), eq(table.state, row.state)))
        .returning()
      if (judged.length === 0) throw conflict('The object has changed meanwhile: another action is running.')
      await noteChange(def.path, 'updated', row as ResourceRow)
    }
    if (plan.quota) {
      invariant(row.tenantUuid, 'a row with quota belongs to a tenant')
      await reserve(jobUuid, row.tenantUuid, plan.quota)
    }
    await insertJob(def, job, row, params, plan.quota ?? {}, request, jobUuid)
    await recordScheduled(def, job, row, { author, event, label }, jobUuid, plan.context)
    return { jobUuid }
  })

export type Creation<T extends AnyTable> = {
  def: Described
  job: AnyJob
  /** Columns of the new row; uuid, state and times are filled in when absent. */
  values: Record<string, unknown> & {
    name: string
    tenantUuid: string
    projectUuid: string
    customerUuid: string
    settingsUuid: string
  }
  params?: Record<string, unknown>
  quota?: Record<string, number>
  /** Further rows that belong to it, written before the job. */
  children?: (row: RowOf<T>) => Promise<void>
  author: Author
  /** Default `resource_creation`. */
  event?: string
  context?: Record<string, unknown>
}

/**
 * Accepts the creation of a row: it stands at once in CREATION_SCHEDULED, with its job behind it.
 * @throws ApiError 400 when quota does not suffice.
 */
export const createResource = <T extends AnyTable>(request: Creation<T>): Promise<{ row: RowOf<T>; jobUuid: string }> =>
  transaction(async () => {
    const { def, job } = request
    const now = new Date()
    const jobUuid = newUuid()
    const values = {
      uuid: newUuid(),
      state: TRANSITIONS.create.accepted,
      action: 'Create',
      createdAt: now,
      modifiedAt: now,
      ...request.values,
    }
    // The tenant is there before its first quota row is; everything else reserves in its tenant.
    if (request.quota) await reserve(jobUuid, values.tenantUuid, request.quota)
    const [row] = (await db
      .insert(job.table as AnyTable)
      .values(values)
      .returning()) as RowOf<T>[]
    await request.children?.(row)
    const by = { author: request.author, event: request.event ?? 'resource_creation', label: 'Creation' }
    await noteChange(def.path, 'created', row as unknown as ResourceRow)
    await insertJob(def, job, row as unknown as ResourceRow, request.params ?? {}, request.quota ?? {}, by, jobUuid)
    await recordScheduled(def, job, row as unknown as ResourceRow, by, jobUuid, request.context)
    return { row, jobUuid }
  })
