/** Placing orders: what is asked for is checked whole, written, and carried out at once when nobody else has to say yes. */
import { and, eq, inArray } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { Actor, Call } from '../api/define.ts'
import { ApiError, fieldError, objectError } from '../errors.ts'
import { newUuid } from '../ids.ts'
import { authorOf } from '../resources/base/actions.ts'
import { type CustomerRow, customers } from '../resources/customer/table.ts'
import { type MarketplaceResourceRow, marketplaceResources } from '../resources/marketplace-resource/table.ts'
import { type ComponentRow, components, type OfferingRow, type PlanRow, plans } from '../resources/offering/table.ts'
import { type OrderRow, type OrderType, orders } from '../resources/order/table.ts'
import { type ProjectRow, projects } from '../resources/project/table.ts'
import { checkLimits } from './components.ts'
import { IN_PROGRESS, noteOrder, noteResource, offeringOf, orderEvent, proceed, resourceEvent } from './flow.ts'
import { orderHandlerFor } from './handlers.ts'
import { monthlyCostMicro } from './money.ts'
import { assertMay, assertOpen, mayOrder, placeOf, skipsReview, today } from './review.ts'

export type CreateOrder = {
  offering: OfferingRow
  project: ProjectRow
  plan?: PlanRow
  attributes: Record<string, unknown>
  limits: Record<string, unknown>
  acceptingTerms?: boolean
  callbackUrl?: string | null
  requestComment?: string | null
  startDate?: string | null
  slug?: string
}

export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)

const customerOf = async (uuid: string): Promise<CustomerRow> => {
  const [row] = await db.select().from(customers).where(eq(customers.uuid, uuid))
  if (!row) throw fieldError('project', 'The project has no organization.')
  return row
}

const componentsOf = (offering: OfferingRow): Promise<ComponentRow[]> =>
  db.select().from(components).where(eq(components.offeringUuid, offering.uuid))

/** @throws ApiError 400 when the offering cannot be ordered in this project now. */
const assertOrderable = (offering: OfferingRow, project: ProjectRow) => {
  if (offering.state === 'Paused')
    throw fieldError('offering', offering.pausedReason || 'The offering is paused: nothing can be ordered now.')
  if (offering.state !== 'Active') throw fieldError('offering', 'The offering is not active.')
  const fits = offering.projectUuid
    ? offering.projectUuid === project.uuid
    : offering.shared || offering.customerUuid === project.customerUuid
  if (!fits) throw fieldError('offering', 'The offering is not available in this project.')
}

const planFor = async (offering: OfferingRow, given: PlanRow | undefined): Promise<PlanRow | undefined> => {
  if (given) {
    if (given.archived) throw fieldError('plan', 'The plan is archived.')
    return given
  }
  const open = await db
    .select()
    .from(plans)
    .where(and(eq(plans.offeringUuid, offering.uuid), eq(plans.archived, false)))
  if (open.length > 1 && offering.billable) throw fieldError('plan', 'This field is required.')
  return open.length === 1 ? open[0] : undefined
}

const endDateOf = (attributes: Record<string, unknown>): string | null => {
  const given = attributes.end_date
  if (given === undefined || given === null || given === '') return null
  if (typeof given !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(given) || Number.isNaN(Date.parse(given)))
    throw fieldError('end_date', 'Date has wrong format. Use YYYY-MM-DD.')
  if (given < today()) throw fieldError('end_date', 'The end date must not be in the past.')
  return given
}

/** The tenant's resource behind a private offering. */
const parentOf = async (offering: OfferingRow): Promise<string | null> => {
  if (!offering.tenantUuid) return null
  const [row] = await db
    .select({ uuid: marketplaceResources.uuid })
    .from(marketplaceResources)
    .where(eq(marketplaceResources.scopeUuid, offering.tenantUuid))
  return row?.uuid ?? null
}

type NewOrder = {
  type: OrderType
  offering: OfferingRow
  resource: MarketplaceResourceRow
  attributes: Record<string, unknown>
  limits: Record<string, number>
  input: Record<string, unknown>
  costMicro: number
} & Partial<Pick<OrderRow, 'requestComment' | 'callbackUrl' | 'startDate'>>

/** Writes an order and lets it go ahead when its author may say yes. In a transaction. */
const writeOrder = async (actor: Actor, what: NewOrder): Promise<OrderRow> => {
  const { offering, resource, type } = what
  const now = new Date()
  const author = authorOf(actor)
  const skips = skipsReview(actor, type, placeOf(offering, resource))
  const [order] = await db
    .insert(orders)
    .values({
      uuid: newUuid(),
      type,
      state: 'pending-consumer',
      offeringUuid: offering.uuid,
      planUuid: resource.planUuid,
      resourceUuid: resource.uuid,
      projectUuid: resource.projectUuid,
      customerUuid: resource.customerUuid,
      providerCustomerUuid: offering.customerUuid,
      attributes: what.attributes,
      limits: what.limits,
      input: what.input,
      costMicro: what.costMicro,
      requestComment: what.requestComment ?? '',
      callbackUrl: what.callbackUrl ?? '',
      startDate: what.startDate ?? null,
      createdBy: actor.userUuid,
      ...(skips && { consumerReviewedBy: actor.userUuid, consumerReviewedAt: now }),
      createdAt: now,
      modifiedAt: now,
    })
    .returning()
  await noteOrder(order, 'created')
  await orderEvent(order, 'created', author, resource.name)
  await resourceEvent(resource, order, 'requested', author)
  return skips ? proceed(order, author) : order
}

/**
 * Orders something new.
 * @throws ApiError 403 without ORDER.CREATE, 400 with the fields that are wrong, quota included.
 */
export const placeCreation = async (call: Call, asked: CreateOrder): Promise<OrderRow> => {
  const { actor } = call
  const { offering, project } = asked
  assertMay(mayOrder, actor, placeOf(offering, { projectUuid: project.uuid, customerUuid: project.customerUuid }))
  const customer = await customerOf(project.customerUuid)
  assertOpen(customer, project)
  assertOrderable(offering, project)
  if (offering.shared && offering.termsOfService && !asked.acceptingTerms)
    throw fieldError('accepting_terms_of_service', 'The terms of service must be accepted.')
  if (asked.startDate && asked.startDate < today())
    throw fieldError('start_date', 'The start date must not be in the past.')
  const plan = await planFor(offering, asked.plan)
  const rows = await componentsOf(offering)
  const limited = offering.type === 'OpenStack.Tenant'
  if (!limited && Object.keys(asked.limits).length > 0) throw fieldError('limits', 'The offering has no limits.')
  const limits = limited ? checkLimits(offering, rows, asked.limits) : {}
  const endDate = endDateOf(asked.attributes)
  const request = { actor, call, offering, project, customer, attributes: asked.attributes, limits }
  const input = await orderHandlerFor(offering.type).validate(request)
  const name = String(asked.attributes.name ?? '')
  return transaction(async () => {
    const now = new Date()
    const [resource] = await db
      .insert(marketplaceResources)
      .values({
        uuid: newUuid(),
        name,
        slug: asked.slug || slugOf(name),
        description: String(asked.attributes.description ?? ''),
        state: 'Creating',
        offeringUuid: offering.uuid,
        planUuid: plan?.uuid ?? null,
        projectUuid: project.uuid,
        customerUuid: project.customerUuid,
        parentUuid: await parentOf(offering),
        scopeType: offering.type,
        attributes: asked.attributes,
        limits,
        endDate,
        createdAt: now,
        modifiedAt: now,
      })
      .returning()
    await noteResource(resource, 'created')
    return writeOrder(actor, {
      type: 'Create',
      offering,
      resource,
      attributes: asked.attributes,
      limits,
      input,
      costMicro: monthlyCostMicro(plan, rows, limits),
      requestComment: asked.requestComment ?? '',
      callbackUrl: asked.callbackUrl ?? '',
      startDate: asked.startDate,
    })
  })
}

/** One order at a time. @throws ApiError 400 */
const assertNoOrder = async (resource: MarketplaceResourceRow) => {
  const live = await db
    .select({ uuid: orders.uuid })
    .from(orders)
    .where(and(eq(orders.resourceUuid, resource.uuid), inArray(orders.state, [...IN_PROGRESS])))
  if (live.length > 0) throw objectError('Pending order for resource already exists.')
}

/** Locks the resource's row, so that of two orders at the same moment the second sees the first. */
const lock = (resource: MarketplaceResourceRow) =>
  db.update(marketplaceResources).set({ modifiedAt: new Date() }).where(eq(marketplaceResources.uuid, resource.uuid))

const openPlaceOf = async (resource: MarketplaceResourceRow) => {
  const [project] = await db.select().from(projects).where(eq(projects.uuid, resource.projectUuid))
  assertOpen(await customerOf(resource.customerUuid), project)
}

/** Orders the end of a resource. `attributes` are the type's: `delete_volumes`, `release_floating_ips`. */
export const placeTermination = async (
  actor: Actor,
  resource: MarketplaceResourceRow,
  attributes: Record<string, unknown> = {},
): Promise<OrderRow> => {
  const offering = await offeringOf(resource)
  await orderHandlerFor(offering.type).validateTermination?.({ actor, resource, attributes })
  return transaction(async () => {
    await lock(resource)
    await assertNoOrder(resource)
    return writeOrder(actor, {
      type: 'Terminate',
      offering,
      resource,
      attributes,
      limits: resource.limits,
      input: {},
      costMicro: 0,
    })
  })
}

/** Orders other limits for a tenant. @throws ApiError 400 when they are the present ones, or not possible. */
export const placeLimits = async (
  actor: Actor,
  resource: MarketplaceResourceRow,
  given: Record<string, unknown>,
  requestComment = '',
): Promise<OrderRow> => {
  const offering = await offeringOf(resource)
  if (!orderHandlerFor(offering.type).updateLimits) throw fieldError('limits', 'The offering has no limits.')
  await openPlaceOf(resource)
  const rows = await componentsOf(offering)
  const limits = checkLimits(offering, rows, { ...resource.limits, ...given })
  if (Object.entries(limits).every(([type, value]) => resource.limits[type] === value))
    throw new ApiError('invalid', 'The limits are the present ones.', { limits: ['The limits are the present ones.'] })
  const [plan] = resource.planUuid ? await db.select().from(plans).where(eq(plans.uuid, resource.planUuid)) : []
  return transaction(async () => {
    await lock(resource)
    await assertNoOrder(resource)
    return writeOrder(actor, {
      type: 'Update',
      offering,
      resource,
      attributes: { old_limits: resource.limits },
      limits,
      input: {},
      costMicro: monthlyCostMicro(plan, rows, limits),
      requestComment,
    })
  })
}
