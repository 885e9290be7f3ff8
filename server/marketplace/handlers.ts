/**
 * What orders can be for. Each orderable type registers one handler, from its own folder: the marketplace knows prices,
 * reviews and states, the handler knows what is made.
 */
import type { z } from 'zod'
import type { Actor, Call } from '../api/define.ts'
import type { Author } from '../events/record.ts'
import type { AnyJob } from '../jobs/accept.ts'
import type { QuotaDelta } from '../quotas/reserve.ts'
import type { CustomerRow } from '../resources/customer/table.ts'
import type { MarketplaceResourceRow } from '../resources/marketplace-resource/table.ts'
import type { OfferingRow, OfferingType } from '../resources/offering/table.ts'
import type { OrderRow } from '../resources/order/table.ts'
import type { ProjectRow } from '../resources/project/table.ts'

/** What an order of creation asks for, before anything is written. */
export type CreationRequest = {
  actor: Actor
  call: Call
  offering: OfferingRow
  project: ProjectRow
  customer: CustomerRow
  /** As sent. */
  attributes: Record<string, unknown>
  /** Whole numbers by component, already checked against the offering's components. Empty for instances and volumes. */
  limits: Record<string, number>
}

type Ordered = {
  order: OrderRow
  resource: MarketplaceResourceRow
  offering: OfferingRow
  /** Who let it happen: the one who ordered, or the one who approved. */
  author: Author
}

export type OrderHandler<Input extends Record<string, unknown> = Record<string, unknown>> = {
  offeringType: OfferingType
  /** The attributes' schema, for the API's document. */
  attributes?: z.ZodType
  /**
   * Runs the type's whole validation on `attributes`, quota included, and gives back what `create` needs as plain JSON:
   * it is stored with the order and carried out after the review, perhaps by somebody who sees less or more.
   * @throws ApiError 400 with the fields of the attributes.
   */
  validate: (request: CreationRequest) => Promise<Input>
  /**
   * Writes the object's row and its creation job, reserving quota (`createResource`). Inside the transaction that moves
   * the order to `executing`.
   * @throws ApiError 400 or 409: the order stays as it was.
   */
  create: (ordered: Ordered & { input: Input }) => Promise<{ objectUuid: string; jobUuid: string }>
  /** Refuses a termination before the order is written. `attributes` are those of `terminate/`. */
  validateTermination?: (request: {
    actor: Actor
    resource: MarketplaceResourceRow
    attributes: Record<string, unknown>
  }) => Promise<void>
  /** Starts the object's deletion job, inside the transaction. Null when there is no object any more: done at once. */
  terminate: (ordered: Ordered & { attributes: Record<string, unknown> }) => Promise<{ jobUuid: string | null }>
  /** Starts the job that sets `order.limits`, inside the transaction. Left out: the type has no limits. */
  updateLimits?: (ordered: Ordered) => Promise<{ jobUuid: string }>
  /** Sets quotas without an order: the provider has changed how it counts. In a transaction. */
  applyLimits?: (objectUuid: string, quotas: QuotaDelta, author: Author) => Promise<unknown>
  /** Removes an object's rows, cloud untouched: a cancelled creation that was undone, or unlinking. In a transaction. */
  discard: (objectUuid: string) => Promise<void>
  /** Starts the job that reads the object from the cloud. @throws ApiError 409 in a state that forbids it */
  pull?: (objectUuid: string, author: Author) => Promise<unknown>
  /** The jobs of the type that an order may try again, and the collection they work on. */
  retryable?: { path: string; model: string; jobs: readonly AnyJob[] }
  /** `backend_metadata` beside state and action, by object: one query for all. */
  metadata?: (objectUuids: string[]) => Promise<Map<string, Record<string, unknown>>>
}

// biome-ignore lint/suspicious/noExplicitAny: handlers of any input
type AnyHandler = OrderHandler<any>

const KEY = Symbol.for('foyer.order-handlers')
const globals = globalThis as Record<symbol, unknown>
globals[KEY] ??= new Map()
const handlers = globals[KEY] as Map<OfferingType, AnyHandler>

/** Called once, when the type's module loads. */
export const registerOrderHandler = <Input extends Record<string, unknown>>(handler: OrderHandler<Input>): void => {
  handlers.set(handler.offeringType, handler)
}

/** @throws Error when the type is not registered. */
export const orderHandlerFor = (type: OfferingType): AnyHandler => {
  const handler = handlers.get(type)
  if (!handler) throw new Error(`No order handler for ${type}: is its type in the registry?`)
  return handler
}

export const orderHandlers = (): AnyHandler[] => [...handlers.values()]
