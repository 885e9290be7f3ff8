// Made by `npm run gen` from the declarations in server/resources: edit those.
export type AuthToken = {
  url: string
  created: string
  user: string
  user_first_name: string
  user_last_name: string
  user_username: string
  user_is_active: boolean
  user_token_lifetime: number | null
}

export type AvailableExternalNetwork = {
  backend_id: string
  name: string
  description: string
  source: 'global' | 'rbac'
  subnets: Array<{
    backend_id: string
    name: string
    cidr: string
  }>
}

export type BasePublicPlan = {
  url: string
  uuid: string
  name: string
  description: string
  article_code: string
  max_amount: number | null
  archived: boolean
  is_active: boolean
  unit_price: string
  unit: string
  init_price: number
  switch_price: number
  backend_id: string
  organization_groups: unknown[]
  components: Array<{
    type: string
    name: string
    measured_unit: string
    amount: number
    price: string
  }>
  prices: Record<string, string>
  future_prices: Record<string, string | null>
  quotas: Record<string, number>
  resources_count: number
  plan_type: string
  minimal_price: string
}

export type Configuration = Record<string, unknown>

export type ConfigurationGetResponse = Record<string, unknown>

export type Customer = {
  url: string
  uuid: string
  created: string
  name: string
  display_name: string
  slug: string
  native_name: string
  abbreviation: string
  description: string
  email: string
  contact_details: string
  agreement_number: string
  phone_number: string
  access_subnets: string
  registration_code: string
  homepage: string
  domain: string
  vat_code: string
  postal: string
  address: string
  bank_name: string
  bank_account: string
  country: string
  notification_emails: string
  city: string
  state: string
  parish: string
  street: string
  house_nr: string
  apartment_nr: string
  household: string
  backend_id: string
  image: string | null
  blocked: boolean
  archived: boolean
  projects_count: number
  /** People with a role on the organisation or one of its projects. */
  users_count: number
  is_service_provider: boolean
  organization_groups: unknown[]
  default_affiliations: unknown[]
  payment_profiles: unknown[]
  country_name: string
  customer_credit: string | null
  customer_unallocated_credit: string | null
  has_affiliate_links: boolean
  has_active_helpdesk: boolean
}

export type CustomersAddUserRequest = {
  /** Name or UUID of the role. */
  role: string
  /** UUID of the user. */
  user: string
  /** Null: without end. */
  expiration_time?: string | null
}

export type CustomersCreateRequest = {
  name: string
  native_name?: string
  abbreviation?: string
  slug?: string
  description?: string
  email?: string | ''
  /** Staff only: refuses every change below. */
  blocked?: boolean
  /** Staff only: refuses every change below. */
  archived?: boolean
  contact_details?: string
  agreement_number?: string
  phone_number?: string
  access_subnets?: string
  registration_code?: string
  homepage?: string
  domain?: string
  vat_code?: string
  postal?: string
  address?: string
  bank_name?: string
  bank_account?: string
  country?: string
  notification_emails?: string
  city?: string
  state?: string
  parish?: string
  street?: string
  house_nr?: string
  apartment_nr?: string
  household?: string
  backend_id?: string
}

export type CustomersListUsersResponse = UserRoleDetails[]

export type CustomersPartialUpdateRequest = {
  name?: string
  native_name?: string
  abbreviation?: string
  slug?: string
  description?: string
  email?: string | ''
  blocked?: boolean
  archived?: boolean
  contact_details?: string
  agreement_number?: string
  phone_number?: string
  access_subnets?: string
  registration_code?: string
  homepage?: string
  domain?: string
  vat_code?: string
  postal?: string
  address?: string
  bank_name?: string
  bank_account?: string
  country?: string
  notification_emails?: string
  city?: string
  state?: string
  parish?: string
  street?: string
  house_nr?: string
  apartment_nr?: string
  household?: string
  backend_id?: string
}

export type EffectiveRoute = {
  destination: string
  nexthop: string | null
  source: 'default' | 'connected' | 'static'
  subnet_uuid?: string | null
  subnet_name?: string
  subnet_cidr?: string
  port_uuid?: string | null
  port_backend_id?: string
  ip_on_router?: string | null
  gateway_ip_on_router?: string | null
  external_network_uuid?: string | null
  external_network_name?: string
}

export type EffectiveRoutesResponse = {
  snat: boolean | null
  has_external_gateway: boolean
  routes: EffectiveRoute[]
}

export type Event = {
  uuid: string
  created: string
  event_type: string
  message: string
  context: Record<string, unknown>
  /** Grows with each entry: the order of the log. */
  number: number
  result: 'scheduled' | 'succeeded' | 'failed'
}

export type EventCount = {
  count: number
}

export type EventsEventGroupsResponse = Record<string, string[]>

export type EventsScopeTypesResponse = string[]

export type ExternalNetwork = {
  url: string
  uuid: string
  name: string
  settings: string
  backend_id: string
  is_shared: boolean
  is_default: boolean
  status: string
  description: string
  subnets: Array<{
    backend_id: string
    name: string
    cidr: string
    gateway_ip: string | null
    ip_version: number
    enable_dhcp: boolean
    allocation_pools: Array<{
      start: string
      end: string
    }>
    dns_nameservers: string[]
    public_ip_range: string
    description: string
  }>
}

export type FoyerClientAddress = {
  /** Empty when it is not known. */
  address: string
  /** With /32 or /128. */
  cidr: string
}

export type FoyerConnectionTest = {
  ok: boolean
  steps: Array<{
    name: 'name' | 'port' | 'tls' | 'sign_in' | 'admin_rights' | 'catalogue' | 'compute' | 'storage' | 'network' | 'image' | 'console'
    status: 'ok' | 'warning' | 'fail' | 'skipped'
    /** What was found, or the cause of the failure. */
    message: string
    /** What to do about it; empty when there is nothing to do. */
    remedy: string
    details: Record<string, unknown>
    latency_ms: number | null
    openstack_request_id: string
  }>
  /** The authority’s certificates that were given. */
  certificate_facts: Array<{
    subject: string
    issuer: string
    expires_at: string
  }>
}

export type FoyerConnectionTestsCreateRequest = {
  service_attributes?: {
    auth_type?: 'password' | 'v3password' | ''
    backend_url?: string
    username?: string
    password?: string
    tenant_name?: string
    domain?: string | null
    region?: string
    interface?: 'public' | 'internal' | 'admin'
    certificate?: string
    verify_ssl?: boolean
    timeout_seconds?: number
    external_network_id?: string
    availability_zone?: string
    access_url?: string
    flavor_exclude_regex?: string
    volume_type_blacklist?: string[] | string
    live_resize_of_volumes_enabled?: boolean
    console_type?: 'novnc' | 'xvpvnc' | 'spice-html5' | 'rdp-html5' | 'serial' | 'webmks'
    console_domain_override?: string
    config_drive?: boolean
    volume_availability_zone_name?: string
    valid_availability_zones?: Record<string, string>
    dns_nameservers?: string[] | string
    create_ha_routers?: boolean
    blacklisted_usernames?: string[] | string
    latitude?: number | null
    longitude?: number | null
    max_concurrent_provision_instance?: number
    max_concurrent_provision_volume?: number
    max_concurrent_provision_snapshot?: number
  }
  /** A saved offering: fields that are not sent are its own. */
  offering?: string
  /** The organisation that will own a new provider. */
  customer?: string
}

export type FoyerConsoleTicket = {
  ticket: string
  expires_at: string
  kind: 'novnc' | 'serial'
}

export type FoyerConsoleTicketsCreateRequest = {
  instance: string
  kind?: 'novnc' | 'serial'
}

export type FoyerConsoleTicketsCreateResponse = {
  ticket: string
  expires_at: string
  kind: 'novnc' | 'serial'
}

export type FoyerConsoleTicketsTicketResponse = {
  kind: 'novnc' | 'serial'
  state: 'unused' | 'expired' | 'used' | 'refused' | 'open' | 'closed'
  reason: string | null
  ended_by: string | null
}

export type FoyerDrift = {
  url: string
  uuid: string
  kind: 'quota_limit' | 'missing_in_cloud' | 'missing_in_portal'
  state: 'new' | 'resolved' | 'ignored'
  service_settings_uuid: string
  service_name: string
  tenant_uuid: string | null
  tenant_name: string
  /** Of the object; openstack-tenants for quotas. */
  collection: string
  /** The quota's name, our uuid, or the cloud's id of what we do not know. */
  object: string
  portal_value: string
  cloud_value: string
  first_seen: string
  last_seen: string
  /** User name; empty when both agreed again by themselves. */
  resolved_by: string
}

export type FoyerJob = {
  url: string
  uuid: string
  /** The declaration: `volume.extend`. */
  name: string
  /** What it does, in words. */
  label: string
  kind: 'create' | 'update' | 'delete' | 'pull' | 'task'
  state: 'queued' | 'running' | 'undoing' | 'done' | 'failed' | 'cancelled'
  resource: string
  /** The object's collection. */
  resource_type: string
  resource_uuid: string
  resource_name: string
  tenant: string | null
  tenant_uuid: string | null
  tenant_name: string
  project_uuid: string | null
  project_name: string
  customer_uuid: string | null
  user_uuid: string | null
  user_username: string
  /** The step that runs, waits or failed; empty once it is done. */
  step: string
  progress: {
    done: number
    total: number
  }
  /** What it was given; a retry takes the same. */
  inputs: Record<string, unknown>
  /** Times the current step was begun anew after a passing fault. */
  attempts: number
  steps: FoyerJobStep[]
  error_message: string
  /** The cloud's own words and request id. */
  error_detail: Record<string, unknown>
  cancel_requested: boolean
  can_cancel: boolean
  can_retry: boolean
  retry_of: string | null
  retried_by: string | null
  created: string
  modified: string
  started: string | null
  ended: string | null
  /** When a waiting job goes on. */
  next_run: string | null
}

export type FoyerJobStep = {
  name: string
  state: 'pending' | 'running' | 'done' | 'skipped' | 'failed' | 'undone'
  attempts: number
  /** Progress, or the cloud's words while it is tried again. */
  message: string
  /** OpenStack's request ids, newest last. */
  request_ids: string[]
  started: string | null
  ended: string | null
}

export type FoyerLeftover = {
  url: string
  uuid: string
  service_settings_uuid: string
  service_name: string
  /** server, volume, port, network, project, … */
  kind: string
  backend_id: string
  reason: string
  attempts: number
  /** False: its id is not known, somebody has to look. */
  can_retry: boolean
  created: string
  tried: string | null
}

export type FoyerPreflight = {
  fits: boolean
  quotas: FoyerPreflightRow[]
  /** At the prices of the tenant's plan; null without one. */
  cost: {
    currency: string
    per_month: string
    plan: string
  } | null
}

export type FoyerPreflightCreateRequest = {
  /** URL or uuid. */
  tenant: string
  /** Default 1 when cores or ram are given. */
  instances?: number
  /** vCPU of all of them. */
  cores?: number
  /** MiB of all of them. */
  ram?: number
  /** New volumes; `size` in MiB, `type` the name of the volume type. */
  disks?: Array<{
    size: number
    type?: string | null
  }>
  networks?: number
  subnets?: number
  ports?: number
  floating_ips?: number
  security_groups?: number
  security_group_rules?: number
  /** Further amounts by quota name, in the quota's own unit. */
  delta?: Record<string, number>
}

export type FoyerPreflightRow = {
  name: string
  limit: number
  usage: number
  /** Taken by jobs in flight. */
  reserved: number
  /** Null: nothing limits it. */
  free: number | null
  requested: number
  free_after: number | null
  fits: boolean
  /** What the portal last set; another limit is drift. */
  portal_limit: number | null
}

export type FoyerSchedule = {
  url: string
  /** The name: timers have no other. */
  uuid: string
  name: string
  summary: string
  group: 'quotas' | 'resources' | 'subresources' | 'properties' | null
  every_seconds: number
  default_every_seconds: number
  enabled: boolean
  is_running: boolean
  next_run: string
  /** The newest entry of its history. */
  last_run: {
    started: string
    ended: string | null
    state: 'running' | 'done' | 'failed'
    error_message: string
  } | null
}

export type FoyerSchedulesPartialUpdateRequest = {
  every_seconds?: number
  enabled?: boolean
}

export type FoyerSchedulesUpdateRequest = {
  every_seconds?: number
  enabled?: boolean
}

export type FoyerSummariesGetResponse = FoyerSummary[]

export type FoyerSummary = {
  /** The collection, such as openstack-instances. */
  type: string
  state: string
  runtime_state: string
  count: number
}

export type FoyerSyncRun = {
  url: string
  uuid: string
  schedule: string
  group: 'quotas' | 'resources' | 'subresources' | 'properties' | null
  state: 'running' | 'done' | 'failed'
  service_settings_uuid: string | null
  service_name: string
  tenant_uuid: string | null
  tenant_name: string
  created_count: number
  updated_count: number
  removed_count: number
  /** One line per fault. */
  error_message: string
  started: string
  ended: string | null
  duration_ms: number | null
}

export type KeysCreateRequest = {
  /** Default: the key's comment. */
  name?: string
  public_key: string
}

export type MarketplaceCategoriesCreateRequest = {
  title: string
  description?: string
  default_tenant_category?: boolean
  default_vm_category?: boolean
  default_volume_category?: boolean
}

export type MarketplaceCategoriesPartialUpdateRequest = {
  title?: string
  description?: string
  default_tenant_category?: boolean
  default_vm_category?: boolean
  default_volume_category?: boolean
}

export type MarketplaceCategory = {
  url: string
  uuid: string
  title: string
  description: string
  icon: null | null
  default_tenant_category: boolean
  default_vm_category: boolean
  default_volume_category: boolean
  offering_count: number
  available_offerings_count: number
  sections: unknown[]
  columns: unknown[]
  components: unknown[]
  articles: unknown[]
  group: null | null
}

export type MarketplaceOrdersApproveByProviderRequest = {
  attributes?: Record<string, unknown>
}

export type MarketplaceOrdersCreateRequest = {
  offering: string
  project: string
  plan?: string | null
  attributes?: Record<string, unknown>
  limits?: Record<string, unknown>
  accepting_terms_of_service?: boolean
  callback_url?: string | null
  request_comment?: string | null
  start_date?: string | null
  slug?: string
}

export type MarketplaceOrdersPartialUpdateRequest = {
  request_comment?: string | null
  start_date?: string | null
}

export type MarketplaceOrdersRejectByConsumerRequest = {
  consumer_rejection_comment?: string
  error_message?: string
}

export type MarketplaceOrdersRejectByProviderRequest = {
  provider_rejection_comment?: string
  error_message?: string
}

export type MarketplaceOrdersUpdateRequest = {
  request_comment?: string | null
  start_date?: string | null
}

export type MarketplacePlansCreateRequest = {
  name: string
  description?: string
  unit?: 'month' | 'quarter' | 'half_month' | 'day' | 'hour'
  prices?: Record<string, string | number>
  offering: string
}

export type MarketplacePlansPartialUpdateRequest = {
  name?: string
  description?: string
  unit?: 'month' | 'quarter' | 'half_month' | 'day' | 'hour'
}

export type MarketplacePlansUpdatePricesRequest = {
  prices: Record<string, string | number>
}

export type MarketplacePlansUpdateRequest = {
  name: string
  description?: string
  unit?: 'month' | 'quarter' | 'half_month' | 'day' | 'hour'
}

export type MarketplaceProviderOfferingsActivateRequest = {
  paused_reason?: string
}

export type MarketplaceProviderOfferingsArchiveRequest = {
  paused_reason?: string
}

export type MarketplaceProviderOfferingsCreateRequest = {
  name: string
  description?: string
  full_description?: string
  terms_of_service?: string
  slug?: string
  privacy_policy_link?: string
  helpdesk_url?: string
  documentation_url?: string
  access_url?: string
  getting_started?: string
  integration_guide?: string
  customer?: string | null
  category?: string
  type: 'OpenStack.Tenant'
  shared?: boolean
  billable?: boolean
  attributes?: Record<string, unknown>
  plugin_options?: {
    storage_mode?: 'fixed' | 'dynamic'
    default_internal_network_mtu?: number | null
    max_instances?: number
    max_volumes?: number
    max_security_groups?: number
    auto_approve_in_service_provider_projects?: boolean
  }
  secret_options?: {
    ipv4_external_ip_mapping?: Array<{
      floating_ip: string
      external_ip: string
    }>
    external_network_id?: string
  }
  service_attributes?: {
    auth_type?: 'password' | 'v3password' | ''
    backend_url?: string
    username?: string
    password?: string
    tenant_name?: string
    domain?: string | null
    region?: string
    interface?: 'public' | 'internal' | 'admin'
    certificate?: string
    verify_ssl?: boolean
    timeout_seconds?: number
    external_network_id?: string
    availability_zone?: string
    access_url?: string
    flavor_exclude_regex?: string
    volume_type_blacklist?: string[] | string
    live_resize_of_volumes_enabled?: boolean
    console_type?: 'novnc' | 'xvpvnc' | 'spice-html5' | 'rdp-html5' | 'serial' | 'webmks'
    console_domain_override?: string
    config_drive?: boolean
    volume_availability_zone_name?: string
    valid_availability_zones?: Record<string, string>
    dns_nameservers?: string[] | string
    create_ha_routers?: boolean
    blacklisted_usernames?: string[] | string
    latitude?: number | null
    longitude?: number | null
    max_concurrent_provision_instance?: number
    max_concurrent_provision_volume?: number
    max_concurrent_provision_snapshot?: number
  }
  plans?: Array<{
    name: string
    description?: string
    unit?: 'month' | 'quarter' | 'half_month' | 'day' | 'hour'
    prices?: Record<string, string | number>
  }>
  limits?: Record<string, {
    min?: number | null
    max?: number | null
    max_available_limit?: number | null
    default_limit?: number | null
  }>
}

export type MarketplaceProviderOfferingsDraftRequest = {
  paused_reason?: string
}

export type MarketplaceProviderOfferingsMakeAvailableRequest = {
  paused_reason?: string
}

export type MarketplaceProviderOfferingsMakeUnavailableRequest = {
  paused_reason?: string
}

export type MarketplaceProviderOfferingsPauseRequest = {
  paused_reason?: string
}

export type MarketplaceProviderOfferingsPlansResponse = BasePublicPlan[]

export type MarketplaceProviderOfferingsUnpauseRequest = {
  paused_reason?: string
}

export type MarketplaceProviderOfferingsUpdateAttributesRequest = Record<string, unknown>

export type MarketplaceProviderOfferingsUpdateDescriptionRequest = {
  category: string
}

export type MarketplaceProviderOfferingsUpdateIntegrationRequest = {
  secret_options?: {
    ipv4_external_ip_mapping?: Array<{
      floating_ip: string
      external_ip: string
    }>
    external_network_id?: string
  }
  plugin_options?: {
    storage_mode?: 'fixed' | 'dynamic'
    default_internal_network_mtu?: number | null
    max_instances?: number
    max_volumes?: number
    max_security_groups?: number
    auto_approve_in_service_provider_projects?: boolean
  }
  service_attributes?: {
    auth_type?: 'password' | 'v3password' | ''
    backend_url?: string
    username?: string
    password?: string
    tenant_name?: string
    domain?: string | null
    region?: string
    interface?: 'public' | 'internal' | 'admin'
    certificate?: string
    verify_ssl?: boolean
    timeout_seconds?: number
    external_network_id?: string
    availability_zone?: string
    access_url?: string
    flavor_exclude_regex?: string
    volume_type_blacklist?: string[] | string
    live_resize_of_volumes_enabled?: boolean
    console_type?: 'novnc' | 'xvpvnc' | 'spice-html5' | 'rdp-html5' | 'serial' | 'webmks'
    console_domain_override?: string
    config_drive?: boolean
    volume_availability_zone_name?: string
    valid_availability_zones?: Record<string, string>
    dns_nameservers?: string[] | string
    create_ha_routers?: boolean
    blacklisted_usernames?: string[] | string
    latitude?: number | null
    longitude?: number | null
    max_concurrent_provision_instance?: number
    max_concurrent_provision_volume?: number
    max_concurrent_provision_snapshot?: number
  }
  backend_id?: string
}

export type MarketplaceProviderOfferingsUpdateOfferingComponentRequest = {
  uuid: string
  description?: string
  article_code?: string
  min_value?: number | null
  max_value?: number | null
  max_available_limit?: number | null
  default_limit?: number | null
}

export type MarketplaceProviderOfferingsUpdateOverviewRequest = {
  name?: string
  description?: string
  full_description?: string
  terms_of_service?: string
  slug?: string
  privacy_policy_link?: string
  helpdesk_url?: string
  documentation_url?: string
  access_url?: string
  getting_started?: string
  integration_guide?: string
}

export type MarketplaceResourcesOfferingForSubresourcesResponse = Array<{
  uuid: string
  type: string
}>

export type MarketplaceResourcesPartialUpdateRequest = {
  name?: string
  description?: string
  end_date?: string | null
}

export type MarketplaceResourcesSetEndDateRequest = {
  end_date: string | null
}

export type MarketplaceResourcesTerminateRequest = {
  attributes?: Record<string, unknown>
}

export type MarketplaceResourcesUpdateLimitsRequest = {
  limits: Record<string, unknown>
  request_comment?: string
}

export type MarketplaceResourcesUpdateRequest = {
  name: string
  description?: string
  end_date?: string | null
}

export type OfferingComponent = {
  uuid: string
  offering_uuid: string
  billing_type: string
  type: string
  name: string
  description: string
  measured_unit: string
  unit_factor: number
  limit_period: string | null
  limit_amount: number | null
  article_code: string
  max_value: number | null
  min_value: number | null
  max_available_limit: number | null
  is_boolean: boolean
  default_limit: number | null
  factor: number
  is_builtin: boolean
  is_prepaid: boolean
}

export type OpenStackBackendInstance = {
  name: string
  state: string
  runtime_state: string
  backend_id: string
  availability_zone: string
  key_name: string
  start_time: string | null
  created: string
  /** Empty for all but staff and support. */
  hypervisor_hostname: string
}

export type OpenStackBackendVolumes = {
  name: string
  state: string
  runtime_state: string
  backend_id: string
  availability_zone: string
  description: string
  /** MiB. */
  size: number
  /** JSON. */
  metadata: string
  type: string
  bootable: boolean
}

export type OpenStackFixedIp = {
  ip_address: string
  subnet_id: string
}

export type OpenStackFlavor = {
  url: string
  uuid: string
  name: string
  settings: string
  backend_id: string
  cores: number
  /** MiB. */
  ram: number
  /** MiB. */
  disk: number
  display_name: string
}

export type OpenStackFloatingIp = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  access_url: string[] | string | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  tenant: string
  tenant_name: string
  tenant_uuid: string
  /** ACTIVE (attached), DOWN (free), ERRED or BOOKED. */
  runtime_state: string
  address: string | null
  /** The address behind the provider's NAT, if any. */
  external_address: string | null
  backend_network_id: string
  port: string | null
  port_fixed_ips: Array<{
    ip_address: string
    subnet_id: string
  }>
  instance_uuid: string | null
  instance_name: string | null
  instance_url: string | null
}

export type OpenStackImage = {
  url: string
  uuid: string
  name: string
  settings: string
  backend_id: string
  /** MiB. */
  min_disk: number
  /** MiB. */
  min_ram: number
  backend_created_at: string | null
  hw_rescue_device: string
  hw_rescue_bus: string
  is_rescue_image: boolean
  /** Bytes. */
  size: number | null
  status: string
  visibility: string
  disk_format: string
  os_distro: string
  os_version: string
  owner_name: string
  properties: Record<string, unknown>
}

export type OpenStackInstance = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  access_url: string[] | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  tenant: string
  tenant_name: string
  tenant_uuid: string
  start_time: string | null
  cores: number
  /** MiB. */
  ram: number
  /** MiB, the sum of its volumes. */
  disk: number
  min_ram: number
  min_disk: number
  user_data: string
  external_ips: string[]
  internal_ips: string[]
  external_address: string[]
  latitude: number | null
  longitude: number | null
  key_name: string
  key_fingerprint: string
  image_name: string
  flavor_disk: number
  flavor_name: string
  volumes: Array<{
    url: string
    uuid: string
    name: string
    image_name: string
    state: string
    runtime_state: string
    bootable: boolean
    size: number
    device: string
    resource_type: string
    type: string | null
    type_name: string
    marketplace_resource_uuid: string | null
  }>
  security_groups: Array<{
    url: string
    uuid: string
    name: string
    description: string
    state: string
    rules: Array<{
      ethertype: 'IPv4' | 'IPv6'
      direction: 'ingress' | 'egress'
      protocol: string
      from_port: number | null
      to_port: number | null
      cidr: string | null
      description: string
      remote_group_name: string
      remote_group_uuid: string
      id: number
    }>
  }>
  server_group: null | null
  floating_ips: Array<{
    url: string
    uuid: string
    address: string | null
    external_address: string
    port_fixed_ips: Array<{
      ip_address: string
      subnet_id: string
    }>
    port_mac_address: string | null
    subnet: string | null
    subnet_uuid: string | null
    subnet_name: string | null
    subnet_description: string | null
    subnet_cidr: string | null
  }>
  ports: Array<{
    url: string
    uuid: string
    name: string
    fixed_ips: Array<{
      ip_address: string
      subnet_id: string
    }>
    mac_address: string
    subnet: string | null
    subnet_uuid: string | null
    subnet_name: string | null
    subnet_description: string | null
    subnet_cidr: string | null
    status: string
    port_security_enabled: boolean
    allowed_address_pairs: Array<{
      ip_address: string
      mac_address?: string
    }>
    device_id: string | null
    device_owner: string | null
    security_groups: Array<{
      url: string
      uuid: string
      name: string
      description: string
      state: string
    }>
  }>
  availability_zone: string | null
  availability_zone_name: string
  connect_directly_to_external_network: boolean
  config_drive: boolean | null
  /** Nova status, verbatim. */
  runtime_state: string
  /** Empty for all but staff and support. */
  hypervisor_hostname: string
  rancher_cluster: null | null
}

export type OpenStackInstanceAvailabilityZone = {
  url: string
  uuid: string
  name: string
  settings: string
  available: boolean
}

export type OpenStackNestedPort = {
  url: string
  uuid: string
  fixed_ips: OpenStackFixedIp[]
  mac_address: string
  subnet: string | null
  subnet_uuid: string | null
  subnet_name: string | null
  subnet_description: string | null
  subnet_cidr: string | null
  allowed_address_pairs: Array<{
    ip_address: string
    mac_address?: string
  }>
  device_id: string | null
  device_owner: string | null
  security_groups: Array<Record<string, unknown>>
}

export type OpenStackNestedSubNet = {
  uuid: string
  name: string
  description: string
  cidr: string
  gateway_ip: string | null
  allocation_pools: Array<{
    start: string
    end: string
  }>
  ip_version: number
  enable_dhcp: boolean
  /** The network's. */
  port_security_enabled: boolean
}

export type OpenStackNetwork = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  access_url: string[] | string | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  tenant: string
  tenant_name: string
  tenant_uuid: string
  is_external: boolean
  /** Neutron network type: vlan, vxlan, geneve, flat. */
  type: string
  /** VLAN or tunnel number; only staff and support see it. */
  segmentation_id: number | null
  subnets: OpenStackNestedSubNet[]
  /** Bytes. */
  mtu: number | null
  /** With whom the network is shared. */
  rbac_policies: Array<Record<string, unknown>>
  port_security_enabled: boolean
}

export type OpenStackPort = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  access_url: string[] | string | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  tenant: string
  tenant_name: string
  tenant_uuid: string
  fixed_ips: OpenStackFixedIp[]
  mac_address: string
  allowed_address_pairs: Array<{
    ip_address: string
    mac_address?: string
  }>
  network: string | null
  network_name: string
  network_uuid: string
  floating_ips: string[]
  /** The cloud's id of the server or router. */
  device_id: string | null
  device_owner: string | null
  port_security_enabled: boolean
  security_groups: OpenStackPortNestedSecurityGroup[]
  admin_state_up: boolean | null
  /** Neutron status, verbatim: ACTIVE, DOWN, BUILD; or BOOKED. */
  status: string | null
}

export type OpenStackPortNestedSecurityGroup = {
  uuid: string
  name: string
  url: string
}

export type OpenStackRouter = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  access_url: string[] | string | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  tenant: string
  tenant_name: string
  tenant_uuid: string
  routes: OpenStackStaticRoute[]
  /** Addresses of the interfaces. */
  fixed_ips: OpenStackFixedIp[]
  /** Interfaces. */
  ports: OpenStackNestedPort[]
  /** The cloud's id; empty without a gateway. */
  external_network_id: string
  external_network_uuid: string | null
  external_network_name: string | null
  has_external_gateway: boolean
  enable_snat: boolean | null
  external_fixed_ips: OpenStackFixedIp[]
  /** The gateway's addresses after the offering's address mapping. */
  offering_external_ips: string[] | null
}

export type OpenStackSecurityGroup = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  access_url: string[] | string | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  tenant: string
  tenant_name: string
  tenant_uuid: string
  rules: OpenStackSecurityGroupRuleCreate[]
}

export type OpenStackSecurityGroupRuleCreate = {
  id: number
  ethertype: 'IPv4' | 'IPv6'
  direction: 'ingress' | 'egress'
  /** Empty for any. */
  protocol: string
  /** Of icmp the type; -1 for any. */
  from_port: number | null
  /** Of icmp the code; -1 for any. */
  to_port: number | null
  cidr: string | null
  description: string
  remote_group: string | null
  remote_group_name?: string
  remote_group_uuid?: string
}

export type OpenStackSnapshot = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  access_url: string[] | string | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  tenant: string
  tenant_name: string
  tenant_uuid: string
  source_volume: string | null
  /** MiB. */
  size: number
  metadata: Record<string, unknown>
  /** Cinder status, verbatim. */
  runtime_state: string
  source_volume_name: string
  source_volume_marketplace_uuid: string
  restorations: OpenStackSnapshotRestoration[]
  backups: Array<{
    uuid: string
    name: string
  }>
  /** When it is deleted by itself. */
  kept_until: string | null
}

export type OpenStackSnapshotRestoration = {
  uuid: string
  created: string
  description: string
  volume: string
  volume_name: string
  volume_state: string
  volume_runtime_state: string
  /** MiB. */
  volume_size: number
  volume_device: string
}

export type OpenStackStaticRoute = {
  destination: string
  nexthop: string
}

export type OpenStackSubNet = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  access_url: string[] | string | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  tenant: string
  tenant_name: string
  tenant_uuid: string
  network: string
  network_name: string
  cidr: string
  gateway_ip: string | null
  disable_gateway: boolean
  allocation_pools: OpenStackSubNetAllocationPool[]
  /** 4 or 6. */
  ip_version: number
  enable_dhcp: boolean
  dns_nameservers: string[]
  host_routes: OpenStackStaticRoute[]
  /** Whether a router has an interface in it. */
  is_connected: boolean
  /** The network's. */
  port_security_enabled: boolean
}

export type OpenStackSubNetAllocationPool = {
  start: string
  end: string
}

export type OpenStackTenant = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  availability_zone: string
  internal_network_id: string
  external_network_id: string
  external_network_ref_uuid: string | null
  external_network_ref_name: string
  access_url?: string
  /** Only where tenant credentials are shown. */
  user_username?: string
  /** Only where tenant credentials are shown. */
  user_password?: string
  quotas: Quota[]
  default_volume_type_name: string
  skip_creation_of_default_router: boolean
}

export type OpenStackVolume = {
  url: string
  uuid: string
  name: string
  description: string
  service_name: string
  service_settings: string
  service_settings_uuid: string
  service_settings_state: string
  service_settings_error_message: string
  project: string
  project_name: string
  project_uuid: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_native_name: string
  customer_abbreviation: string
  error_message: string
  /** Empty for all but staff and support. */
  error_traceback: string
  resource_type: string
  state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED'
  created: string
  modified: string
  /** When the cloud last confirmed the object. */
  confirmed: string | null
  backend_id: string | null
  access_url: string[] | string | null
  action: string
  action_details: Record<string, unknown>
  marketplace_offering_uuid: string | null
  marketplace_offering_name: string | null
  marketplace_offering_type: string | null
  marketplace_offering_plugin_options: Record<string, unknown> | null
  marketplace_category_uuid: string | null
  marketplace_category_name: string | null
  marketplace_resource_uuid: string | null
  marketplace_plan_uuid: string | null
  marketplace_resource_state: string | null
  is_usage_based: boolean | null
  is_limit_based: boolean | null
  tenant: string
  tenant_name: string
  tenant_uuid: string
  source_snapshot: string | null
  /** MiB. */
  size: number | null
  bootable: boolean
  metadata: Record<string, unknown>
  image: string | null
  image_metadata: string
  image_name: string
  type: string | null
  type_name: string
  /** Cinder status, verbatim. */
  runtime_state: string
  availability_zone: string | null
  availability_zone_name: string
  /** As Nova asked for; the guest may name it otherwise. */
  device: string
  instance: string | null
  instance_uuid: string | null
  instance_name: string
  /** Nova status of the instance it is attached to. */
  instance_runtime_state: string
  instance_marketplace_uuid: string
  /** Whether extend would pass the resize check. */
  extend_enabled: boolean
}

export type OpenStackVolumeAvailabilityZone = {
  url: string
  uuid: string
  name: string
  settings: string
  available: boolean
}

export type OpenStackVolumeType = {
  url: string
  uuid: string
  name: string
  settings: string
  backend_id: string
  description: string
  is_default: boolean
}

export type OpenstackFlavorsUsageStatsResponse = Array<{
  name: string
  running_instances_count: number
  created_instances_count: number
}>

export type OpenstackFloatingIpsAssignRequest = {
  port?: string | null
  instance?: string | null
  subnet?: string | null
}

export type OpenstackFloatingIpsAttachToPortRequest = {
  port: string
}

export type OpenstackFloatingIpsCreateRequest = {
  /** Takes the address from the network of its gateway. */
  router?: string | null
  description?: string
  tenant: string
}

export type OpenstackFloatingIpsUpdateDescriptionRequest = {
  description?: string
}

export type OpenstackInstancesAttachVolumeRequest = {
  volume: string
  device?: string
}

export type OpenstackInstancesChangeFlavorRequest = {
  flavor: string
}

export type OpenstackInstancesConsoleLogQuery = {
  length?: number
}

export type OpenstackInstancesConsoleLogResponse = string

export type OpenstackInstancesConsolePostResponse = {
  url: string
}

export type OpenstackInstancesConsoleResponse = {
  url: string
}

export type OpenstackInstancesCreateRequest = {
  name?: string
  description?: string
  flavor?: string
  image?: string
  /** MiB. */
  system_volume_size?: number
  system_volume_type?: string | null
  /** MiB. */
  data_volume_size?: number | null
  data_volume_type?: string | null
  data_volumes?: Array<{
    /** MiB. */
    size: number
    volume_type?: string | null
  }>
  ports?: Array<{
    subnet?: string
    port?: string
    fixed_ips?: Array<{
      ip_address?: string
      subnet_id?: string
    }>
    port_security_enabled?: boolean
  }>
  security_groups?: Array<{
    url: string
  }>
  floating_ips?: Array<{
    subnet: string
    url?: string
    ip_address?: string
  }>
  ssh_public_key?: string | null
  user_data?: string
  availability_zone?: string | null
  config_drive?: boolean | null
  metadata?: Record<string, string>
  tenant: string
  project?: string
}

export type OpenstackInstancesPartialUpdateRequest = {
  name?: string
  description?: string
}

export type OpenstackInstancesRestartRequest = {
  /** SOFT asks the guest, HARD cuts the power. */
  type?: 'SOFT' | 'HARD'
}

export type OpenstackInstancesUpdateAllowedAddressPairsRequest = {
  allowed_address_pairs: Array<{
    /** Private address or CIDR. */
    ip_address: string
    mac_address?: string
  }>
  subnet: string
}

export type OpenstackInstancesUpdateRequest = {
  name?: string
  description?: string
}

export type OpenstackInstancesUpdateSecurityGroupsRequest = {
  security_groups: string[]
}

export type OpenstackNetworksCreateRequest = {
  name: string
  description?: string
  /** Bytes; the offering's or the cloud's default when left out. */
  mtu?: number | null
  port_security_enabled?: boolean
  tenant: string
}

export type OpenstackNetworksCreateSubnetRequest = {
  name: string
  description?: string
  cidr?: string
  /** Default: the first address. */
  gateway_ip?: string | null
  /** Default: all addresses but the gateway. */
  allocation_pools?: Array<{
    start: string
    end: string
  }>
  dns_nameservers?: string[]
  host_routes?: Array<{
    destination: string
    nexthop: string
  }>
  disable_gateway?: boolean
  enable_dhcp?: boolean
  /** Default: the tenant's router. */
  router?: string | null
  /** Leave the subnet without a router. */
  skip_router?: boolean
}

export type OpenstackNetworksPartialUpdateRequest = {
  name?: string
  description?: string
}

export type OpenstackNetworksSetMtuRequest = {
  /** Bytes. */
  mtu: number
}

export type OpenstackNetworksUpdateRequest = {
  name: string
  description?: string
}

export type OpenstackPortsCreateRequest = {
  name: string
  description?: string
  network: string
  /** For a network that is shared to another tenant. */
  target_tenant?: string | null
  fixed_ips?: Array<{
    ip_address?: string
    subnet_id?: string
  }>
  mac_address?: string
  /** Default: the network's. */
  port_security_enabled?: boolean
  /** Default: the tenant's group `default`. */
  security_groups?: Array<{
    url?: string
    uuid?: string
    name?: string
  }>
  allowed_address_pairs?: Array<{
    /** Private address or CIDR. */
    ip_address: string
    mac_address?: string
  }>
}

export type OpenstackPortsPartialUpdateRequest = {
  name?: string
  description?: string
}

export type OpenstackPortsSetAllowedAddressPairsRequest = {
  allowed_address_pairs: Array<{
    /** Private address or CIDR. */
    ip_address: string
    mac_address?: string
  }>
}

export type OpenstackPortsUpdatePortIpRequest = {
  subnet: string
  ip_address: string
}

export type OpenstackPortsUpdateRequest = {
  name: string
  description?: string
}

export type OpenstackPortsUpdateSecurityGroupsRequest = {
  security_groups: string[]
}

export type OpenstackRoutersAddRouterInterfaceRequest = {
  subnet?: string | null
  port?: string | null
}

export type OpenstackRoutersAvailableExternalNetworksResponse = AvailableExternalNetwork[]

export type OpenstackRoutersCreateRequest = {
  tenant: string
  name: string
  description?: string
}

export type OpenstackRoutersSetExternalGatewayRequest = {
  /** The cloud's id of the external network. */
  external_network_id: string
  enable_snat?: boolean | null
  external_fixed_ips?: Array<{
    ip_address: string
    subnet_id?: string
  }>
}

export type OpenstackRoutersSetRoutesRequest = {
  routes: Array<{
    destination: string
    nexthop: string
  }>
}

export type OpenstackSecurityGroupsAddRuleRequest = {
  ethertype?: 'IPv4' | 'IPv6'
  direction?: 'ingress' | 'egress'
  /** tcp, udp, icmp, or empty for any. */
  protocol?: string
  /** Port; of icmp the type and code; -1 for any. */
  from_port?: number | null
  /** Port; of icmp the type and code; -1 for any. */
  to_port?: number | null
  /** Addresses on the other side; anywhere when left out. */
  cidr?: string | null
  /** Security group on the other side, instead of addresses. */
  remote_group?: string | null
  description?: string
  id?: unknown
}

export type OpenstackSecurityGroupsCreateRequest = {
  name: string
  description?: string
  rules: Array<{
    ethertype?: 'IPv4' | 'IPv6'
    direction?: 'ingress' | 'egress'
    /** tcp, udp, icmp, or empty for any. */
    protocol?: string
    /** Port; of icmp the type and code; -1 for any. */
    from_port?: number | null
    /** Port; of icmp the type and code; -1 for any. */
    to_port?: number | null
    /** Addresses on the other side; anywhere when left out. */
    cidr?: string | null
    /** Security group on the other side, instead of addresses. */
    remote_group?: string | null
    description?: string
    id?: unknown
  }>
  tenant: string
}

export type OpenstackSecurityGroupsPartialUpdateRequest = {
  name?: string
  description?: string
}

export type OpenstackSecurityGroupsSetRulesRequest = Array<{
  ethertype?: 'IPv4' | 'IPv6'
  direction?: 'ingress' | 'egress'
  /** tcp, udp, icmp, or empty for any. */
  protocol?: string
  /** Port; of icmp the type and code; -1 for any. */
  from_port?: number | null
  /** Port; of icmp the type and code; -1 for any. */
  to_port?: number | null
  /** Addresses on the other side; anywhere when left out. */
  cidr?: string | null
  /** Security group on the other side, instead of addresses. */
  remote_group?: string | null
  description?: string
  id?: number | null
}>

export type OpenstackSecurityGroupsUpdateRequest = {
  name: string
  description?: string
}

export type OpenstackSnapshotsCreateRequest = {
  name: string
  description?: string
  /** When it is deleted by itself; null: never. */
  kept_until?: string | null
  source_volume: string
}

export type OpenstackSnapshotsPartialUpdateRequest = {
  name?: string
  description?: string
  kept_until?: string | null
}

export type OpenstackSnapshotsRestoreRequest = {
  name: string
  /** Default: from which snapshot. */
  description?: string
}

export type OpenstackSnapshotsUpdateRequest = {
  name?: string
  description?: string
  /** When it is deleted by itself; null: never. */
  kept_until?: string | null
}

export type OpenstackSubnetsConnectRequest = {
  router?: string | null
}

export type OpenstackSubnetsCreateRequest = {
  name: string
  description?: string
  cidr?: string
  /** Default: the first address. */
  gateway_ip?: string | null
  /** Default: all addresses but the gateway. */
  allocation_pools?: Array<{
    start: string
    end: string
  }>
  dns_nameservers?: string[]
  host_routes?: Array<{
    destination: string
    nexthop: string
  }>
  disable_gateway?: boolean
  enable_dhcp?: boolean
  /** Default: the tenant's router. */
  router?: string | null
  /** Leave the subnet without a router. */
  skip_router?: boolean
  network: string
}

export type OpenstackSubnetsPartialUpdateRequest = {
  name?: string
  description?: string
  gateway_ip?: string | null
  allocation_pools?: Array<{
    start: string
    end: string
  }>
  dns_nameservers?: string[]
  host_routes?: Array<{
    destination: string
    nexthop: string
  }>
  disable_gateway?: boolean
}

export type OpenstackSubnetsUpdateRequest = {
  name: string
  description?: string
  /** Default: the first address. */
  gateway_ip?: string | null
  /** Default: all addresses but the gateway. */
  allocation_pools?: Array<{
    start: string
    end: string
  }>
  dns_nameservers?: string[]
  host_routes?: Array<{
    destination: string
    nexthop: string
  }>
  disable_gateway?: boolean
}

export type OpenstackTenantsBackendInstancesResponse = OpenStackBackendInstance[]

export type OpenstackTenantsBackendVolumesResponse = OpenStackBackendVolumes[]

export type OpenstackTenantsChangePasswordRequest = {
  user_password: string
}

export type OpenstackTenantsCreateFloatingIpRequest = {
  /** Takes the address from the network of its gateway. */
  router?: string | null
  description?: string
}

export type OpenstackTenantsCreateNetworkRequest = {
  name: string
  description?: string
  /** Bytes; the offering's or the cloud's default when left out. */
  mtu?: number | null
  port_security_enabled?: boolean
}

export type OpenstackTenantsCreateRequest = {
  name: string
  description?: string
  subnet_cidr?: string
  skip_connection_extnet?: boolean
  skip_creation_of_default_router?: boolean
  skip_creation_of_default_subnet?: boolean
  availability_zone?: string
  security_groups?: Array<{
    name: string
    description?: string
    rules?: Array<{
      ethertype?: 'IPv4' | 'IPv6'
      direction?: 'ingress' | 'egress'
      protocol?: 'tcp' | 'udp' | 'icmp' | ''
      from_port: number
      to_port: number
      cidr?: string | null
      description?: string
      remote_group?: null | null
    }>
  }>
  user_username?: string
  project: string
  offering?: string
  service_settings?: string
  plan?: string
  limits?: Record<string, unknown>
  accepting_terms_of_service?: boolean
}

export type OpenstackTenantsCreateSecurityGroupRequest = {
  name: string
  description?: string
  rules: Array<{
    ethertype?: 'IPv4' | 'IPv6'
    direction?: 'ingress' | 'egress'
    /** tcp, udp, icmp, or empty for any. */
    protocol?: string
    /** Port; of icmp the type and code; -1 for any. */
    from_port?: number | null
    /** Port; of icmp the type and code; -1 for any. */
    to_port?: number | null
    /** Addresses on the other side; anywhere when left out. */
    cidr?: string | null
    /** Security group on the other side, instead of addresses. */
    remote_group?: string | null
    description?: string
    id?: unknown
  }>
}

export type OpenstackTenantsPartialUpdateRequest = {
  name?: string
  description?: string
  availability_zone?: string
  default_volume_type_name?: string
}

export type OpenstackTenantsQuotasResponse = Quota[]

export type OpenstackTenantsSetErredRequest = {
  error_message?: string
  error_traceback?: string
}

export type OpenstackTenantsSetQuotasRequest = Record<string, unknown>

export type OpenstackTenantsUpdateRequest = {
  name: string
  description?: string
  availability_zone?: string
  default_volume_type_name?: string
}

export type OpenstackVolumeTypesNamesResponse = string[]

export type OpenstackVolumesAttachRequest = {
  /** Instance of the same tenant. */
  instance: string
}

export type OpenstackVolumesCreateFromSnapshotRequest = {
  name: string
  /** Default: from which snapshot. */
  description?: string
  snapshot?: string
}

export type OpenstackVolumesCreateRequest = {
  name?: string
  description?: string
  /** MiB. */
  size?: number
  image?: string | null
  type?: string | null
  availability_zone?: string | null
  tenant: string
  project?: string
}

export type OpenstackVolumesExtendRequest = {
  /** New size, MiB. */
  disk_size: number
}

export type OpenstackVolumesPartialUpdateRequest = {
  name?: string
  description?: string
  bootable?: boolean
}

export type OpenstackVolumesRetypeRequest = {
  /** Volume type that the tenant may use. */
  type: string
}

export type OpenstackVolumesSnapshotRequest = {
  name: string
  description?: string
  /** When it is deleted by itself; null: never. */
  kept_until?: string | null
}

export type OpenstackVolumesUpdateRequest = {
  name?: string
  description?: string
  bootable?: boolean
}

export type OrderDetails = {
  offering: string
  offering_name: string
  offering_uuid: string
  offering_description: string
  offering_image: null | null
  offering_thumbnail: null | null
  offering_type: string
  offering_shared: boolean
  offering_billable: boolean
  offering_plugin_options: Record<string, unknown>
  provider_name: string
  provider_uuid: string
  provider_slug: string
  provider_description: string
  category_title: string
  category_uuid: string
  category_icon: null | null
  plan: string | null
  plan_unit: string | null
  plan_name: string | null
  plan_uuid: string | null
  plan_description: string | null
  project: string
  project_uuid: string
  project_name: string
  project_description: string
  project_slug: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_slug: string
  url: string
  uuid: string
  slug: string
  created: string
  modified: string
  type: 'Create' | 'Update' | 'Terminate' | 'Restore'
  state: 'pending-consumer' | 'pending-provider' | 'pending-project' | 'pending-start-date' | 'executing' | 'done' | 'erred' | 'canceled' | 'rejected'
  attributes: Record<string, unknown>
  limits: Record<string, number>
  /** The OpenStack object; null until it exists. */
  resource_uuid: string | null
  resource_type: string | null
  resource_name: string
  marketplace_resource_uuid: string
  cost: string | null
  fixed_price: number
  activation_price: number
  /** The operation that carries the order out. */
  job_uuid: string | null
  output: string
  output_updated_at: null | null
  error_message: string
  error_traceback: string
  error_updated_at: string | null
  callback_url: string | null
  request_comment: string | null
  attachment: null | null
  start_date: string | null
  completed_at: string | null
  created_by: string
  created_by_username: string
  created_by_full_name: string
  created_by_email: string | null
  created_by_civil_number: null | null
  created_by_organization: null | null
  consumer_reviewed_by: string | null
  consumer_reviewed_by_username: string | null
  consumer_reviewed_by_full_name: string | null
  consumer_reviewed_at: string | null
  provider_reviewed_by: string | null
  provider_reviewed_by_username: string | null
  provider_reviewed_by_full_name: string | null
  provider_reviewed_at: string | null
  consumer_rejection_comment: string
  provider_rejection_comment: string
  old_plan_name: null | null
  new_plan_name: null | null
  old_plan_uuid: null | null
  new_plan_uuid: null | null
  old_cost_estimate: number
  new_cost_estimate: string | null
  can_terminate: boolean
  termination_comment: null | null
  backend_id: string
  order_subtype: null | null
  auto_approved: boolean
  issue: null | null
}

/** Any of the settings; null puts one back to its default. */
export type OverrideSettingsCreateRequest = {
  /** Name of the portal, shown in titles. */
  SITE_NAME?: string | null
  /** One sentence on the sign-in page. */
  SITE_DESCRIPTION?: string | null
  /** Address that users write to. */
  SITE_EMAIL?: string | null
  /** Telephone number that users call. */
  SITE_PHONE?: string | null
  /** Documentation for users. */
  DOCS_URL?: string | null
  /** Currency of prices, ISO 4217. */
  CURRENCY_NAME?: string | null
  /** Offerings are shown to who is not signed in. */
  ANONYMOUS_USER_CAN_VIEW_OFFERINGS?: boolean | null
  /** Plans and prices are shown to who is not signed in. */
  ANONYMOUS_USER_CAN_VIEW_PLANS?: boolean | null
  /** Any user may create organisations. */
  OWNER_CAN_MANAGE_CUSTOMER?: boolean | null
  /** A project needs an end date. */
  PROJECT_END_DATE_MANDATORY?: boolean | null
  /** Users with the permission may open consoles. */
  ALLOW_CUSTOMER_USERS_OPENSTACK_CONSOLE_ACCESS?: boolean | null
  /** An instance order has to name an availability zone. */
  REQUIRE_AVAILABILITY_ZONE?: boolean | null
  /** Tenants show the name and password of their OpenStack user. */
  TENANT_CREDENTIALS_VISIBLE?: boolean | null
  /** Instances may be connected to an external network directly. */
  ALLOW_DIRECT_EXTERNAL_NETWORK_CONNECTION?: boolean | null
  /** A new tenant gets offerings of instances and volumes of its own. */
  AUTOMATICALLY_CREATE_PRIVATE_OFFERING?: boolean | null
  /** Names that no tenant user may have. */
  DEFAULT_BLACKLISTED_USERNAMES?: string[] | null
  /** Hosts and networks (CIDR) on private addresses that providers other than staff may name. */
  OPENSTACK_ALLOWED_ADDRESSES?: string[] | null
  /** Longest life of a personal access token, in days. */
  PERSONAL_ACCESS_TOKEN_MAX_DAYS?: number | null
  /** Personal access tokens without an end are allowed. */
  PERSONAL_ACCESS_TOKEN_MAY_LAST?: boolean | null
}

export type OverrideSettingsGetResponse = Record<string, unknown>

export type Permission = {
  uuid: string
  user_uuid: string
  user_name: string
  user_slug: string
  user_username: string
  user_email: string
  created: string
  created_by_full_name: string
  created_by_username: string
  expiration_time: string | null
  is_active: boolean
  role_name: string
  role_description: string
  role_uuid: string
  /** The role's permission names, for rules judged in the browser. */
  role_permissions: string[]
  scope_type: 'customer' | 'project' | 'offering'
  scope_uuid: string
  scope_name: string
  scope_is_removed: boolean
  customer_uuid: string | null
  customer_name: string
  project_uuid: string | null
  resource_uuid: string | null
}

export type PersonalAccessToken = {
  url: string
  uuid: string
  name: string
  token_prefix: string
  scopes: Array<'read' | 'write'>
  /** Organisations and projects in which it acts; empty: wherever its owner may. */
  allowed_scopes: Array<{
    type: 'customer' | 'project'
    uuid: string
    name: string | null
  }>
  allowed_networks: string[]
  expires_at: string | null
  is_active: boolean
  last_used_at: string | null
  last_used_ip: string | null
  use_count: number
  created: string
}

export type PersonalAccessTokenCreated = {
  url: string
  uuid: string
  name: string
  token_prefix: string
  scopes: Array<'read' | 'write'>
  /** Organisations and projects in which it acts; empty: wherever its owner may. */
  allowed_scopes: Array<{
    type: 'customer' | 'project'
    uuid: string
    name: string | null
  }>
  allowed_networks: string[]
  expires_at: string | null
  is_active: boolean
  last_used_at: string | null
  last_used_ip: string | null
  use_count: number
  created: string
  token: string
}

export type PersonalAccessTokensAvailableScopesResponse = Array<{
  permission: string
  description: string
}>

export type PersonalAccessTokensCreateRequest = {
  name: string
  scopes: Array<'read' | 'write'>
  allowed_scopes?: Array<{
    type: 'customer' | 'project'
    uuid: string
  }>
  expires_at: string | null
}

export type Project = {
  url: string
  uuid: string
  name: string
  slug: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_slug: string
  customer_native_name: string
  customer_abbreviation: string
  customer_display_billing_info_in_projects: boolean
  description: string
  created: string
  type: string | null
  type_name: string | null
  type_uuid: string | null
  backend_id: string
  /** Orders wait until this day. */
  start_date: string | null
  /** Resources end on this day. */
  end_date: string | null
  effective_end_date: string | null
  end_date_requested_by: string | null
  end_date_updated_at: string | null
  oecd_fos_2007_code: string | null
  oecd_fos_2007_label: string
  is_industry: boolean
  image: string | null
  /** Resources that are not terminated. */
  resources_count: number
  /** The same by category. */
  marketplace_resource_count: Record<string, number>
  project_metadata: unknown[]
  project_credit: number | null
  kind: 'default' | 'course' | 'public'
  is_removed: boolean
  is_in_grace_period: boolean
  grace_period_days: number | null
  customer_grace_period_days: number | null
  max_service_accounts: number | null
  termination_metadata: Record<string, unknown> | null
}

export type ProjectsCreateRequest = {
  name: string
  slug?: string
  description?: string
  start_date?: string | null
  end_date?: string | null
  backend_id?: string
  is_industry?: boolean
  oecd_fos_2007_code?: string | null
  kind?: 'default' | 'course' | 'public'
  /** URL of the organisation. */
  customer: string
}

export type ProjectsListUsersResponse = UserRoleDetails[]

export type ProjectsPartialUpdateRequest = {
  name?: string
  slug?: string
  description?: string
  start_date?: string | null
  end_date?: string | null
  backend_id?: string
  is_industry?: boolean
  oecd_fos_2007_code?: string | null
  kind?: 'default' | 'course' | 'public'
}

export type ProjectsUpdateRequest = {
  name: string
  slug?: string
  description?: string
  start_date?: string | null
  end_date?: string | null
  backend_id?: string
  is_industry?: boolean
  oecd_fos_2007_code?: string | null
  kind?: 'default' | 'course' | 'public'
}

export type ProviderOfferingDetails = {
  url: string
  uuid: string
  created: string
  name: string
  slug: string
  description: string
  full_description: string
  terms_of_service: string
  privacy_policy_link: string
  helpdesk_url: string
  documentation_url: string
  access_url: string
  getting_started: string
  integration_guide: string
  customer: string
  customer_uuid: string
  customer_name: string
  project: string | null
  project_uuid: string | null
  project_name: string | null
  category: string
  category_uuid: string
  category_title: string
  attributes: Record<string, unknown>
  options: Record<string, unknown>
  resource_options: Record<string, unknown>
  components: OfferingComponent[]
  plugin_options: Record<string, unknown>
  state: 'Draft' | 'Active' | 'Paused' | 'Archived' | 'Unavailable'
  order_count: number
  plans: BasePublicPlan[]
  type: string
  shared: boolean
  billable: boolean
  scope: string
  scope_uuid: string
  scope_name: string | null
  scope_state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED' | null
  scope_error_message: string | null
  paused_reason: string
  parent_uuid: string | null
  parent_name: string | null
  parent_description: string | null
  billing_type_classification: string
  backend_id: string
  thumbnail: null | null
  image: null | null
  latitude: number | null
  longitude: number | null
  country: string
  endpoints: unknown[]
  screenshots: unknown[]
  files: unknown[]
  tags: unknown[]
  quotas: unknown[]
  organization_groups: unknown[]
  config_drive_default: boolean
  is_accessible: boolean
  /** Staff and those who run the provider. */
  secret_options?: Record<string, unknown>
  /** Staff and those who run the provider. No password. */
  service_attributes?: Record<string, unknown>
}

export type ProviderPlanDetails = {
  url: string
  uuid: string
  name: string
  description: string
  article_code: string
  max_amount: number | null
  archived: boolean
  is_active: boolean
  unit_price: string
  unit: string
  init_price: number
  switch_price: number
  backend_id: string
  organization_groups: unknown[]
  components: Array<{
    type: string
    name: string
    measured_unit: string
    amount: number
    price: string
  }>
  prices: Record<string, string>
  future_prices: Record<string, string | null>
  quotas: Record<string, number>
  resources_count: number
  plan_type: string
  minimal_price: string
  offering: string
  offering_uuid: string
}

export type PublicOfferingDetails = {
  url: string
  uuid: string
  created: string
  name: string
  slug: string
  description: string
  full_description: string
  terms_of_service: string
  privacy_policy_link: string
  helpdesk_url: string
  documentation_url: string
  access_url: string
  getting_started: string
  integration_guide: string
  customer: string
  customer_uuid: string
  customer_name: string
  project: string | null
  project_uuid: string | null
  project_name: string | null
  category: string
  category_uuid: string
  category_title: string
  attributes: Record<string, unknown>
  options: Record<string, unknown>
  resource_options: Record<string, unknown>
  components: OfferingComponent[]
  plugin_options: Record<string, unknown>
  state: 'Draft' | 'Active' | 'Paused' | 'Archived' | 'Unavailable'
  order_count: number
  plans: BasePublicPlan[]
  type: string
  shared: boolean
  billable: boolean
  scope: string
  scope_uuid: string
  scope_name: string | null
  scope_state: 'CREATION_SCHEDULED' | 'CREATING' | 'UPDATE_SCHEDULED' | 'UPDATING' | 'DELETION_SCHEDULED' | 'DELETING' | 'OK' | 'ERRED' | null
  scope_error_message: string | null
  paused_reason: string
  parent_uuid: string | null
  parent_name: string | null
  parent_description: string | null
  billing_type_classification: string
  backend_id: string
  thumbnail: null | null
  image: null | null
  latitude: number | null
  longitude: number | null
  country: string
  endpoints: unknown[]
  screenshots: unknown[]
  files: unknown[]
  tags: unknown[]
  quotas: unknown[]
  organization_groups: unknown[]
  config_drive_default: boolean
  is_accessible: boolean
}

export type Quota = {
  name: string
  /** What OpenStack counts, and what running jobs have reserved. */
  usage: number
  /** -1: none. */
  limit: number
  /** Part of `usage` that running jobs have reserved. */
  reserved: number
}

export type Resource = {
  offering: string
  offering_name: string
  offering_uuid: string
  offering_description: string
  offering_image: null | null
  offering_thumbnail: null | null
  offering_type: string
  offering_shared: boolean
  offering_billable: boolean
  offering_plugin_options: Record<string, unknown>
  provider_name: string
  provider_uuid: string
  provider_slug: string
  provider_description: string
  category_title: string
  category_uuid: string
  category_icon: null | null
  plan: string | null
  plan_unit: string | null
  plan_name: string | null
  plan_uuid: string | null
  plan_description: string | null
  project: string
  project_uuid: string
  project_name: string
  project_description: string
  project_slug: string
  customer: string
  customer_uuid: string
  customer_name: string
  customer_slug: string
  url: string
  uuid: string
  name: string
  slug: string
  description: string
  created: string
  modified: string
  state: 'Creating' | 'OK' | 'Erred' | 'Updating' | 'Terminating' | 'Terminated'
  attributes: Record<string, unknown>
  limits: Record<string, number>
  limit_usage: Record<string, number>
  current_usages: Record<string, number>
  scope: string | null
  resource_uuid: string | null
  resource_type: string | null
  backend_id: string
  effective_id: string
  backend_metadata: Record<string, unknown>
  is_usage_based: boolean
  is_limit_based: boolean
  parent_uuid: string | null
  parent_name: string | null
  parent_offering_uuid: string | null
  parent_offering_name: string | null
  offering_state: string
  service_settings_uuid: string
  project_end_date: string | null
  end_date: string | null
  can_terminate: boolean
  available_actions: string[]
  order_in_progress: {
    uuid: string
    url: string
    type: string
    state: string
    created: string
  } | null
  creation_order: {
    uuid: string
    url: string
    type: string
    state: string
    created: string
  } | null
  error_message: string
  error_traceback: string
  username: string | null
  options: Record<string, unknown> | null
  report: unknown[]
  endpoints: unknown[]
  downscaled: boolean
  paused: boolean
}

export type RoleDetails = {
  url: string
  uuid: string
  name: string
  description: string
  description_en: string | null
  permissions: string[]
  is_system_role: boolean
  is_active: boolean
  users_count: number
  content_type: 'customer' | 'project' | 'offering'
  template_uuid: string | null
  template_name: string | null
  customer_uuid: string | null
  customer_name: string | null
}

export type RolesCreateRequest = {
  name: string
  description?: string
  permissions: string[]
  is_active?: boolean
  content_type: 'customer' | 'project' | 'offering'
}

export type RolesPartialUpdateRequest = {
  name?: string
  description?: string
  permissions?: string[]
  is_active?: boolean
  content_type?: 'customer' | 'project' | 'offering'
}

export type ServiceSettings = {
  url: string
  uuid: string
  name: string
  type: 'OpenStack'
  state: 'OK' | 'ERRED'
  error_message: string
  shared: boolean
  customer: string
  customer_name: string
  customer_native_name: string
  terms_of_services: string
  scope: null | null
  scope_uuid: null | null
  /** How the cloud is reached: only for staff and those who run the provider, never with its password. */
  options: Record<string, unknown>
  verify_ssl: boolean
  last_sync: string | null
  unreachable_since: string | null
}

export type SshKey = {
  url: string
  uuid: string
  name: string
  public_key: string
  fingerprint_md5: string
  fingerprint_sha256: string
  fingerprint_sha512: string
  type: string
  user_uuid: string
  /** Offered to everybody. */
  is_shared: boolean
  created: string
}

export type TenantTopology = {
  nodes: Array<{
    /** Within this answer. */
    id: string
    type: 'tenant' | 'router' | 'network' | 'subnet' | 'port' | 'instance' | 'floating_ip' | 'external_network'
    name: string
    uuid: string | null
    attrs: Record<string, Record<string, unknown>>
  }>
  edges: Array<{
    source: string
    target: string
    kind: 'contains' | 'has_subnet' | 'has_port' | 'has_interface' | 'attached_to' | 'gateway' | 'floating_for'
  }>
}

export type User = {
  url: string
  uuid: string
  username: string
  slug: string
  full_name: string
  first_name: string
  last_name: string
  email: string
  native_name: string
  job_title: string
  phone_number: string
  organization: string
  description: string
  personal_title: string
  address: string
  country_of_residence: string
  nationality: string
  civil_number: string | null
  is_staff: boolean
  is_support: boolean
  is_active: boolean
  /** Shown to its owner alone. */
  token?: string
  /** Seconds; null: the token never expires. */
  token_lifetime?: number | null
  token_expires_at?: string | null
  registration_method: string
  identity_provider_name: string
  identity_provider_label: string
  identity_provider_management_url: string
  identity_provider_fields: string[]
  identity_source: string
  date_joined: string
  last_sign_in: string | null
  agreement_date: string | null
  preferred_language: string
  /** The person's screen settings, of the browser's choosing. Shown to its owner alone. */
  preferences?: Record<string, unknown>
  /** Roles held, as far as the caller may see. */
  permissions: Permission[]
  requested_email: string | null
  affiliations: string[]
  image: string | null
  should_protect_user_details: boolean
  has_active_session: boolean
  has_usable_password: boolean
  ip_address: string | null
  notifications_enabled: boolean
  can_use_personal_access_tokens: boolean
  uid_number: number | null
  primary_gid: number | null
  is_admin_deactivated: boolean
}

export type UserAuthToken = {
  created: string
  user_first_name: string
  user_last_name: string
  user_username: string
  user_is_active: boolean
  user_token_lifetime: number | null
  token: string
}

export type UserRoleDetails = {
  uuid: string
  created: string
  expiration_time: string | null
  role_name: string
  role_uuid: string
  user_email: string
  user_full_name: string
  user_username: string
  user_uuid: string
  user_image: string | null
  created_by_full_name: string
  created_by_uuid: string | null
  last_sign_in: string | null
}

export type UserRoleExpirationTime = {
  expiration_time: string | null
}

export type UsersChangePasswordRequest = {
  new_password: string
  /** Needed from a browser: an unlocked screen is no proof of who sits before it. */
  current_password?: string
}

export type UsersCreateRequest = {
  first_name?: string
  last_name?: string
  email: string
  preferred_language?: string
  /** Replaces the stored ones. */
  preferences?: Record<string, unknown>
  token_lifetime?: number | null
  native_name?: string
  job_title?: string
  phone_number?: string
  organization?: string
  description?: string
  personal_title?: string
  address?: string
  country_of_residence?: string
  nationality?: string
  username: string
  is_staff?: boolean
  is_support?: boolean
  is_active?: boolean
}

export type UsersFoyerPasswordLinkResponse = {
  url: string
  expires_at: string
}

export type UsersPartialUpdateRequest = {
  first_name?: string
  last_name?: string
  email?: string | ''
  preferred_language?: string
  preferences?: Record<string, unknown>
  token_lifetime?: number | null
  native_name?: string
  job_title?: string
  phone_number?: string
  organization?: string
  description?: string
  personal_title?: string
  address?: string
  country_of_residence?: string
  nationality?: string
  username?: string
  is_staff?: boolean
  is_support?: boolean
  is_active?: boolean
}

export type UsersUpdateRequest = {
  first_name?: string
  last_name?: string
  email?: string | ''
  preferred_language?: string
  /** Replaces the stored ones. */
  preferences?: Record<string, unknown>
  token_lifetime?: number | null
  native_name?: string
  job_title?: string
  phone_number?: string
  organization?: string
  description?: string
  personal_title?: string
  address?: string
  country_of_residence?: string
  nationality?: string
  username?: string
  is_staff?: boolean
  is_support?: boolean
  is_active?: boolean
}

export type Version = {
  version: string
  latest_version: string
}

/** Public objects by collection. */
export type Objects = {
  'auth-tokens': AuthToken
  'configuration': Configuration
  'customers': Customer
  'events': Event
  'foyer-connection-tests': FoyerConnectionTest
  'foyer-console-tickets': FoyerConsoleTicket
  'foyer-drifts': FoyerDrift
  'foyer-jobs': FoyerJob
  'foyer-leftovers': FoyerLeftover
  'foyer-preflight': FoyerPreflight
  'foyer-schedules': FoyerSchedule
  'foyer-summaries': FoyerSummary
  'foyer-sync-runs': FoyerSyncRun
  'keys': SshKey
  'marketplace-categories': MarketplaceCategory
  'marketplace-orders': OrderDetails
  'marketplace-plans': ProviderPlanDetails
  'marketplace-provider-offerings': ProviderOfferingDetails
  'marketplace-public-offerings': PublicOfferingDetails
  'marketplace-resources': Resource
  'openstack-external-networks': ExternalNetwork
  'openstack-flavors': OpenStackFlavor
  'openstack-floating-ips': OpenStackFloatingIp
  'openstack-images': OpenStackImage
  'openstack-instance-availability-zones': OpenStackInstanceAvailabilityZone
  'openstack-instances': OpenStackInstance
  'openstack-networks': OpenStackNetwork
  'openstack-ports': OpenStackPort
  'openstack-routers': OpenStackRouter
  'openstack-security-groups': OpenStackSecurityGroup
  'openstack-snapshots': OpenStackSnapshot
  'openstack-subnets': OpenStackSubNet
  'openstack-tenants': OpenStackTenant
  'openstack-volume-availability-zones': OpenStackVolumeAvailabilityZone
  'openstack-volume-types': OpenStackVolumeType
  'openstack-volumes': OpenStackVolume
  'override-settings': Configuration
  'personal-access-tokens': PersonalAccessToken
  'projects': Project
  'roles': RoleDetails
  'service-settings': ServiceSettings
  'users': User
  'version': Configuration
}

/** What actions and routes of a collection take, by their name in the rules. */
export type Inputs = {
  'auth-tokens': Record<never, never>
  'configuration': Record<never, never>
  'customers': {
    update: CustomersCreateRequest
    add_user: CustomersAddUserRequest
    update_user: CustomersAddUserRequest
    delete_user: CustomersAddUserRequest
    create: CustomersCreateRequest
  }
  'events': Record<never, never>
  'foyer-connection-tests': {
    create: FoyerConnectionTestsCreateRequest
  }
  'foyer-console-tickets': {
    create: FoyerConsoleTicketsCreateRequest
  }
  'foyer-drifts': Record<never, never>
  'foyer-jobs': Record<never, never>
  'foyer-leftovers': Record<never, never>
  'foyer-preflight': {
    create: FoyerPreflightCreateRequest
  }
  'foyer-schedules': {
    update: FoyerSchedulesUpdateRequest
  }
  'foyer-summaries': Record<never, never>
  'foyer-sync-runs': Record<never, never>
  'keys': {
    create: KeysCreateRequest
  }
  'marketplace-categories': {
    update: MarketplaceCategoriesCreateRequest
    create: MarketplaceCategoriesCreateRequest
  }
  'marketplace-orders': {
    update: MarketplaceOrdersUpdateRequest
    reject_by_consumer: MarketplaceOrdersRejectByConsumerRequest
    approve_by_provider: MarketplaceOrdersApproveByProviderRequest
    reject_by_provider: MarketplaceOrdersRejectByProviderRequest
    create: MarketplaceOrdersCreateRequest
  }
  'marketplace-plans': {
    update: MarketplacePlansUpdateRequest
    update_prices: MarketplacePlansUpdatePricesRequest
    create: MarketplacePlansCreateRequest
  }
  'marketplace-provider-offerings': {
    activate: MarketplaceProviderOfferingsActivateRequest
    pause: MarketplaceProviderOfferingsPauseRequest
    unpause: MarketplaceProviderOfferingsUnpauseRequest
    archive: MarketplaceProviderOfferingsArchiveRequest
    draft: MarketplaceProviderOfferingsDraftRequest
    make_available: MarketplaceProviderOfferingsMakeAvailableRequest
    make_unavailable: MarketplaceProviderOfferingsMakeUnavailableRequest
    update_overview: MarketplaceProviderOfferingsUpdateOverviewRequest
    update_description: MarketplaceProviderOfferingsUpdateDescriptionRequest
    update_integration: MarketplaceProviderOfferingsUpdateIntegrationRequest
    update_attributes: MarketplaceProviderOfferingsUpdateAttributesRequest
    update_offering_component: MarketplaceProviderOfferingsUpdateOfferingComponentRequest
    create: MarketplaceProviderOfferingsCreateRequest
  }
  'marketplace-public-offerings': Record<never, never>
  'marketplace-resources': {
    update: MarketplaceResourcesUpdateRequest
    terminate: MarketplaceResourcesTerminateRequest
    update_limits: MarketplaceResourcesUpdateLimitsRequest
    set_end_date: MarketplaceResourcesSetEndDateRequest
    set_end_date_by_staff: MarketplaceResourcesSetEndDateRequest
  }
  'openstack-external-networks': Record<never, never>
  'openstack-flavors': Record<never, never>
  'openstack-floating-ips': {
    attach_to_port: OpenstackFloatingIpsAttachToPortRequest
    assign: OpenstackFloatingIpsAssignRequest
    update_description: OpenstackFloatingIpsUpdateDescriptionRequest
    set_erred: OpenstackTenantsSetErredRequest
    create: OpenstackFloatingIpsCreateRequest
  }
  'openstack-images': Record<never, never>
  'openstack-instance-availability-zones': Record<never, never>
  'openstack-instances': {
    update: OpenstackInstancesUpdateRequest
    set_erred: OpenstackTenantsSetErredRequest
    restart: OpenstackInstancesRestartRequest
    change_flavor: OpenstackInstancesChangeFlavorRequest
    update_security_groups: OpenstackInstancesUpdateSecurityGroupsRequest
    attach_volume: OpenstackInstancesAttachVolumeRequest
    detach_volume: OpenstackInstancesAttachVolumeRequest
    update_allowed_address_pairs: OpenstackInstancesUpdateAllowedAddressPairsRequest
    create: OpenstackInstancesCreateRequest
  }
  'openstack-networks': {
    update: OpenstackNetworksUpdateRequest
    set_mtu: OpenstackNetworksSetMtuRequest
    set_erred: OpenstackTenantsSetErredRequest
    create_subnet: OpenstackNetworksCreateSubnetRequest
    create: OpenstackNetworksCreateRequest
  }
  'openstack-ports': {
    update: OpenstackPortsUpdateRequest
    update_port_ip: OpenstackPortsUpdatePortIpRequest
    update_security_groups: OpenstackPortsUpdateSecurityGroupsRequest
    set_allowed_address_pairs: OpenstackPortsSetAllowedAddressPairsRequest
    set_erred: OpenstackTenantsSetErredRequest
    create: OpenstackPortsCreateRequest
  }
  'openstack-routers': {
    set_routes: OpenstackRoutersSetRoutesRequest
    add_router_interface: OpenstackRoutersAddRouterInterfaceRequest
    remove_router_interface: OpenstackRoutersAddRouterInterfaceRequest
    set_external_gateway: OpenstackRoutersSetExternalGatewayRequest
    set_erred: OpenstackTenantsSetErredRequest
    create: OpenstackRoutersCreateRequest
  }
  'openstack-security-groups': {
    update: OpenstackSecurityGroupsUpdateRequest
    set_rules: OpenstackSecurityGroupsSetRulesRequest
    add_rule: OpenstackSecurityGroupsAddRuleRequest
    set_erred: OpenstackTenantsSetErredRequest
    create: OpenstackSecurityGroupsCreateRequest
  }
  'openstack-snapshots': {
    update: OpenstackSnapshotsUpdateRequest
    set_erred: OpenstackTenantsSetErredRequest
    restore: OpenstackSnapshotsRestoreRequest
    create: OpenstackSnapshotsCreateRequest
  }
  'openstack-subnets': {
    update: OpenstackSubnetsUpdateRequest
    connect: OpenstackSubnetsConnectRequest
    set_erred: OpenstackTenantsSetErredRequest
    create: OpenstackSubnetsCreateRequest
  }
  'openstack-tenants': {
    update: OpenstackTenantsUpdateRequest
    set_erred: OpenstackTenantsSetErredRequest
    set_quotas: OpenstackTenantsSetQuotasRequest
    change_password: OpenstackTenantsChangePasswordRequest
    create_network: OpenstackTenantsCreateNetworkRequest
    create_floating_ip: OpenstackTenantsCreateFloatingIpRequest
    create_security_group: OpenstackTenantsCreateSecurityGroupRequest
    create: OpenstackTenantsCreateRequest
  }
  'openstack-volume-availability-zones': Record<never, never>
  'openstack-volume-types': Record<never, never>
  'openstack-volumes': {
    update: OpenstackVolumesUpdateRequest
    set_erred: OpenstackTenantsSetErredRequest
    extend: OpenstackVolumesExtendRequest
    attach: OpenstackVolumesAttachRequest
    retype: OpenstackVolumesRetypeRequest
    create_from_snapshot: OpenstackVolumesCreateFromSnapshotRequest
    snapshot: OpenstackVolumesSnapshotRequest
    create: OpenstackVolumesCreateRequest
  }
  'override-settings': {
    create: OverrideSettingsCreateRequest
  }
  'personal-access-tokens': {
    create: PersonalAccessTokensCreateRequest
  }
  'projects': {
    update: ProjectsUpdateRequest
    add_user: CustomersAddUserRequest
    update_user: CustomersAddUserRequest
    delete_user: CustomersAddUserRequest
    create: ProjectsCreateRequest
  }
  'roles': {
    update: RolesCreateRequest
    create: RolesCreateRequest
  }
  'service-settings': Record<never, never>
  'users': {
    update: UsersUpdateRequest
    change_password: UsersChangePasswordRequest
    create: UsersCreateRequest
  }
  'version': Record<never, never>
}
