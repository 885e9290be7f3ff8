/** Jobs: what runs, what ran, and how it ended. Whatever changes an object is one (design 4). */
import { and, desc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import { db, transaction } from '../../../db/client.ts'
import { type Actor, type AnyResource, actionFor, defineResource, type Registry } from '../../api/define.ts'
import { boolean, contains, containsAny, exact, linkOrUuid, oneOf, since, uuidOf } from '../../api/filters.ts'
import { actionsOf } from '../../api/match.ts'
import { allows, managers, members, type Rule, type Scope } from '../../api/rules.ts'
import { ApiError, conflict } from '../../errors.ts'
import { seesAll, visibleByScope } from '../../identity/visible.ts'
import type { AnyJob } from '../../jobs/accept.ts'
import { requestCancel } from '../../jobs/ends.ts'
import { wakeWorker } from '../../jobs/hooks.ts'
import { retryJob } from '../../jobs/retry.ts'
import { type JobRow, jobs } from '../../jobs/table.ts'
import { noteChange } from '../../live/changes.ts'
import { authorOf } from '../base/actions.ts'
import { guards } from './rules.ts'
import { canCancel, isLive, isRetryable, JOB_STATES, jobSchema, presentJobs } from './schema.ts'

type Known = { job: AnyJob; def: AnyResource; rules: Rule[] }

/** Every declared job with its type and the rules of the actions that start it. */
const knownJobs = (registry: Registry): Map<string, Known> => {
  const known = new Map<string, Known>()
  for (const def of registry) for (const job of def.jobs ?? []) known.set(job.name, { job, def, rules: [] })
  for (const def of registry)
    for (const { action, rule } of actionsOf(def)) if (action.job) known.get(action.job.name)?.rules.push(rule)
  return known
}

/** Work in the background, which nobody asked for, is the operator's alone to see. */
const visible = (actor: Actor): SQL | undefined =>
  seesAll(actor) ? undefined : and(visibleByScope(actor, jobs), or(ne(jobs.kind, 'task'), ne(jobs.eventType, '')))

const scopeOf = ({ projectUuid, customerUuid }: JobRow): Scope => ({ projectUuid, customerUuid })

const LIVE = ['queued', 'running', 'undoing'] as const
const isRunning = inArray(jobs.state, [...LIVE])

/**
 * The collection `foyer-jobs`.
 * @param registry all types: a job is retried as the type that declares it says.
 */
export const jobResource = (registry: () => Registry): AnyResource => {
  let byName: Map<string, Known> | undefined
  const known = (name: string) => (byName ??= knownJobs(registry())).get(name)
  const action = actionFor(jobs)

  /** Who may start a job may also retry and cancel it. @throws ApiError 403 */
  const requireRight = (job: JobRow, actor: Actor) => {
    const rules = known(job.name)?.rules ?? []
    const isOwn = rules.length === 0 && job.userUuid === actor.userUuid
    const needed = rules.length > 0 ? rules : [managers]
    if (!isOwn && !needed.some((rule) => allows(rule, actor, scopeOf(job))))
      throw new ApiError('forbidden', 'You do not have permission to perform this action.')
  }

  return defineResource({
    path: 'foyer-jobs',
    model: 'Job',
    summary: 'Jobs',
    table: jobs,
    schema: jobSchema,
    visible,
    present: (rows, view) => presentJobs(rows, view, (name) => known(name)?.job),
    scopeOf,
    list: true,
    retrieve: true,
    filters: {
      state: oneOf(jobs.state, JOB_STATES, 'Where it stands.'),
      is_running: boolean((wanted) => (wanted ? isRunning : sql`not (${isRunning})`), 'Not ended yet.'),
      kind: oneOf(jobs.kind, ['create', 'update', 'delete', 'pull', 'task'], 'What it does to its object.'),
      name: exact(jobs.name, 'The declaration: `volume.extend`.'),
      query: containsAny('Part of the object’s name or of the job’s.', jobs.resourceName, jobs.name),
      tenant: linkOrUuid(jobs.tenantUuid, 'Tenant.'),
      tenant_uuid: uuidOf(jobs.tenantUuid, 'Tenant.'),
      project: linkOrUuid(jobs.projectUuid, 'Project.'),
      project_uuid: uuidOf(jobs.projectUuid, 'Project.'),
      customer: linkOrUuid(jobs.customerUuid, 'Organisation.'),
      customer_uuid: uuidOf(jobs.customerUuid, 'Organisation.'),
      service_settings_uuid: uuidOf(jobs.settingsUuid, 'Provider.'),
      resource: linkOrUuid(jobs.resourceUuid, 'The object.'),
      resource_uuid: uuidOf(jobs.resourceUuid, 'The object.'),
      resource_type: exact(jobs.resourceType, "The object's collection."),
      resource_name: contains(jobs.resourceName, "Part of the object's name."),
      user_uuid: uuidOf(jobs.userUuid, 'Who asked for it.'),
      mine: {
        ...boolean(() => undefined, 'Asked for by the caller.'),
        where: (values, actor) => {
          const own = sql`coalesce(${jobs.userUuid}, '') = ${actor.userUuid}`
          return boolean((wanted) => (wanted ? own : sql`not (${own})`)).where(values, actor)
        },
      },
      created_after: since(jobs.createdAt, 'Asked for at or after this time.'),
    },
    orderings: {
      created: jobs.createdAt,
      started: jobs.startedAt,
      ended: jobs.endedAt,
      modified: jobs.modifiedAt,
      state: jobs.state,
      name: jobs.name,
      resource_name: jobs.resourceName,
    },
    defaultOrder: [desc(jobs.createdAt)],
    actions: {
      retry: action({
        summary: 'Go on at the step that failed',
        rule: members,
        guards: guards.retry,
        description: 'A new job with the same inputs; both name each other.',
        handle: async ({ row, call }) => {
          requireRight(row, call.actor)
          const found = known(row.name)
          if (!found || !isRetryable(row)) throw conflict('Only a failed job can be retried.')
          const job = await retryJob(row, found.job, found.def, authorOf(call.actor))
          const url = call.view.link('foyer-jobs', job.uuid)
          return {
            status: 202,
            body: { status: 'retry was scheduled', job: url, job_uuid: job.uuid },
            headers: { 'X-Foyer-Job': job.uuid },
          }
        },
      }),
      cancel: action({
        summary: 'Stop it and take back what it made',
        rule: members,
        guards: guards.cancel,
        handle: async ({ row, call }) => {
          requireRight(row, call.actor)
          await transaction(async () => {
            const [job] = await db.select().from(jobs).where(eq(jobs.uuid, row.uuid))
            if (!job || !isLive(job)) throw conflict('The job has ended already.')
            if (job.cancelRequested) throw conflict('The job is being cancelled already.')
            if (!canCancel(job, known(job.name)?.job)) throw conflict('This job cannot be cancelled any more.')
            if (!(await requestCancel(job.uuid))) throw conflict('The job is being cancelled already.')
            await noteChange('foyer-jobs', 'updated', job)
          })
          wakeWorker()
          return { status: 202, body: { status: 'cancel was scheduled' } }
        },
      }),
    },
  })
}
