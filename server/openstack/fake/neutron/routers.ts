/** Routers, their gateways, interfaces and routes. */
import type { Cloud } from '../cloud.ts'
import { type Ctx, created, noContent, ok, type Reply, type Route } from '../http.ts'
import type { Loose, Port, Router, Subnet } from '../rows.ts'
import { inRange, isAddress, nextFree, overlap, rangeOf } from './addresses.ts'
import { allocate, portsOfDevice, takenOn } from './allocation.ts'
import { commonView, isExternal, mine, newRow, reserve, touch } from './base.ts'
import { badRequest, bodyOf, listReply, neutronError, notFound, ownerOf, policy, project, type View } from './lists.ts'
import { networkOf } from './networks.ts'
import { addPort, deletePortRow, portOf } from './ports.ts'
import { subnetOf } from './subnets.ts'

const ROUTER_POST = [
  'name',
  'description',
  'admin_state_up',
  'external_gateway_info',
  'project_id',
  'tenant_id',
  'availability_zone_hints',
  'distributed',
  'ha',
  'flavor_id',
]
const ROUTER_PUT = ['name', 'description', 'admin_state_up', 'external_gateway_info', 'routes', 'distributed', 'ha']
const ATTRIBUTES = [...ROUTER_POST, 'id', 'status', 'routes', 'revision_number', 'created_at', 'updated_at']
const READ_ONLY = [
  'id',
  'status',
  'tags',
  'routes',
  'created_at',
  'updated_at',
  'revision_number',
  'project_id',
  'tenant_id',
]

export const badRouter = (message: string) => neutronError(400, 'BadRequest', `Bad router request: ${message}`)

function routerView(ctx: Ctx, row: Router): View {
  const port = row.gateway && ctx.cloud.state.ports.get(row.gateway.port_id)
  return {
    id: row.id,
    name: row.name,
    tenant_id: row.project_id,
    admin_state_up: row.admin_state_up,
    status: row.status,
    external_gateway_info: row.gateway
      ? {
          network_id: row.gateway.network_id,
          external_fixed_ips: port?.fixed_ips ?? [],
          enable_snat: row.gateway.enable_snat,
        }
      : null,
    availability_zones: row.scheduled ? ['nova'] : [],
    availability_zone_hints: [],
    ...(ctx.identity.isAdmin ? { distributed: row.distributed, ha: row.ha } : {}),
    routes: row.routes,
    flavor_id: null,
    ...commonView(row),
  }
}

/** @throws Refusal 404 */
function routerOf(ctx: Ctx, id: string): Router {
  const row = ctx.cloud.state.routers.get(id)
  if (!row || !mine(ctx, row)) throw notFound('RouterNotFound', `Router ${id} could not be found`)
  return row
}

export const interfacesOf = (cloud: Cloud, routerId: string): Port[] =>
  portsOfDevice(cloud, routerId).filter((port) => port.device_owner === 'network:router_interface')

/** The subnets a router reaches directly: those of its interfaces and of its gateway. */
function connected(cloud: Cloud, row: Router): Subnet[] {
  const ports = [...interfacesOf(cloud, row.id), ...(row.gateway ? [cloud.state.ports.get(row.gateway.port_id)!] : [])]
  return ports.flatMap((port) => port.fixed_ips.map((ip) => cloud.state.subnets.get(ip.subnet_id)!)).filter(Boolean)
}

function setGateway(ctx: Ctx, row: Router, info: Loose): void {
  const { cloud } = ctx
  const verb = ctx.method === 'POST' ? 'create' : 'update'
  if (
    info?.network_id &&
    (info.enable_snat !== undefined || info.external_fixed_ips !== undefined) &&
    !ctx.identity.isAdmin
  ) {
    const key = info.enable_snat !== undefined ? 'enable_snat' : 'external_fixed_ips'
    const rule = `rule:${verb}_router:external_gateway_info`
    throw policy(`(rule:${verb}_router and (${rule} and (${rule}:network_id and ${rule}:${key})))`)
  }
  const networkId: string | undefined = info?.network_id
  const network = networkId ? networkOf(ctx, networkId) : null
  if (network && !isExternal(ctx, network)) throw badRouter(`Network ${network.id} is not an external network.`)
  const old = row.gateway
  if (old && network?.id === old.network_id) {
    old.enable_snat = info.enable_snat ?? old.enable_snat
    return
  }
  if (old) {
    for (const ip of cloud.state.floatingIps.values())
      if (ip.router_id === row.id)
        throw neutronError(
          409,
          'RouterExternalGatewayInUseByFloatingIp',
          `Gateway cannot be updated for router ${row.id}, since a gateway to external network ${old.network_id} is required by one or more floating IPs.`,
        )
    const port = cloud.state.ports.get(old.port_id)
    if (port) deletePortRow(cloud, port)
    row.gateway = null
  }
  if (!network) return
  const subnets = [...cloud.state.subnets.values()].filter((subnet) => subnet.network_id === network.id)
  const wanted: Loose[] = info.external_fixed_ips ?? []
  const fixed = wanted.length
    ? wanted.map((ip) => allocate(cloud, subnetOf(ctx, ip.subnet_id ?? subnets[0]?.id), ip.ip_address))
    : [firstOf(cloud, subnets, network.id)]
  // The gateway's port belongs to nobody, so that the tenant cannot touch it: neutron/db/l3_db.py, _create_router_gw_port.
  const port = addPort(cloud, network, {
    project_id: '',
    device_id: row.id,
    device_owner: 'network:router_gateway',
    fixed_ips: fixed,
    status: 'ACTIVE',
    host_id: 'compute1',
  })
  row.gateway = { network_id: network.id, port_id: port.id, enable_snat: info.enable_snat ?? true }
}

function firstOf(cloud: Cloud, subnets: Subnet[], networkId: string) {
  for (const subnet of subnets.filter((row) => row.ip_version === 4)) {
    const free = nextFree(subnet, takenOn(cloud, subnet))
    if (free) return { subnet_id: subnet.id, ip_address: free }
  }
  throw neutronError(409, 'IpAddressGenerationFailure', `No more IP addresses available on network ${networkId}.`)
}

function setRoutes(ctx: Ctx, row: Router, routes: Loose): void {
  if (!Array.isArray(routes))
    throw badRequest(`Invalid input for routes. Reason: Invalid data format for hostroute: '${routes}'.`)
  const ranges = connected(ctx.cloud, row).map((subnet) => rangeOf(subnet.cidr)!)
  for (const route of routes) {
    if (!isAddress(route.nexthop) || !rangeOf(route.destination))
      throw badRequest(`Invalid input for routes. Reason: '${route.nexthop}' is not a valid IP address.`)
    if (!ranges.some((range) => inRange(route.nexthop, range)))
      throw neutronError(
        400,
        'InvalidRoutes',
        `Invalid format for routes: [${routes.map((one: Loose) => `{'destination': '${one.destination}', 'nexthop': '${one.nexthop}'}`).join(', ')}], the nexthop is not connected with router`,
      )
  }
  row.routes = routes.map(({ destination, nexthop }: Loose) => ({ destination, nexthop }))
}

function createRouter(ctx: Ctx): Reply {
  const given = bodyOf(ctx, 'router', ROUTER_POST, READ_ONLY)
  const owner = ownerOf(ctx, given)
  for (const key of ['distributed', 'ha'])
    if (given[key] !== undefined && !ctx.identity.isAdmin)
      throw policy(`(rule:create_router and rule:create_router:${key})`)
  reserve(ctx.cloud, owner, 'router')
  const row: Router = {
    ...newRow(ctx.cloud, owner, given),
    revision: 1,
    admin_state_up: given.admin_state_up ?? true,
    status: 'ACTIVE',
    gateway: null,
    routes: [],
    distributed: given.distributed ?? false,
    ha: given.ha ?? false,
    scheduled: false,
  }
  if (given.external_gateway_info) setGateway(ctx, row, given.external_gateway_info)
  ctx.cloud.state.routers.set(row.id, row)
  row.scheduled = row.gateway !== null
  return created({ router: routerView(ctx, row) })
}

function updateRouter(ctx: Ctx): Reply {
  const row = routerOf(ctx, ctx.params.id)
  const given = bodyOf(ctx, 'router', ROUTER_PUT, READ_ONLY)
  if (given.external_gateway_info !== undefined) setGateway(ctx, row, given.external_gateway_info)
  if (given.routes !== undefined) setRoutes(ctx, row, given.routes ?? [])
  for (const key of ['name', 'description', 'admin_state_up', 'distributed', 'ha'] as const)
    if (given[key] !== undefined) Object.assign(row, { [key]: given[key] })
  row.scheduled ||= row.gateway !== null
  touch(ctx.cloud, row)
  return ok({ router: routerView(ctx, row) })
}

function deleteRouter(ctx: Ctx): Reply {
  const row = routerOf(ctx, ctx.params.id)
  const ports = interfacesOf(ctx.cloud, row.id)
  if (ports.length)
    throw neutronError(
      409,
      'RouterInUse',
      `Router ${row.id} has ports still attached: ${ports.map((port) => port.id).join(', ')}`,
    )
  if (row.gateway) {
    const port = ctx.cloud.state.ports.get(row.gateway.port_id)
    if (port) deletePortRow(ctx.cloud, port)
  }
  ctx.cloud.state.routers.delete(row.id)
  return noContent()
}

const interfaceView = (row: Router, port: Port) => ({
  id: row.id,
  tenant_id: row.project_id,
  port_id: port.id,
  network_id: port.network_id,
  subnet_id: port.fixed_ips[0].subnet_id,
  subnet_ids: port.fixed_ips.map((ip) => ip.subnet_id),
})

function checkInterface(cloud: Cloud, row: Router, subnet: Subnet): void {
  const range = rangeOf(subnet.cidr)!
  for (const other of connected(cloud, row)) {
    if (other.id === subnet.id) throw badRouter(`Router already has a port on subnet ${subnet.id}.`)
    if (overlap(range, rangeOf(other.cidr)!))
      throw badRouter(
        `Cidr ${subnet.cidr} of subnet ${subnet.id} overlaps with cidr ${other.cidr} of subnet ${other.id}.`,
      )
  }
}

function addInterface(ctx: Ctx): Reply {
  const row = routerOf(ctx, ctx.params.id)
  const given = ctx.body ?? {}
  const { cloud } = ctx
  if (given.subnet_id && given.port_id) throw badRouter('Cannot specify both subnet-id and port-id.')
  if (!given.subnet_id && !given.port_id) throw badRouter('Either subnet_id or port_id must be specified.')
  let port: Port
  if (given.port_id) {
    port = portOf(ctx, given.port_id)
    if (port.device_id)
      throw neutronError(
        409,
        'PortInUse',
        `Unable to complete operation on port ${port.id} for network ${port.network_id}. Port already has an attached device ${port.device_id}.`,
      )
    if (port.fixed_ips.length === 0) throw badRouter('Router port must have at least one fixed IP.')
    for (const ip of port.fixed_ips) checkInterface(cloud, row, cloud.state.subnets.get(ip.subnet_id)!)
    Object.assign(port, { device_id: row.id, device_owner: 'network:router_interface' })
    touch(cloud, port)
  } else {
    const subnet = subnetOf(ctx, given.subnet_id)
    if (subnet.gateway_ip === null) throw badRouter('Subnet for router interface must have a gateway IP.')
    checkInterface(cloud, row, subnet)
    const network = cloud.state.networks.get(subnet.network_id)!
    reserve(cloud, row.project_id, 'port')
    port = addPort(cloud, network, {
      project_id: row.project_id,
      device_id: row.id,
      device_owner: 'network:router_interface',
      fixed_ips: [allocate(cloud, subnet, subnet.gateway_ip)],
      host_id: 'compute1',
    })
  }
  row.scheduled = true
  touch(cloud, row)
  cloud.later(400, 'neutron.portActive', { port: port.id })
  return ok(interfaceView(row, port))
}

function removeInterface(ctx: Ctx): Reply {
  const row = routerOf(ctx, ctx.params.id)
  const given = ctx.body ?? {}
  const { cloud } = ctx
  if (!given.subnet_id && !given.port_id) throw badRouter('Either subnet_id or port_id must be specified.')
  const port = interfacesOf(cloud, row.id).find(
    (one) => one.id === given.port_id || one.fixed_ips.some((ip) => ip.subnet_id === given.subnet_id),
  )
  if (!port) {
    if (given.port_id)
      throw notFound('RouterInterfaceNotFound', `Router ${row.id} does not have an interface with id ${given.port_id}`)
    subnetOf(ctx, given.subnet_id)
    throw notFound('RouterInterfaceNotFoundForSubnet', `Router ${row.id} has no interface on subnet ${given.subnet_id}`)
  }
  const view = interfaceView(row, port)
  const range = rangeOf(cloud.state.subnets.get(view.subnet_id)!.cidr)!
  for (const ip of cloud.state.floatingIps.values())
    if (ip.router_id === row.id && ip.fixed_ip_address && inRange(ip.fixed_ip_address, range))
      throw neutronError(
        409,
        'RouterInterfaceInUseByFloatingIP',
        `Router interface for subnet ${view.subnet_id} on router ${row.id} cannot be deleted, as it is required by one or more floating IPs.`,
      )
  if (row.routes.some((route) => inRange(route.nexthop, range)))
    throw neutronError(
      409,
      'RouterInterfaceInUseByRoute',
      `Router interface for subnet ${view.subnet_id} on router ${row.id} cannot be deleted, as it is required by one or more routes.`,
    )
  deletePortRow(cloud, port)
  touch(cloud, row)
  return ok(view)
}

export const routerRoutes: readonly Route[] = [
  [
    'GET',
    '/routers',
    (ctx) =>
      listReply(ctx, {
        plural: 'routers',
        path: '/routers',
        rows: [...ctx.cloud.state.routers.values()].filter((row) => mine(ctx, row)),
        view: (row) => routerView(ctx, row),
        attributes: ATTRIBUTES,
      }),
  ],
  ['POST', '/routers', createRouter],
  ['GET', '/routers/:id', (ctx) => ok({ router: project(ctx.query, routerView(ctx, routerOf(ctx, ctx.params.id))) })],
  ['PUT', '/routers/:id', updateRouter],
  ['DELETE', '/routers/:id', deleteRouter],
  ['PUT', '/routers/:id/add_router_interface', addInterface],
  ['PUT', '/routers/:id/remove_router_interface', removeInterface],
]
