/** An order's public JSON (contract 6.3). */
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { fullNameOf } from '../../identity/actor.ts'
import { users } from '../../identity/table.ts'
import { soldBlock, surroundings } from '../../marketplace/blocks.ts'
import { moneyToWire } from '../../marketplace/money.ts'
import { getSetting } from '../../settings/settings.ts'
import { byUuid, uuidField, wireTime, wireTimeOrNull } from '../base/present.ts'
import { soldSchema } from '../base/sold.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { ORDER_STATES, type OrderRow } from './table.ts'

const anything = z.record(z.string(), z.unknown())
const time = z.iso.datetime({ offset: true })

export const orderSchema = soldSchema
  .extend({
    url: z.url(),
    uuid: uuidField,
    slug: z.string(),
    created: time,
    modified: time,
    type: z.enum(['Create', 'Update', 'Terminate', 'Restore']),
    state: z.enum(ORDER_STATES),
    attributes: anything,
    limits: z.record(z.string(), z.number()),
    resource_uuid: z.string().nullable().meta({ description: 'The OpenStack object; null until it exists.' }),
    resource_type: z.string().nullable(),
    resource_name: z.string(),
    marketplace_resource_uuid: z.string(),
    cost: z.string().nullable(),
    fixed_price: z.number(),
    activation_price: z.number(),
    job_uuid: z.string().nullable().meta({ description: 'The operation that carries the order out.' }),
    output: z.string(),
    output_updated_at: z.null(),
    error_message: z.string(),
    error_traceback: z.string(),
    error_updated_at: time.nullable(),
    callback_url: z.string().nullable(),
    request_comment: z.string().nullable(),
    attachment: z.null(),
    start_date: z.string().nullable(),
    completed_at: time.nullable(),
    created_by: z.string(),
    created_by_username: z.string(),
    created_by_full_name: z.string(),
    created_by_email: z.string().nullable(),
    created_by_civil_number: z.null(),
    created_by_organization: z.null(),
    consumer_reviewed_by: z.string().nullable(),
    consumer_reviewed_by_username: z.string().nullable(),
    consumer_reviewed_by_full_name: z.string().nullable(),
    consumer_reviewed_at: time.nullable(),
    provider_reviewed_by: z.string().nullable(),
    provider_reviewed_by_username: z.string().nullable(),
    provider_reviewed_by_full_name: z.string().nullable(),
    provider_reviewed_at: time.nullable(),
    consumer_rejection_comment: z.string(),
    provider_rejection_comment: z.string(),
    old_plan_name: z.null(),
    new_plan_name: z.null(),
    old_plan_uuid: z.null(),
    new_plan_uuid: z.null(),
    old_cost_estimate: z.number(),
    new_cost_estimate: z.string().nullable(),
    can_terminate: z.boolean(),
    termination_comment: z.null(),
    backend_id: z.string(),
    order_subtype: z.null(),
    auto_approved: z.boolean(),
    issue: z.null(),
  })
  .meta({ id: 'OrderDetails' })
type OrderJson = z.infer<typeof orderSchema>

const CREDENTIALS = ['user_username', 'user_password']
/** Attributes without what the switch for tenant credentials hides (contract 4.1). */
export const shownOrderAttributes = (attributes: Record<string, unknown>, showsCredentials: boolean) =>
  showsCredentials
    ? attributes
    : Object.fromEntries(Object.entries(attributes).filter(([name]) => !CREDENTIALS.includes(name)))

const ENDED = ['done', 'erred', 'canceled', 'rejected']

export const presentOrders = async (rows: OrderRow[], view: View): Promise<OrderJson[]> => {
  const { actor, link } = view
  const [around, resourceOf, userOf, showsCredentials] = await Promise.all([
    surroundings(rows),
    byUuid(
      rows.map((row) => row.resourceUuid),
      (list) => db.select().from(marketplaceResources).where(inArray(marketplaceResources.uuid, list)),
    ),
    byUuid(
      rows.flatMap((row) => [row.createdBy, row.consumerReviewedBy, row.providerReviewedBy]),
      (list) => db.select().from(users).where(inArray(users.uuid, list)),
    ),
    getSetting('TENANT_CREDENTIALS_VISIBLE'),
  ])
  const seesTraceback = Boolean(actor?.isStaff || actor?.isSupport)
  const person = (uuid: string | null) => {
    const user = uuid ? userOf.get(uuid) : undefined
    return user && { username: user.username, fullName: fullNameOf(user), email: user.email || null }
  }
  return rows.map((row) => {
    const resource = resourceOf.get(row.resourceUuid)
    const creator = person(row.createdBy)
    const consumer = person(row.consumerReviewedBy)
    const provider = person(row.providerReviewedBy)
    const cost = moneyToWire(row.costMicro)
    return {
      ...soldBlock(row, around, view),
      url: link('marketplace-orders', row.uuid),
      uuid: row.uuid,
      slug: row.uuid.slice(0, 8),
      created: wireTime(row.createdAt),
      modified: wireTime(row.modifiedAt),
      type: row.type,
      state: row.state,
      attributes: shownOrderAttributes(row.attributes, showsCredentials),
      limits: row.limits,
      resource_uuid: resource?.scopeUuid ?? null,
      resource_type: resource?.scopeUuid ? resource.scopeType : null,
      resource_name: resource?.name ?? '',
      marketplace_resource_uuid: row.resourceUuid,
      cost,
      fixed_price: 0,
      activation_price: 0,
      job_uuid: row.jobUuid,
      output: '',
      output_updated_at: null,
      error_message: row.errorMessage,
      error_traceback: seesTraceback ? row.errorTraceback : '',
      error_updated_at: row.errorMessage ? wireTimeOrNull(row.completedAt) : null,
      callback_url: row.callbackUrl || null,
      request_comment: row.requestComment || null,
      attachment: null,
      start_date: row.startDate,
      completed_at: wireTimeOrNull(row.completedAt),
      created_by: row.createdBy && link('users', row.createdBy),
      created_by_username: creator?.username ?? '',
      created_by_full_name: creator?.fullName ?? '',
      created_by_email: creator?.email ?? null,
      created_by_civil_number: null,
      created_by_organization: null,
      consumer_reviewed_by: row.consumerReviewedBy && link('users', row.consumerReviewedBy),
      consumer_reviewed_by_username: consumer?.username ?? null,
      consumer_reviewed_by_full_name: consumer?.fullName ?? null,
      consumer_reviewed_at: wireTimeOrNull(row.consumerReviewedAt),
      provider_reviewed_by: row.providerReviewedBy && link('users', row.providerReviewedBy),
      provider_reviewed_by_username: provider?.username ?? null,
      provider_reviewed_by_full_name: provider?.fullName ?? null,
      provider_reviewed_at: wireTimeOrNull(row.providerReviewedAt),
      consumer_rejection_comment: row.consumerComment,
      provider_rejection_comment: row.providerComment,
      old_plan_name: null,
      new_plan_name: null,
      old_plan_uuid: null,
      new_plan_uuid: null,
      old_cost_estimate: 0,
      new_cost_estimate: row.type === 'Update' ? cost : null,
      can_terminate: !ENDED.includes(row.state),
      termination_comment: null,
      backend_id: '',
      order_subtype: null,
      auto_approved: row.consumerReviewedBy === row.createdBy,
      issue: null,
    }
  })
}
