import { k } from '../../../db/columns.ts'

export const OFFERING_TYPES = ['OpenStack.Tenant', 'OpenStack.Instance', 'OpenStack.Volume'] as const
export type OfferingType = (typeof OFFERING_TYPES)[number]
export type OfferingState = 'Draft' | 'Active' | 'Paused' | 'Archived' | 'Unavailable'

export const categories = k.table('categories', {
  uuid: k.text('uuid').primaryKey(),
  title: k.text('title').notNull(),
  description: k.text('description').notNull().default(''),
  defaultTenantCategory: k.bool('default_tenant_category').notNull().default(false),
  defaultVmCategory: k.bool('default_vm_category').notNull().default(false),
  defaultVolumeCategory: k.bool('default_volume_category').notNull().default(false),
})
export type CategoryRow = typeof categories.$inferSelect

/** Options that all may read (contract 4.14 `plugin_options`). */
export type PluginOptions = {
  storage_mode?: 'fixed' | 'dynamic'
  default_internal_network_mtu?: number
  max_instances?: number
  max_volumes?: number
  max_security_groups?: number
  auto_approve_in_service_provider_projects?: boolean
  [option: string]: unknown
}

export const offerings = k.table(
  'offerings',
  {
    uuid: k.text('uuid').primaryKey(),
    name: k.text('name').notNull(),
    slug: k.text('slug').notNull().default(''),
    description: k.text('description').notNull().default(''),
    fullDescription: k.text('full_description').notNull().default(''),
    termsOfService: k.text('terms_of_service').notNull().default(''),
    type: k.text('type').$type<OfferingType>().notNull(),
    state: k.text('state').$type<OfferingState>().notNull(),
    pausedReason: k.text('paused_reason').notNull().default(''),
    categoryUuid: k.text('category_uuid').notNull(),
    customerUuid: k.text('customer_uuid').notNull(),
    /** Private offerings belong to a project. */
    projectUuid: k.text('project_uuid'),
    parentUuid: k.text('parent_uuid'),
    settingsUuid: k.text('settings_uuid').notNull(),
    /** The tenant behind a private offering; null for tenant offerings, whose scope is the provider. */
    tenantUuid: k.text('tenant_uuid'),
    shared: k.bool('shared').notNull().default(false),
    billable: k.bool('billable').notNull().default(false),
    attributes: k.json<Record<string, unknown>>('attributes').notNull().default({}),
    pluginOptions: k.json<PluginOptions>('plugin_options').notNull().default({}),
    /** Encrypted JSON, e.g. `{ipv4_external_ip_mapping: [{floating_ip, external_ip}]}`; empty when there is none. */
    secretOptions: k.text('secret_options').notNull().default(''),
    createdAt: k.time('created_at').notNull(),
    modifiedAt: k.time('modified_at').notNull(),
  },
  (t) => [
    k.index('offerings_scope').on(t.tenantUuid),
    k.index('offerings_settings').on(t.settingsUuid),
    k.index('offerings_name').on(t.name),
  ],
)
export type OfferingRow = typeof offerings.$inferSelect

export const components = k.table(
  'offering_components',
  {
    uuid: k.text('uuid').primaryKey(),
    offeringUuid: k.text('offering_uuid').notNull(),
    /** cores, ram, storage, gigabytes_<volume type>. */
    type: k.text('type').notNull(),
    name: k.text('name').notNull(),
    description: k.text('description').notNull().default(''),
    measuredUnit: k.text('measured_unit').notNull(),
    /** cost = limit / factor × price. */
    factor: k.int('factor').notNull().default(1),
    isBuiltin: k.bool('is_builtin').notNull().default(true),
    defaultLimit: k.int('default_limit'),
    minValue: k.int('min_value'),
    maxValue: k.int('max_value'),
    maxAvailableLimit: k.int('max_available_limit'),
    articleCode: k.text('article_code').notNull().default(''),
    position: k.int('position').notNull().default(0),
  },
  (t) => [k.uniqueIndex('offering_components_type').on(t.offeringUuid, t.type)],
)
export type ComponentRow = typeof components.$inferSelect

export const plans = k.table(
  'plans',
  {
    uuid: k.text('uuid').primaryKey(),
    offeringUuid: k.text('offering_uuid').notNull(),
    name: k.text('name').notNull(),
    description: k.text('description').notNull().default(''),
    unit: k.text('unit').$type<'month' | 'quarter' | 'half_month' | 'day' | 'hour'>().notNull().default('month'),
    /** Price per measured unit by component type, in millionths of the currency. */
    pricesMicro: k.json<Record<string, number>>('prices_micro').notNull().default({}),
    archived: k.bool('archived').notNull().default(false),
    createdAt: k.time('created_at').notNull(),
  },
  (t) => [k.index('plans_offering').on(t.offeringUuid)],
)
export type PlanRow = typeof plans.$inferSelect
