import { k } from '../../db/columns.ts'

export type JobState = 'queued' | 'running' | 'undoing' | 'done' | 'failed' | 'cancelled'

/** An operation on one resource: accepted, then run step by step by whichever worker holds the lease. */
export const jobs = k.table(
  'jobs',
  {
    uuid: k.text('uuid').primaryKey(),
    /** The declaration, such as `volume.extend`. */
    name: k.text('name').notNull(),
    kind: k.text('kind').notNull(),
    state: k.text('state').$type<JobState>().notNull(),
    /** The collection's path and the row. */
    resourceType: k.text('resource_type').notNull(),
    resourceUuid: k.text('resource_uuid').notNull(),
    resourceName: k.text('resource_name').notNull().default(''),
    tenantUuid: k.text('tenant_uuid'),
    projectUuid: k.text('project_uuid'),
    customerUuid: k.text('customer_uuid'),
    settingsUuid: k.text('settings_uuid'),
    params: k.json<Record<string, unknown>>('params').notNull().default({}),
    /** Room it takes, by quota name; a retry takes it again. */
    quota: k.json<Record<string, number>>('quota').notNull().default({}),
    /** What the steps remember: ids, marks of calls that were sent. */
    memo: k.json<Record<string, unknown>>('memo').notNull().default({}),
    /** Index of the step to run (or to undo). */
    step: k.int('step').notNull().default(0),
    /** Times the step was begun anew after a transient fault. */
    attempts: k.int('attempts').notNull().default(0),
    /** Times a worker has taken the job: fences the writes of one that lost its lease. */
    lease: k.int('lease').notNull().default(0),
    leaseOwner: k.text('lease_owner'),
    leaseUntil: k.time('lease_until'),
    runAt: k.time('run_at').notNull(),
    /** Cap that it counts against, e.g. `<provider>:instance`; empty when none. */
    capKey: k.text('cap_key').notNull().default(''),
    holdsCap: k.bool('holds_cap').notNull().default(false),
    cancelRequested: k.bool('cancel_requested').notNull().default(false),
    /** A plain sentence. */
    errorMessage: k.text('error_message').notNull().default(''),
    /** The cloud's own words and where they came from. */
    errorDetail: k.json<Record<string, unknown>>('error_detail').notNull().default({}),
    /** Prefix of its audit events, e.g. `resource_extend`. */
    eventType: k.text('event_type').notNull().default(''),
    userUuid: k.text('user_uuid'),
    username: k.text('username').notNull().default(''),
    ipAddress: k.text('ip_address').notNull().default(''),
    requestId: k.text('request_id').notNull().default(''),
    retryOf: k.text('retry_of'),
    createdAt: k.time('created_at').notNull(),
    startedAt: k.time('started_at'),
    endedAt: k.time('ended_at'),
    modifiedAt: k.time('modified_at').notNull(),
  },
  (t) => [
    k.index('jobs_ready').on(t.state, t.runAt),
    k.index('jobs_resource').on(t.resourceUuid, t.createdAt),
    k.index('jobs_tenant').on(t.tenantUuid, t.createdAt),
    k.index('jobs_project').on(t.projectUuid, t.createdAt),
    k.index('jobs_created').on(t.createdAt),
  ],
)
export type JobRow = typeof jobs.$inferSelect

export type StepState = 'pending' | 'running' | 'done' | 'skipped' | 'failed' | 'undone'

export const jobSteps = k.table(
  'job_steps',
  {
    jobUuid: k.text('job_uuid').notNull(),
    index: k.int('index').notNull(),
    name: k.text('name').notNull(),
    state: k.text('state').$type<StepState>().notNull(),
    attempts: k.int('attempts').notNull().default(0),
    message: k.text('message').notNull().default(''),
    /** OpenStack's request ids, newest last, at most 20. */
    requestIds: k.json<string[]>('request_ids').notNull().default([]),
    startedAt: k.time('started_at'),
    endedAt: k.time('ended_at'),
  },
  (t) => [k.primaryKey({ columns: [t.jobUuid, t.index] })],
)
export type JobStepRow = typeof jobSteps.$inferSelect

/** How many jobs hold a cap now. Changed in the transaction that starts or ends the job. */
export const jobCaps = k.table('job_caps', {
  key: k.text('key').primaryKey(),
  used: k.int('used').notNull(),
})

/** Cloud objects that a removal could not confirm as gone: tried again by sync and shown to staff. */
export const leftovers = k.table('leftovers', {
  uuid: k.text('uuid').primaryKey(),
  settingsUuid: k.text('settings_uuid').notNull(),
  /** `server`, `volume`, `port`, `network`, `router`, `floating_ip`, `security_group`, `project`, `user`, … */
  kind: k.text('kind').notNull(),
  backendId: k.text('backend_id').notNull(),
  /** Keystone project, for services that need its scope. */
  projectId: k.text('project_id').notNull().default(''),
  reason: k.text('reason').notNull().default(''),
  createdAt: k.time('created_at').notNull(),
  triedAt: k.time('tried_at'),
  attempts: k.int('attempts').notNull().default(0),
})
export type LeftoverRow = typeof leftovers.$inferSelect

/** First answers of requests with an Idempotency-Key, per user, for 24 hours. */
export const idempotencyKeys = k.table(
  'idempotency_keys',
  {
    userUuid: k.text('user_uuid').notNull(),
    key: k.text('key').notNull(),
    /** Method, path and body: another request under the same key is 409. */
    requestHash: k.text('request_hash').notNull(),
    /** Null while the first request runs. */
    status: k.int('status'),
    body: k.text('body').notNull().default(''),
    createdAt: k.time('created_at').notNull(),
  },
  (t) => [k.primaryKey({ columns: [t.userUuid, t.key] })],
)

/** Worker processes, by their own sign of life. Rows of the silent go after a day. */
export const workers = k.table('workers', {
  owner: k.text('owner').primaryKey(),
  startedAt: k.time('started_at').notNull(),
  seenAt: k.time('seen_at').notNull(),
})
