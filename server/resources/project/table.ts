import { k } from '../../../db/columns.ts'

export const projects = k.table(
  'projects',
  {
    uuid: k.text('uuid').primaryKey(),
    customerUuid: k.text('customer_uuid').notNull(),
    name: k.text('name').notNull(),
    slug: k.text('slug').notNull().default(''),
    description: k.text('description').notNull().default(''),
    /** `YYYY-MM-DD` or null. */
    startDate: k.text('start_date'),
    endDate: k.text('end_date'),
    /** Waldur's further descriptive fields, by their names on the wire. */
    details: k.json<Record<string, unknown>>('details').notNull().default({}),
    isRemoved: k.bool('is_removed').notNull().default(false),
    createdAt: k.time('created_at').notNull(),
    modifiedAt: k.time('modified_at').notNull(),
  },
  (t) => [k.index('projects_customer').on(t.customerUuid), k.index('projects_name').on(t.name)],
)
export type ProjectRow = typeof projects.$inferSelect
