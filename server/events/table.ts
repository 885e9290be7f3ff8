import { k } from '../../db/columns.ts'

/** The audit log (contract 8): one entry per scheduled, finished or failed act. Never edited. */
export const events = k.table(
  'events',
  {
    uuid: k.text('uuid').primaryKey(),
    /** Grows with each entry: the order of the log. */
    number: k.big('number').notNull(),
    createdAt: k.time('created_at').notNull(),
    eventType: k.text('event_type').notNull(),
    message: k.text('message').notNull(),
    /** Flat, as Waldur's clients read it: user_uuid, resource_uuid, error_message, … */
    context: k.json<Record<string, unknown>>('context').notNull().default({}),
    result: k.text('result').$type<'scheduled' | 'succeeded' | 'failed'>().notNull(),
    userUuid: k.text('user_uuid'),
    username: k.text('username').notNull().default(''),
    ipAddress: k.text('ip_address').notNull().default(''),
    requestId: k.text('request_id').notNull().default(''),
    customerUuid: k.text('customer_uuid'),
    projectUuid: k.text('project_uuid'),
    tenantUuid: k.text('tenant_uuid'),
    resourceType: k.text('resource_type').notNull().default(''),
    resourceUuid: k.text('resource_uuid'),
    jobUuid: k.text('job_uuid'),
  },
  (t) => [
    k.index('events_number').on(t.number),
    k.index('events_project').on(t.projectUuid, t.number),
    k.index('events_customer').on(t.customerUuid, t.number),
    k.index('events_tenant').on(t.tenantUuid, t.number),
    k.index('events_resource').on(t.resourceUuid, t.number),
    k.index('events_type').on(t.eventType, t.number),
  ],
)
export type EventRow = typeof events.$inferSelect
