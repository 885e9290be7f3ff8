import { k } from '../../db/columns.ts'

/** When each timer runs. `leaseUntil` keeps two workers from running it twice. */
export const schedules = k.table('schedules', {
  name: k.text('name').primaryKey(),
  everySeconds: k.int('every_seconds').notNull(),
  enabled: k.bool('enabled').notNull().default(true),
  nextRunAt: k.time('next_run_at').notNull(),
  leaseOwner: k.text('lease_owner'),
  leaseUntil: k.time('lease_until'),
})

/** One pull of a provider (or of one tenant) of one group of objects. */
export const syncRuns = k.table(
  'sync_runs',
  {
    uuid: k.text('uuid').primaryKey(),
    schedule: k.text('schedule').notNull(),
    settingsUuid: k.text('settings_uuid'),
    tenantUuid: k.text('tenant_uuid'),
    state: k.text('state').$type<'running' | 'done' | 'failed'>().notNull(),
    startedAt: k.time('started_at').notNull(),
    endedAt: k.time('ended_at'),
    created: k.int('created').notNull().default(0),
    updated: k.int('updated').notNull().default(0),
    removed: k.int('removed').notNull().default(0),
    errorMessage: k.text('error_message').notNull().default(''),
    userUuid: k.text('user_uuid'),
  },
  (t) => [k.index('sync_runs_started').on(t.startedAt), k.index('sync_runs_tenant').on(t.tenantUuid, t.startedAt)],
)
export type SyncRunRow = typeof syncRuns.$inferSelect

/** Where portal and cloud disagree. */
export const drifts = k.table(
  'drifts',
  {
    uuid: k.text('uuid').primaryKey(),
    settingsUuid: k.text('settings_uuid').notNull(),
    tenantUuid: k.text('tenant_uuid'),
    kind: k.text('kind').$type<'quota_limit' | 'missing_in_cloud' | 'missing_in_portal'>().notNull(),
    /** The quota's name, or the object's type and uuid. */
    subject: k.text('subject').notNull(),
    portalValue: k.text('portal_value').notNull().default(''),
    cloudValue: k.text('cloud_value').notNull().default(''),
    state: k.text('state').$type<'new' | 'resolved' | 'ignored'>().notNull().default('new'),
    firstSeenAt: k.time('first_seen_at').notNull(),
    lastSeenAt: k.time('last_seen_at').notNull(),
    resolvedBy: k.text('resolved_by'),
  },
  (t) => [k.uniqueIndex('drifts_subject').on(t.settingsUuid, t.kind, t.subject)],
)
export type DriftRow = typeof drifts.$inferSelect
