import { k } from '../../../db/columns.ts'

export const ORDER_STATES = [
  'pending-consumer',
  'pending-provider',
  'pending-project',
  'pending-start-date',
  'executing',
  'done',
  'erred',
  'canceled',
  'rejected',
] as const
export type OrderState = (typeof ORDER_STATES)[number]
export type OrderType = 'Create' | 'Update' | 'Terminate' | 'Restore'

export const orders = k.table(
  'orders',
  {
    uuid: k.text('uuid').primaryKey(),
    type: k.text('type').$type<OrderType>().notNull(),
    state: k.text('state').$type<OrderState>().notNull(),
    offeringUuid: k.text('offering_uuid').notNull(),
    planUuid: k.text('plan_uuid'),
    resourceUuid: k.text('resource_uuid').notNull(),
    projectUuid: k.text('project_uuid').notNull(),
    customerUuid: k.text('customer_uuid').notNull(),
    /** The organisation that sells. */
    providerCustomerUuid: k.text('provider_customer_uuid').notNull(),
    attributes: k.json<Record<string, unknown>>('attributes').notNull().default({}),
    limits: k.json<Record<string, number>>('limits').notNull().default({}),
    /** The attributes as the type's validation understood them: what is carried out after the review. */
    input: k.json<Record<string, unknown>>('input').notNull().default({}),
    /** Per month at the time of ordering, millionths of the currency. */
    costMicro: k.big('cost_micro').notNull().default(0),
    requestComment: k.text('request_comment').notNull().default(''),
    callbackUrl: k.text('callback_url').notNull().default(''),
    startDate: k.text('start_date'),
    createdBy: k.text('created_by').notNull(),
    consumerReviewedBy: k.text('consumer_reviewed_by'),
    consumerReviewedAt: k.time('consumer_reviewed_at'),
    consumerComment: k.text('consumer_comment').notNull().default(''),
    providerReviewedBy: k.text('provider_reviewed_by'),
    providerReviewedAt: k.time('provider_reviewed_at'),
    providerComment: k.text('provider_comment').notNull().default(''),
    errorMessage: k.text('error_message').notNull().default(''),
    errorTraceback: k.text('error_traceback').notNull().default(''),
    jobUuid: k.text('job_uuid'),
    createdAt: k.time('created_at').notNull(),
    modifiedAt: k.time('modified_at').notNull(),
    completedAt: k.time('completed_at'),
  },
  (t) => [
    k.index('orders_resource').on(t.resourceUuid),
    k.index('orders_project').on(t.projectUuid, t.createdAt),
    k.index('orders_state').on(t.state),
  ],
)
export type OrderRow = typeof orders.$inferSelect
