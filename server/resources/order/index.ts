/** Orders: everything that is made, resized or ended by review (contract 6.3). */
import { eq, or } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { actionFor, type Call, defineResource, defineRoute } from '../../api/define.ts'
import { anyOf, members, permission, signedIn, staff } from '../../api/rules.ts'
import { conflict } from '../../errors.ts'
import { among, scopesOf, seesAll, visibleByScope } from '../../identity/visible.ts'
import {
  approveByConsumer,
  approveByProvider,
  cancelOrder,
  rejectByConsumer,
  rejectByProvider,
  retryOrder,
} from '../../marketplace/decide.ts'
import { followJobs } from '../../marketplace/ends.ts'
import { close, noteOrder, orderEvent, resourceOf } from '../../marketplace/flow.ts'
import { resolveOffering, resolvePlan } from '../../marketplace/links.ts'
import { placeCreation } from '../../marketplace/place.ts'
import { mayReviewAsProvider } from '../../marketplace/review.ts'
import { authorOf } from '../base/actions.ts'
import type { ProjectRow } from '../project/table.ts'
import { orderFilters, orderOrderings } from './filters.ts'
import { orderSchema, presentOrders } from './schema.ts'
import { type OrderRow, orders } from './table.ts'

const PATH = 'marketplace-orders'
const action = actionFor(orders)
/** Somebody who sees the order; what the decision itself asks for is judged with it. */
const anySide = anyOf(members, permission('ORDER.APPROVE', ['provider']), permission('ORDER.LIST', ['provider']))

const date = z.iso.date({ error: 'Date has wrong format. Use YYYY-MM-DD.' })
const createInput = z.object({
  offering: z.string(),
  project: z.string(),
  plan: z.string().nullish(),
  attributes: z.record(z.string(), z.unknown()).default({}),
  limits: z.record(z.string(), z.unknown()).default({}),
  accepting_terms_of_service: z.boolean().optional(),
  callback_url: z
    .string()
    .max(200)
    .refine((value) => value === '' || /^https?:\/\//i.test(value), { error: 'Enter a valid URL.' })
    .nullish(),
  request_comment: z.string().max(255).nullish(),
  start_date: date.nullish(),
  slug: z.string().max(50).optional(),
})

const comment = (name: string) =>
  z.object({ [name]: z.string().max(4000).default(''), error_message: z.string().max(4000).default('') })
const info = (order: OrderRow) => ({
  status: 200,
  body: { uuid: order.uuid, order_state: order.state, state: order.state },
})
const shown = async (row: OrderRow, call: Call) => ({ status: 200, body: await call.render(PATH, row.uuid) })

followJobs()

export const orderResource = defineResource({
  path: PATH,
  model: 'Order',
  summary: 'Orders',
  table: orders,
  schema: orderSchema,
  visible: (actor) =>
    seesAll(actor)
      ? undefined
      : or(visibleByScope(actor, orders), among(orders.providerCustomerUuid, scopesOf(actor, 'customer'))),
  scopeOf: ({ projectUuid, customerUuid, providerCustomerUuid, offeringUuid }) => ({
    projectUuid,
    customerUuid,
    providerCustomerUuid,
    offeringUuid,
  }),
  present: presentOrders,
  list: true,
  retrieve: true,
  filters: orderFilters,
  orderings: orderOrderings,
  defaultOrder: [orders.createdAt],
  routes: [
    defineRoute({
      summary: 'Order something',
      description: 'The attributes run the whole validation of the ordered type, quota included.',
      method: 'POST',
      path: '',
      // Judged on the project that the body names.
      rule: signedIn,
      status: 201,
      input: createInput,
      output: orderSchema,
      handle: async ({ input, call }) => {
        const project = await call.resolve<ProjectRow>('projects', input.project, 'project')
        const offering = await resolveOffering(call, input.offering, 'offering')
        const order = await placeCreation(call, {
          offering,
          project,
          plan: input.plan ? await resolvePlan(offering, input.plan, 'plan') : undefined,
          attributes: input.attributes,
          limits: input.limits,
          acceptingTerms: input.accepting_terms_of_service,
          callbackUrl: input.callback_url,
          requestComment: input.request_comment,
          startDate: input.start_date,
          slug: input.slug,
        })
        return { status: 201, body: await call.render(PATH, order.uuid) }
      },
    }),
  ],
  update: action({
    summary: 'Change comment or start date of an order that waits',
    rule: permission('ORDER.CREATE'),
    input: z.object({ request_comment: z.string().max(255).nullish(), start_date: date.nullish() }),
    handle: async ({ row, input, call }) => {
      if (!row.state.startsWith('pending')) throw conflict('The order is no longer waiting.')
      await transaction(async () => {
        await db
          .update(orders)
          .set({
            ...(input.request_comment !== undefined && { requestComment: input.request_comment ?? '' }),
            ...(input.start_date !== undefined && { startDate: input.start_date }),
            modifiedAt: new Date(),
          })
          .where(eq(orders.uuid, row.uuid))
        await noteOrder(row)
      })
      return shown(row, call)
    },
  }),
  destroy: action({
    summary: 'Withdraw an order that waits for a review',
    rule: permission('ORDER.DESTROY'),
    handle: async ({ row, call }) => {
      if (row.state !== 'pending-consumer' && row.state !== 'pending-provider')
        throw conflict('Valid states for operation: pending-consumer, pending-provider.')
      await transaction(async () => {
        await close(row, 'canceled', authorOf(call.actor))
        await db.delete(orders).where(eq(orders.uuid, row.uuid))
        await noteOrder(row, 'deleted')
      })
      return { status: 204 }
    },
  }),
  actions: {
    approve_by_consumer: action({
      summary: 'Approve for the consumer',
      rule: anySide,
      handle: async ({ row, call }) => info(await approveByConsumer(row, call.actor)),
    }),
    reject_by_consumer: action({
      summary: 'Reject for the consumer',
      rule: anySide,
      input: comment('consumer_rejection_comment'),
      handle: async ({ row, input, call }) =>
        info(await rejectByConsumer(row, call.actor, input.consumer_rejection_comment || input.error_message)),
    }),
    approve_by_provider: action({
      summary: 'Approve for the seller',
      rule: anySide,
      input: z.object({ attributes: z.record(z.string(), z.unknown()).default({}) }),
      handle: async ({ row, input, call }) => info(await approveByProvider(row, call.actor, input.attributes)),
    }),
    reject_by_provider: action({
      summary: 'Reject for the seller',
      rule: anySide,
      input: comment('provider_rejection_comment'),
      handle: async ({ row, input, call }) =>
        info(await rejectByProvider(row, call.actor, input.provider_rejection_comment || input.error_message)),
    }),
    cancel: action({
      summary: 'Cancel: nothing is left of what has begun',
      rule: permission('ORDER.CANCEL'),
      handle: async ({ row, call }) => {
        await cancelOrder(row, call.actor)
        return { status: 202, body: { status: 'cancel was scheduled' } }
      },
    }),
    retry: action({
      summary: 'Try an order again that failed',
      rule: anyOf(staff, mayReviewAsProvider),
      handle: async ({ row, call }) => info(await retryOrder(row, call.actor)),
    }),
    unlink: action({
      summary: 'Forget the order',
      rule: staff,
      handle: async ({ row, call }) => {
        await transaction(async () => {
          const resource = await resourceOf(row)
          await db.delete(orders).where(eq(orders.uuid, row.uuid))
          await noteOrder(row, 'deleted')
          await orderEvent(row, 'unlinked', authorOf(call.actor), resource.name)
        })
        return { status: 204 }
      },
    }),
    offering: action({
      summary: 'The offering of the order',
      method: 'GET',
      handle: async ({ row, call }) => ({
        status: 200,
        body: await call.render('marketplace-public-offerings', row.offeringUuid),
      }),
    }),
    resource: action({
      summary: 'The resource of the order',
      method: 'GET',
      handle: async ({ row, call }) => ({
        status: 200,
        body: await call.render('marketplace-resources', row.resourceUuid),
      }),
    }),
  },
})
