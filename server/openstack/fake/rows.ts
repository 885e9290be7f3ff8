/** What the cloud remembers. Times are milliseconds; views turn them into each service's spelling. */

/** Anything that came over the wire: each handler checks what it reads of it. */
// biome-ignore lint/suspicious/noExplicitAny: bodies of other people's requests have no type before they are checked
export type Loose = any

export type Project = {
  id: string
  name: string
  domain_id: string
  description: string
  enabled: boolean
  tags: string[]
}
export type User = {
  id: string
  name: string
  domain_id: string
  enabled: boolean
  salt: string
  passwordHash: string
  description?: string
  email?: string
  default_project_id?: string
  /** Tokens issued at or before this second are void: Keystone revokes by whole seconds when a password changes. */
  revokedUntilMs?: number
}
export type Role = { id: string; name: string }
export type Domain = { id: string; name: string; description: string; enabled: boolean }
export type Token = {
  id: string
  user_id: string
  project_id: string | null
  domain_id: string | null
  system: boolean
  methods: string[]
  audit_ids: string[]
  issuedAtMs: number
  expiresAtMs: number
}

export type Flavor = {
  id: string
  name: string
  /** MiB, GiB */
  ram: number
  disk: number
  vcpus: number
  ephemeral: number
  swap: number
  is_public: boolean
  description: string | null
  extra_specs: Record<string, string>
}
export type Keypair = {
  id: number
  name: string
  user_id: string
  public_key: string
  fingerprint: string
  type: string
  createdAtMs: number
}
export type ServerGroup = {
  id: string
  name: string
  policy: string
  rules: Record<string, number>
  project_id: string
  user_id: string
}
export type BlockDevice = {
  uuid: string
  volume_id: string
  device: string
  boot_index: number | null
  delete_on_termination: boolean
  attachment_id: string
  tag: string | null
}
export type ServerAction = {
  action: string
  request_id: string
  user_id: string
  project_id: string
  startMs: number
  updatedMs: number
  /** null while it is under way. */
  finishedMs: number | null
  /** `Error` if it failed; the reason is in `details`. */
  message: string | null
  details: string | null
}
export type ServerFault = { code: number; createdMs: number; message: string; details?: string }
export type Server = {
  id: string
  index: number
  name: string
  project_id: string
  user_id: string
  description: string | null
  metadata: Record<string, string>
  tags: string[]
  vm_state: string
  task_state: string | null
  power_state: number
  host: string | null
  az: string
  requested_az: string | null
  image_id: string | null
  flavor: Flavor
  old_flavor: Flavor | null
  old_vm_state: string | null
  key_name: string | null
  user_data: string | null
  config_drive: string
  locked: boolean
  locked_reason: string | null
  hostname: string
  reservation_id: string
  fault: ServerFault | null
  bdms: BlockDevice[]
  group_id: string | null
  security_groups: string[]
  /** Ports, and whether Nova made them itself and so deletes them with the server. */
  nics: { port_id: string; own: boolean }[]
  actions: ServerAction[]
  createdAtMs: number
  updatedAtMs: number
  launchedAtMs: number | null
  terminatedAtMs: number | null
  bootedAtMs: number | null
  /** Lines that the guest wrote by itself or because somebody typed. */
  console: string[]
}

export type VolumeAttachment = {
  attachment_id: string
  server_id: string
  device: string
  attachedAtMs: number
}
export type Volume = {
  id: string
  name: string | null
  description: string | null
  project_id: string
  user_id: string
  /** GiB */
  size: number
  status: string
  volume_type_id: string
  availability_zone: string
  metadata: Record<string, string>
  bootable: boolean
  multiattach: boolean
  snapshot_id: string | null
  source_volid: string | null
  image_metadata: Record<string, string> | null
  attachments: VolumeAttachment[]
  /** Servers that have reserved it and are not yet attached. */
  reserved_by: string | null
  createdAtMs: number
  updatedAtMs: number | null
}
export type Snapshot = {
  id: string
  name: string | null
  description: string | null
  project_id: string
  user_id: string
  volume_id: string
  volume_type_id: string
  size: number
  status: string
  metadata: Record<string, string>
  createdAtMs: number
  updatedAtMs: number | null
}
export type Message = {
  id: string
  project_id: string
  event_id: string
  user_message: string
  resource_uuid: string
  request_id: string
  createdAtMs: number
}
export type VolumeType = {
  id: string
  name: string
  description: string | null
  is_public: boolean
  extra_specs: Record<string, string>
}

type NeutronRow = {
  id: string
  name: string
  project_id: string
  description: string
  tags: string[]
  createdAtMs: number
  updatedAtMs: number
  revision: number
}
export type Network = NeutronRow & {
  admin_state_up: boolean
  mtu: number
  status: string
  shared: boolean
  external: boolean
  is_default: boolean
  port_security_enabled: boolean
  network_type: string
  physical_network: string | null
  segmentation_id: number | null
}
export type Pool = { start: string; end: string }
export type Route = { destination: string; nexthop: string }
export type Subnet = NeutronRow & {
  network_id: string
  ip_version: 4 | 6
  cidr: string
  gateway_ip: string | null
  enable_dhcp: boolean
  allocation_pools: Pool[]
  dns_nameservers: string[]
  host_routes: Route[]
  ipv6_ra_mode: string | null
  ipv6_address_mode: string | null
}
export type FixedIp = { subnet_id: string; ip_address: string }
export type Port = NeutronRow & {
  network_id: string
  mac_address: string
  admin_state_up: boolean
  status: string
  device_id: string
  device_owner: string
  fixed_ips: FixedIp[]
  allowed_address_pairs: { ip_address: string; mac_address: string }[]
  extra_dhcp_opts: Loose[]
  security_groups: string[]
  port_security_enabled: boolean
  vnic_type: string
  host_id: string
}
export type Router = NeutronRow & {
  admin_state_up: boolean
  status: string
  gateway: { network_id: string; port_id: string; enable_snat: boolean } | null
  routes: Route[]
  distributed: boolean
  ha: boolean
  /** An agent has taken it over: its zone shows. */
  scheduled: boolean
}
export type FloatingIp = NeutronRow & {
  floating_ip_address: string
  floating_network_id: string
  /** The port on the external network that holds the address. */
  own_port_id: string
  router_id: string | null
  port_id: string | null
  fixed_ip_address: string | null
  status: string
}
export type SecurityGroup = NeutronRow & { stateful: boolean }
export type SecurityGroupRule = {
  id: string
  number: number
  project_id: string
  security_group_id: string
  ethertype: string
  direction: string
  protocol: string | null
  port_range_min: number | null
  port_range_max: number | null
  remote_ip_prefix: string | null
  remote_group_id: string | null
  description: string | null
  createdAtMs: number
}
export type RbacPolicy = {
  id: string
  project_id: string
  object_type: string
  object_id: string
  action: string
  target_tenant: string
}
export type Image = {
  id: string
  name: string | null
  owner: string
  status: string
  visibility: string
  disk_format: string | null
  container_format: string | null
  /** bytes */
  size: number | null
  virtual_size: number | null
  checksum: string | null
  os_hash_value: string | null
  /** MiB, GiB */
  min_ram: number
  min_disk: number
  protected: boolean
  os_hidden: boolean
  tags: string[]
  properties: Record<string, string>
  createdAtMs: number
  updatedAtMs: number
}
export type Limits = Record<string, number>
