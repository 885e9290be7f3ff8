/** Whether a subnet makes sense before the cloud is asked: contract 4.8 and Neutron's own rules. */
import { ApiError, type FieldErrors } from '../../errors.ts'
import {
  addressText,
  type Cidr,
  cidrText,
  contains,
  hostRange,
  inRange,
  isNetwork,
  overlaps,
  parseAddress,
  parseCidr,
} from '../base/addresses.ts'
import type { AllocationPool, HostRoute } from './table.ts'

export type SubnetShape = {
  cidr: string
  gateway_ip?: string | null
  disable_gateway: boolean
  enable_dhcp: boolean
  allocation_pools?: AllocationPool[]
  dns_nameservers?: string[]
  host_routes: HostRoute[]
}

type Refuse = (field: string, message: string) => void

/** Prefixes between which Neutron serves DHCP. */
const LONGEST_PREFIX = { 4: 30, 6: 126 }

const checkCidr = (shape: SubnetShape, refuse: Refuse): Cidr | undefined => {
  const cidr = parseCidr(shape.cidr)
  if (!cidr || !isNetwork(shape.cidr)) {
    refuse(
      'cidr',
      cidr
        ? `${shape.cidr} has host bits set. Did you mean ${cidrText(cidr)}?`
        : 'Enter a valid CIDR, such as 192.168.42.0/24.',
    )
    return undefined
  }
  if (cidr.prefix === 0) refuse('cidr', 'A subnet cannot hold all addresses.')
  else if (shape.enable_dhcp && cidr.prefix > LONGEST_PREFIX[cidr.version])
    refuse('cidr', `Too small: at most /${LONGEST_PREFIX[cidr.version]}.`)
  return cidr
}

/** Why the gateway cannot be; undefined when it can. */
const gatewayRefusal = (shape: SubnetShape, cidr: Cidr): string | undefined => {
  if (!shape.gateway_ip) return undefined
  if (shape.disable_gateway) return 'A subnet without gateway has no gateway address.'
  const gateway = parseAddress(shape.gateway_ip)
  if (!gateway || !contains(cidr, gateway)) return `Not inside ${cidrText(cidr)}.`
  // Of IPv6 the network's own address is the routers' anycast address, which Neutron itself chooses as the gateway.
  if (cidr.version === 6) return undefined
  const { first, last } = hostRange(cidr)
  return gateway.value < first || gateway.value > last
    ? 'The network and broadcast addresses cannot be the gateway.'
    : undefined
}

const checkPools = (shape: SubnetShape, cidr: Cidr, refuse: Refuse): void => {
  const pools = shape.allocation_pools ?? []
  const { first, last } = hostRange(cidr)
  const gateway = shape.gateway_ip ? parseAddress(shape.gateway_ip) : undefined
  const seen: { pool: AllocationPool; from: bigint; to: bigint }[] = []
  for (const pool of pools) {
    const from = parseAddress(pool.start)
    const to = parseAddress(pool.end)
    const name = `${pool.start} to ${pool.end}`
    if (!from || !to || from.version !== cidr.version || to.version !== cidr.version) {
      refuse('allocation_pools', `${name} is not of the subnet's IP version.`)
      continue
    }
    if (from.value > to.value) {
      refuse('allocation_pools', `${name}: the start lies behind the end.`)
      continue
    }
    if (from.value < first || to.value > last) {
      const range = `${addressText(cidr.version, first)} to ${addressText(cidr.version, last)}`
      refuse('allocation_pools', `${name} is not inside ${cidrText(cidr)}: usable are ${range}.`)
    }
    const other = seen.find((one) => one.from <= to.value && from.value <= one.to)
    if (other) refuse('allocation_pools', `${name} overlaps with ${other.pool.start} to ${other.pool.end}.`)
    if (gateway && inRange(pool, gateway))
      refuse('allocation_pools', `${name} contains the gateway ${shape.gateway_ip}.`)
    seen.push({ pool, from: from.value, to: to.value })
  }
}

const checkRoutes = (shape: SubnetShape, cidr: Cidr, refuse: Refuse): void => {
  const seen = new Set<string>()
  for (const { destination, nexthop } of shape.host_routes) {
    const target = parseCidr(destination)
    const hop = parseAddress(nexthop)
    if (!target || target.version !== cidr.version)
      refuse('host_routes', `${destination} is no CIDR of the subnet's IP version.`)
    else if (!isNetwork(destination))
      refuse('host_routes', `${destination} has host bits set. Did you mean ${cidrText(target)}?`)
    if (!hop || hop.version !== cidr.version) refuse('host_routes', `${nexthop} is not of the subnet's IP version.`)
    const key = `${destination} ${nexthop}`
    if (seen.has(key)) refuse('host_routes', `${destination} by ${nexthop} is named twice.`)
    seen.add(key)
  }
}

/**
 * @param neighbours CIDRs of the tenant's other subnets.
 * @throws ApiError 400 with everything that is wrong, by field.
 */
export const checkSubnet = (shape: SubnetShape, neighbours: readonly string[]): void => {
  const fields: Record<string, string[]> = {}
  const refuse: Refuse = (field, message) => {
    fields[field] = [...(fields[field] ?? []), message]
  }
  const cidr = checkCidr(shape, refuse)
  if (cidr) {
    for (const text of neighbours) {
      const other = parseCidr(text)
      if (other && overlaps(cidr, other)) refuse('cidr', `CIDR ${shape.cidr} overlaps with CIDR ${text}.`)
    }
    const gateway = gatewayRefusal(shape, cidr)
    if (gateway) refuse('gateway_ip', gateway)
    checkPools(shape, cidr, refuse)
    checkRoutes(shape, cidr, refuse)
  }
  const servers = shape.dns_nameservers ?? []
  if (new Set(servers).size < servers.length) refuse('dns_nameservers', 'An address is named twice.')
  if (Object.keys(fields).length > 0) throw new ApiError('invalid', 'The subnet is not valid.', fields as FieldErrors)
}
