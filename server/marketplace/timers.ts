/** What the clock does with orders and resources (contract 7). */
import { and, eq, inArray, isNotNull, lte } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { anonymous } from '../api/authenticate.ts'
import { ApiError } from '../errors.ts'
import { SYSTEM } from '../events/record.ts'
import { log } from '../log.ts'
import { marketplaceResources } from '../resources/marketplace-resource/table.ts'
import { orders } from '../resources/order/table.ts'
import { projects } from '../resources/project/table.ts'
import { orderEvent, proceed, resourceOf, setResource } from './flow.ts'
import { placeTermination } from './place.ts'
import { today } from './review.ts'

/** The portal itself, which may do what staff may. */
const portal = () => ({ ...anonymous({ ipAddress: '', requestId: '' }), username: SYSTEM.username, isStaff: true })

/** Lets go ahead what waited for its project or its day. One that is refused now ends as erred, with the reason. */
export const releaseWaitingOrders = async (): Promise<void> => {
  const waiting = await db
    .select({ order: orders, projectStart: projects.startDate })
    .from(orders)
    .innerJoin(projects, eq(projects.uuid, orders.projectUuid))
    .where(inArray(orders.state, ['pending-project', 'pending-start-date']))
  const day = today()
  for (const { order, projectStart } of waiting) {
    const isDue = [projectStart, order.startDate].every((start) => !start || start <= day)
    if (!isDue) continue
    try {
      await transaction(() => proceed(order, SYSTEM))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const { message } = error
      await transaction(async () => {
        await db
          .update(orders)
          .set({ state: 'erred', errorMessage: message, completedAt: new Date(), modifiedAt: new Date() })
          .where(eq(orders.uuid, order.uuid))
        const resource = await resourceOf(order)
        await setResource(resource, { state: 'Erred', errorMessage: message })
        await orderEvent(order, 'failed', SYSTEM, resource.name, { error_message: message })
      })
    }
  }
}

/** Orders the end of what was to last until today. */
export const terminateExpired = async (): Promise<void> => {
  const expired = await db
    .select()
    .from(marketplaceResources)
    .where(
      and(
        isNotNull(marketplaceResources.endDate),
        lte(marketplaceResources.endDate, today()),
        inArray(marketplaceResources.state, ['OK', 'Erred']),
      ),
    )
  for (const resource of expired)
    try {
      await placeTermination(portal(), resource)
    } catch (error) {
      // Another order is on its way, or the object is busy: the next round tries again.
      if (!(error instanceof ApiError)) throw error
      log.info({ resource: resource.uuid, reason: error.message }, 'an expired resource could not be ended yet')
    }
}
