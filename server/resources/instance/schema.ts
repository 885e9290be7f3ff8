/** Public JSON of instances (openapi `OpenStackInstance`). A fixed number of queries serves any number of rows. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { rowsAmong } from '../../../db/among.ts'
import { db } from '../../../db/client.ts'
import type { Link, View } from '../../api/define.ts'
import { byUuid, childFields, childSchema, uuidField, wireTimeOrNull } from '../base/present.ts'
import { type FloatingIpRow, floatingIps } from '../floating-ip/table.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { type PortRow, portSecurityGroups, ports } from '../port/table.ts'
import {
  type SecurityGroupRow,
  type SecurityGroupRuleRow,
  securityGroupRules,
  securityGroups,
} from '../security-group/table.ts'
import { type SubnetRow, subnets } from '../subnet/table.ts'
import { type VolumeRow, volumes } from '../volume/table.ts'
import { type InstanceRow, instanceSecurityGroups } from './table.ts'

const fixedIp = z.object({ ip_address: z.string(), subnet_id: z.string() })
const ruleSchema = z.object({
  ethertype: z.enum(['IPv4', 'IPv6']),
  direction: z.enum(['ingress', 'egress']),
  protocol: z.string(),
  from_port: z.int().nullable(),
  to_port: z.int().nullable(),
  cidr: z.string().nullable(),
  description: z.string(),
  remote_group_name: z.string(),
  remote_group_uuid: z.string(),
  id: z.int(),
})
const nestedGroup = z.object({
  url: z.url(),
  uuid: uuidField,
  name: z.string(),
  description: z.string(),
  state: z.string(),
  rules: z.array(ruleSchema),
})
const nestedVolume = z.object({
  url: z.url(),
  uuid: uuidField,
  name: z.string(),
  image_name: z.string(),
  state: z.string(),
  runtime_state: z.string(),
  bootable: z.boolean(),
  size: z.int(),
  device: z.string(),
  resource_type: z.string(),
  type: z.url().nullable(),
  type_name: z.string(),
  marketplace_resource_uuid: z.string().nullable(),
})
const subnetFields = {
  subnet: z.url().nullable(),
  subnet_uuid: z.string().nullable(),
  subnet_name: z.string().nullable(),
  subnet_description: z.string().nullable(),
  subnet_cidr: z.string().nullable(),
}
const nestedPort = z.object({
  url: z.url(),
  uuid: uuidField,
  name: z.string(),
  fixed_ips: z.array(fixedIp),
  mac_address: z.string(),
  ...subnetFields,
  status: z.string(),
  port_security_enabled: z.boolean(),
  allowed_address_pairs: z.array(z.object({ ip_address: z.string(), mac_address: z.string().optional() })),
  device_id: z.string().nullable(),
  device_owner: z.string().nullable(),
  security_groups: z.array(nestedGroup.omit({ rules: true })),
})
const nestedFloatingIp = z.object({
  url: z.url(),
  uuid: uuidField,
  address: z.string().nullable(),
  external_address: z.string(),
  port_fixed_ips: z.array(fixedIp),
  port_mac_address: z.string().nullable(),
  ...subnetFields,
})

export const instanceSchema = childSchema
  .extend({
    access_url: z.array(z.string()).nullable(),
    start_time: z.string().nullable(),
    cores: z.int(),
    ram: z.int().meta({ description: 'MiB.' }),
    disk: z.int().meta({ description: 'MiB, the sum of its volumes.' }),
    min_ram: z.int(),
    min_disk: z.int(),
    user_data: z.string(),
    external_ips: z.array(z.string()),
    internal_ips: z.array(z.string()),
    external_address: z.array(z.string()),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    key_name: z.string(),
    key_fingerprint: z.string(),
    image_name: z.string(),
    flavor_disk: z.int(),
    flavor_name: z.string(),
    volumes: z.array(nestedVolume),
    security_groups: z.array(nestedGroup),
    server_group: z.null(),
    floating_ips: z.array(nestedFloatingIp),
    ports: z.array(nestedPort),
    availability_zone: z.url().nullable(),
    availability_zone_name: z.string(),
    connect_directly_to_external_network: z.boolean(),
    config_drive: z.boolean().nullable(),
    runtime_state: z.string().meta({ description: 'Nova status, verbatim.' }),
    hypervisor_hostname: z.string().meta({ description: 'Empty for all but staff and support.' }),
    rancher_cluster: z.null(),
  })
  .meta({ id: 'OpenStackInstance' })
export type InstanceJson = z.infer<typeof instanceSchema>

const groupBy = <T>(rows: T[], key: (row: T) => string | null): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const name = key(row)
    if (name === null) continue
    const group = groups.get(name)
    if (group) group.push(row)
    else groups.set(name, [row])
  }
  return groups
}

const ADDRESS_FIELDS = ['external_ips', 'internal_ips', 'external_address', 'access_url', 'floating_ips', 'ports']

/** What the addresses of an instance need of its ports; the ports themselves need all. */
const ADDRESS_COLUMNS = ['uuid', 'instanceUuid', 'fixedIps'] as const

/** Everything of the rows that is wanted, by instance. */
const loadParts = async (rows: InstanceRow[], { wants }: View) => {
  const uuids = rows.map((row) => row.uuid)
  const [disks, nics, groupLinks] = await Promise.all([
    rowsAmong(volumes, volumes.instanceUuid, wants('volumes') ? uuids : [], {
      order: [volumes.createdAt, volumes.name],
    }),
    rowsAmong(ports, ports.instanceUuid, wants(...ADDRESS_FIELDS) ? uuids : [], {
      order: [ports.createdAt, ports.uuid],
      ...(!wants('ports', 'floating_ips') && { only: ADDRESS_COLUMNS }),
    }) as Promise<PortRow[]>,
    rowsAmong(instanceSecurityGroups, instanceSecurityGroups.instanceUuid, wants('security_groups') ? uuids : []),
  ])
  const portUuids = nics.map((port) => port.uuid)
  const [addresses, nets, portLinks, market] = await Promise.all([
    rowsAmong(
      floatingIps,
      floatingIps.portUuid,
      wants('external_ips', 'external_address', 'access_url', 'floating_ips') ? portUuids : [],
      { only: ['uuid', 'portUuid', 'address', 'externalAddress'] },
    ),
    byUuid(wants('ports', 'floating_ips') ? nics.map((port) => port.subnetUuid) : [], (list) =>
      rowsAmong(subnets, subnets.uuid, list, { only: ['uuid', 'name', 'description', 'cidr'] }),
    ),
    rowsAmong(portSecurityGroups, portSecurityGroups.portUuid, wants('ports') ? portUuids : []),
    rowsAmong(
      marketplaceResources,
      marketplaceResources.scopeUuid,
      disks.map((disk) => disk.uuid),
      { only: ['uuid', 'scopeUuid'] },
    ),
  ])
  const groupUuids = [...groupLinks, ...portLinks].map((link) => link.securityGroupUuid)
  const groups = await byUuid(groupUuids, (list) => rowsAmong(securityGroups, securityGroups.uuid, list))
  const rules = await rowsAmong(
    securityGroupRules,
    securityGroupRules.securityGroupUuid,
    wants('security_groups') ? [...groups.keys()] : [],
    { order: [securityGroupRules.id] },
  )
  const remote = await byUuid(
    rules.map((rule) => rule.remoteGroupUuid),
    (list) => rowsAmong(securityGroups, securityGroups.uuid, list, { only: ['uuid', 'name'] }),
  )
  return {
    disksOf: groupBy(disks, (disk) => disk.instanceUuid),
    portsOf: groupBy(nics, (port) => port.instanceUuid),
    addressesOf: groupBy(addresses, (address) => address.portUuid),
    groupsOf: groupBy(groupLinks, (link) => link.instanceUuid),
    groupsOfPort: groupBy(portLinks, (link) => link.portUuid),
    rulesOf: groupBy(rules, (rule) => rule.securityGroupUuid),
    subnetOf: nets,
    group: groups,
    remote,
    marketOf: new Map(market.map((row) => [row.scopeUuid, row.uuid])),
  }
}
type Loaded = Awaited<ReturnType<typeof loadParts>>

type Net = Pick<SubnetRow, 'uuid' | 'name' | 'description' | 'cidr'>
type Address = Pick<FloatingIpRow, 'uuid' | 'address' | 'externalAddress'>

const presentSubnet = (subnet: Net | undefined, link: Link) => ({
  subnet: subnet ? link('openstack-subnets', subnet.uuid) : null,
  subnet_uuid: subnet?.uuid ?? null,
  subnet_name: subnet?.name ?? null,
  subnet_description: subnet?.description ?? null,
  subnet_cidr: subnet?.cidr ?? null,
})

const presentGroup = (group: SecurityGroupRow, link: Link) => ({
  url: link('openstack-security-groups', group.uuid),
  uuid: group.uuid,
  name: group.name,
  description: group.description,
  state: group.state,
})

const presentRule = (rule: SecurityGroupRuleRow, { remote }: Loaded) => ({
  ethertype: rule.ethertype,
  direction: rule.direction,
  protocol: rule.protocol,
  from_port: rule.fromPort,
  to_port: rule.toPort,
  cidr: rule.cidr || null,
  description: rule.description,
  remote_group_name: (rule.remoteGroupUuid && remote.get(rule.remoteGroupUuid)?.name) || '',
  remote_group_uuid: rule.remoteGroupUuid ?? '',
  id: rule.id,
})

const presentVolume = (disk: VolumeRow, { marketOf }: Loaded, link: Link) => ({
  url: link('openstack-volumes', disk.uuid),
  uuid: disk.uuid,
  name: disk.name,
  image_name: disk.imageName,
  state: disk.state,
  runtime_state: disk.runtimeState,
  bootable: disk.bootable,
  size: disk.sizeMib,
  device: disk.device,
  resource_type: 'OpenStack.Volume',
  type: disk.typeUuid && link('openstack-volume-types', disk.typeUuid),
  type_name: disk.typeName,
  marketplace_resource_uuid: marketOf.get(disk.uuid) ?? null,
})

const presentPort = (port: PortRow, loaded: Loaded, link: Link) => ({
  url: link('openstack-ports', port.uuid),
  uuid: port.uuid,
  name: port.name,
  fixed_ips: port.fixedIps,
  mac_address: port.macAddress,
  ...presentSubnet(port.subnetUuid ? loaded.subnetOf.get(port.subnetUuid) : undefined, link),
  status: port.runtimeState,
  port_security_enabled: port.portSecurityEnabled,
  allowed_address_pairs: port.allowedAddressPairs,
  device_id: port.deviceId || null,
  device_owner: port.deviceOwner || null,
  security_groups: (loaded.groupsOfPort.get(port.uuid) ?? [])
    .map(({ securityGroupUuid }) => loaded.group.get(securityGroupUuid))
    .filter((group) => group !== undefined)
    .map((group) => presentGroup(group, link)),
})

const presentAddress = (address: Address, port: PortRow, loaded: Loaded, link: Link) => ({
  url: link('openstack-floating-ips', address.uuid),
  uuid: address.uuid,
  address: address.address || null,
  external_address: address.externalAddress,
  port_fixed_ips: port.fixedIps,
  port_mac_address: port.macAddress || null,
  ...presentSubnet(port.subnetUuid ? loaded.subnetOf.get(port.subnetUuid) : undefined, link),
})

const addressesOn = (nics: PortRow[], loaded: Loaded) =>
  nics.flatMap((port) => (loaded.addressesOf.get(port.uuid) ?? []).map((address) => ({ address, port })))

export const presentInstances = async (rows: InstanceRow[], view: View): Promise<InstanceJson[]> => {
  const { link, actor, wants } = view
  const [common, loaded] = await Promise.all([
    childFields(rows, view, { collection: 'openstack-instances', resourceType: 'OpenStack.Instance' }),
    loadParts(rows, view),
  ])
  const seesHosts = Boolean(actor?.isStaff || actor?.isSupport)
  return rows.map((row, index) => {
    const nics = loaded.portsOf.get(row.uuid) ?? []
    const floating = addressesOn(nics, loaded)
    const internal = nics.flatMap((port) => port.fixedIps.map(({ ip_address }) => ip_address)).filter(Boolean)
    const external = floating.map(({ address }) => address.address).filter(Boolean)
    const reachable = external.length > 0 ? external : internal
    return {
      ...common[index],
      access_url: reachable.length > 0 ? reachable : null,
      start_time: wireTimeOrNull(row.startTime),
      cores: row.cores,
      ram: row.ramMib,
      disk: row.diskMib,
      min_ram: row.minRamMib,
      min_disk: row.minDiskMib,
      user_data: row.userData,
      external_ips: external,
      internal_ips: internal,
      external_address: floating.map(({ address }) => address.externalAddress).filter(Boolean),
      latitude: null,
      longitude: null,
      key_name: row.keyName,
      key_fingerprint: row.keyFingerprint,
      image_name: row.imageName,
      flavor_disk: row.flavorDiskMib,
      flavor_name: row.flavorName,
      volumes: (loaded.disksOf.get(row.uuid) ?? [])
        .sort((a, b) => Number(b.bootable) - Number(a.bootable))
        .map((disk) => presentVolume(disk, loaded, link)),
      security_groups: (loaded.groupsOf.get(row.uuid) ?? [])
        .map(({ securityGroupUuid }) => loaded.group.get(securityGroupUuid))
        .filter((group) => group !== undefined)
        .map((group) => ({
          ...presentGroup(group, link),
          rules: (loaded.rulesOf.get(group.uuid) ?? []).map((rule) => presentRule(rule, loaded)),
        })),
      server_group: null,
      floating_ips: wants('floating_ips')
        ? floating.map(({ address, port }) => presentAddress(address, port, loaded, link))
        : [],
      ports: wants('ports') ? nics.map((port) => presentPort(port, loaded, link)) : [],
      availability_zone:
        row.availabilityZoneUuid && link('openstack-instance-availability-zones', row.availabilityZoneUuid),
      availability_zone_name: row.availabilityZoneName,
      connect_directly_to_external_network: row.connectDirectlyToExternalNetwork,
      config_drive: row.configDrive,
      runtime_state: row.runtimeState,
      hypervisor_hostname: seesHosts ? row.hypervisorHostname : '',
      rancher_cluster: null,
    }
  })
}

/** Condition for `query`-like filters: instances with this floating address. */
export const instancesWithAddress = (address: string) =>
  db
    .select({ uuid: ports.instanceUuid })
    .from(floatingIps)
    .innerJoin(ports, eq(ports.uuid, floatingIps.portUuid))
    .where(eq(floatingIps.address, address))
