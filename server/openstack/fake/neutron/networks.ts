/** Networks and subnets. */
import { type Ctx, created, noContent, ok, type Reply, type Route } from '../http.ts'
import type { Loose, Network, Pool, Subnet } from '../rows.ts'
import { defaultPools, inRange, isAddress, overlap, rangeOf, toAddress, toNumber } from './addresses.ts'
import { commonView, isExternal, isShared, mine, newRow, reserve, touch } from './base.ts'
import { badRequest, bodyOf, listReply, neutronError, notFound, ownerOf, policy, project, type View } from './lists.ts'
import { deletePortRow, portsOf, syncDhcpPort } from './ports.ts'
import { ensureDefaultGroup } from './securitygroups.ts'

const NETWORK_POST = [
  'name',
  'description',
  'admin_state_up',
  'shared',
  'router:external',
  'is_default',
  'mtu',
  'port_security_enabled',
  'project_id',
  'tenant_id',
  'availability_zone_hints',
  'provider:network_type',
  'provider:physical_network',
  'provider:segmentation_id',
  'dns_domain',
  'qos_policy_id',
]
const NETWORK_ATTRIBUTES = [...NETWORK_POST, 'id', 'status', 'subnets', 'revision_number', 'created_at', 'updated_at']
const READ_ONLY = ['id', 'status', 'tags', 'subnets', 'created_at', 'updated_at', 'revision_number']
const ADMIN_NETWORK = [
  'shared',
  'router:external',
  'is_default',
  'provider:network_type',
  'provider:physical_network',
  'provider:segmentation_id',
]

function networkView(ctx: Ctx, row: Network): View {
  const subnets: string[] = []
  for (const subnet of ctx.cloud.state.subnets.values()) if (subnet.network_id === row.id) subnets.push(subnet.id)
  return {
    id: row.id,
    name: row.name,
    tenant_id: row.project_id,
    admin_state_up: row.admin_state_up,
    mtu: row.mtu,
    status: row.status,
    subnets,
    shared: isShared(ctx, row),
    availability_zone_hints: [],
    availability_zones: subnets.length ? ['nova'] : [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    'router:external': isExternal(ctx, row),
    port_security_enabled: row.port_security_enabled,
    ...(row.external ? { is_default: row.is_default } : {}),
    ...commonView(row),
    ...(ctx.identity.isAdmin
      ? {
          'provider:network_type': row.network_type,
          'provider:physical_network': row.physical_network,
          'provider:segmentation_id': row.segmentation_id,
        }
      : {}),
  }
}

const sees = (ctx: Ctx, row: Network): boolean => mine(ctx, row) || isShared(ctx, row) || isExternal(ctx, row)

/** @throws Refusal 404, also for what the caller may not see */
export function networkOf(ctx: Ctx, id: string): Network {
  const row = ctx.cloud.state.networks.get(id)
  if (!row || !sees(ctx, row)) throw notFound('NetworkNotFound', `Network ${id} could not be found.`)
  return row
}

function checkNetwork(ctx: Ctx, given: Loose): void {
  const verb = ctx.method === 'POST' ? 'create' : 'update'
  for (const key of ADMIN_NETWORK)
    if (given[key] !== undefined && !ctx.identity.isAdmin && given[key] !== false)
      throw policy(`(rule:${verb}_network and rule:${verb}_network:${key})`)
  if (given.mtu !== undefined && !(Number.isInteger(Number(given.mtu)) && Number(given.mtu) >= 0))
    throw badRequest(`Invalid input for mtu. Reason: '${given.mtu}' is not an integer.`)
}

function createNetwork(ctx: Ctx): Reply {
  const given = bodyOf(ctx, 'network', NETWORK_POST, READ_ONLY)
  checkNetwork(ctx, given)
  const owner = ownerOf(ctx, given)
  reserve(ctx.cloud, owner, 'network')
  ensureDefaultGroup(ctx.cloud, owner)
  const external = given['router:external'] === true
  const type = given['provider:network_type'] ?? (external ? 'flat' : 'vxlan')
  const row: Network = {
    ...newRow(ctx.cloud, owner, given),
    revision: 1,
    admin_state_up: given.admin_state_up ?? true,
    mtu: given.mtu ? Number(given.mtu) : external ? 1500 : 1450,
    status: 'ACTIVE',
    shared: given.shared ?? false,
    external,
    is_default: given.is_default ?? false,
    port_security_enabled: given.port_security_enabled ?? true,
    network_type: type,
    physical_network: given['provider:physical_network'] ?? (type === 'flat' ? 'public' : null),
    segmentation_id: given['provider:segmentation_id'] ?? (type === 'flat' ? null : 1000 + ctx.cloud.next('segments')),
  }
  ctx.cloud.state.networks.set(row.id, row)
  return created({ network: { ...networkView(ctx, row), is_default: row.is_default } })
}

function updateNetwork(ctx: Ctx): Reply {
  const row = networkOf(ctx, ctx.params.id)
  const given = bodyOf(ctx, 'network', NETWORK_POST, READ_ONLY)
  if (!mine(ctx, row)) throw policy('rule:update_network')
  checkNetwork(ctx, given)
  for (const key of [
    'name',
    'description',
    'admin_state_up',
    'mtu',
    'shared',
    'is_default',
    'port_security_enabled',
  ] as const)
    if (given[key] !== undefined) Object.assign(row, { [key]: given[key] })
  if (given['router:external'] !== undefined) row.external = given['router:external']
  touch(ctx.cloud, row)
  return ok({ network: networkView(ctx, row) })
}

function deleteNetwork(ctx: Ctx): Reply {
  const row = networkOf(ctx, ctx.params.id)
  if (!mine(ctx, row)) throw notFound('NetworkNotFound', `Network ${row.id} could not be found.`)
  const { state } = ctx.cloud
  const used = portsOf(ctx.cloud, row.id).filter((port) => port.device_owner !== 'network:dhcp')
  if (used.length)
    throw neutronError(
      409,
      'NetworkInUse',
      `Unable to complete operation on network ${row.id}. There are one or more ports still in use on the network, id for these ports is: ${used.map((port) => port.id).join(',')}.`,
    )
  for (const port of portsOf(ctx.cloud, row.id)) deletePortRow(ctx.cloud, port)
  for (const subnet of [...state.subnets.values()]) if (subnet.network_id === row.id) state.subnets.delete(subnet.id)
  for (const rule of [...state.rbacPolicies.values()]) if (rule.object_id === row.id) state.rbacPolicies.delete(rule.id)
  state.networks.delete(row.id)
  return noContent()
}

const SUBNET_POST = [
  'name',
  'description',
  'network_id',
  'cidr',
  'ip_version',
  'gateway_ip',
  'enable_dhcp',
  'allocation_pools',
  'dns_nameservers',
  'host_routes',
  'ipv6_ra_mode',
  'ipv6_address_mode',
  'project_id',
  'tenant_id',
  'subnetpool_id',
  'prefixlen',
  'service_types',
  'segment_id',
  'use_default_subnetpool',
]
const SUBNET_PUT = [
  'name',
  'description',
  'gateway_ip',
  'enable_dhcp',
  'allocation_pools',
  'dns_nameservers',
  'host_routes',
  'service_types',
]
const SUBNET_ATTRIBUTES = [
  ...SUBNET_POST,
  'id',
  'shared',
  'router:external',
  'revision_number',
  'created_at',
  'updated_at',
]

const subnetView = (row: Subnet): View => ({
  id: row.id,
  name: row.name,
  tenant_id: row.project_id,
  network_id: row.network_id,
  ip_version: row.ip_version,
  subnetpool_id: null,
  enable_dhcp: row.enable_dhcp,
  ipv6_ra_mode: row.ipv6_ra_mode,
  ipv6_address_mode: row.ipv6_address_mode,
  gateway_ip: row.gateway_ip,
  cidr: row.cidr,
  allocation_pools: row.allocation_pools,
  host_routes: row.host_routes,
  dns_nameservers: row.dns_nameservers,
  service_types: [],
  ...commonView(row),
})

function seesSubnet(ctx: Ctx, row: Subnet): boolean {
  if (mine(ctx, row)) return true
  const network = ctx.cloud.state.networks.get(row.network_id)
  return network !== undefined && (network.project_id === ctx.identity.projectId || isShared(ctx, network))
}

/** @throws Refusal 404 */
export function subnetOf(ctx: Ctx, id: string): Subnet {
  const row = ctx.cloud.state.subnets.get(id)
  if (!row || !seesSubnet(ctx, row)) throw notFound('SubnetNotFound', `Subnet ${id} could not be found.`)
  return row
}

const invalidInput = (message: string) => neutronError(400, 'InvalidInput', `Invalid input for operation: ${message}`)

function checkPools(pools: Pool[], cidr: string): void {
  const range = rangeOf(cidr)!
  for (const { start, end } of pools) {
    if (!isAddress(start) || !isAddress(end))
      throw badRequest(
        `Invalid input for allocation_pools. Reason: Invalid data format for IP pool: '${start}-${end}'.`,
      )
    if (!inRange(start, range) || !inRange(end, range))
      throw neutronError(
        400,
        'OutOfBoundsAllocationPool',
        `The allocation pool ${start}-${end} spans beyond the subnet cidr ${cidr}.`,
      )
    if (toNumber(start) > toNumber(end))
      throw neutronError(400, 'InvalidAllocationPool', `The allocation pool ${start}-${end} is not valid.`)
  }
}

function createSubnet(ctx: Ctx): Reply {
  const given = bodyOf(ctx, 'subnet', SUBNET_POST, READ_ONLY)
  if (given.network_id === undefined)
    throw badRequest("Failed to parse request. Required attribute 'network_id' not specified")
  if (given.ip_version === undefined)
    throw badRequest("Failed to parse request. Required attribute 'ip_version' not specified")
  const network = networkOf(ctx, given.network_id)
  if (!mine(ctx, network)) throw policy('rule:create_subnet')
  if (!given.cidr)
    throw neutronError(
      400,
      'BadRequest',
      'Bad subnets request: a subnetpool must be specified in the absence of a cidr.',
    )
  const range = rangeOf(given.cidr)
  if (!range) throw invalidInput(`${given.cidr} is not in a CIDR format.`)
  if (range.version !== Number(given.ip_version))
    throw invalidInput(`cidr ${given.cidr} does not match the ip_version ${given.ip_version}`)
  for (const other of ctx.cloud.state.subnets.values())
    if (other.network_id === network.id && overlap(range, rangeOf(other.cidr)!))
      throw invalidInput(
        `Requested subnet with cidr: ${given.cidr} for network: ${network.id} overlaps with another subnet.`,
      )
  reserve(ctx.cloud, network.project_id, 'subnet')
  const slaac = given.ipv6_address_mode === 'slaac' || given.ipv6_address_mode === 'dhcpv6-stateless'
  const usual = toAddress(range.version === 6 && slaac ? range.first : range.first + 1n, range.version)
  const gateway = given.gateway_ip === undefined ? usual : given.gateway_ip
  if (given.allocation_pools?.length) checkPools(given.allocation_pools, given.cidr)
  const row: Subnet = {
    ...newRow(ctx.cloud, given.project_id ?? given.tenant_id ?? network.project_id, given),
    network_id: network.id,
    ip_version: range.version,
    cidr: `${toAddress(range.first, range.version)}/${range.prefix}`,
    gateway_ip: gateway,
    enable_dhcp: given.enable_dhcp ?? true,
    allocation_pools: given.allocation_pools?.length ? given.allocation_pools : defaultPools(given.cidr, gateway),
    dns_nameservers: given.dns_nameservers ?? [],
    host_routes: given.host_routes ?? [],
    ipv6_ra_mode: given.ipv6_ra_mode ?? null,
    ipv6_address_mode: given.ipv6_address_mode ?? null,
  }
  ctx.cloud.state.subnets.set(row.id, row)
  touch(ctx.cloud, network)
  if (row.enable_dhcp && !network.external) ctx.cloud.later(200, 'neutron.dhcp', { network: network.id })
  return created({ subnet: subnetView(row) })
}

function updateSubnet(ctx: Ctx): Reply {
  const row = subnetOf(ctx, ctx.params.id)
  const given = bodyOf(ctx, 'subnet', SUBNET_PUT, SUBNET_ATTRIBUTES)
  if (!mine(ctx, row)) throw policy('rule:update_subnet')
  if (given.allocation_pools) checkPools(given.allocation_pools, row.cidr)
  if (given.gateway_ip !== undefined && given.gateway_ip !== row.gateway_ip && row.gateway_ip !== null)
    for (const port of portsOf(ctx.cloud, row.network_id))
      if (
        port.device_owner === 'network:router_interface' &&
        port.fixed_ips.some((ip) => ip.ip_address === row.gateway_ip)
      )
        throw neutronError(
          409,
          'GatewayIpInUse',
          `Current gateway ip ${row.gateway_ip} already in use by port ${port.id}. Unable to update.`,
        )
  for (const key of SUBNET_PUT)
    if (given[key] !== undefined && key !== 'service_types') Object.assign(row, { [key]: given[key] })
  touch(ctx.cloud, row)
  syncDhcpPort(ctx.cloud, row.network_id)
  return ok({ subnet: subnetView(row) })
}

function deleteSubnet(ctx: Ctx): Reply {
  const row = subnetOf(ctx, ctx.params.id)
  if (!mine(ctx, row)) throw notFound('SubnetNotFound', `Subnet ${row.id} could not be found.`)
  const ports = portsOf(ctx.cloud, row.network_id).filter((port) =>
    port.fixed_ips.some((ip) => ip.subnet_id === row.id),
  )
  if (ports.some((port) => port.device_owner !== 'network:dhcp'))
    throw neutronError(
      409,
      'SubnetInUse',
      `Unable to complete operation on subnet ${row.id}: One or more ports have an IP allocation from this subnet.`,
    )
  ctx.cloud.state.subnets.delete(row.id)
  syncDhcpPort(ctx.cloud, row.network_id)
  return noContent()
}

const values = <T>(table: Map<string, T>): T[] => [...table.values()]

export const networkRoutes: readonly Route[] = [
  [
    'GET',
    '/networks',
    (ctx) =>
      listReply(ctx, {
        plural: 'networks',
        path: '/networks',
        rows: values(ctx.cloud.state.networks).filter((row) => sees(ctx, row)),
        view: (row) => networkView(ctx, row),
        attributes: NETWORK_ATTRIBUTES,
      }),
  ],
  ['POST', '/networks', createNetwork],
  [
    'GET',
    '/networks/:id',
    (ctx) => ok({ network: project(ctx.query, networkView(ctx, networkOf(ctx, ctx.params.id))) }),
  ],
  ['PUT', '/networks/:id', updateNetwork],
  ['DELETE', '/networks/:id', deleteNetwork],
  [
    'GET',
    '/subnets',
    (ctx) =>
      listReply(ctx, {
        plural: 'subnets',
        path: '/subnets',
        rows: values(ctx.cloud.state.subnets).filter((row) => seesSubnet(ctx, row)),
        view: subnetView,
        attributes: SUBNET_ATTRIBUTES,
      }),
  ],
  ['POST', '/subnets', createSubnet],
  ['GET', '/subnets/:id', (ctx) => ok({ subnet: project(ctx.query, subnetView(subnetOf(ctx, ctx.params.id))) })],
  ['PUT', '/subnets/:id', updateSubnet],
  ['DELETE', '/subnets/:id', deleteSubnet],
]
