import { k } from '../../db/columns.ts'

/** Counters that give numbers in the order of commits: updated as a transaction's last statement. */
export const counters = k.table('counters', {
  name: k.text('name').primaryKey(),
  value: k.big('value').notNull(),
})

/** What changed, for the event streams. Rows older than a day go. */
export const changes = k.table(
  'changes',
  {
    number: k.big('number').primaryKey(),
    /** The collection's path, such as `openstack-instances`. */
    type: k.text('type').notNull(),
    uuid: k.text('uuid').notNull(),
    operation: k.text('operation').$type<'created' | 'updated' | 'deleted'>().notNull(),
    /** Who may hear of it: the same columns that make the row visible. */
    tenantUuid: k.text('tenant_uuid'),
    projectUuid: k.text('project_uuid'),
    customerUuid: k.text('customer_uuid'),
    userUuid: k.text('user_uuid'),
    createdAt: k.time('created_at').notNull(),
  },
  (t) => [k.index('changes_created').on(t.createdAt)],
)
export type ChangeRow = typeof changes.$inferSelect
