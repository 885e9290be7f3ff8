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

export type KeysCreateRequest = {
  /** Default: the key's comment. */
  name?: string
  public_key: string
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

export type OpenstackInstancesSetErredRequest = {
  error_message?: string
  error_traceback?: string
}

export type OpenstackInstancesUpdateRequest = {
  name?: string
  description?: string
}

export type OpenstackInstancesUpdateSecurityGroupsRequest = {
  security_groups: string[]
}

export type OpenstackVolumesAttachRequest = {
  /** Instance of the same tenant. */
  instance: string
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

export type OpenstackVolumesUpdateRequest = {
  name?: string
  description?: string
  bootable?: boolean
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
  'foyer-console-tickets': FoyerConsoleTicket
  'keys': SshKey
  'openstack-instances': OpenStackInstance
  'openstack-volumes': OpenStackVolume
  'override-settings': Configuration
  'personal-access-tokens': PersonalAccessToken
  'projects': Project
  'roles': RoleDetails
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
  'foyer-console-tickets': {
    create: FoyerConsoleTicketsCreateRequest
  }
  'keys': {
    create: KeysCreateRequest
  }
  'openstack-instances': {
    update: OpenstackInstancesUpdateRequest
    set_erred: OpenstackInstancesSetErredRequest
    restart: OpenstackInstancesRestartRequest
    change_flavor: OpenstackInstancesChangeFlavorRequest
    update_security_groups: OpenstackInstancesUpdateSecurityGroupsRequest
    create: OpenstackInstancesCreateRequest
  }
  'openstack-volumes': {
    update: OpenstackVolumesUpdateRequest
    set_erred: OpenstackInstancesSetErredRequest
    extend: OpenstackVolumesExtendRequest
    attach: OpenstackVolumesAttachRequest
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
  'users': {
    update: UsersUpdateRequest
    change_password: UsersChangePasswordRequest
    create: UsersCreateRequest
  }
  'version': Record<never, never>
}
