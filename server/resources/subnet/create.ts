/** Creating a subnet in a network: below the network, and by the brief's form on the collection. */
import { eq } from 'drizzle-orm'
import { db, transaction } from '../../../db/client.ts'
import { actionFor, type Call, defineRoute } from '../../api/define.ts'
import { members, signedIn } from '../../api/rules.ts'
import { conflict, fieldError, objectError } from '../../errors.ts'
import { createResource } from '../../jobs/accept.ts'
import { authorOf } from '../base/actions.ts'
import { addressText, hostRange, parseCidr } from '../base/addresses.ts'
import { created, holdRow, parentFor, placeOf } from '../base/children.ts'
import { type NetworkRow, networks } from '../network/table.ts'
import { providers } from '../provider/table.ts'
import type { RouterRow } from '../router/table.ts'
import { tenants } from '../tenant/table.ts'
import { checkSubnet } from './checks.ts'
import { type CreateSubnetInput, createSubnetInNetworkInput, createSubnetInput } from './input.ts'
import { createSubnetJob } from './jobs.ts'
import { defaultRouter, noticeNetwork } from './router.ts'
import { guards } from './rules.ts'
import { subnets } from './table.ts'

const PATH = 'openstack-subnets'

/** CIDRs of the tenant's other subnets. */
export const neighboursOf = async (tenantUuid: string, exceptUuid = ''): Promise<string[]> =>
  (await db.select({ uuid: subnets.uuid, cidr: subnets.cidr }).from(subnets).where(eq(subnets.tenantUuid, tenantUuid)))
    .filter((row) => row.uuid !== exceptUuid)
    .map((row) => row.cidr)

/** The router that the new subnet joins; null for none. */
const routerFor = async (network: NetworkRow, input: CreateSubnetInput, call: Call): Promise<string | null> => {
  if (input.disable_gateway) {
    if (input.router) throw fieldError('router', 'A subnet without gateway cannot be connected.')
    return null
  }
  if (input.router) {
    const router = await call.resolve<RouterRow>('openstack-routers', input.router, 'router')
    if (router.tenantUuid !== network.tenantUuid) throw fieldError('router', 'The router is of another tenant.')
    if (!router.backendId) throw fieldError('router', 'The router is not in the cloud.')
    return router.uuid
  }
  if (input.skip_router) return null
  const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, network.tenantUuid))
  if (tenant?.skipCreationOfDefaultRouter) return null
  return (await defaultRouter(network.tenantUuid))?.uuid ?? null
}

const defaultNameservers = async (settingsUuid: string, version: 4 | 6): Promise<string[]> => {
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, settingsUuid))
  const given = provider?.options.dns_nameservers ?? []
  return given.filter((address) => address.includes(':') === (version === 6))
}

const createIn = async (network: NetworkRow, input: CreateSubnetInput, call: Call) => {
  if (!network.backendId) throw conflict('The network is not in the cloud.')
  const routerUuid = await routerFor(network, input, call)
  const cidr = parseCidr(input.cidr)
  const version = cidr?.version ?? 4
  // Of IPv6 the cloud chooses: some take the first address, newer ones the network's own.
  const first = cidr?.version === 4 ? addressText(4, hostRange(cidr).first) : null
  const gatewayIp = input.gateway_ip ?? (input.disable_gateway ? null : first)
  const dnsNameservers = input.dns_nameservers ?? (await defaultNameservers(network.settingsUuid, version))
  const uuid = await transaction(async () => {
    await holdRow(tenants, network.tenantUuid)
    checkSubnet(
      { ...input, gateway_ip: input.disable_gateway ? input.gateway_ip : gatewayIp, dns_nameservers: dnsNameservers },
      await neighboursOf(network.tenantUuid),
    )
    const siblings = await db.select().from(subnets).where(eq(subnets.networkUuid, network.uuid))
    const [alone] = guards.create_subnet
    if (!alone.ok({ subnets: siblings })) throw objectError(alone.reason)
    const { row } = await createResource<typeof subnets>({
      def: { path: PATH },
      job: createSubnetJob,
      values: {
        ...placeOf(network),
        name: input.name,
        description: input.description,
        networkUuid: network.uuid,
        cidr: input.cidr,
        gatewayIp: input.disable_gateway ? null : gatewayIp,
        disableGateway: input.disable_gateway,
        ipVersion: version,
        enableDhcp: input.enable_dhcp,
        allocationPools: input.allocation_pools ?? [],
        dnsNameservers,
        hostRoutes: input.host_routes,
      },
      params: {
        gatewayGiven: Boolean(input.gateway_ip),
        poolsGiven: (input.allocation_pools?.length ?? 0) > 0,
        routerUuid,
      },
      quota: { subnet_count: 1, ...(routerUuid && { port_count: 1 }) },
      children: noticeNetwork,
      author: authorOf(call.actor),
    })
    return row.uuid
  })
  return created(call, PATH, uuid)
}

/** Actions of a network that make subnets. */
export const networkSubnetActions = {
  create_subnet: actionFor(networks)({
    summary: 'Create the subnet of the network',
    rule: members,
    states: ['OK'],
    guards: guards.create_subnet,
    input: createSubnetInput,
    handle: ({ row, input, call }) => createIn(row, input, call),
  }),
}

export const createSubnetRoute = defineRoute({
  summary: 'Create a subnet in the network that the body names',
  method: 'POST',
  path: '',
  rule: signedIn,
  status: 201,
  input: createSubnetInNetworkInput,
  handle: async ({ input, call }) =>
    createIn(await parentFor<NetworkRow>(call, members, 'openstack-networks', input.network, 'network'), input, call),
})
