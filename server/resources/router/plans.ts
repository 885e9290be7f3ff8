/** What the actions of a router find out before they are accepted: contract 3.3, 4.8. */
import { and, eq, inArray, ne } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { Call, Plan } from '../../api/define.ts'
import { ApiError, conflict, fieldError } from '../../errors.ts'
import { newUuid } from '../../ids.ts'
import {
  canonicalAddress,
  cidrText,
  contains,
  isNetwork,
  overlaps,
  parseAddress,
  parseCidr,
} from '../base/addresses.ts'
import { externalNetworks } from '../external-network/table.ts'
import { floatingIps } from '../floating-ip/table.ts'
import type { PortRow } from '../port/table.ts'
import { providers } from '../provider/table.ts'
import { type SubnetRow, subnets } from '../subnet/table.ts'
import { interfacesByRouter } from './schema.ts'
import type { Route, RouterRow } from './table.ts'

export const mustBeInCloud = (row: { backendId: string }): void => {
  if (!row.backendId) throw conflict('The object is not in the cloud.')
}

const interfacesOf = async (row: RouterRow): Promise<PortRow[]> =>
  (await interfacesByRouter([row.backendId])).get(row.backendId) ?? []

const subnetsOf = async (own: readonly PortRow[]): Promise<SubnetRow[]> => {
  const uuids = own.flatMap((port) => port.subnetUuid ?? [])
  return uuids.length > 0 ? db.select().from(subnets).where(inArray(subnets.uuid, uuids)) : []
}

const externalNetworkOf = async ({ settingsUuid }: Pick<RouterRow, 'settingsUuid'>, backendId: string) => {
  const [network] = await db
    .select()
    .from(externalNetworks)
    .where(and(eq(externalNetworks.settingsUuid, settingsUuid), eq(externalNetworks.backendId, backendId)))
  return network
}

/** @throws ApiError 400 on `routes`. */
export const planRoutes = async (row: RouterRow, routes: Route[]) => {
  mustBeInCloud(row)
  const own = await interfacesOf(row)
  const external = await externalNetworkOf(row, row.externalNetworkId)
  const reachable = [
    ...(await subnetsOf(own)).map((subnet) => subnet.cidr),
    ...(external?.subnets ?? []).map((s) => s.cidr),
  ]
  const addresses = new Set(
    [...own.flatMap((port) => port.fixedIps), ...row.externalFixedIps].map((fixed) =>
      canonicalAddress(fixed.ip_address),
    ),
  )
  const seen = new Set<string>()
  for (const { destination, nexthop } of routes) {
    const target = parseCidr(destination)
    const hop = parseAddress(nexthop)
    if (!target || !isNetwork(destination))
      throw fieldError('routes', `${destination} has host bits set. Did you mean ${target ? cidrText(target) : ''}?`)
    if (target.version !== hop?.version)
      throw fieldError('routes', `${nexthop} is not of the IP version of ${destination}.`)
    if (addresses.has(canonicalAddress(nexthop)))
      throw fieldError('routes', `The next hop ${nexthop} is an address of the router itself.`)
    if (!reachable.some((cidr) => contains(parseCidr(cidr)!, hop)))
      throw fieldError('routes', `The next hop ${nexthop} is in no subnet that the router is connected to.`)
    const key = `${canonicalAddress(destination)} ${canonicalAddress(nexthop)}`
    if (seen.has(key)) throw fieldError('routes', `${destination} by ${nexthop} is named twice.`)
    seen.add(key)
  }
  return { params: { routes, before: row.routes } }
}

const planBySubnet = async (row: RouterRow, subnet: SubnetRow) => {
  if (subnet.tenantUuid !== row.tenantUuid) throw fieldError('subnet', 'The subnet is of another tenant.')
  if (!subnet.backendId) throw fieldError('subnet', 'The subnet is not in the cloud.')
  const joined = await subnetsOf(await interfacesOf(row))
  if (joined.some((one) => one.uuid === subnet.uuid))
    throw fieldError('subnet', 'The router is in this subnet already.')
  const cidr = parseCidr(subnet.cidr)
  const clash = joined.find((one) => cidr && overlaps(cidr, parseCidr(one.cidr)!))
  if (clash) throw fieldError('subnet', `CIDR ${subnet.cidr} overlaps with CIDR ${clash.cidr} of ${clash.name}.`)
  return { params: { subnetUuid: subnet.uuid, portUuid: null, mark: newUuid() }, quota: { port_count: 1 } }
}

type InterfaceInput = { subnet?: string | null; port?: string | null }

/** @throws ApiError 400 on `subnet` or `port`. */
export const planAddInterface = async (
  row: RouterRow,
  input: InterfaceInput,
  call: Call,
): Promise<Plan<RouterRow, unknown>> => {
  mustBeInCloud(row)
  if (input.subnet) return planBySubnet(row, await call.resolve<SubnetRow>('openstack-subnets', input.subnet, 'subnet'))
  const port = await call.resolve<PortRow>('openstack-ports', input.port ?? '', 'port')
  if (port.tenantUuid !== row.tenantUuid) throw fieldError('port', 'The port is of another tenant.')
  if (!port.backendId) throw fieldError('port', 'The port is not in the cloud.')
  if (port.deviceOwner) throw fieldError('port', 'The port is in use by another device.')
  if (port.runtimeState !== 'DOWN') throw fieldError('port', 'The port is not DOWN.')
  return { params: { subnetUuid: null, portUuid: port.uuid, mark: newUuid() } }
}

/** @throws ApiError 400 on `subnet` or `port`. */
export const planRemoveInterface = async (row: RouterRow, input: InterfaceInput, call: Call) => {
  mustBeInCloud(row)
  const own = await interfacesOf(row)
  if (input.subnet) {
    const subnet = await call.resolve<SubnetRow>('openstack-subnets', input.subnet, 'subnet')
    const there = own.filter((port) => port.fixedIps.some((fixed) => fixed.subnet_id === subnet.backendId))
    if (there.length === 0) throw fieldError('subnet', 'The router has no interface in this subnet.')
    return { params: { subnetUuid: subnet.uuid, portUuids: there.map((port) => port.uuid) } }
  }
  const port = await call.resolve<PortRow>('openstack-ports', input.port ?? '', 'port')
  if (!own.some((one) => one.uuid === port.uuid)) throw fieldError('port', 'The port is no interface of this router.')
  return { params: { subnetUuid: port.subnetUuid, portUuids: [port.uuid] } }
}

type GatewayInput = {
  external_network_id: string
  enable_snat?: boolean | null
  external_fixed_ips: { ip_address: string; subnet_id?: string }[]
}

/** SNAT and fixed addresses are the provider's to give (contract 2.4). @throws ApiError 400 */
const refuseProviderOptions = async (row: RouterRow, input: GatewayInput, { actor }: Call) => {
  const asked = [
    ...(input.enable_snat === undefined || input.enable_snat === null ? [] : ['enable_snat']),
    ...(input.external_fixed_ips.length > 0 ? ['external_fixed_ips'] : []),
  ]
  if (asked.length === 0 || actor.isStaff) return
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, row.settingsUuid))
  const owns = actor.grants.some(
    (grant) => grant.role === 'CUSTOMER.OWNER' && grant.scopeUuid === provider?.customerUuid,
  )
  if (owns) return
  const message = 'Only staff and the owner of the provider may set this.'
  throw new ApiError('invalid', message, Object.fromEntries(asked.map((field) => [field, [message]])))
}

/** @throws ApiError 400 by field. */
export const planGateway = async (row: RouterRow, input: GatewayInput, call: Call) => {
  mustBeInCloud(row)
  const network = await externalNetworkOf(row, input.external_network_id)
  if (!network) throw fieldError('external_network_id', 'There is no such external network for this tenant.')
  await refuseProviderOptions(row, input, call)
  for (const { ip_address, subnet_id } of input.external_fixed_ips) {
    const fits = network.subnets.filter((subnet) => !subnet_id || subnet.backend_id === subnet_id)
    if (fits.length === 0) throw fieldError('external_fixed_ips', `${subnet_id} is no subnet of ${network.name}.`)
    if (!fits.some((subnet) => contains(parseCidr(subnet.cidr)!, parseAddress(ip_address))))
      throw fieldError('external_fixed_ips', `${ip_address} is in no subnet of ${network.name}.`)
  }
  const gateway = {
    network_id: network.backendId,
    ...(typeof input.enable_snat === 'boolean' && { enable_snat: input.enable_snat }),
    ...(input.external_fixed_ips.length > 0 && { external_fixed_ips: input.external_fixed_ips }),
  }
  return { params: { gateway, before: row.externalNetworkId }, context: { external_network_name: network.name } }
}

const SHOWN = 5

/** @throws ApiError 400 without a gateway, 409 naming the floating addresses that need it. */
export const planNoGateway = async (row: RouterRow) => {
  if (!row.externalNetworkId) throw new ApiError('invalid', 'The router has no external gateway.')
  const needed = await db
    .select({ address: floatingIps.address })
    .from(floatingIps)
    .where(
      and(
        eq(floatingIps.tenantUuid, row.tenantUuid),
        eq(floatingIps.backendNetworkId, row.externalNetworkId),
        ne(floatingIps.backendId, ''),
      ),
    )
  if (needed.length > 0) {
    const names = needed.slice(0, SHOWN).map(({ address }) => address)
    const more = needed.length > SHOWN ? ` and ${needed.length - SHOWN} more` : ''
    throw conflict(`Floating IPs of the tenant are on that network: ${names.join(', ')}${more}.`)
  }
  return { params: { gateway: null, before: row.externalNetworkId } }
}
