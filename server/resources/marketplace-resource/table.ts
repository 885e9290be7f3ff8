import { k } from '../../../db/columns.ts'

export type MarketplaceState = 'Creating' | 'OK' | 'Erred' | 'Updating' | 'Terminating' | 'Terminated'

/** What an order made: the commercial twin of a tenant, instance or volume. Terminated ones stay. */
export const marketplaceResources = k.table(
  'marketplace_resources',
  {
    uuid: k.text('uuid').primaryKey(),
    name: k.text('name').notNull(),
    slug: k.text('slug').notNull().default(''),
    description: k.text('description').notNull().default(''),
    state: k.text('state').$type<MarketplaceState>().notNull(),
    offeringUuid: k.text('offering_uuid').notNull(),
    planUuid: k.text('plan_uuid'),
    projectUuid: k.text('project_uuid').notNull(),
    customerUuid: k.text('customer_uuid').notNull(),
    parentUuid: k.text('parent_uuid'),
    /** The OpenStack object: its type (`OpenStack.Instance`) and uuid; null until it exists. */
    scopeType: k.text('scope_type').notNull(),
    scopeUuid: k.text('scope_uuid'),
    attributes: k.json<Record<string, unknown>>('attributes').notNull().default({}),
    limits: k.json<Record<string, number>>('limits').notNull().default({}),
    currentUsages: k.json<Record<string, number>>('current_usages').notNull().default({}),
    backendMetadata: k.json<Record<string, unknown>>('backend_metadata').notNull().default({}),
    endDate: k.text('end_date'),
    errorMessage: k.text('error_message').notNull().default(''),
    errorTraceback: k.text('error_traceback').notNull().default(''),
    createdAt: k.time('created_at').notNull(),
    modifiedAt: k.time('modified_at').notNull(),
  },
  (t) => [
    k.index('marketplace_resources_scope').on(t.scopeUuid),
    k.index('marketplace_resources_project').on(t.projectUuid, t.state),
    k.index('marketplace_resources_offering').on(t.offeringUuid),
  ],
)
export type MarketplaceResourceRow = typeof marketplaceResources.$inferSelect
