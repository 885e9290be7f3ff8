/** Filters and orderings of orders (contract 6.3). */
import { eq, inArray, sql } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { Actor, Filter } from '../../api/define.ts'
import { before, boolean, byUuid, containsAny, linkOrUuid, oneOf, since, uuidOf } from '../../api/filters.ts'
import { approvesAsConsumer } from '../../marketplace/review.ts'
import { scopeFilters } from '../base/filters.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { OFFERING_TYPES, offerings } from '../offering/table.ts'
import { ORDER_STATES, orders } from './table.ts'

/** Orders that wait for this caller's yes. Few wait at a time, so they are judged one by one, by the rule itself. */
const awaiting = async (actor: Actor, state: 'pending-consumer' | 'pending-provider') => {
  const waiting = await db
    .select({ order: orders, offering: offerings })
    .from(orders)
    .innerJoin(offerings, eq(offerings.uuid, orders.offeringUuid))
    .where(eq(orders.state, state))
  const mine = waiting.filter(({ order, offering }) =>
    state === 'pending-consumer'
      ? approvesAsConsumer(actor, {
          customerUuid: offering.customerUuid,
          shared: offering.shared,
          pluginOptions: offering.pluginOptions,
          projectUuid: order.projectUuid,
          consumerUuid: order.customerUuid,
        })
      : actor.isStaff ||
        actor.grants.some(
          (grant) => grant.scopeUuid === order.providerCustomerUuid && grant.permissions.includes('ORDER.APPROVE'),
        ),
  )
  return mine.map(({ order }) => order.uuid)
}

const decidable = (state: 'pending-consumer' | 'pending-provider', description: string): Filter => ({
  ...boolean(() => undefined, description),
  where: async (values, actor) => {
    const uuids = await awaiting(actor, state)
    return boolean((wanted) =>
      wanted ? inArray(orders.uuid, uuids) : sql`not (${inArray(orders.uuid, uuids)})`,
    ).where(values, actor)
  },
})

export const orderFilters: Record<string, Filter> = {
  uuid: uuidOf(orders.uuid, 'The order itself.'),
  ...scopeFilters(orders),
  state: oneOf(orders.state, ORDER_STATES, 'State.'),
  type: oneOf(orders.type, ['Create', 'Update', 'Terminate', 'Restore'], 'What is ordered.'),
  offering: linkOrUuid(orders.offeringUuid, 'Offering.'),
  offering_uuid: uuidOf(orders.offeringUuid, 'Offering.'),
  offering_type: {
    ...oneOf(offerings.type, OFFERING_TYPES, 'Type of the offering.'),
    where: async (values, actor) => {
      const where = await oneOf(offerings.type, OFFERING_TYPES).where(values, actor)
      return sql`${orders.offeringUuid} in (select ${offerings.uuid} from ${offerings} where ${where})`
    },
  },
  resource: linkOrUuid(orders.resourceUuid, 'Marketplace resource.'),
  resource_uuid: byUuid(
    'Marketplace resource, or the OpenStack object.',
    (uuid) =>
      sql`(${orders.resourceUuid} = ${uuid} or ${orders.resourceUuid} in (select ${marketplaceResources.uuid} from ${marketplaceResources} where ${marketplaceResources.scopeUuid} = ${uuid}))`,
  ),
  provider_uuid: uuidOf(orders.providerCustomerUuid, 'Organisation that sells.'),
  created: since(orders.createdAt),
  created_before: before(orders.createdAt),
  modified: since(orders.modifiedAt),
  modified_before: before(orders.modifiedAt),
  query: {
    description: "Part of the resource's name.",
    where: async (values, actor) => {
      const where = await containsAny('', marketplaceResources.name).where(values, actor)
      return sql`${orders.resourceUuid} in (select ${marketplaceResources.uuid} from ${marketplaceResources} where ${where})`
    },
  },
  can_approve_as_consumer: decidable('pending-consumer', 'Orders that the caller may approve for the consumer.'),
  can_approve_as_provider: decidable('pending-provider', 'Orders that the caller may approve for the seller.'),
}

export const orderOrderings = {
  created: orders.createdAt,
  modified: orders.modifiedAt,
  state: orders.state,
  type: orders.type,
  cost: orders.costMicro,
  consumer_reviewed_at: orders.consumerReviewedAt,
}
