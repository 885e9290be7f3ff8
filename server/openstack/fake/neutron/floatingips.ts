/** Floating IPs. */
import type { Cloud } from '../cloud.ts'
import { type Ctx, created, noContent, ok, type Reply, type Route } from '../http.ts'
import type { FloatingIp, Loose, Port, Router } from '../rows.ts'
import { nextFree } from './addresses.ts'
import { allocate, takenOn } from './allocation.ts'
import { commonView, isExternal, mine, newRow, reserve, touch } from './base.ts'
import { badRequest, bodyOf, listReply, neutronError, notFound, ownerOf, policy, project, type View } from './lists.ts'
import { networkOf } from './networks.ts'
import { addPort, deletePortRow, portOf } from './ports.ts'
import { interfacesOf } from './routers.ts'

const POST = [
  'floating_network_id',
  'floating_ip_address',
  'port_id',
  'fixed_ip_address',
  'subnet_id',
  'description',
  'project_id',
  'tenant_id',
  'dns_domain',
  'dns_name',
  'qos_policy_id',
]
const PUT = ['port_id', 'fixed_ip_address', 'description', 'qos_policy_id']
const ATTRIBUTES = [...POST, 'id', 'status', 'router_id', 'revision_number', 'created_at', 'updated_at']
const READ_ONLY = [
  'id',
  'status',
  'router_id',
  'tags',
  'floating_network_id',
  'floating_ip_address',
  'project_id',
  'tenant_id',
  'created_at',
  'updated_at',
  'revision_number',
]

function view(ctx: Ctx, row: FloatingIp): View {
  const port = row.port_id ? ctx.cloud.state.ports.get(row.port_id) : undefined
  return {
    id: row.id,
    tenant_id: row.project_id,
    floating_ip_address: row.floating_ip_address,
    floating_network_id: row.floating_network_id,
    router_id: row.router_id,
    port_id: row.port_id,
    fixed_ip_address: row.fixed_ip_address,
    status: row.status,
    port_details: port
      ? {
          name: port.name,
          network_id: port.network_id,
          mac_address: port.mac_address,
          admin_state_up: port.admin_state_up,
          status: port.status,
          device_id: port.device_id,
          device_owner: port.device_owner,
        }
      : null,
    ...commonView(row),
  }
}

/** @throws Refusal 404 */
function floatingIpOf(ctx: Ctx): FloatingIp {
  const row = ctx.cloud.state.floatingIps.get(ctx.params.id)
  if (!row || !mine(ctx, row)) throw notFound('FloatingIPNotFound', `Floating IP ${ctx.params.id} could not be found`)
  return row
}

/** The router that joins a subnet to an external network. */
function routerBetween(cloud: Cloud, subnetId: string, externalId: string): Router | null {
  for (const router of cloud.state.routers.values())
    if (
      router.gateway?.network_id === externalId &&
      interfacesOf(cloud, router.id).some((port) => port.fixed_ips.some((ip) => ip.subnet_id === subnetId))
    )
      return router
  return null
}

function associate(ctx: Ctx, row: FloatingIp, port: Port, wanted: string | undefined): void {
  const { cloud } = ctx
  const v4 = port.fixed_ips.filter((ip) => !ip.ip_address.includes(':'))
  const fixed = wanted ? v4.find((ip) => ip.ip_address === wanted) : v4[0]
  if (!fixed)
    throw neutronError(
      400,
      'BadRequest',
      wanted
        ? `Bad floatingip request: Port ${port.id} does not have fixed ip ${wanted}.`
        : `Bad floatingip request: Cannot add floating IP to port ${port.id} that has no fixed IPv4 addresses.`,
    )
  if (!wanted && v4.length > 1)
    throw neutronError(
      400,
      'BadRequest',
      `Bad floatingip request: Port ${port.id} has multiple fixed IPv4 addresses. Must provide a specific IPv4 address when assigning a floating IP.`,
    )
  const router = routerBetween(cloud, fixed.subnet_id, row.floating_network_id)
  if (!router)
    throw notFound(
      'ExternalGatewayForFloatingIPNotFound',
      `External network ${row.floating_network_id} is not reachable from subnet ${fixed.subnet_id}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`,
    )
  for (const other of cloud.state.floatingIps.values())
    if (
      other.id !== row.id &&
      other.port_id === port.id &&
      other.fixed_ip_address === fixed.ip_address &&
      other.floating_network_id === row.floating_network_id
    )
      throw neutronError(
        409,
        'FloatingIPPortAlreadyAssociated',
        `Cannot associate floating IP ${row.floating_ip_address} (${row.id}) with port ${port.id} using fixed IP ${fixed.ip_address}, as that fixed IP already has a floating IP on external network ${row.floating_network_id}.`,
      )
  Object.assign(row, { port_id: port.id, fixed_ip_address: fixed.ip_address, router_id: router.id })
  // Neutron says DOWN until the agent on the router has set the address up.
  cloud.later(500, 'neutron.floatingIpActive', { id: row.id })
}

function create(ctx: Ctx): Reply {
  const given = bodyOf(
    ctx,
    'floatingip',
    POST,
    READ_ONLY.filter((name) => !POST.includes(name)),
  )
  if (!given.floating_network_id)
    throw badRequest("Failed to parse request. Required attribute 'floating_network_id' not specified")
  const { cloud } = ctx
  const network = networkOf(ctx, given.floating_network_id)
  if (!isExternal(ctx, network))
    throw neutronError(
      400,
      'BadRequest',
      `Bad floatingip request: Network ${network.id} is not a valid external network.`,
    )
  const owner = ownerOf(ctx, given)
  if (given.floating_ip_address && !ctx.identity.isAdmin)
    throw policy('(rule:create_floatingip and rule:create_floatingip:floating_ip_address)')
  reserve(cloud, owner, 'floatingip')
  const target = given.port_id ? portOf(ctx, given.port_id) : null
  const subnets = [...cloud.state.subnets.values()].filter(
    (subnet) =>
      subnet.network_id === network.id &&
      subnet.ip_version === 4 &&
      (!given.subnet_id || subnet.id === given.subnet_id),
  )
  let fixed: { subnet_id: string; ip_address: string } | null = null
  for (const subnet of subnets) {
    if (given.floating_ip_address) fixed = allocate(cloud, subnet, given.floating_ip_address)
    else {
      const free = nextFree(subnet, takenOn(cloud, subnet))
      if (free) fixed = { subnet_id: subnet.id, ip_address: free }
    }
    if (fixed) break
  }
  if (!fixed)
    throw neutronError(409, 'IpAddressGenerationFailure', `No more IP addresses available on network ${network.id}.`)
  const base = newRow(cloud, owner, given)
  const row: FloatingIp = {
    ...base,
    floating_ip_address: fixed.ip_address,
    floating_network_id: network.id,
    own_port_id: '',
    router_id: null,
    port_id: null,
    fixed_ip_address: null,
    status: 'DOWN',
  }
  if (target) associate(ctx, row, target, given.fixed_ip_address)
  row.own_port_id = addPort(cloud, network, {
    project_id: '',
    device_id: row.id,
    device_owner: 'network:floatingip',
    fixed_ips: [fixed],
    status: 'N/A',
  }).id
  cloud.state.floatingIps.set(row.id, row)
  return created({ floatingip: view(ctx, row) })
}

function update(ctx: Ctx): Reply {
  const row = floatingIpOf(ctx)
  const given: Loose = bodyOf(ctx, 'floatingip', PUT, READ_ONLY)
  if (given.description !== undefined) row.description = given.description ?? ''
  if (given.port_id) associate(ctx, row, portOf(ctx, given.port_id), given.fixed_ip_address)
  // A body without a port takes the address off its port, unless it is only about the description.
  else if (given.port_id === null || given.fixed_ip_address !== undefined)
    Object.assign(row, { port_id: null, fixed_ip_address: null, router_id: null, status: 'DOWN' })
  touch(ctx.cloud, row)
  return ok({ floatingip: view(ctx, row) })
}

function remove(ctx: Ctx): Reply {
  const row = floatingIpOf(ctx)
  const port = ctx.cloud.state.ports.get(row.own_port_id)
  if (port) deletePortRow(ctx.cloud, port)
  ctx.cloud.state.floatingIps.delete(row.id)
  return noContent()
}

export const floatingIpRoutes: readonly Route[] = [
  [
    'GET',
    '/floatingips',
    (ctx) =>
      listReply(ctx, {
        plural: 'floatingips',
        path: '/floatingips',
        rows: [...ctx.cloud.state.floatingIps.values()].filter((row) => mine(ctx, row)),
        view: (row) => view(ctx, row),
        attributes: ATTRIBUTES,
      }),
  ],
  ['POST', '/floatingips', create],
  ['GET', '/floatingips/:id', (ctx) => ok({ floatingip: project(ctx.query, view(ctx, floatingIpOf(ctx))) })],
  ['PUT', '/floatingips/:id', update],
  ['DELETE', '/floatingips/:id', remove],
]
