/**
 * The block of fields that all OpenStack objects have in public JSON (contract 4.1, 6.4). A fixed number of queries serves
 * any number of rows, and a query runs only when `field=` leaves one of its fields in.
 */
import { z } from 'zod'
import { rowsAmong } from '../../../db/among.ts'
import type { View } from '../../api/define.ts'
import { STATES, type State } from '../../jobs/states.ts'
import { customers } from '../customer/table.ts'
import { type MarketplaceResourceRow, marketplaceResources } from '../marketplace-resource/table.ts'
import { type CategoryRow, categories, type OfferingRow, offerings } from '../offering/table.ts'
import { projects } from '../project/table.ts'
import { providers } from '../provider/table.ts'
import { tenants } from '../tenant/table.ts'

export { commonFilters, commonOrderings, tenantFilters } from './filters.ts'

/** `2026-02-04T11:50:50.685000+00:00`: microseconds and offset (contract 1.2). */
export const wireTime = (time: Date): string => `${time.toISOString().slice(0, -1)}000+00:00`
export const wireTimeOrNull = (time: Date | null | undefined): string | null => (time ? wireTime(time) : null)

/** Shape of `uuid` on the wire. */
export const uuidField = z.string().regex(/^[0-9a-f]{32}$/)

/** Shape of the common block. `access_url` is null except where a type overrides it. */
export const commonSchema = z.object({
  url: z.url(),
  uuid: uuidField,
  name: z.string(),
  description: z.string(),
  service_name: z.string(),
  service_settings: z.url(),
  service_settings_uuid: z.string(),
  service_settings_state: z.string(),
  service_settings_error_message: z.string(),
  project: z.url(),
  project_name: z.string(),
  project_uuid: z.string(),
  customer: z.url(),
  customer_uuid: z.string(),
  customer_name: z.string(),
  customer_native_name: z.string(),
  customer_abbreviation: z.string(),
  error_message: z.string(),
  error_traceback: z.string().meta({ description: 'Empty for all but staff and support.' }),
  resource_type: z.string(),
  state: z.enum(STATES),
  created: z.iso.datetime({ offset: true }),
  modified: z.iso.datetime({ offset: true }),
  confirmed: z.iso
    .datetime({ offset: true })
    .nullable()
    .meta({ description: 'When the cloud last confirmed the object.' }),
  backend_id: z.string().nullable(),
  access_url: z.union([z.array(z.string()), z.string()]).nullable(),
  action: z.string(),
  action_details: z.record(z.string(), z.unknown()),
  marketplace_offering_uuid: z.string().nullable(),
  marketplace_offering_name: z.string().nullable(),
  marketplace_offering_type: z.string().nullable(),
  marketplace_offering_plugin_options: z.record(z.string(), z.unknown()).nullable(),
  marketplace_category_uuid: z.string().nullable(),
  marketplace_category_name: z.string().nullable(),
  marketplace_resource_uuid: z.string().nullable(),
  marketplace_plan_uuid: z.string().nullable(),
  marketplace_resource_state: z.string().nullable(),
  is_usage_based: z.boolean().nullable(),
  is_limit_based: z.boolean().nullable(),
})
export type CommonFields = z.infer<typeof commonSchema>

/** What children of a tenant have beside the common block. */
export const childSchema = commonSchema.extend({
  tenant: z.url(),
  tenant_name: z.string(),
  tenant_uuid: z.string(),
})
export type ChildFields = z.infer<typeof childSchema>

/** A row of any table made with `resourceColumns()`. */
export type ResourceRow = {
  uuid: string
  name: string
  description: string
  state: State
  backendId: string
  errorMessage: string
  errorTraceback: string
  action: string
  actionDetails: Record<string, unknown>
  tenantUuid: string
  projectUuid: string
  customerUuid: string
  settingsUuid: string
  createdAt: Date
  modifiedAt: Date
  confirmedAt: Date | null
}

type Kind = {
  /** The collection's path, `openstack-volumes`. */
  collection: string
  /** Waldur's type name, `OpenStack.Volume`. */
  resourceType: string
}

/** Rows by uuid; no query for an empty list. */
export const byUuid = async <Row extends { uuid: string }>(
  uuids: readonly (string | null | undefined)[],
  read: (uuids: string[]) => PromiseLike<Row[]>,
): Promise<Map<string, Row>> => {
  const wanted = [...new Set(uuids.filter((uuid): uuid is string => Boolean(uuid)))]
  const rows = wanted.length > 0 ? await read(wanted) : []
  return new Map(rows.map((row) => [row.uuid, row]))
}

type Sold = {
  resource: Pick<MarketplaceResourceRow, 'uuid' | 'planUuid' | 'state' | 'createdAt'>
  offering?: Pick<OfferingRow, 'uuid' | 'name' | 'type' | 'pluginOptions'>
  category?: Pick<CategoryRow, 'uuid' | 'title'>
}
type Market = Map<string, Sold>

const OFFERING_FIELDS = [
  'marketplace_offering_uuid',
  'marketplace_offering_name',
  'marketplace_offering_type',
  'marketplace_offering_plugin_options',
  'marketplace_category_uuid',
  'marketplace_category_name',
  'is_limit_based',
]
const MARKET_FIELDS = [
  ...OFFERING_FIELDS,
  'marketplace_resource_uuid',
  'marketplace_plan_uuid',
  'marketplace_resource_state',
  'is_usage_based',
]

/** The marketplace resource of each object, the newest one when there were several. */
const marketOf = async (uuids: string[], { wants }: View): Promise<Market> => {
  const found: Market = new Map()
  const rows = await rowsAmong(marketplaceResources, marketplaceResources.scopeUuid, uuids, {
    only: ['uuid', 'scopeUuid', 'offeringUuid', 'planUuid', 'state', 'createdAt'],
  })
  const offers = await byUuid(wants(...OFFERING_FIELDS) ? rows.map((row) => row.offeringUuid) : [], (list) =>
    rowsAmong(offerings, offerings.uuid, list, { only: ['uuid', 'name', 'type', 'pluginOptions', 'categoryUuid'] }),
  )
  const kinds = await byUuid(
    wants('marketplace_category_uuid', 'marketplace_category_name')
      ? [...offers.values()].map((offer) => offer.categoryUuid)
      : [],
    (list) => rowsAmong(categories, categories.uuid, list, { only: ['uuid', 'title'] }),
  )
  for (const resource of rows) {
    const other = found.get(resource.scopeUuid!)
    if (other && other.resource.createdAt >= resource.createdAt) continue
    const offering = offers.get(resource.offeringUuid)
    found.set(resource.scopeUuid!, { resource, offering, category: offering && kinds.get(offering.categoryUuid) })
  }
  return found
}

/** Types that are never ordered (networks, ports, …) have no marketplace resource to look for. */
const ORDERED = new Set(['OpenStack.Tenant', 'OpenStack.Instance', 'OpenStack.Volume'])

const marketFields = (market: Market, uuid: string) => {
  const { resource, offering, category } = market.get(uuid) ?? {}
  return {
    marketplace_offering_uuid: offering?.uuid ?? null,
    marketplace_offering_name: offering?.name ?? null,
    marketplace_offering_type: offering?.type ?? null,
    marketplace_offering_plugin_options: offering?.pluginOptions ?? null,
    marketplace_category_uuid: category?.uuid ?? null,
    marketplace_category_name: category?.title ?? null,
    marketplace_resource_uuid: resource?.uuid ?? null,
    marketplace_plan_uuid: resource?.planUuid ?? null,
    marketplace_resource_state: resource?.state ?? null,
    is_usage_based: resource ? false : null,
    is_limit_based: resource ? offering?.type === 'OpenStack.Tenant' : null,
  }
}

/** The common block of each row, in their order. */
export const commonFields = async (rows: readonly ResourceRow[], view: View, kind: Kind): Promise<CommonFields[]> => {
  const { link, wants, actor } = view
  const seesTraceback = Boolean(actor?.isStaff || actor?.isSupport)
  const [projectOf, customerOf, providerOf, market] = await Promise.all([
    byUuid(wants('project_name') ? rows.map((row) => row.projectUuid) : [], (list) =>
      rowsAmong(projects, projects.uuid, list, { only: ['uuid', 'name'] }),
    ),
    byUuid(
      wants('customer_name', 'customer_native_name', 'customer_abbreviation')
        ? rows.map((row) => row.customerUuid)
        : [],
      (list) => rowsAmong(customers, customers.uuid, list, { only: ['uuid', 'name', 'nativeName', 'abbreviation'] }),
    ),
    byUuid(
      wants('service_name', 'service_settings_state', 'service_settings_error_message')
        ? rows.map((row) => row.settingsUuid)
        : [],
      (list) => rowsAmong(providers, providers.uuid, list, { only: ['uuid', 'name', 'state', 'errorMessage'] }),
    ),
    marketOf(wants(...MARKET_FIELDS) && ORDERED.has(kind.resourceType) ? rows.map((row) => row.uuid) : [], view),
  ])
  return rows.map((row) => {
    const customer = customerOf.get(row.customerUuid)
    const provider = providerOf.get(row.settingsUuid)
    return {
      url: link(kind.collection, row.uuid),
      uuid: row.uuid,
      name: row.name,
      description: row.description,
      service_name: provider?.name ?? '',
      service_settings: link('service-settings', row.settingsUuid),
      service_settings_uuid: row.settingsUuid,
      service_settings_state: provider?.state ?? '',
      service_settings_error_message: provider?.errorMessage ?? '',
      project: link('projects', row.projectUuid),
      project_name: projectOf.get(row.projectUuid)?.name ?? '',
      project_uuid: row.projectUuid,
      customer: link('customers', row.customerUuid),
      customer_uuid: row.customerUuid,
      customer_name: customer?.name ?? '',
      customer_native_name: customer?.nativeName ?? '',
      customer_abbreviation: customer?.abbreviation ?? '',
      error_message: row.errorMessage,
      error_traceback: seesTraceback ? row.errorTraceback : '',
      resource_type: kind.resourceType,
      state: row.state,
      created: wireTime(row.createdAt),
      modified: wireTime(row.modifiedAt),
      confirmed: wireTimeOrNull(row.confirmedAt),
      backend_id: row.backendId || null,
      access_url: null,
      action: row.action,
      action_details: row.actionDetails,
      ...marketFields(market, row.uuid),
    }
  })
}

/** The common block and the tenant's, for types that live in a tenant. */
export const childFields = async (rows: readonly ResourceRow[], view: View, kind: Kind): Promise<ChildFields[]> => {
  const [common, tenantOf] = await Promise.all([
    commonFields(rows, view, kind),
    byUuid(view.wants('tenant_name') ? rows.map((row) => row.tenantUuid) : [], (list) =>
      rowsAmong(tenants, tenants.uuid, list, { only: ['uuid', 'name'] }),
    ),
  ])
  return common.map((fields, index) => {
    const { tenantUuid } = rows[index]
    return {
      ...fields,
      tenant: view.link('openstack-tenants', tenantUuid),
      tenant_name: tenantOf.get(tenantUuid)?.name ?? '',
      tenant_uuid: tenantUuid,
    }
  })
}
