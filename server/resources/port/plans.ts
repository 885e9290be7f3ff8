/** What the actions of a port find out before they are accepted: contract 4.8. */
import { and, eq, inArray } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { Call } from '../../api/define.ts'
import { conflict, fieldError } from '../../errors.ts'
import {
  canonicalAddress,
  cidrText,
  contains,
  inRange,
  isNetwork,
  isPrivate,
  parseAddress,
  parseCidr,
} from '../base/addresses.ts'
import { type SecurityGroupRow, securityGroups } from '../security-group/table.ts'
import { type SubnetRow, subnets } from '../subnet/table.ts'
import type { AddressPairsInput } from './input.ts'
import { groupsByPort } from './schema.ts'
import { type AllowedAddressPair, type PortRow, ports } from './table.ts'

export const mustBeInCloud = (row: { backendId: string }): void => {
  if (!row.backendId) throw conflict('The object is not in the cloud.')
}

/** @throws ApiError 400 on `field` when another port of the network has the address. */
export const refuseTaken = async (networkUuid: string, address: string, field: string, except = '') => {
  const wanted = canonicalAddress(address)
  const all = await db.select().from(ports).where(eq(ports.networkUuid, networkUuid))
  const taken = all.find(
    (port) => port.uuid !== except && port.fixedIps.some((fixed) => canonicalAddress(fixed.ip_address) === wanted),
  )
  if (taken) throw fieldError(field, `${address} is taken by ${taken.name || taken.uuid}.`)
}

type FixedIpInput = { ip_address?: string; subnet_id?: string }

/** @throws ApiError 400 on `fixed_ips`. */
export const checkFixedIps = async (networkUuid: string, wanted: readonly FixedIpInput[]): Promise<void> => {
  const own = await db.select().from(subnets).where(eq(subnets.networkUuid, networkUuid))
  for (const { ip_address, subnet_id } of wanted) {
    const fits = own.filter((subnet) => !subnet_id || subnet.backendId === subnet_id)
    if (fits.length === 0)
      throw fieldError(
        'fixed_ips',
        subnet_id ? `${subnet_id} is no subnet of the network.` : 'The network has no subnet.',
      )
    if (!ip_address) continue
    const address = parseAddress(ip_address)
    if (!fits.some((subnet) => contains(parseCidr(subnet.cidr)!, address)))
      throw fieldError('fixed_ips', `${ip_address} is not in ${fits.map((subnet) => subnet.cidr).join(' or ')}.`)
    await refuseTaken(networkUuid, ip_address, 'fixed_ips')
  }
}

/** @throws ApiError 400 on `subnet` or `ip_address`. */
export const planPortIp = async (row: PortRow, input: { subnet: string; ip_address: string }, call: Call) => {
  mustBeInCloud(row)
  const subnet = await call.resolve<SubnetRow>('openstack-subnets', input.subnet, 'subnet')
  if (subnet.networkUuid !== row.networkUuid) throw fieldError('subnet', "The subnet is not of the port's network.")
  const address = parseAddress(input.ip_address)
  const cidr = parseCidr(subnet.cidr)!
  if (!address || !contains(cidr, address))
    throw fieldError('ip_address', `${input.ip_address} is not in ${subnet.cidr}.`)
  if (subnet.allocationPools.length > 0 && !subnet.allocationPools.some((pool) => inRange(pool, address)))
    throw fieldError('ip_address', `${input.ip_address} is in no allocation pool of the subnet.`)
  await refuseTaken(row.networkUuid, input.ip_address, 'ip_address', row.uuid)
  const before = row.fixedIps.map((fixed) => fixed.ip_address)
  return { params: { subnetId: subnet.backendId, address: input.ip_address, before } }
}

/** Groups of the port's tenant by link. @throws ApiError 400 on `security_groups`. */
export const planPortGroups = async (row: PortRow, links: readonly string[], call: Call) => {
  mustBeInCloud(row)
  const wanted = new Map<string, SecurityGroupRow>()
  for (const link of links) {
    const group = await call.resolve<SecurityGroupRow>('openstack-security-groups', link, 'security_groups')
    if (group.tenantUuid !== row.tenantUuid) throw fieldError('security_groups', `${group.name} is of another tenant.`)
    if (!group.backendId) throw fieldError('security_groups', `${group.name} is not in the cloud.`)
    wanted.set(group.uuid, group)
  }
  const before = (await groupsByPort([row.uuid])).get(row.uuid) ?? []
  const added = [...wanted.values()].filter((group) => !before.some((one) => one.uuid === group.uuid))
  const named = ({ uuid, name }: { uuid: string; name: string }) => ({ uuid, name })
  return {
    params: {
      groupIds: [...wanted.values()].map((group) => group.backendId),
      added: added.map(named),
      removed: before.filter((group) => !wanted.has(group.uuid)).map(named),
    },
  }
}

type GroupInput = { url?: string; uuid?: string; name?: string }

/** Groups of a tenant by link, uuid or name. @throws ApiError 400 on `security_groups`. */
export const groupsNamed = async (
  tenantUuid: string,
  given: readonly GroupInput[],
  call: Call,
): Promise<SecurityGroupRow[]> => {
  const names = given.flatMap((one) => (one.url || one.uuid || !one.name ? [] : one.name))
  const byName =
    names.length > 0
      ? await db
          .select()
          .from(securityGroups)
          .where(and(eq(securityGroups.tenantUuid, tenantUuid), inArray(securityGroups.name, names)))
      : []
  const found: SecurityGroupRow[] = []
  for (const one of given) {
    const link = one.url ?? one.uuid
    const group = link
      ? await call.resolve<SecurityGroupRow>('openstack-security-groups', link, 'security_groups')
      : byName.find((row) => row.name === one.name)
    if (!group || group.tenantUuid !== tenantUuid || !group.backendId)
      throw fieldError('security_groups', 'There is no such security group in the tenant.')
    found.push(group)
  }
  return found
}

const asCidr = (text: string) => parseCidr(text.includes('/') ? text : `${text}/32`)

/** Private IPv4 addresses and CIDRs only, none twice. @throws ApiError 400 on `allowed_address_pairs`. */
export const checkPairs = (wanted: AddressPairsInput['allowed_address_pairs']): AllowedAddressPair[] => {
  const refuse = (message: string) => fieldError('allowed_address_pairs', message)
  const seen = new Set<string>()
  return wanted.map((pair) => {
    const cidr = asCidr(pair.ip_address)
    if (!cidr) throw refuse(`${pair.ip_address} is no address and no CIDR.`)
    if (pair.ip_address.includes('/') && !isNetwork(pair.ip_address))
      throw refuse(`${pair.ip_address} has host bits set. Did you mean ${cidrText(cidr)}?`)
    if (!isPrivate(cidr)) throw refuse(`${pair.ip_address} is in no private range.`)
    const key = `${canonicalAddress(pair.ip_address)} ${pair.mac_address?.toLowerCase() ?? ''}`
    if (seen.has(key)) throw refuse(`${pair.ip_address} is named twice.`)
    seen.add(key)
    return pair.mac_address
      ? { ip_address: pair.ip_address, mac_address: pair.mac_address }
      : { ip_address: pair.ip_address }
  })
}

/** @throws ApiError 400 on `allowed_address_pairs`. */
export const planPairs = (row: PortRow, input: AddressPairsInput) => {
  mustBeInCloud(row)
  const pairs = checkPairs(input.allowed_address_pairs)
  const keys = (list: readonly AllowedAddressPair[]) => new Set(list.map((pair) => canonicalAddress(pair.ip_address)))
  const [before, after] = [keys(row.allowedAddressPairs), keys(pairs)]
  return {
    params: {
      pairs,
      added: pairs.filter((pair) => !before.has(canonicalAddress(pair.ip_address))),
      removed: row.allowedAddressPairs.filter((pair) => !after.has(canonicalAddress(pair.ip_address))),
    },
  }
}
