/** The life of an order from its review to its end (contract 6.3). All functions run inside a transaction. */
import { and, eq, inArray } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { conflict, invariant } from '../errors.ts'
import { type Author, recordEvent } from '../events/record.ts'
import { noteChange } from '../live/changes.ts'
import { type MarketplaceResourceRow, marketplaceResources } from '../resources/marketplace-resource/table.ts'
import { type OfferingRow, offerings } from '../resources/offering/table.ts'
import { type OrderRow, type OrderState, orders } from '../resources/order/table.ts'
import { projects } from '../resources/project/table.ts'
import { orderHandlerFor } from './handlers.ts'
import { today } from './review.ts'

export const PENDING = [
  'pending-consumer',
  'pending-provider',
  'pending-project',
  'pending-start-date',
] as const satisfies OrderState[]
export const IN_PROGRESS = [...PENDING, 'executing'] as const satisfies OrderState[]

const aboutOrder = (order: OrderRow, name = '') => ({
  type: 'marketplace-orders',
  uuid: order.uuid,
  name,
  projectUuid: order.projectUuid,
  customerUuid: order.customerUuid,
})
const aboutResource = (resource: MarketplaceResourceRow) => ({
  type: 'marketplace-resources',
  uuid: resource.uuid,
  name: resource.name,
  projectUuid: resource.projectUuid,
  customerUuid: resource.customerUuid,
})

/** Both sides hear of an order. */
export const noteOrder = async (order: OrderRow, operation: 'created' | 'updated' | 'deleted' = 'updated') =>
  noteChange('marketplace-orders', operation, {
    uuid: order.uuid,
    projectUuid: order.projectUuid,
    customerUuid: order.customerUuid,
  })
export const noteResource = async (
  resource: MarketplaceResourceRow,
  operation: 'created' | 'updated' | 'deleted' = 'updated',
) => noteChange('marketplace-resources', operation, aboutResource(resource))

export const orderEvent = (
  order: OrderRow,
  what: 'created' | 'approved' | 'rejected' | 'completed' | 'failed' | 'terminated' | 'unlinked',
  author: Author,
  name: string,
  context: Record<string, unknown> = {},
) =>
  recordEvent({
    type: `marketplace_order_${what}`,
    result: what === 'failed' ? 'failed' : 'succeeded',
    message: `${order.type} order for ${name} has been ${what}.`,
    author,
    about: aboutOrder(order, name),
    context: { order_type: order.type, ...context },
  })

const VERBS = { Create: 'create', Update: 'update_limits', Terminate: 'terminate', Restore: 'create' } as const

/** For people. */
const NOUNS: Record<OrderRow['type'], string> = {
  Create: 'Creation',
  Update: 'Change of limits',
  Terminate: 'Termination',
  Restore: 'Restoration',
}

export const resourceEvent = (
  resource: MarketplaceResourceRow,
  order: Pick<OrderRow, 'type' | 'uuid'>,
  what: 'requested' | 'succeeded' | 'failed' | 'canceled',
  author: Author,
  context: Record<string, unknown> = {},
) => {
  const verb = VERBS[order.type]
  return recordEvent({
    type: `marketplace_resource_${verb}_${what}`,
    result: what === 'failed' ? 'failed' : 'succeeded',
    message: `${NOUNS[order.type]} of ${resource.name} ${['succeeded', 'failed'].includes(what) ? 'has' : 'has been'} ${what}.`,
    author,
    about: aboutResource(resource),
    context: { order_uuid: order.uuid, ...context },
  })
}

/**
 * Sets columns of an order that is still in one of the judged states.
 * @throws ApiError 409 when somebody was faster.
 */
export const moveOrder = async (
  order: OrderRow,
  from: readonly OrderState[],
  patch: Partial<OrderRow>,
): Promise<OrderRow> => {
  const [moved] = await db
    .update(orders)
    .set({ ...patch, modifiedAt: new Date() })
    .where(and(eq(orders.uuid, order.uuid), inArray(orders.state, [...from])))
    .returning()
  if (!moved) throw conflict(`The order is no longer waiting: somebody has handled it already.`)
  await noteOrder(moved)
  return moved
}

export const setResource = async (
  resource: MarketplaceResourceRow,
  patch: Partial<MarketplaceResourceRow>,
): Promise<MarketplaceResourceRow> => {
  const [row] = await db
    .update(marketplaceResources)
    .set({ ...patch, modifiedAt: new Date() })
    .where(eq(marketplaceResources.uuid, resource.uuid))
    .returning()
  await noteResource(row)
  return row
}

export const resourceOf = async (order: OrderRow): Promise<MarketplaceResourceRow> => {
  const [row] = await db.select().from(marketplaceResources).where(eq(marketplaceResources.uuid, order.resourceUuid))
  invariant(row, 'an order has a resource')
  return row
}
export const offeringOf = async (row: { offeringUuid: string }): Promise<OfferingRow> => {
  const [offering] = await db.select().from(offerings).where(eq(offerings.uuid, row.offeringUuid))
  invariant(offering, 'an order has an offering')
  return offering
}

/** After the consumer's yes: waits for its project or its day, else is carried out. OpenStack types need no provider review. */
export const proceed = async (order: OrderRow, author: Author): Promise<OrderRow> => {
  const [project] = await db.select().from(projects).where(eq(projects.uuid, order.projectUuid))
  if (project?.startDate && project.startDate > today()) return moveOrder(order, PENDING, { state: 'pending-project' })
  if (order.startDate && order.startDate > today()) return moveOrder(order, PENDING, { state: 'pending-start-date' })
  return execute(order, [...PENDING], author)
}

/** Carries an order out. @throws ApiError of the type's handler: nothing has changed then. */
export const execute = async (order: OrderRow, from: readonly OrderState[], author: Author): Promise<OrderRow> => {
  const [resource, offering] = await Promise.all([resourceOf(order), offeringOf(order)])
  const handler = orderHandlerFor(offering.type)
  const executing = await moveOrder(order, from, { state: 'executing', errorMessage: '', errorTraceback: '' })
  const ordered = { order: executing, resource, offering, author }
  if (order.type === 'Terminate') {
    const { jobUuid } = await handler.terminate({ ...ordered, attributes: order.attributes })
    await setResource(resource, { state: 'Terminating' })
    if (jobUuid) return moveOrder(executing, ['executing'], { jobUuid })
    await setResource(resource, { state: 'Terminated' })
    return moveOrder(executing, ['executing'], { state: 'done', completedAt: new Date() })
  }
  if (order.type === 'Update') {
    invariant(handler.updateLimits, `${offering.type} has limits`)
    const { jobUuid } = await handler.updateLimits(ordered)
    await setResource(resource, { state: 'Updating' })
    return moveOrder(executing, ['executing'], { jobUuid })
  }
  const { objectUuid, jobUuid } = await handler.create({ ...ordered, input: order.input })
  await setResource(resource, { scopeUuid: objectUuid, state: 'Creating', errorMessage: '', errorTraceback: '' })
  return moveOrder(executing, ['executing'], { jobUuid })
}

/** Ends an order that was never carried out; what a creation would have made is closed. */
export const close = async (
  order: OrderRow,
  state: 'rejected' | 'canceled',
  author: Author,
  patch: Partial<OrderRow> = {},
): Promise<OrderRow> => {
  const closed = await moveOrder(order, PENDING, { ...patch, state, completedAt: new Date() })
  const resource = await resourceOf(order)
  if (order.type === 'Create') await setResource(resource, { state: 'Terminated' })
  if (state === 'rejected')
    await orderEvent(closed, 'rejected', author, resource.name, {
      comment: patch.consumerComment ?? patch.providerComment ?? '',
    })
  else await orderEvent(closed, 'terminated', author, resource.name)
  await resourceEvent(resource, closed, 'canceled', author)
  return closed
}
