/** The values of a subnet's form: what is wrong with them, and how they are sent. */
import type { Translate } from '../i18n/core.ts'
import { z } from '../ui/form/zod.ts'
import { addressVersion, type Cidr, hasHostBits, holds, isAfter, isPrivate, overlap, parseCidr } from './cidr.ts'

export type SubnetValues = {
  /** Not `name`: the form of a network has its first subnet's fields beside its own. */
  subnet_name: string
  cidr: string
  gateway: 'auto' | 'own' | 'none'
  gateway_ip: string
  enable_dhcp: boolean
  /** One range per line: "10.0.0.10 - 10.0.0.99". */
  pools: string
  /** Separated by spaces, commas or lines. */
  dns: string
  /** One route per line: "10.1.0.0/16 via 10.0.0.2". */
  routes: string
  /** A router's uuid; empty for none. */
  router: string
}

export const startSubnet = (more: Partial<SubnetValues> = {}): SubnetValues => ({
  subnet_name: '',
  cidr: '',
  gateway: 'auto',
  gateway_ip: '',
  enable_dhcp: true,
  pools: '',
  dns: '',
  routes: '',
  router: '',
  ...more,
})

const MOST_DNS = 5
const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
export const readDns = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)
export const readPools = (text: string): { start: string; end: string }[] =>
  lines(text).map((line) => {
    const [start = '', end = ''] = line.split(/\s*(?:-|–|\s)\s*/)
    return { start, end }
  })
export const readRoutes = (text: string): { destination: string; nexthop: string }[] =>
  lines(text).map((line) => {
    const [destination = '', nexthop = ''] = line.split(/\s+via\s+|\s*[,;→]\s*|\s+/)
    return { destination, nexthop }
  })

export const writePools = (pools: readonly { start: string; end: string }[]) =>
  pools.map(({ start, end }) => `${start} - ${end}`).join('\n')
export const writeRoutes = (routes: readonly { destination: string; nexthop: string }[]) =>
  routes.map(({ destination, nexthop }) => `${destination} via ${nexthop}`).join('\n')

/** A CIDR that is in use, and by what. */
export type Neighbour = { cidr: string; name: string }

/** What is wrong with the CIDR; `fix` is what was probably meant. */
export const cidrProblem = (
  text: string,
  neighbours: readonly Neighbour[],
  privateOnly: boolean,
): { code: 'form' | 'hostBits' | 'overlap' | 'private'; fix?: string; values?: Record<string, string> } | undefined => {
  const cidr = parseCidr(text)
  if (!cidr) return { code: 'form' }
  if (hasHostBits(cidr)) return { code: 'hostBits', fix: cidr.network, values: { cidr: text, fix: cidr.network } }
  if (privateOnly && !isPrivate(cidr)) return { code: 'private' }
  const other = neighbours.find((one) => {
    const its = parseCidr(one.cidr)
    return its && overlap(cidr, its)
  })
  return other && { code: 'overlap', values: { cidr: text, other: other.cidr, name: other.name } }
}

const poolProblem = (pools: readonly { start: string; end: string }[], cidr: Cidr, gateway: string, t: Translate) => {
  for (const [index, { start, end }] of pools.entries()) {
    const range = `${start} - ${end}`
    if (!addressVersion(start) || !addressVersion(end)) return t('subnets.poolForm')
    if (!holds(cidr, start) || !holds(cidr, end)) return t('subnets.poolOutside', { range, cidr: cidr.network })
    if (isAfter(start, end)) return t('subnets.poolOrder', { range })
    if (addressVersion(gateway) === cidr.version && !isAfter(start, gateway) && !isAfter(gateway, end))
      return t('subnets.poolGateway', { range, gateway })
    const other = pools.slice(0, index).find((one) => !isAfter(start, one.end) && !isAfter(one.start, end))
    if (other) return t('subnets.poolOverlap', { range, other: `${other.start} - ${other.end}` })
  }
}

/**
 * Refuses what the server would refuse, beside the fields.
 * @param neighbours the tenant's other subnets.
 */
export const checkSubnet = (
  values: SubnetValues,
  context: z.RefinementCtx,
  t: Translate,
  neighbours: readonly Neighbour[],
): void => {
  const refuse = (field: keyof SubnetValues, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message })
  if (values.subnet_name.trim() === '') refuse('subnet_name', t('form.required'))
  const problem = cidrProblem(values.cidr, neighbours, false)
  if (problem) refuse('cidr', t(`subnets.cidr.${problem.code}`, problem.values))
  const cidr = parseCidr(values.cidr)
  if (!cidr || problem) return
  if (values.gateway === 'own' && !holds(cidr, values.gateway_ip.trim()))
    refuse('gateway_ip', t('subnets.gatewayOutside', { cidr: cidr.network }))
  const pool = poolProblem(readPools(values.pools), cidr, values.gateway === 'own' ? values.gateway_ip.trim() : '', t)
  if (pool) refuse('pools', pool)
  const dns = readDns(values.dns)
  if (dns.length > MOST_DNS) refuse('dns', t('subnets.dnsMost', { most: MOST_DNS }))
  const wrong = dns.find((address) => !addressVersion(address))
  if (wrong) refuse('dns', t('subnets.dnsForm', { address: wrong }))
  for (const { destination, nexthop } of readRoutes(values.routes)) {
    const target = parseCidr(destination)
    if (!target || !addressVersion(nexthop)) refuse('routes', t('subnets.routeForm'))
    else if (hasHostBits(target))
      refuse('routes', t('subnets.cidr.hostBits', { cidr: destination, fix: target.network }))
    else if (!holds(cidr, nexthop)) refuse('routes', t('subnets.routeHop', { nexthop, cidr: cidr.network }))
  }
}

const router = (uuid: string) =>
  uuid ? { router: `/api/openstack-routers/${uuid}/` } : ({ skip_router: true } as const)

/** The body of `create_subnet`. What is left empty is the cloud's or the provider's choice. */
export const subnetInput = (values: SubnetValues) => {
  const [pools, dns] = [readPools(values.pools), readDns(values.dns)]
  return {
    name: values.subnet_name.trim(),
    cidr: values.cidr.trim(),
    enable_dhcp: values.enable_dhcp,
    disable_gateway: values.gateway === 'none',
    ...(values.gateway === 'own' && { gateway_ip: values.gateway_ip.trim() }),
    ...(pools.length > 0 && { allocation_pools: pools }),
    ...(dns.length > 0 && { dns_nameservers: dns }),
    host_routes: readRoutes(values.routes),
    ...router(values.gateway === 'none' ? '' : values.router),
  }
}

/** The fields of our form that the server's field names mean. */
export const SUBNET_FIELDS: Readonly<Record<string, keyof SubnetValues>> = {
  name: 'subnet_name',
  allocation_pools: 'pools',
  dns_nameservers: 'dns',
  host_routes: 'routes',
  disable_gateway: 'gateway',
}

export const subnetSchema = z.object({
  subnet_name: z.string().max(150),
  cidr: z.string(),
  gateway: z.enum(['auto', 'own', 'none']),
  gateway_ip: z.string(),
  enable_dhcp: z.boolean(),
  pools: z.string(),
  dns: z.string(),
  routes: z.string(),
  router: z.string(),
})
