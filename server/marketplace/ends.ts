/** What becomes of orders and marketplace resources when the jobs behind them start and end (contract 3.1, 6.3). */
import { and, eq, ne, or } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { Author } from '../events/record.ts'
import { type JobEnd, onJob } from '../jobs/hooks.ts'
import type { JobRow } from '../jobs/table.ts'
import {
  type MarketplaceResourceRow,
  type MarketplaceState,
  marketplaceResources,
} from '../resources/marketplace-resource/table.ts'
import { type OrderRow, orders } from '../resources/order/table.ts'
import { moveOrder, noteOrder, orderEvent, resourceEvent, resourceOf, setResource } from './flow.ts'
import { orderHandlerFor } from './handlers.ts'

const authorOfJob = (job: JobRow): Author => ({
  userUuid: job.userUuid,
  username: job.username,
  ipAddress: job.ipAddress,
  requestId: job.requestId,
})

const RUNNING: Record<string, MarketplaceState> = {
  create: 'Creating',
  update: 'Updating',
  pull: 'Updating',
  delete: 'Terminating',
}

/** The state that a resource shows for its object's job. Null: unchanged. */
const mirrored = ({ job, outcome }: JobEnd): MarketplaceState | null => {
  // Work that leaves its object's state alone (new limits) shows while it runs, and spoils nothing when it fails.
  if (job.kind === 'task') return outcome === 'started' ? 'Updating' : 'OK'
  if (outcome === 'started') return RUNNING[job.kind] ?? null
  if (outcome === 'failed') return 'Erred'
  if (outcome === 'cancelled') return job.kind === 'create' ? null : 'OK'
  return job.kind === 'delete' ? 'Terminated' : 'OK'
}

const mirror = async (end: JobEnd, resource: MarketplaceResourceRow): Promise<MarketplaceResourceRow> => {
  const state = mirrored(end)
  if (!state) return resource
  const patch: Partial<MarketplaceResourceRow> = { state }
  if (end.outcome === 'failed') Object.assign(patch, { errorMessage: end.errorMessage, errorTraceback: '' })
  else if (end.outcome === 'done') Object.assign(patch, { errorMessage: '', errorTraceback: '' })
  return setResource(resource, patch)
}

/** The job is this order's, or a retry of it. */
const orderOf = async (job: JobRow): Promise<OrderRow | undefined> => {
  const [order] = await db
    .select()
    .from(orders)
    .where(
      job.retryOf ? or(eq(orders.jobUuid, job.uuid), eq(orders.jobUuid, job.retryOf)) : eq(orders.jobUuid, job.uuid),
    )
  return order
}

const onOrderJob = async (end: JobEnd, order: OrderRow): Promise<void> => {
  const { job, outcome, errorMessage } = end
  const author = authorOfJob(job)
  const resource = await mirror(end, await resourceOf(order))
  if (outcome === 'started') {
    if (order.state === 'executing' && order.jobUuid === job.uuid) return noteOrder(order)
    // Somebody retries a job that had failed: the order lives again.
    await moveOrder(order, ['erred', 'executing'], {
      state: 'executing',
      jobUuid: job.uuid,
      errorMessage: '',
      errorTraceback: '',
      completedAt: null,
    })
    return
  }
  if (order.state !== 'executing') return
  if (outcome === 'done') {
    if (order.type === 'Update') await setResource(resource, { limits: order.limits })
    const done = await moveOrder(order, ['executing'], { state: 'done', completedAt: new Date() })
    await orderEvent(done, 'completed', author, resource.name)
    await resourceEvent(resource, done, 'succeeded', author)
    return
  }
  if (outcome === 'cancelled') {
    const canceled = await moveOrder(order, ['executing'], { state: 'canceled', completedAt: new Date() })
    if (order.type === 'Create' && resource.scopeUuid) {
      await orderHandlerFor(resource.scopeType as OrderRowType).discard(resource.scopeUuid)
      await setResource(resource, { state: 'Terminated', scopeUuid: null })
    }
    await orderEvent(canceled, 'terminated', author, resource.name)
    await resourceEvent(resource, canceled, 'canceled', author)
    return
  }
  const erred = await moveOrder(order, ['executing'], {
    state: 'erred',
    errorMessage,
    errorTraceback: JSON.stringify(job.errorDetail),
    completedAt: new Date(),
  })
  await orderEvent(erred, 'failed', author, resource.name, { error_message: errorMessage })
  await resourceEvent(resource, erred, 'failed', author, { error_message: errorMessage })
}
type OrderRowType = Parameters<typeof orderHandlerFor>[0]

/** Listens to the jobs of this process. Called when the orders' declaration loads, in web and worker alike. */
export const followJobs = (): void =>
  onJob('marketplace', async (end) => {
    const { job } = end
    const order = await orderOf(job)
    if (order) return onOrderJob(end, order)
    if (job.kind === 'task') return
    const [resource] = await db
      .select()
      .from(marketplaceResources)
      .where(and(eq(marketplaceResources.scopeUuid, job.resourceUuid), ne(marketplaceResources.state, 'Terminated')))
    if (resource) await mirror(end, resource)
  })
