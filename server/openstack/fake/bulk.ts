/** Rows by the thousand, for benches. */
import type { Cloud } from './cloud.ts'
import { hexId, macAddress, stableUuid, uuid } from './ids.ts'
import { toAddress, toNumber } from './neutron/addresses.ts'
import { addPort } from './neutron/ports.ts'
import { ensureDefaultGroup } from './neutron/securitygroups.ts'
import type { Flavor, Network, Server, Subnet, Volume } from './rows.ts'
import { adminUserId, neutronRow } from './seed.ts'

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
  const groups = projectIds.map((id) => ensureDefaultGroup(cloud, id))
  const flavor = state.flavors.values().next().value!
  const made: Server[] = []
  for (let index = 0; index < Math.max(servers, counts.ports ?? 0); index++) {
    const place = networks[index % networks.length]
    const projectId = projectIds[index % projectIds.length]
    const group = groups[index % groups.length]
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
    ...neutronRow(cloud, uuid(), 'seed-net', projectId),
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
    ...neutronRow(cloud, uuid(), 'seed-subnet', projectId),
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
    user_id: adminUserId(),
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
    user_id: adminUserId(),
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
