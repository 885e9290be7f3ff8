import { k } from '../../../db/columns.ts'

/** Options of a provider that are no secret (contract 4.14), under Waldur's own names. */
export type ProviderOptions = {
  tenant_name?: string
  region?: string
  interface?: 'public' | 'internal' | 'admin'
  external_network_id?: string
  availability_zone?: string
  access_url?: string
  verify_ssl?: boolean
  timeout_seconds?: number
  flavor_exclude_regex?: string
  volume_type_blacklist?: string[]
  live_resize_of_volumes_enabled?: boolean
  console_type?: string
  console_domain_override?: string
  config_drive?: boolean
  volume_availability_zone_name?: string
  valid_availability_zones?: Record<string, string>
  dns_nameservers?: string[]
  create_ha_routers?: boolean
  blacklisted_usernames?: string[]
  max_concurrent_provision_instance?: number
  max_concurrent_provision_volume?: number
  max_concurrent_provision_snapshot?: number
  latitude?: number
  longitude?: number
  /** Whether whoever named the address may name private ones: staff and the environment (design 13). */
  private_address_allowed?: boolean
}

/** A connected OpenStack: Waldur's service settings. */
export const providers = k.table('providers', {
  uuid: k.text('uuid').primaryKey(),
  name: k.text('name').notNull(),
  /** The organisation that owns the cloud's account. */
  customerUuid: k.text('customer_uuid').notNull(),
  state: k.text('state').$type<'OK' | 'ERRED'>().notNull().default('OK'),
  errorMessage: k.text('error_message').notNull().default(''),
  shared: k.bool('shared').notNull().default(true),
  /** Encrypted JSON: `{backend_url, username, password, domain, certificate}`. */
  secrets: k.text('secrets').notNull(),
  passwordSetAt: k.time('password_set_at'),
  options: k.json<ProviderOptions>('options').notNull().default({}),
  /** The admin account's own project, learnt at the first connection. */
  adminProjectId: k.text('admin_project_id').notNull().default(''),
  createdAt: k.time('created_at').notNull(),
  modifiedAt: k.time('modified_at').notNull(),
  lastSyncAt: k.time('last_sync_at'),
  /** Since when the cloud has not answered; null while it does. */
  unreachableSince: k.time('unreachable_since'),
})
export type ProviderRow = typeof providers.$inferSelect
