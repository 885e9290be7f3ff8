/** Subnets: ranges, pools, gateways. */
import { type Ctx, created, noContent, ok, type Reply, type Route } from '../http.ts'
import type { Pool, Subnet } from '../rows.ts'
import { defaultPools, inRange, isAddress, overlap, rangeOf, toAddress, toNumber } from './addresses.ts'
import { portsOf } from './allocation.ts'
import { commonView, isShared, mine, newRow, reserve, touch } from './base.ts'
import { syncDhcpPort } from './dhcp.ts'
import { badRequest, bodyOf, listReply, neutronError, notFound, policy, project, type View } from './lists.ts'
import { networkOf } from './networks.ts'

const READ_ONLY = ['id', 'tags', 'created_at', 'updated_at', 'revision_number']
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

export const subnetRoutes: readonly Route[] = [
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
