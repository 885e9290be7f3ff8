import { k } from '../../../db/columns.ts'

/** Organisations; Waldur's word on the wire is customer. */
export const customers = k.table(
  'customers',
  {
    uuid: k.text('uuid').primaryKey(),
    name: k.text('name').notNull(),
    nativeName: k.text('native_name').notNull().default(''),
    abbreviation: k.text('abbreviation').notNull().default(''),
    slug: k.text('slug').notNull().default(''),
    email: k.text('email').notNull().default(''),
    description: k.text('description').notNull().default(''),
    /** Sells offerings. */
    isServiceProvider: k.bool('is_service_provider').notNull().default(false),
    isBlocked: k.bool('is_blocked').notNull().default(false),
    isArchived: k.bool('is_archived').notNull().default(false),
    /** Waldur's further descriptive fields, by their names on the wire. */
    details: k.json<Record<string, unknown>>('details').notNull().default({}),
    createdAt: k.time('created_at').notNull(),
    modifiedAt: k.time('modified_at').notNull(),
  },
  (t) => [k.index('customers_name').on(t.name)],
)
export type CustomerRow = typeof customers.$inferSelect
