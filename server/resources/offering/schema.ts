/** Public JSON of offerings, their components and plans (contract 6.1, 6.2), for both spellings. */
import { count, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { Actor, Link, View } from '../../api/define.ts'
import { allows, provider as providerRule } from '../../api/rules.ts'
import { STATES } from '../../jobs/states.ts'
import { shownComponents } from '../../marketplace/components.ts'
import { PROVIDED, planLink } from '../../marketplace/links.ts'
import { moneyToWire } from '../../marketplace/money.ts'
import { shownAttributes } from '../../providers/input.ts'
import { decrypt } from '../../secrets.ts'
import { byUuid, uuidField, wireTime } from '../base/present.ts'
import { customers } from '../customer/table.ts'
import { orders } from '../order/table.ts'
import { projects } from '../project/table.ts'
import { providers } from '../provider/table.ts'
import { tenants } from '../tenant/table.ts'
import { type ComponentRow, categories, components, type OfferingRow, offerings, type PlanRow, plans } from './table.ts'

export const componentSchema = z
  .object({
    uuid: uuidField,
    offering_uuid: z.string(),
    billing_type: z.string(),
    type: z.string(),
    name: z.string(),
    description: z.string(),
    measured_unit: z.string(),
    unit_factor: z.int(),
    limit_period: z.string().nullable(),
    limit_amount: z.int().nullable(),
    article_code: z.string(),
    max_value: z.int().nullable(),
    min_value: z.int().nullable(),
    max_available_limit: z.int().nullable(),
    is_boolean: z.boolean(),
    default_limit: z.int().nullable(),
    factor: z.int(),
    is_builtin: z.boolean(),
    is_prepaid: z.boolean(),
  })
  .meta({ id: 'OfferingComponent' })

export const presentComponent = (row: ComponentRow): z.infer<typeof componentSchema> => ({
  uuid: row.uuid,
  offering_uuid: row.offeringUuid,
  billing_type: 'limit',
  type: row.type,
  name: row.name,
  description: row.description,
  measured_unit: row.measuredUnit,
  unit_factor: row.factor,
  limit_period: 'month',
  limit_amount: null,
  article_code: row.articleCode,
  max_value: row.maxValue,
  min_value: row.minValue,
  max_available_limit: row.maxAvailableLimit,
  is_boolean: false,
  default_limit: row.defaultLimit,
  factor: row.factor,
  is_builtin: row.isBuiltin,
  is_prepaid: false,
})

export const planSchema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    name: z.string(),
    description: z.string(),
    article_code: z.string(),
    max_amount: z.int().nullable(),
    archived: z.boolean(),
    is_active: z.boolean(),
    unit_price: z.string(),
    unit: z.string(),
    init_price: z.number(),
    switch_price: z.number(),
    backend_id: z.string(),
    organization_groups: z.array(z.unknown()),
    components: z.array(
      z.object({ type: z.string(), name: z.string(), measured_unit: z.string(), amount: z.int(), price: z.string() }),
    ),
    prices: z.record(z.string(), z.string()),
    future_prices: z.record(z.string(), z.string().nullable()),
    quotas: z.record(z.string(), z.number()),
    resources_count: z.int(),
    plan_type: z.string(),
    minimal_price: z.string(),
  })
  .meta({ id: 'BasePublicPlan' })

/** `rows` are the components of the plan's offering that count in its storage mode. */
export const presentPlan = (plan: PlanRow, rows: readonly ComponentRow[], link: Link): z.infer<typeof planSchema> => {
  const priceOf = (type: string) => moneyToWire(plan.pricesMicro[type] ?? 0)
  return {
    url: planLink(link, plan.offeringUuid, plan.uuid),
    uuid: plan.uuid,
    name: plan.name,
    description: plan.description,
    article_code: '',
    max_amount: null,
    archived: plan.archived,
    is_active: !plan.archived,
    unit_price: moneyToWire(0),
    unit: plan.unit,
    init_price: 0,
    switch_price: 0,
    backend_id: '',
    organization_groups: [],
    components: rows.map(({ type, name, measuredUnit }) => ({
      type,
      name,
      measured_unit: measuredUnit,
      amount: 0,
      price: priceOf(type),
    })),
    prices: Object.fromEntries(rows.map(({ type }) => [type, priceOf(type)])),
    future_prices: Object.fromEntries(rows.map(({ type }) => [type, null])),
    quotas: Object.fromEntries(rows.map(({ type }) => [type, 0])),
    resources_count: 0,
    plan_type: 'limit-based',
    minimal_price: moneyToWire(0),
  }
}

const anything = z.record(z.string(), z.unknown())
const texts = {
  privacy_policy_link: z.string(),
  helpdesk_url: z.string(),
  documentation_url: z.string(),
  access_url: z.string(),
  getting_started: z.string(),
  integration_guide: z.string(),
}

export const offeringSchema = z.object({
  url: z.url(),
  uuid: uuidField,
  created: z.iso.datetime({ offset: true }),
  name: z.string(),
  slug: z.string(),
  description: z.string(),
  full_description: z.string(),
  terms_of_service: z.string(),
  ...texts,
  customer: z.url(),
  customer_uuid: z.string(),
  customer_name: z.string(),
  project: z.url().nullable(),
  project_uuid: z.string().nullable(),
  project_name: z.string().nullable(),
  category: z.url(),
  category_uuid: z.string(),
  category_title: z.string(),
  attributes: anything,
  options: anything,
  resource_options: anything,
  components: z.array(componentSchema),
  plugin_options: anything,
  state: z.enum(['Draft', 'Active', 'Paused', 'Archived', 'Unavailable']),
  order_count: z.int(),
  plans: z.array(planSchema),
  type: z.string(),
  shared: z.boolean(),
  billable: z.boolean(),
  scope: z.url(),
  scope_uuid: z.string(),
  scope_name: z.string().nullable(),
  scope_state: z.enum(STATES).nullable(),
  scope_error_message: z.string().nullable(),
  paused_reason: z.string(),
  parent_uuid: z.string().nullable(),
  parent_name: z.string().nullable(),
  parent_description: z.string().nullable(),
  billing_type_classification: z.string(),
  backend_id: z.string(),
  thumbnail: z.null(),
  image: z.null(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  country: z.string(),
  endpoints: z.array(z.unknown()),
  screenshots: z.array(z.unknown()),
  files: z.array(z.unknown()),
  tags: z.array(z.unknown()),
  quotas: z.array(z.unknown()),
  organization_groups: z.array(z.unknown()),
  config_drive_default: z.boolean(),
  is_accessible: z.boolean(),
})
export const publicOfferingSchema = offeringSchema.meta({ id: 'PublicOfferingDetails' })
export const providedOfferingSchema = offeringSchema
  .extend({
    secret_options: anything.optional().meta({ description: 'Staff and those who run the provider.' }),
    service_attributes: anything.optional().meta({ description: 'Staff and those who run the provider. No password.' }),
  })
  .meta({ id: 'ProviderOfferingDetails' })
type ProvidedJson = z.infer<typeof providedOfferingSchema>

/** Options in `secret_options`, decrypted. */
export const secretOptionsOf = (offering: OfferingRow): Record<string, unknown> =>
  offering.secretOptions ? (JSON.parse(decrypt(offering.secretOptions)) as Record<string, unknown>) : {}

/** Who may see how the provider is reached: staff, and owners and managers of the organisation that runs it. */
export const runsProvider = (actor: Actor | null, offering: OfferingRow): boolean =>
  allows(providerRule, actor, { providerCustomerUuid: offering.customerUuid })

const grouped = <Row extends { offeringUuid: string }>(rows: Row[]): Map<string, Row[]> => {
  const map = new Map<string, Row[]>()
  for (const row of rows) map.set(row.offeringUuid, [...(map.get(row.offeringUuid) ?? []), row])
  return map
}

/** `collection` is the spelling whose links and secrets are shown. */
export const presentOfferings = async (
  rows: OfferingRow[],
  view: View,
  collection: string,
): Promise<ProvidedJson[]> => {
  const { link, wants, actor } = view
  const uuids = rows.map((row) => row.uuid)
  const wantsSecrets = collection === PROVIDED && wants('secret_options', 'service_attributes')
  const [componentsOf, plansOf, customerOf, projectOf, categoryOf, parentOf, providerOf, tenantOf, ordered] =
    await Promise.all([
      wants('components', 'plans')
        ? db.select().from(components).where(inArray(components.offeringUuid, uuids)).then(grouped)
        : grouped<ComponentRow>([]),
      wants('plans')
        ? db.select().from(plans).where(inArray(plans.offeringUuid, uuids)).orderBy(plans.name).then(grouped)
        : grouped<PlanRow>([]),
      byUuid(wants('customer_name') ? rows.map((row) => row.customerUuid) : [], (list) =>
        db.select().from(customers).where(inArray(customers.uuid, list)),
      ),
      byUuid(wants('project_name') ? rows.map((row) => row.projectUuid) : [], (list) =>
        db.select().from(projects).where(inArray(projects.uuid, list)),
      ),
      byUuid(wants('category_title') ? rows.map((row) => row.categoryUuid) : [], (list) =>
        db.select().from(categories).where(inArray(categories.uuid, list)),
      ),
      byUuid(wants('parent_name', 'parent_description') ? rows.map((row) => row.parentUuid) : [], (list) =>
        db.select().from(offerings).where(inArray(offerings.uuid, list)),
      ),
      byUuid(
        wants('scope_name', 'scope_error_message', 'config_drive_default', 'latitude', 'longitude') || wantsSecrets
          ? rows.map((row) => row.settingsUuid)
          : [],
        (list) => db.select().from(providers).where(inArray(providers.uuid, list)),
      ),
      byUuid(
        wants('scope_name', 'scope_state', 'scope_error_message') ? rows.map((row) => row.tenantUuid) : [],
        (list) => db.select().from(tenants).where(inArray(tenants.uuid, list)),
      ),
      wants('order_count')
        ? db
            .select({ uuid: orders.offeringUuid, n: count() })
            .from(orders)
            .where(inArray(orders.offeringUuid, uuids))
            .groupBy(orders.offeringUuid)
        : [],
    ])
  const orderCount = new Map(ordered.map(({ uuid, n }) => [uuid, Number(n)]))
  return rows.map((row): ProvidedJson => {
    const shown = shownComponents(row, componentsOf.get(row.uuid) ?? [])
    const provider = providerOf.get(row.settingsUuid)
    const tenant = row.tenantUuid ? tenantOf.get(row.tenantUuid) : undefined
    const parent = row.parentUuid ? parentOf.get(row.parentUuid) : undefined
    const manages = runsProvider(actor, row)
    const text = (name: keyof typeof texts) => String(row.attributes[name] ?? '')
    return {
      url: link(collection, row.uuid),
      uuid: row.uuid,
      created: wireTime(row.createdAt),
      name: row.name,
      slug: row.slug,
      description: row.description,
      full_description: row.fullDescription,
      terms_of_service: row.termsOfService,
      privacy_policy_link: text('privacy_policy_link'),
      helpdesk_url: text('helpdesk_url'),
      documentation_url: text('documentation_url'),
      access_url: text('access_url'),
      getting_started: text('getting_started'),
      integration_guide: text('integration_guide'),
      customer: link('customers', row.customerUuid),
      customer_uuid: row.customerUuid,
      customer_name: customerOf.get(row.customerUuid)?.name ?? '',
      project: row.projectUuid && link('projects', row.projectUuid),
      project_uuid: row.projectUuid,
      project_name: row.projectUuid && (projectOf.get(row.projectUuid)?.name ?? ''),
      category: link('marketplace-categories', row.categoryUuid),
      category_uuid: row.categoryUuid,
      category_title: categoryOf.get(row.categoryUuid)?.title ?? '',
      attributes: row.attributes,
      options: { order: [], options: {} },
      resource_options: { order: [], options: {} },
      components: shown.map(presentComponent),
      plugin_options: row.pluginOptions,
      state: row.state,
      order_count: orderCount.get(row.uuid) ?? 0,
      plans: (plansOf.get(row.uuid) ?? [])
        .filter((plan) => collection === PROVIDED || !plan.archived)
        .map((plan) => presentPlan(plan, shown, link)),
      type: row.type,
      shared: row.shared,
      billable: row.billable,
      scope: row.tenantUuid ? link('openstack-tenants', row.tenantUuid) : link('service-settings', row.settingsUuid),
      scope_uuid: row.tenantUuid ?? row.settingsUuid,
      scope_name: (row.tenantUuid ? tenant?.name : provider?.name) ?? null,
      scope_state: tenant?.state ?? (row.tenantUuid ? null : (provider?.state ?? null)),
      scope_error_message: (row.tenantUuid ? tenant?.errorMessage : manages ? provider?.errorMessage : '') ?? null,
      paused_reason: row.pausedReason,
      parent_uuid: row.parentUuid,
      parent_name: parent?.name ?? null,
      parent_description: parent?.description ?? null,
      billing_type_classification: row.billable ? 'limit_only' : '',
      backend_id: '',
      thumbnail: null,
      image: null,
      latitude: provider?.options.latitude ?? null,
      longitude: provider?.options.longitude ?? null,
      country: '',
      endpoints: [],
      screenshots: [],
      files: [],
      tags: [],
      quotas: [],
      organization_groups: [],
      config_drive_default: provider?.options.config_drive ?? false,
      is_accessible: true,
      ...(wantsSecrets &&
        manages && {
          secret_options: secretOptionsOf(row),
          // A private offering's provider is its parent's business.
          service_attributes: provider && row.type === 'OpenStack.Tenant' ? shownAttributes(provider) : {},
        }),
    }
  })
}

/** The plans of one offering, as its `plans/` lists them. */
export const plansOf = async (offering: OfferingRow, link: Link) => {
  const rows = await db.select().from(components).where(eq(components.offeringUuid, offering.uuid))
  const list = await db.select().from(plans).where(eq(plans.offeringUuid, offering.uuid)).orderBy(plans.name)
  return list.map((plan) => presentPlan(plan, shownComponents(offering, rows), link))
}
