/** What a new cloud has, and rows by the thousand for benches. */
import type { Cloud } from './cloud.ts'
import { hexId, macAddress, md5, sha, stableUuid, uuid } from './ids.ts'
import { setPassword } from './keystone/passwords.ts'
import { toAddress, toNumber } from './neutron/addresses.ts'
import { addPort } from './neutron/ports.ts'
import { ensureDefaultGroup } from './neutron/securitygroups.ts'
import type { Flavor, Image, Network, Server, Subnet, Volume } from './rows.ts'

export const ADMIN = {
  user: 'admin',
  password: 'built-in-cloud',
  project: 'admin',
  domain: 'Default',
  region: 'RegionOne',
}

const hex = (name: string): string => stableUuid(name).replaceAll('-', '')
const adminProject = (): string => hex('project-admin')

/** name, vCPU, RAM in MiB, disk in GiB */
const FLAVORS = [
  ['tiny', 1, 512, 1],
  ['small', 1, 2048, 10],
  ['medium', 2, 4096, 20],
  ['large', 4, 8192, 40],
] as const

/** There is no operating system behind these: the names say so. */
const IMAGES = [
  {
    name: 'Built-in Linux',
    version: '1.0',
    minDisk: 1,
    minRam: 64,
    bytes: 12_991_488,
    format: 'qcow2',
    text: 'The shell that the built-in cloud draws',
  },
  {
    name: 'Built-in Linux, large',
    version: '1.0 large',
    minDisk: 10,
    minRam: 1024,
    bytes: 734_003_200,
    format: 'raw',
    text: 'The same shell, with larger needs',
  },
] as const

/** Rows that a cloud without a state file starts with. */
export function seedBasics(cloud: Cloud): void {
  const { state } = cloud
  state.domains.set('default', { id: 'default', name: 'Default', description: 'The default domain', enabled: true })
  for (const name of ['reader', 'member', 'admin', 'service'])
    state.roles.set(hex(`role-${name}`), { id: hex(`role-${name}`), name })
  const admin = {
    id: hex('user-admin'),
    name: ADMIN.user,
    domain_id: 'default',
    enabled: true,
    salt: '',
    passwordHash: '',
  }
  setPassword(admin, ADMIN.password)
  state.users.set(admin.id, admin)
  for (const name of ['admin', 'service'])
    state.projects.set(hex(`project-${name}`), {
      id: hex(`project-${name}`),
      name,
      domain_id: 'default',
      description: '',
      enabled: true,
      tags: [],
    })
  for (const place of [adminProject(), 'system'])
    state.assignments.set(`${place}|${admin.id}|${hex('role-admin')}`, true)
  FLAVORS.forEach(([name, vcpus, ram, disk], index) => {
    const id = String(index + 1)
    state.flavors.set(id, {
      id,
      name,
      vcpus,
      ram,
      disk,
      ephemeral: 0,
      swap: 0,
      is_public: true,
      description: null,
      extra_specs: {},
    })
  })
  for (const [name, description] of [
    ['ssd', 'Solid state (default)'],
    ['hdd', 'Spinning disks'],
  ])
    state.volumeTypes.set(stableUuid(`type-${name}`), {
      id: stableUuid(`type-${name}`),
      name,
      description,
      is_public: true,
      extra_specs: { volume_backend_name: 'built-in' },
    })
  for (const row of IMAGES) state.images.set(stableUuid(`image-${row.name}`), imageRow(cloud, row))
  externalNetwork(cloud)
}

function imageRow(cloud: Cloud, row: (typeof IMAGES)[number]): Image {
  return {
    id: stableUuid(`image-${row.name}`),
    name: row.name,
    owner: adminProject(),
    status: 'active',
    visibility: 'public',
    disk_format: row.format,
    container_format: 'bare',
    size: row.bytes,
    virtual_size: row.minDisk * 2 ** 30,
    checksum: md5(row.name),
    os_hash_value: sha('sha512', row.name),
    min_ram: row.minRam,
    min_disk: row.minDisk,
    protected: false,
    os_hidden: false,
    tags: [],
    properties: {
      os_type: 'linux',
      os_distro: 'built-in',
      os_version: row.version,
      architecture: 'x86_64',
      description: row.text,
    },
    createdAtMs: cloud.now(),
    updatedAtMs: cloud.now(),
  }
}

const common = (cloud: Cloud, id: string, name: string, project: string, description = '') => ({
  id,
  name,
  project_id: project,
  description,
  tags: [] as string[],
  createdAtMs: cloud.now(),
  updatedAtMs: cloud.now(),
  revision: 1,
})

function externalNetwork(cloud: Cloud): void {
  const network: Network = {
    ...common(cloud, stableUuid('network-external'), 'external', adminProject(), 'Provider network'),
    admin_state_up: true,
    mtu: 1500,
    status: 'ACTIVE',
    shared: false,
    external: true,
    is_default: false,
    port_security_enabled: true,
    network_type: 'flat',
    physical_network: 'public',
    segmentation_id: null,
  }
  cloud.state.networks.set(network.id, network)
  const subnet: Subnet = {
    ...common(cloud, stableUuid('subnet-external'), 'external-v4', adminProject()),
    network_id: network.id,
    ip_version: 4,
    cidr: '203.0.113.0/24',
    gateway_ip: '203.0.113.1',
    enable_dhcp: false,
    allocation_pools: [{ start: '203.0.113.10', end: '203.0.113.250' }],
    dns_nameservers: [],
    host_routes: [],
    ipv6_ra_mode: null,
    ipv6_address_mode: null,
  }
  cloud.state.subnets.set(subnet.id, subnet)
}

export const seededIds = () => ({
  adminProjectId: adminProject(),
  imageId: stableUuid(`image-${IMAGES[0].name}`),
  largeImageId: stableUuid(`image-${IMAGES[1].name}`),
  flavorIds: Object.fromEntries(FLAVORS.map(([name], index) => [name, String(index + 1)])) as Record<
    (typeof FLAVORS)[number][0],
    string
  >,
  externalNetworkId: stableUuid('network-external'),
  externalSubnetId: stableUuid('subnet-external'),
  volumeTypeIds: { ssd: stableUuid('type-ssd'), hdd: stableUuid('type-hdd') },
})

export type SeedCounts = {
  tenants?: number
  /** Spread over the tenants made here, each with a port and a volume of its own counted below. */
  servers?: number
  volumes?: number
  ports?: number
}

/** Makes many rows at once; quotas are not asked. Servers come with one port each, volumes are attached while servers last. */
export function seedMany(cloud: Cloud, counts: SeedCounts): { projectIds: string[] } {
  const { state } = cloud
  const servers = counts.servers ?? 0
  const projectIds: string[] = []
  const networks: { network: Network; subnet: Subnet; next: bigint }[] = []
  for (let index = 0; index < Math.max(counts.tenants ?? 1, 1); index++) {
    const id = hexId()
    state.projects.set(id, {
      id,
      name: `seed-${id.slice(0, 6)}-${index}`,
      domain_id: 'default',
      description: 'Seeded',
      enabled: true,
      tags: ['seed'],
    })
    state.novaQuotas.set(id, { instances: -1, cores: -1, ram: -1 })
    state.cinderQuotas.set(id, { volumes: -1, gigabytes: -1, snapshots: -1 })
    state.neutronQuotas.set(id, { port: -1 })
    projectIds.push(id)
    networks.push({ ...seedNetwork(cloud, id), next: toNumber('10.0.0.10') })
  }
  const flavor = state.flavors.values().next().value!
  const made: Server[] = []
  for (let index = 0; index < Math.max(servers, counts.ports ?? 0); index++) {
    const place = networks[index % networks.length]
    const projectId = projectIds[index % projectIds.length]
    const group = ensureDefaultGroup(cloud, projectId)
    const server = index < servers ? seedServer(cloud, projectId, flavor, index) : null
    const port = addPort(cloud, place.network, {
      project_id: projectId,
      mac_address: macAddress(),
      device_id: server?.id ?? '',
      device_owner: server ? 'compute:nova' : '',
      host_id: server ? 'compute1' : '',
      status: server ? 'ACTIVE' : 'DOWN',
      fixed_ips: [{ subnet_id: place.subnet.id, ip_address: toAddress(place.next++, 4) }],
      port_security_enabled: true,
      security_groups: [group.id],
    })
    if (server) {
      server.nics = [{ port_id: port.id, own: true }]
      made.push(server)
    }
  }
  for (let index = 0; index < (counts.volumes ?? 0); index++)
    seedVolume(cloud, projectIds[index % projectIds.length], made[index], index)
  cloud.changed()
  return { projectIds }
}

function seedNetwork(cloud: Cloud, projectId: string): { network: Network; subnet: Subnet } {
  const network: Network = {
    ...common(cloud, uuid(), 'seed-net', projectId),
    admin_state_up: true,
    mtu: 1450,
    status: 'ACTIVE',
    shared: false,
    external: false,
    is_default: false,
    port_security_enabled: true,
    network_type: 'vxlan',
    physical_network: null,
    segmentation_id: 1000 + cloud.next('segments'),
  }
  const subnet: Subnet = {
    ...common(cloud, uuid(), 'seed-subnet', projectId),
    network_id: network.id,
    ip_version: 4,
    cidr: '10.0.0.0/16',
    gateway_ip: '10.0.0.1',
    enable_dhcp: true,
    allocation_pools: [{ start: '10.0.0.2', end: '10.0.255.254' }],
    dns_nameservers: [],
    host_routes: [],
    ipv6_ra_mode: null,
    ipv6_address_mode: null,
  }
  cloud.state.networks.set(network.id, network)
  cloud.state.subnets.set(subnet.id, subnet)
  return { network, subnet }
}

function seedServer(cloud: Cloud, projectId: string, flavor: Flavor, index: number): Server {
  const at = cloud.now() - index * 1000
  const name = `seed-${String(index).padStart(5, '0')}`
  const row: Server = {
    id: uuid(),
    index: cloud.next('servers'),
    name,
    project_id: projectId,
    user_id: hex('user-admin'),
    description: null,
    metadata: {},
    tags: [],
    vm_state: 'active',
    task_state: null,
    power_state: 1,
    host: 'compute1',
    az: 'nova',
    requested_az: null,
    image_id: null,
    flavor: structuredClone(flavor),
    old_flavor: null,
    old_vm_state: null,
    key_name: null,
    user_data: null,
    config_drive: '',
    locked: false,
    locked_reason: null,
    hostname: name,
    reservation_id: `r-${index}`,
    fault: null,
    bdms: [],
    group_id: null,
    security_groups: ['default'],
    nics: [],
    actions: [],
    createdAtMs: at,
    updatedAtMs: at,
    launchedAtMs: at,
    terminatedAtMs: null,
    bootedAtMs: at,
    console: [],
  }
  cloud.state.servers.set(row.id, row)
  return row
}

function seedVolume(cloud: Cloud, projectId: string, server: Server | undefined, index: number): void {
  const at = cloud.now() - index * 1000
  const row: Volume = {
    id: uuid(),
    name: `seed-volume-${String(index).padStart(5, '0')}`,
    description: null,
    project_id: server?.project_id ?? projectId,
    user_id: hex('user-admin'),
    size: 1,
    status: server ? 'in-use' : 'available',
    volume_type_id: stableUuid('type-ssd'),
    availability_zone: 'nova',
    metadata: {},
    bootable: server !== undefined,
    multiattach: false,
    snapshot_id: null,
    source_volid: null,
    image_metadata: null,
    attachments: [],
    reserved_by: null,
    createdAtMs: at,
    updatedAtMs: at,
  }
  cloud.state.volumes.set(row.id, row)
  if (!server) return
  const attachmentId = uuid()
  row.attachments = [{ attachment_id: attachmentId, server_id: server.id, device: '/dev/vda', attachedAtMs: at }]
  server.bdms = [
    {
      uuid: uuid(),
      volume_id: row.id,
      device: '/dev/vda',
      boot_index: 0,
      delete_on_termination: false,
      attachment_id: attachmentId,
      tag: null,
    },
  ]
}
