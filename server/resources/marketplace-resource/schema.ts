/** A marketplace resource's public JSON (contract 6.4). */
import { and, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { View } from '../../api/define.ts'
import { soldBlock, surroundings } from '../../marketplace/blocks.ts'
import { IN_PROGRESS } from '../../marketplace/flow.ts'
import { orderHandlers } from '../../marketplace/handlers.ts'
import { getSetting } from '../../settings/settings.ts'
import { byUuid, uuidField, wireTime } from '../base/present.ts'
import { soldSchema } from '../base/sold.ts'
import { instances } from '../instance/table.ts'
import { offerings } from '../offering/table.ts'
import { orders } from '../order/table.ts'
import { tenants } from '../tenant/table.ts'
import { volumes } from '../volume/table.ts'
import { type MarketplaceResourceRow, marketplaceResources } from './table.ts'

/** Where objects of a type are found. */
export const COLLECTIONS: Record<string, string> = {
  'OpenStack.Tenant': 'openstack-tenants',
  'OpenStack.Instance': 'openstack-instances',
  'OpenStack.Volume': 'openstack-volumes',
}
const TABLES = {
  'OpenStack.Tenant': tenants,
  'OpenStack.Instance': instances,
  'OpenStack.Volume': volumes,
} as const

const anything = z.record(z.string(), z.unknown())
const orderInProgress = z
  .object({ uuid: z.string(), url: z.url(), type: z.string(), state: z.string(), created: z.string() })
  .nullable()

export const resourceSchema = soldSchema
  .extend({
    url: z.url(),
    uuid: uuidField,
    name: z.string(),
    slug: z.string(),
    description: z.string(),
    created: z.iso.datetime({ offset: true }),
    modified: z.iso.datetime({ offset: true }),
    state: z.enum(['Creating', 'OK', 'Erred', 'Updating', 'Terminating', 'Terminated']),
    attributes: anything,
    limits: z.record(z.string(), z.number()),
    limit_usage: z.record(z.string(), z.number()),
    current_usages: z.record(z.string(), z.number()),
    scope: z.url().nullable(),
    resource_uuid: z.string().nullable(),
    resource_type: z.string().nullable(),
    backend_id: z.string(),
    effective_id: z.string(),
    backend_metadata: anything,
    is_usage_based: z.boolean(),
    is_limit_based: z.boolean(),
    parent_uuid: z.string().nullable(),
    parent_name: z.string().nullable(),
    parent_offering_uuid: z.string().nullable(),
    parent_offering_name: z.string().nullable(),
    offering_state: z.string(),
    service_settings_uuid: z.string(),
    project_end_date: z.string().nullable(),
    end_date: z.string().nullable(),
    can_terminate: z.boolean(),
    available_actions: z.array(z.string()),
    order_in_progress: orderInProgress,
    creation_order: orderInProgress,
    error_message: z.string(),
    error_traceback: z.string(),
    username: z.string().nullable(),
    options: anything.nullable(),
    report: z.array(z.unknown()),
    endpoints: z.array(z.unknown()),
    downscaled: z.boolean(),
    paused: z.boolean(),
  })
  .meta({ id: 'Resource' })
type ResourceJson = z.infer<typeof resourceSchema>

type Scoped = { uuid: string; state: string; runtimeState: string; action: string; backendId: string }

/** The OpenStack objects behind resources: one query per type. */
const scopesOf = async (rows: MarketplaceResourceRow[]): Promise<Map<string, Scoped>> => {
  const found = new Map<string, Scoped>()
  for (const [type, table] of Object.entries(TABLES)) {
    const uuids = rows.filter((row) => row.scopeType === type && row.scopeUuid).map((row) => row.scopeUuid!)
    if (uuids.length === 0) continue
    const objects = await db
      .select({
        uuid: table.uuid,
        state: table.state,
        runtimeState: table.runtimeState,
        action: table.action,
        backendId: table.backendId,
      })
      .from(table as typeof tenants)
      .where(inArray(table.uuid, uuids))
    for (const object of objects) found.set(object.uuid, object)
  }
  return found
}

const metadataOf = async (rows: MarketplaceResourceRow[]): Promise<Map<string, Record<string, unknown>>> => {
  const found = new Map<string, Record<string, unknown>>()
  for (const { offeringType, metadata } of orderHandlers()) {
    const uuids = rows.filter((row) => row.scopeType === offeringType && row.scopeUuid).map((row) => row.scopeUuid!)
    if (metadata && uuids.length > 0) for (const [uuid, more] of await metadata(uuids)) found.set(uuid, more)
  }
  return found
}

const CREDENTIALS = ['user_username', 'user_password']

export const presentResources = async (rows: MarketplaceResourceRow[], view: View): Promise<ResourceJson[]> => {
  const { link, wants, actor } = view
  const uuids = rows.map((row) => row.uuid)
  const [around, scopeOf, metadata, ordersOf, parentOf, showsCredentials] = await Promise.all([
    surroundings(rows),
    wants('backend_metadata', 'backend_id', 'effective_id') ? scopesOf(rows) : new Map<string, Scoped>(),
    wants('backend_metadata') ? metadataOf(rows) : new Map<string, Record<string, unknown>>(),
    wants('order_in_progress', 'creation_order')
      ? db
          .select({
            uuid: orders.uuid,
            resourceUuid: orders.resourceUuid,
            type: orders.type,
            state: orders.state,
            createdAt: orders.createdAt,
          })
          .from(orders)
          .where(inArray(orders.resourceUuid, uuids))
          .orderBy(desc(orders.createdAt))
      : [],
    byUuid(wants('parent_name') ? rows.map((row) => row.parentUuid) : [], (list) =>
      db.select().from(marketplaceResources).where(inArray(marketplaceResources.uuid, list)),
    ),
    getSetting('TENANT_CREDENTIALS_VISIBLE'),
  ])
  const parentOffers = await byUuid(
    wants('parent_offering_name') ? [...around.offeringOf.values()].map((offering) => offering.parentUuid) : [],
    (list) => db.select().from(offerings).where(inArray(offerings.uuid, list)),
  )
  const seesTraceback = Boolean(actor?.isStaff || actor?.isSupport)
  return rows.map((row): ResourceJson => {
    const offering = around.offeringOf.get(row.offeringUuid)
    const object = row.scopeUuid ? scopeOf.get(row.scopeUuid) : undefined
    const limited = row.scopeType === 'OpenStack.Tenant'
    const own = ordersOf.filter((order) => order.resourceUuid === row.uuid)
    const brief = (order: (typeof own)[number] | undefined) =>
      order
        ? {
            uuid: order.uuid,
            url: link('marketplace-orders', order.uuid),
            type: order.type,
            state: order.state,
            created: wireTime(order.createdAt),
          }
        : null
    const alive = row.state === 'OK' || row.state === 'Erred'
    return {
      ...soldBlock(row, around, view),
      url: link('marketplace-resources', row.uuid),
      uuid: row.uuid,
      name: row.name,
      slug: row.slug,
      description: row.description,
      created: wireTime(row.createdAt),
      modified: wireTime(row.modifiedAt),
      state: row.state,
      attributes: showsCredentials
        ? row.attributes
        : Object.fromEntries(Object.entries(row.attributes).filter(([name]) => !CREDENTIALS.includes(name))),
      limits: row.limits,
      limit_usage: row.currentUsages,
      current_usages: row.currentUsages,
      // A terminated object has no page any more.
      scope: row.scopeUuid && row.state !== 'Terminated' ? link(COLLECTIONS[row.scopeType], row.scopeUuid) : null,
      resource_uuid: row.scopeUuid,
      resource_type: row.scopeUuid ? row.scopeType : null,
      backend_id: object?.backendId ?? '',
      effective_id: object?.backendId ?? '',
      backend_metadata: {
        ...row.backendMetadata,
        ...(object && {
          state: object.state,
          runtime_state: object.runtimeState,
          action: object.action,
          instance_name: null,
        }),
        ...(row.scopeUuid && metadata.get(row.scopeUuid)),
      },
      is_usage_based: false,
      is_limit_based: limited,
      parent_uuid: row.parentUuid,
      parent_name: row.parentUuid ? (parentOf.get(row.parentUuid)?.name ?? null) : null,
      parent_offering_uuid: offering?.parentUuid ?? null,
      parent_offering_name: (offering?.parentUuid && parentOffers.get(offering.parentUuid)?.name) || null,
      offering_state: offering?.state ?? '',
      service_settings_uuid: offering?.settingsUuid ?? '',
      project_end_date: around.projectOf.get(row.projectUuid)?.endDate ?? null,
      end_date: row.endDate,
      can_terminate: alive,
      available_actions: alive ? ['terminate', ...(limited && row.state === 'OK' ? ['update_limits'] : [])] : [],
      order_in_progress: brief(own.find((order) => (IN_PROGRESS as readonly string[]).includes(order.state))),
      creation_order: brief(own.find((order) => order.type === 'Create')),
      error_message: row.errorMessage,
      error_traceback: seesTraceback ? row.errorTraceback : '',
      username: null,
      options: {},
      report: [],
      endpoints: [],
      downscaled: false,
      paused: false,
    }
  })
}

/** The two offerings of a tenant's own, where machines and volumes in it are ordered from. */
export const subresourceOfferings = async (resource: MarketplaceResourceRow) => {
  if (!resource.scopeUuid) return []
  const rows = await db
    .select({ uuid: offerings.uuid, type: offerings.type })
    .from(offerings)
    .where(and(eq(offerings.tenantUuid, resource.scopeUuid), eq(offerings.state, 'Active')))
  return rows
}
