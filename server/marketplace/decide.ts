/** What people do with an order: approve, reject, cancel, try again (contract 6.3). */
import { eq } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { Actor, ResourceDef } from '../api/define.ts'
import { ApiError, conflict, invariant, objectError } from '../errors.ts'
import { fullNameOf } from '../identity/actor.ts'
import { users } from '../identity/table.ts'
import { requestCancel } from '../jobs/ends.ts'
import { retryJob } from '../jobs/retry.ts'
import { jobs } from '../jobs/table.ts'
import { authorOf } from '../resources/base/actions.ts'
import { customers } from '../resources/customer/table.ts'
import { type OrderRow, orders } from '../resources/order/table.ts'
import { projects } from '../resources/project/table.ts'
import { close, execute, moveOrder, noteOrder, offeringOf, orderEvent, PENDING, proceed, resourceOf } from './flow.ts'
import { orderHandlerFor } from './handlers.ts'
import {
  approvesAsConsumer,
  assertMay,
  assertOpen,
  mayReject,
  mayReview,
  mayReviewAsProvider,
  placeOf,
} from './review.ts'

const forbidden = () => new ApiError('forbidden', 'You do not have permission to perform this action.')
const placeOfOrder = async (order: OrderRow) => placeOf(await offeringOf(order), order)

/** @throws ApiError 409 naming who has handled the order. */
const assertState = (order: OrderRow, ...states: OrderRow['state'][]): void => {
  if (!states.includes(order.state)) throw conflict(`Valid states for operation: ${states.join(', ')}.`)
}

const assertStillOpen = async (order: OrderRow): Promise<void> => {
  const [customer] = await db.select().from(customers).where(eq(customers.uuid, order.customerUuid))
  const [project] = await db.select().from(projects).where(eq(projects.uuid, order.projectUuid))
  invariant(customer && project, 'an order has its project and organisation')
  assertOpen(customer, project)
}

/** Somebody else was faster. @throws ApiError 409 that says who */
const assertUndecided = async (order: OrderRow): Promise<void> => {
  if (order.state === 'pending-consumer') return
  const [person] = order.consumerReviewedBy
    ? await db.select().from(users).where(eq(users.uuid, order.consumerReviewedBy))
    : []
  if (!person) return assertState(order, 'pending-consumer')
  throw conflict(`${fullNameOf(person)} has decided already: the order is ${order.state}.`)
}

/** The consumer's yes: the order goes on at once. @throws ApiError 403, 409, or what the type's handler refuses. */
export const approveByConsumer = async (order: OrderRow, actor: Actor): Promise<OrderRow> => {
  if (!approvesAsConsumer(actor, await placeOfOrder(order))) throw forbidden()
  await assertUndecided(order)
  await assertStillOpen(order)
  return transaction(async () => {
    const approved = await moveOrder(order, ['pending-consumer'], {
      consumerReviewedBy: actor.userUuid,
      consumerReviewedAt: new Date(),
    })
    await orderEvent(approved, 'approved', authorOf(actor), (await resourceOf(order)).name)
    return proceed(approved, authorOf(actor))
  })
}

export const rejectByConsumer = async (order: OrderRow, actor: Actor, comment: string): Promise<OrderRow> => {
  const place = await placeOfOrder(order)
  const isCreator = order.createdBy === actor.userUuid
  if (!isCreator) assertMay(mayReject, actor, place)
  await assertUndecided(order)
  if (isCreator && approvesAsConsumer(actor, place) && !actor.isStaff)
    throw objectError('Your own order needs no review: cancel it instead.')
  return transaction(() =>
    close(order, 'rejected', authorOf(actor), {
      consumerReviewedBy: actor.userUuid,
      consumerReviewedAt: new Date(),
      consumerComment: comment,
    }),
  )
}

/** The seller's yes; `attributes` add to those of the order. */
export const approveByProvider = async (
  order: OrderRow,
  actor: Actor,
  attributes: Record<string, unknown> = {},
): Promise<OrderRow> => {
  assertMay(mayReviewAsProvider, actor, await placeOfOrder(order))
  assertState(order, 'pending-provider')
  await assertStillOpen(order)
  return transaction(async () => {
    const approved = await moveOrder(order, ['pending-provider'], {
      providerReviewedBy: actor.userUuid,
      providerReviewedAt: new Date(),
      attributes: { ...order.attributes, ...attributes },
    })
    await orderEvent(approved, 'approved', authorOf(actor), (await resourceOf(order)).name)
    return proceed(approved, authorOf(actor))
  })
}

export const rejectByProvider = async (order: OrderRow, actor: Actor, comment: string): Promise<OrderRow> => {
  assertMay(mayReview, actor, await placeOfOrder(order))
  assertState(order, 'pending-provider')
  return transaction(() =>
    close(order, 'rejected', authorOf(actor), {
      providerReviewedBy: actor.userUuid,
      providerReviewedAt: new Date(),
      providerComment: comment,
    }),
  )
}

/** Ends a waiting order, or asks its running job to stop and take back what it has done. */
export const cancelOrder = async (order: OrderRow, actor: Actor): Promise<OrderRow> => {
  assertState(order, ...PENDING, 'executing')
  if (order.state !== 'executing') return transaction(() => close(order, 'canceled', authorOf(actor)))
  const [job] = order.jobUuid ? await db.select().from(jobs).where(eq(jobs.uuid, order.jobUuid)) : []
  if (!job || order.type !== 'Create') throw conflict('What has begun here cannot be cancelled.')
  await transaction(async () => {
    await requestCancel(job.uuid)
    await noteOrder(order)
  })
  return order
}

/**
 * Goes on with an order that failed, at the step that failed.
 * @throws ApiError 409 when its job cannot be retried any more
 */
export const retryOrder = async (order: OrderRow, actor: Actor): Promise<OrderRow> => {
  assertState(order, 'erred')
  const author = authorOf(actor)
  const [job] = order.jobUuid ? await db.select().from(jobs).where(eq(jobs.uuid, order.jobUuid)) : []
  if (!job) return transaction(() => execute(order, ['erred'], author))
  const { retryable } = orderHandlerFor((await offeringOf(order)).type)
  const spec = retryable?.jobs.find(({ name }) => name === job.name)
  if (!retryable || !spec) throw conflict('The operation of this order cannot be tried again.')
  await retryJob(job, spec, retryable as unknown as ResourceDef, author)
  const [now] = await db.select().from(orders).where(eq(orders.uuid, order.uuid))
  return now
}
