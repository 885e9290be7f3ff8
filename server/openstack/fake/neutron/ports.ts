/** Ports: their switches, owners and ends. */
import type { Cloud } from '../cloud.ts'
import { type Ctx, created, noContent, ok, type Reply, type Route } from '../http.ts'
import { macAddress } from '../ids.ts'
import type { FixedIp, Loose, Network, Port } from '../rows.ts'
import { addresses } from './allocation.ts'
import { commonView, isShared, mine, newRow, reserve, touch } from './base.ts'
import { badRequest, bodyOf, listReply, neutronError, notFound, ownerOf, policy, project, type View } from './lists.ts'
import { networkOf } from './networks.ts'
import { ensureDefaultGroup, groupOf } from './securitygroups.ts'

const PORT_POST = [
  'name',
  'description',
  'network_id',
  'fixed_ips',
  'mac_address',
  'admin_state_up',
  'device_id',
  'device_owner',
  'security_groups',
  'allowed_address_pairs',
  'extra_dhcp_opts',
  'port_security_enabled',
  'project_id',
  'tenant_id',
  'binding:vnic_type',
  'binding:host_id',
  'binding:profile',
  'dns_name',
  'qos_policy_id',
  'tags',
]
const PORT_ATTRIBUTES = [
  ...PORT_POST,
  'id',
  'status',
  'revision_number',
  'created_at',
  'updated_at',
  'binding:vif_type',
]
const READ_ONLY = [
  'id',
  'status',
  'network_id',
  'tenant_id',
  'project_id',
  'tags',
  'created_at',
  'updated_at',
  'revision_number',
  'binding:vif_type',
]

export function portView(ctx: Ctx, row: Port): View {
  const bound = row.host_id !== ''
  return {
    id: row.id,
    name: row.name,
    network_id: row.network_id,
    tenant_id: row.project_id,
    mac_address: row.mac_address,
    admin_state_up: row.admin_state_up,
    status: row.status,
    device_id: row.device_id,
    device_owner: row.device_owner,
    fixed_ips: row.fixed_ips,
    allowed_address_pairs: row.allowed_address_pairs,
    extra_dhcp_opts: row.extra_dhcp_opts,
    security_groups: row.security_groups,
    'binding:vnic_type': row.vnic_type,
    ...(ctx.identity.isAdmin
      ? {
          'binding:profile': {},
          'binding:host_id': row.host_id,
          'binding:vif_type': bound ? 'ovs' : 'unbound',
          'binding:vif_details': bound ? { connectivity: 'l2', port_filter: true } : {},
        }
      : {}),
    port_security_enabled: row.port_security_enabled,
    ...commonView(row),
  }
}

const sees = (ctx: Ctx, row: Port): boolean =>
  mine(ctx, row) || ctx.cloud.state.networks.get(row.network_id)?.project_id === ctx.identity.projectId

/** @throws Refusal 404 */
export function portOf(ctx: Ctx, id: string): Port {
  const row = ctx.cloud.state.ports.get(id)
  if (!row || !sees(ctx, row)) throw notFound('PortNotFound', `Port ${id} could not be found.`)
  return row
}

/** Checks the switches that depend on each other and writes them. */
function applySecurity(ctx: Ctx, row: Port, given: Loose, creating: boolean): void {
  const enabled = given.port_security_enabled ?? row.port_security_enabled
  const groups: string[] = given.security_groups ?? (creating && !enabled ? [] : row.security_groups)
  const pairs = given.allowed_address_pairs ?? row.allowed_address_pairs
  if (!enabled && pairs.length)
    throw neutronError(
      409,
      'AddressPairAndPortSecurityRequired',
      'Port Security must be enabled in order to have allowed address pairs on a port.',
    )
  if (!enabled && groups.length)
    throw creating || given.security_groups
      ? neutronError(
          400,
          'PortSecurityAndIPRequiredForSecurityGroups',
          'Port security must be enabled and port must have an IP address in order to use security groups.',
        )
      : neutronError(
          409,
          'PortSecurityPortHasSecurityGroup',
          'Port has security group associated. Cannot disable port security or IP address until security group is removed.',
        )
  const twice = groups.find((id, index) => groups.indexOf(id) !== index)
  if (twice) throw badRequest(`Invalid input for security_groups. Reason: Duplicate items in the list: '${twice}'.`)
  for (const id of groups) groupOf(ctx, id)
  row.port_security_enabled = enabled
  row.security_groups = groups
  row.allowed_address_pairs = pairs.map((pair: Loose) => ({
    mac_address: pair.mac_address ?? row.mac_address,
    ip_address: pair.ip_address,
  }))
}

/** Makes a port that an agent, a router, a floating IP or Nova wants: no policy, no checks of the body. */
export function addPort(cloud: Cloud, network: Network, fields: Partial<Port> & { project_id: string }): Port {
  const row: Port = {
    ...newRow(cloud, fields.project_id, {}),
    revision: 1,
    network_id: network.id,
    mac_address: macAddress(),
    admin_state_up: true,
    status: 'DOWN',
    device_id: '',
    device_owner: '',
    fixed_ips: [],
    allowed_address_pairs: [],
    extra_dhcp_opts: [],
    security_groups: [],
    port_security_enabled: false,
    vnic_type: 'normal',
    host_id: '',
    ...fields,
  }
  cloud.state.ports.set(row.id, row)
  return row
}

/** @throws Refusal 400, 403, 404, 409 */
export function createPortRow(ctx: Ctx, given: Loose): Port {
  const network = networkOf(ctx, given.network_id)
  const owner = ownerOf(ctx, given)
  if (!mine(ctx, network) && !isShared(ctx, network))
    throw neutronError(403, 'HTTPForbidden', `Tenant ${owner} not allowed to create port on this network`)
  if (given.mac_address && !mine(ctx, network)) throw policy('(rule:create_port and rule:create_port:mac_address)')
  reserve(ctx.cloud, owner, 'port')
  const mac = given.mac_address ?? macAddress()
  const group = ensureDefaultGroup(ctx.cloud, owner)
  const row = addPort(ctx.cloud, network, {
    ...newRow(ctx.cloud, owner, given),
    revision: 1,
    mac_address: mac,
    admin_state_up: given.admin_state_up ?? true,
    device_id: given.device_id ?? '',
    device_owner: given.device_owner ?? '',
    extra_dhcp_opts: given.extra_dhcp_opts ?? [],
    port_security_enabled: network.port_security_enabled,
    security_groups: network.port_security_enabled ? [group.id] : [],
    vnic_type: given['binding:vnic_type'] ?? 'normal',
  })
  try {
    row.fixed_ips = addresses(ctx, network, given.fixed_ips, mac, row.id)
    applySecurity(ctx, row, given, true)
  } catch (error) {
    ctx.cloud.state.ports.delete(row.id)
    throw error
  }
  return row
}

function createPort(ctx: Ctx): Reply {
  const given = bodyOf(ctx, 'port', PORT_POST, READ_ONLY)
  if (given.network_id === undefined)
    throw badRequest("Failed to parse request. Required attribute 'network_id' not specified")
  return created({ port: portView(ctx, createPortRow(ctx, given)) })
}

function updatePort(ctx: Ctx): Reply {
  const row = portOf(ctx, ctx.params.id)
  const given = bodyOf(
    ctx,
    'port',
    PORT_POST.filter((name) => !READ_ONLY.includes(name)),
    READ_ONLY,
  )
  if (given.mac_address && !ctx.identity.isAdmin) throw policy('(rule:update_port and rule:update_port:mac_address)')
  const network = ctx.cloud.state.networks.get(row.network_id)!
  if (given.fixed_ips !== undefined && row.device_owner.startsWith('network:router'))
    throw neutronError(400, 'BadRequest', `Bad port request: Cannot update IP address on port ${row.id}.`)
  applySecurity(ctx, row, given, false)
  if (given.fixed_ips !== undefined) row.fixed_ips = addresses(ctx, network, given.fixed_ips, row.mac_address, row.id)
  for (const key of [
    'name',
    'description',
    'admin_state_up',
    'device_id',
    'device_owner',
    'mac_address',
    'extra_dhcp_opts',
  ] as const)
    if (given[key] !== undefined) Object.assign(row, { [key]: given[key] })
  touch(ctx.cloud, row)
  return ok({ port: portView(ctx, row) })
}

/** Takes the port away, and the floating IP's hold on it. */
export function deletePortRow(cloud: Cloud, row: Port): void {
  cloud.state.ports.delete(row.id)
  for (const ip of cloud.state.floatingIps.values())
    if (ip.port_id === row.id) {
      Object.assign(ip, { port_id: null, fixed_ip_address: null, router_id: null, status: 'DOWN' })
      touch(cloud, ip)
    }
}

function deletePort(ctx: Ctx): Reply {
  const row = portOf(ctx, ctx.params.id)
  if (/^network:(router|floatingip|ha_router)/.test(row.device_owner))
    throw neutronError(
      409,
      'ServicePortInUse',
      `Port ${row.id} cannot be deleted directly via the port API: has device owner ${row.device_owner}.`,
    )
  deletePortRow(ctx.cloud, row)
  for (const server of ctx.cloud.state.servers.values())
    if (server.nics.some((nic) => nic.port_id === row.id))
      server.nics = server.nics.filter((nic) => nic.port_id !== row.id)
  return noContent()
}

/** `fixed_ips=ip_address=…`, `fixed_ips=subnet_id=…`, `security_groups=…` */
function portFilter(row: Port, name: string, wanted: string[]): boolean | undefined {
  if (name === 'security_groups') return wanted.some((id) => row.security_groups.includes(id))
  if (name !== 'fixed_ips') return undefined
  return wanted.every((text) => {
    const [key, value] = text.split(/=(.*)/s)
    if (key === 'ip_address_substr') return row.fixed_ips.some((ip) => ip.ip_address.includes(value))
    return row.fixed_ips.some((ip) => ip[key as keyof FixedIp] === value)
  })
}

export const portRoutes: readonly Route[] = [
  [
    'GET',
    '/ports',
    (ctx) =>
      listReply(ctx, {
        plural: 'ports',
        path: '/ports',
        rows: [...ctx.cloud.state.ports.values()].filter((row) => sees(ctx, row)),
        view: (row) => portView(ctx, row),
        attributes: PORT_ATTRIBUTES,
        filter: portFilter,
      }),
  ],
  ['POST', '/ports', createPort],
  ['GET', '/ports/:id', (ctx) => ok({ port: project(ctx.query, portView(ctx, portOf(ctx, ctx.params.id))) })],
  ['PUT', '/ports/:id', updatePort],
  ['DELETE', '/ports/:id', deletePort],
]
