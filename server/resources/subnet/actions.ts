/** What may be asked of a subnet. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { actionFor } from '../../api/define.ts'
import { conflict, fieldError } from '../../errors.ts'
import { commonActions } from '../base/actions.ts'
import { addressText, hostRange, parseCidr } from '../base/addresses.ts'
import { INTERFACE_OWNERS } from '../base/ports.ts'
import { ports } from '../port/table.ts'
import type { RouterRow } from '../router/table.ts'
import { checkSubnet } from './checks.ts'
import { connectInput, type UpdateSubnetInput, updateSubnetInput } from './input.ts'
import {
  connectSubnetJob,
  deleteSubnetJob,
  disconnectSubnetJob,
  pullSubnetJob,
  type SubnetText,
  updateSubnetJob,
} from './jobs.ts'
import { defaultRouter, interfaceRows, routerOf } from './router.ts'
import { guards } from './rules.ts'
import { type SubnetRow, subnets } from './table.ts'

const action = actionFor(subnets)

const textOf = (row: SubnetRow): SubnetText => ({
  name: row.name,
  description: row.description,
  gatewayIp: row.gatewayIp,
  disableGateway: row.disableGateway,
  allocationPools: row.allocationPools,
  dnsNameservers: row.dnsNameservers,
  hostRoutes: row.hostRoutes,
})

/** The gateway that a change leaves: taken away, given, or put back to the first address. */
const gatewayAfter = (row: SubnetRow, input: Partial<UpdateSubnetInput>): string | null => {
  if (input.disable_gateway ?? row.disableGateway) return null
  if (input.gateway_ip) return input.gateway_ip
  const cidr = parseCidr(row.cidr)
  return row.gatewayIp ?? (cidr ? addressText(cidr.version, hostRange(cidr).first) : null)
}

/** @throws ApiError 400 by field. */
const planUpdate = async (row: SubnetRow, input: Partial<UpdateSubnetInput>) => {
  if (input.disable_gateway && input.gateway_ip)
    throw fieldError('gateway_ip', 'A subnet without gateway has no gateway address.')
  const gatewayIp = gatewayAfter(row, input.gateway_ip ? { disable_gateway: false, ...input } : input)
  const before = textOf(row)
  const after: SubnetText = {
    name: input.name ?? row.name,
    description: input.description ?? row.description,
    gatewayIp,
    disableGateway: gatewayIp === null,
    allocationPools: input.allocation_pools ?? row.allocationPools,
    dnsNameservers: input.dns_nameservers ?? row.dnsNameservers,
    hostRoutes: input.host_routes ?? row.hostRoutes,
  }
  const same = (key: keyof SubnetText) => JSON.stringify(before[key]) === JSON.stringify(after[key])
  // What is not touched may be as the cloud has it, even where the portal would not make it so.
  const touched = !(['gatewayIp', 'allocationPools', 'dnsNameservers', 'hostRoutes'] as const).every(same)
  if (touched)
    checkSubnet(
      {
        cidr: row.cidr,
        gateway_ip: after.gatewayIp,
        disable_gateway: after.disableGateway,
        enable_dhcp: row.enableDhcp,
        allocation_pools: after.allocationPools,
        dns_nameservers: after.dnsNameservers,
        host_routes: after.hostRoutes,
      },
      // The CIDR does not change, so that its neighbours need no look.
      [],
    )
  return { patch: after, params: { before, after } }
}

/** @throws ApiError 409 naming the ports that keep the subnet from going. */
const refuseWhileUsed = async (row: SubnetRow) => {
  const all = await db.select().from(ports).where(eq(ports.networkUuid, row.networkUuid))
  const used = all.filter(
    (port) =>
      port.backendId !== '' &&
      port.deviceOwner !== 'network:dhcp' &&
      !INTERFACE_OWNERS.includes(port.deviceOwner) &&
      port.fixedIps.some((fixed) => fixed.subnet_id === row.backendId),
  )
  if (used.length === 0) return
  const addresses = used.slice(0, 5).map((port) => port.fixedIps[0]?.ip_address || port.name || port.uuid)
  const more = used.length > 5 ? ` and ${used.length - 5} more` : ''
  throw conflict(`${used.length} port${used.length === 1 ? '' : 's'} still in use: ${addresses.join(', ')}${more}.`)
}

export const updateSubnetAction = action({
  summary: 'Change name, description, gateway, pools, name servers and routes',
  label: 'Update',
  event: 'resource_update',
  input: updateSubnetInput,
  job: updateSubnetJob,
  plan: ({ row, input }) => planUpdate(row, input),
})

export const destroySubnetAction = action({
  summary: 'Delete the subnet',
  job: deleteSubnetJob,
  plan: async ({ row }) => {
    // Removing what failed is forced; what the cloud keeps is remembered.
    if (row.state === 'OK') await refuseWhileUsed(row)
    return {}
  },
})

const scheduled = (text: string) => ({ status: 202, body: { status: text, detail: text } })

export const subnetActions = {
  connect: action({
    summary: "Connect to the tenant's router, or to the one that the body names",
    guards: guards.connect,
    input: connectInput,
    job: connectSubnetJob,
    plan: async ({ row, input, call }) => {
      if (!row.backendId) throw conflict('The object is not in the cloud.')
      const router = input.router
        ? await call.resolve<RouterRow>('openstack-routers', input.router, 'router')
        : await defaultRouter(row.tenantUuid)
      if (!router?.backendId) throw conflict('The tenant has no router: create one first.')
      if (router.tenantUuid !== row.tenantUuid) throw fieldError('router', 'The router is of another tenant.')
      return { params: { routerUuid: router.uuid }, quota: { port_count: 1 } }
    },
    answer: scheduled('connect was scheduled'),
  }),
  disconnect: action({
    summary: 'Take off its router',
    guards: guards.disconnect,
    job: disconnectSubnetJob,
    plan: async ({ row }) => {
      const interfaces = await interfaceRows(row)
      return { params: { routerUuid: await routerOf(interfaces[0]?.deviceId), interfaces: interfaces.length } }
    },
    answer: scheduled('disconnect was scheduled'),
  }),
  ...commonActions({ table: subnets, path: 'openstack-subnets', pull: pullSubnetJob }),
}
