/** Public JSON of jobs: what was asked, how far it is, what went wrong. */
import { asc, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import type { AnyJob } from '../../jobs/accept.ts'
import { type JobRow, type JobStepRow, jobSteps, jobs } from '../../jobs/table.ts'
import { byUuid, uuidField, wireTime, wireTimeOrNull } from '../base/present.ts'
import { projects } from '../project/table.ts'
import { tenants } from '../tenant/table.ts'

export const JOB_STATES = ['queued', 'running', 'undoing', 'done', 'failed', 'cancelled'] as const
const STEP_STATES = ['pending', 'running', 'done', 'skipped', 'failed', 'undone'] as const

const time = z.iso.datetime({ offset: true })

const stepSchema = z
  .object({
    name: z.string(),
    state: z.enum(STEP_STATES),
    attempts: z.int(),
    message: z.string().meta({ description: "Progress, or the cloud's words while it is tried again." }),
    request_ids: z.array(z.string()).meta({ description: "OpenStack's request ids, newest last." }),
    started: time.nullable(),
    ended: time.nullable(),
  })
  .meta({ id: 'FoyerJobStep' })

export const jobSchema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    name: z.string().meta({ description: 'The declaration: `volume.extend`.' }),
    label: z.string().meta({ description: 'What it does, in words.' }),
    kind: z.enum(['create', 'update', 'delete', 'pull', 'task']),
    state: z.enum(JOB_STATES),
    resource: z.url(),
    resource_type: z.string().meta({ description: "The object's collection." }),
    resource_uuid: z.string(),
    resource_name: z.string(),
    tenant: z.url().nullable(),
    tenant_uuid: z.string().nullable(),
    tenant_name: z.string(),
    project_uuid: z.string().nullable(),
    project_name: z.string(),
    customer_uuid: z.string().nullable(),
    user_uuid: z.string().nullable(),
    user_username: z.string(),
    step: z.string().meta({ description: 'The step that runs, waits or failed; empty once it is done.' }),
    progress: z.object({ done: z.int(), total: z.int() }),
    inputs: z.record(z.string(), z.unknown()).meta({ description: 'What it was given; a retry takes the same.' }),
    attempts: z.int().meta({ description: 'Times the current step was begun anew after a passing fault.' }),
    steps: z.array(stepSchema),
    error_message: z.string(),
    error_detail: z.record(z.string(), z.unknown()).meta({ description: "The cloud's own words and request id." }),
    cancel_requested: z.boolean(),
    can_cancel: z.boolean(),
    can_retry: z.boolean(),
    retry_of: z.string().nullable(),
    retried_by: z.string().nullable(),
    created: time,
    modified: time,
    started: time.nullable(),
    ended: time.nullable(),
    next_run: time.nullable().meta({ description: 'When a waiting job goes on.' }),
  })
  .meta({ id: 'FoyerJob' })
export type JobJson = z.infer<typeof jobSchema>

export const isLive = ({ state }: Pick<JobRow, 'state'>): boolean =>
  state === 'queued' || state === 'running' || state === 'undoing'

/** Whether the job may be cancelled now. `spec` is its declaration, undefined for one that this version lacks. */
export const canCancel = (job: JobRow, spec: AnyJob | undefined): boolean => {
  if (job.cancelRequested || job.kind === 'task' || !spec) return false
  if (job.state === 'queued') return true
  return job.state === 'running' && (spec.cancellable ?? spec.kind === 'create')
}

/** Work in the background is never retried by hand: it comes again by itself. */
export const isRetryable = (job: Pick<JobRow, 'state' | 'kind' | 'eventType'>): boolean =>
  job.state === 'failed' && (job.kind !== 'task' || job.eventType !== '')

const stepsOf = async (uuids: string[]): Promise<Map<string, JobStepRow[]>> => {
  const rows =
    uuids.length > 0
      ? await db.select().from(jobSteps).where(inArray(jobSteps.jobUuid, uuids)).orderBy(asc(jobSteps.index))
      : []
  return Map.groupBy(rows, ({ jobUuid }) => jobUuid)
}

const retriesOf = async (uuids: string[]): Promise<Map<string, string>> => {
  const rows =
    uuids.length > 0
      ? await db.select({ uuid: jobs.uuid, of: jobs.retryOf }).from(jobs).where(inArray(jobs.retryOf, uuids))
      : []
  return new Map(rows.map(({ uuid, of }) => [of ?? '', uuid]))
}

const SECRET = /password|secret|token|sealed|user_data/i

/** Parameters as people may read them: nothing that is a secret, encrypted or not. */
export const shownInputs = (params: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(params, (name, value) => (SECRET.test(name) ? undefined : value)))

/** "resource_change_flavor" → "Change flavor"; background work goes by its own name. */
const labelOf = ({ eventType, name }: JobRow): string => {
  const text = eventType
    ? eventType.replace(/^(resource|openstack)_/, '').replaceAll('_', ' ')
    : name.replaceAll(/[._]/g, ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const presentStep = (step: JobStepRow): JobJson['steps'][number] => ({
  name: step.name,
  state: step.state,
  attempts: step.attempts,
  message: step.message,
  request_ids: step.requestIds,
  started: wireTimeOrNull(step.startedAt),
  ended: wireTimeOrNull(step.endedAt),
})

/** Undoing goes back over the steps, and yet it is the failed one that tells what happened. */
const currentStep = (row: JobRow, own: JobStepRow[]): string => {
  if (row.state === 'done') return ''
  const failed = row.state === 'failed' ? own.find(({ state }) => state === 'failed') : undefined
  return (failed ?? own.find(({ index }) => index === row.step))?.name ?? ''
}

export const presentJobs = async (
  rows: JobRow[],
  { link, wants }: View,
  specOf: (name: string) => AnyJob | undefined,
): Promise<JobJson[]> => {
  const [steps, retries, tenantOf, projectOf] = await Promise.all([
    stepsOf(wants('steps', 'step', 'progress') ? rows.map(({ uuid }) => uuid) : []),
    retriesOf(wants('retried_by', 'can_retry') ? rows.filter((row) => !isLive(row)).map(({ uuid }) => uuid) : []),
    byUuid(wants('tenant_name') ? rows.map((row) => row.tenantUuid) : [], (uuids) =>
      db.select({ uuid: tenants.uuid, name: tenants.name }).from(tenants).where(inArray(tenants.uuid, uuids)),
    ),
    byUuid(wants('project_name') ? rows.map((row) => row.projectUuid) : [], (uuids) =>
      db.select({ uuid: projects.uuid, name: projects.name }).from(projects).where(inArray(projects.uuid, uuids)),
    ),
  ])
  return rows.map((row) => {
    const own = steps.get(row.uuid) ?? []
    const retriedBy = retries.get(row.uuid) ?? null
    return {
      url: link('foyer-jobs', row.uuid),
      uuid: row.uuid,
      name: row.name,
      label: labelOf(row),
      kind: row.kind as JobJson['kind'],
      state: row.state,
      resource: link(row.resourceType, row.resourceUuid),
      resource_type: row.resourceType,
      resource_uuid: row.resourceUuid,
      resource_name: row.resourceName,
      tenant: row.tenantUuid && link('openstack-tenants', row.tenantUuid),
      tenant_uuid: row.tenantUuid,
      tenant_name: tenantOf.get(row.tenantUuid ?? '')?.name ?? '',
      project_uuid: row.projectUuid,
      project_name: projectOf.get(row.projectUuid ?? '')?.name ?? '',
      customer_uuid: row.customerUuid,
      user_uuid: row.userUuid,
      user_username: row.username,
      step: currentStep(row, own),
      progress: { done: own.filter(({ state }) => state === 'done' || state === 'skipped').length, total: own.length },
      inputs: shownInputs(row.params),
      attempts: row.attempts,
      steps: own.map(presentStep),
      error_message: row.errorMessage,
      error_detail: row.errorDetail,
      cancel_requested: row.cancelRequested,
      can_cancel: canCancel(row, specOf(row.name)),
      can_retry: isRetryable(row) && !retriedBy && specOf(row.name) !== undefined,
      retry_of: row.retryOf,
      retried_by: retriedBy,
      created: wireTime(row.createdAt),
      modified: wireTime(row.modifiedAt),
      started: wireTimeOrNull(row.startedAt),
      ended: wireTimeOrNull(row.endedAt),
      next_run: isLive(row) ? wireTime(row.runAt) : null,
    }
  })
}
