/** Networks. */
import { type Ctx, created, noContent, ok, type Reply, type Route } from '../http.ts'
import type { Loose, Network } from '../rows.ts'
import { portsOf } from './allocation.ts'
import { commonView, isExternal, isShared, mine, newRow, reserve, touch } from './base.ts'
import { badRequest, bodyOf, listReply, neutronError, notFound, ownerOf, policy, project, type View } from './lists.ts'
import { deletePortRow } from './ports.ts'
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
]
