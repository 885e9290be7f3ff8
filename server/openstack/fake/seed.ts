/** What a new cloud has. */
import type { Cloud } from './cloud.ts'
import { md5, sha, stableUuid } from './ids.ts'
import { setPassword } from './keystone/passwords.ts'
import type { Image, Network, Subnet } from './rows.ts'

export const ADMIN = {
  user: 'admin',
  password: 'built-in-cloud',
  project: 'admin',
  domain: 'Default',
  region: 'RegionOne',
}

const hex = (name: string): string => stableUuid(name).replaceAll('-', '')
const adminProject = (): string => hex('project-admin')
export const adminUserId = (): string => hex('user-admin')

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
    id: adminUserId(),
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

export const neutronRow = (cloud: Cloud, id: string, name: string, project: string, description = '') => ({
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
    ...neutronRow(cloud, stableUuid('network-external'), 'external', adminProject(), 'Provider network'),
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
    ...neutronRow(cloud, stableUuid('subnet-external'), 'external-v4', adminProject()),
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
