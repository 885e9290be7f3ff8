/** Which addresses ports get. */
import type { Cloud } from '../cloud.ts'
import type { Ctx } from '../http.ts'
import type { FixedIp, Loose, Network, Port, Subnet } from '../rows.ts'
import { inRange, isAddress, nextFree, rangeOf, slaacAddress } from './addresses.ts'
import { badRequest, neutronError, notFound } from './lists.ts'

export function portsOf(cloud: Cloud, networkId: string): Port[] {
  const rows: Port[] = []
  for (const port of cloud.state.ports.values()) if (port.network_id === networkId) rows.push(port)
  return rows
}
export function portsOfDevice(cloud: Cloud, deviceId: string): Port[] {
  const rows: Port[] = []
  for (const port of cloud.state.ports.values()) if (port.device_id === deviceId) rows.push(port)
  return rows
}
export const subnetsOf = (cloud: Cloud, networkId: string): Subnet[] =>
  [...cloud.state.subnets.values()].filter((row) => row.network_id === networkId)

export function takenOn(cloud: Cloud, subnet: Subnet, except?: string): Set<string> {
  const taken = new Set<string>()
  for (const port of portsOf(cloud, subnet.network_id))
    if (port.id !== except) for (const ip of port.fixed_ips) if (ip.subnet_id === subnet.id) taken.add(ip.ip_address)
  return taken
}

export const isSlaac = (subnet: Subnet): boolean =>
  subnet.ip_version === 6 && (subnet.ipv6_address_mode === 'slaac' || subnet.ipv6_address_mode === 'dhcpv6-stateless')

/** One address of the subnet. @throws Refusal 409 */
export function allocate(cloud: Cloud, subnet: Subnet, wanted?: string, except?: string): FixedIp {
  const taken = takenOn(cloud, subnet, except)
  if (wanted !== undefined) {
    if (!isAddress(wanted))
      throw badRequest(`Invalid input for fixed_ips. Reason: '${wanted}' is not a valid IP address.`)
    if (!inRange(wanted, rangeOf(subnet.cidr)!))
      throw neutronError(400, 'InvalidIpForSubnet', `IP address ${wanted} is not a valid IP for the specified subnet.`)
    if (taken.has(wanted))
      throw neutronError(
        409,
        'IpAddressAlreadyAllocated',
        `IP address ${wanted} already allocated in subnet ${subnet.id}`,
      )
    return { subnet_id: subnet.id, ip_address: wanted }
  }
  const free = nextFree(subnet, taken)
  if (free === null)
    throw neutronError(
      409,
      'IpAddressGenerationFailure',
      `No more IP addresses available on network ${subnet.network_id}.`,
    )
  return { subnet_id: subnet.id, ip_address: free }
}

/** Addresses of a port: what is asked for, else one of each version; a SLAAC subnet always gives its own. */
export function addresses(ctx: Ctx, network: Network, given: Loose, mac: string, except?: string): FixedIp[] {
  const { cloud } = ctx
  const subnets = subnetsOf(cloud, network.id)
  const result: FixedIp[] = []
  const auto = () =>
    subnets.filter(isSlaac).map((subnet) => ({ subnet_id: subnet.id, ip_address: slaacAddress(subnet.cidr, mac) }))
  if (given === undefined || given === null) {
    const plain = subnets.filter((subnet) => subnet.ip_version === 4)
    if (plain.length) result.push(firstFree(cloud, plain, network.id))
    const stateful = subnets.filter((subnet) => subnet.ip_version === 6 && !isSlaac(subnet))
    if (stateful.length) result.push(firstFree(cloud, stateful, network.id))
    return [...result, ...auto()]
  }
  if (!Array.isArray(given))
    throw badRequest(`Invalid input for fixed_ips. Reason: Invalid data format for fixed IP: '${given}'.`)
  for (const entry of given) {
    if (entry.subnet_id) {
      const subnet = cloud.state.subnets.get(entry.subnet_id)
      if (!subnet || subnet.network_id !== network.id) {
        if (!subnet || !ctx.identity.isAdmin)
          throw notFound('SubnetNotFound', `Subnet ${entry.subnet_id} could not be found.`)
        throw neutronError(
          400,
          'InvalidInput',
          `Invalid input for operation: Failed to create port on network ${network.id}, because fixed_ips included invalid subnet ${subnet.id}.`,
        )
      }
      result.push(allocate(cloud, subnet, entry.ip_address, except))
    } else if (isAddress(entry.ip_address)) {
      const subnet = subnets.find(
        (row) =>
          inRange(entry.ip_address, rangeOf(row.cidr)!) && (row.ip_version === 6) === entry.ip_address.includes(':'),
      )
      if (!subnet)
        throw neutronError(
          400,
          'InvalidIpForNetwork',
          `IP address ${entry.ip_address} is not a valid IP for any of the subnets on the specified network.`,
        )
      result.push(allocate(cloud, subnet, entry.ip_address, except))
    } else throw badRequest('Invalid input for fixed_ips. Reason: IP allocation requires subnet_id or ip_address.')
  }
  const missing = given.length ? auto().filter((ip) => !result.some((other) => other.subnet_id === ip.subnet_id)) : []
  return [...result, ...missing]
}

function firstFree(cloud: Cloud, subnets: Subnet[], networkId: string): FixedIp {
  for (const subnet of subnets) {
    const free = nextFree(subnet, takenOn(cloud, subnet))
    if (free) return { subnet_id: subnet.id, ip_address: free }
  }
  throw neutronError(409, 'IpAddressGenerationFailure', `No more IP addresses available on network ${networkId}.`)
}
