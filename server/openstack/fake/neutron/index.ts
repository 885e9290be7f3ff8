/** Neutron v2.0. */
import type { TaskTable } from '../cloud.ts'
import { type Ctx, created, noContent, ok, type Reply, type Route } from '../http.ts'
import { stableUuid, uuid } from '../ids.ts'
import type { Limits, Loose, RbacPolicy } from '../rows.ts'
import { poolSize } from './addresses.ts'
import { takenOn } from './allocation.ts'
import { limitsOf, mine, QUOTA_DEFAULTS, reserve, touch, usedOf } from './base.ts'
import { syncDhcpPort } from './dhcp.ts'
import { EXTENSIONS } from './extensions.ts'
import { floatingIpRoutes } from './floatingips.ts'
import { badRequest, bodyOf, listReply, neutronError, notFound, policy } from './lists.ts'
import { networkOf, networkRoutes } from './networks.ts'
import { portRoutes } from './ports.ts'
import { routerRoutes } from './routers.ts'
import { securityGroupRoutes } from './securitygroups.ts'
import { subnetRoutes } from './subnets.ts'

const quotaProject = (ctx: Ctx, verb: 'get' | 'update' | 'delete'): string => {
  const id = ctx.params.project
  if (!ctx.identity.isAdmin && (verb !== 'get' || id !== ctx.identity.projectId)) throw policy(`rule:${verb}_quota`)
  return id
}

function updateQuota(ctx: Ctx): Reply {
  const id = quotaProject(ctx, 'update')
  const given: Limits = bodyOf(ctx, 'quota', [...Object.keys(QUOTA_DEFAULTS), 'check_limit', 'force'])
  for (const [name, value] of Object.entries(given)) {
    if (name in QUOTA_DEFAULTS && !/^-?\d+$/.test(String(value)))
      throw badRequest(`Invalid input for ${name}. Reason: '${value}' is not an integer.`)
    if (Number(value) < -1)
      throw badRequest(`Invalid input for ${name}. Reason: '${value}' is too small - must be at least '-1'.`)
  }
  const numbers = Object.entries(given).filter(([name]) => name in QUOTA_DEFAULTS)
  const kept = ctx.cloud.state.neutronQuotas.get(id)
  ctx.cloud.state.neutronQuotas.set(id, {
    ...kept,
    ...Object.fromEntries(numbers.map(([name, value]) => [name, Number(value)])),
  })
  return ok({ quota: limitsOf(ctx.cloud, id) })
}

function quotaDetails(ctx: Ctx): Reply {
  const id = quotaProject(ctx, 'get')
  const limits = Object.entries(limitsOf(ctx.cloud, id))
  return ok({
    quota: Object.fromEntries(
      limits.map(([name, limit]) => [name, { limit, used: usedOf(ctx.cloud, id, name), reserved: 0 }]),
    ),
  })
}

const rbacView = (row: RbacPolicy) => ({ ...row, tenant_id: row.project_id })

function createRbac(ctx: Ctx): Reply {
  const given = bodyOf(ctx, 'rbac_policy', [
    'object_type',
    'object_id',
    'action',
    'target_tenant',
    'target_project',
    'project_id',
    'tenant_id',
  ])
  const target = given.target_tenant ?? given.target_project
  const kinds = ['network', 'qos_policy', 'security_group', 'address_scope', 'subnetpool', 'address_group']
  if (!kinds.includes(given.object_type))
    throw neutronError(
      400,
      'InvalidInput',
      `Invalid input for operation: '${given.object_type}' is not a valid RBAC object type.`,
    )
  for (const key of ['object_id', 'action'])
    if (given[key] === undefined) throw badRequest(`Failed to parse request. Required attribute '${key}' not specified`)
  if (target === undefined)
    throw badRequest("Failed to parse request. Required attribute 'target_tenant' not specified")
  if (!['access_as_shared', 'access_as_external'].includes(given.action))
    throw neutronError(
      400,
      'InvalidInput',
      `Invalid input for operation: '${given.action}' is not a valid action for RBAC object type '${given.object_type}'.`,
    )
  const network = ctx.cloud.state.networks.get(given.object_id)
  if (!network || !mine(ctx, network))
    throw neutronError(
      400,
      'InvalidInput',
      `Invalid input for operation: Network ${given.object_id} could not be found.`,
    )
  if (target === '*' && !ctx.identity.isAdmin)
    throw policy('(rule:create_rbac_policy and rule:create_rbac_policy:target_tenant)')
  reserve(ctx.cloud, network.project_id, 'rbac_policy')
  const { rbacPolicies } = ctx.cloud.state
  for (const row of rbacPolicies.values())
    if (row.object_id === network.id && row.action === given.action && row.target_tenant === target)
      throw neutronError(409, 'DuplicateRbacPolicy', 'An RBAC policy already exists with those values.')
  const row: RbacPolicy = {
    id: uuid(),
    project_id: network.project_id,
    object_type: given.object_type,
    object_id: network.id,
    action: given.action,
    target_tenant: target,
  }
  rbacPolicies.set(row.id, row)
  return created({ rbac_policy: rbacView(row) })
}

function rbacOf(ctx: Ctx): RbacPolicy {
  const row = ctx.cloud.state.rbacPolicies.get(ctx.params.id)
  if (!row || !mine(ctx, row))
    throw notFound('RbacPolicyNotFound', `RBAC policy of type network with ID ${ctx.params.id} not found`)
  return row
}

function deleteRbac(ctx: Ctx): Reply {
  const row = rbacOf(ctx)
  for (const port of ctx.cloud.state.ports.values())
    if (port.network_id === row.object_id && port.project_id === row.target_tenant && row.action === 'access_as_shared')
      throw neutronError(
        409,
        'RbacPolicyInUse',
        `RBAC policy on object ${row.object_id} cannot be removed because other objects depend on it.\nDetails: Callback neutron.plugins.ml2.plugin.NeutronDbPluginV2.validate_network_rbac_policy_change failed with "Unable to reconfigure sharing settings for network ${row.object_id}. Multiple tenants are using it."`,
      )
  ctx.cloud.state.rbacPolicies.delete(row.id)
  return noContent()
}

/** `/networks/{id}/tags` and the like: the row whatever its kind. */
function tagged(ctx: Ctx): { tags: string[]; updatedAtMs: number; revision: number } {
  const { state } = ctx.cloud
  const tables: Record<string, Map<string, Loose>> = {
    networks: state.networks,
    subnets: state.subnets,
    ports: state.ports,
    routers: state.routers,
    floatingips: state.floatingIps,
    'security-groups': state.securityGroups,
  }
  const row = tables[ctx.params.kind]?.get(ctx.params.id)
  if (!row || !mine(ctx, row)) throw notFound('HTTPNotFound', 'The resource could not be found.')
  return row
}

function changeTags(ctx: Ctx, change: (tags: string[]) => string[]): string[] {
  const row = tagged(ctx)
  row.tags = change(row.tags)
  touch(ctx.cloud, row)
  return row.tags
}

const AGENTS = [
  ['L3 agent', 'neutron-l3-agent', 'l3_agent'],
  ['DHCP agent', 'neutron-dhcp-agent', 'dhcp_agent'],
  ['Metadata agent', 'neutron-metadata-agent', 'N/A'],
  ['Open vSwitch agent', 'neutron-openvswitch-agent', 'N/A'],
] as const

function agents(ctx: Ctx): Reply {
  if (!ctx.identity.isAdmin) return ok({ agents: [] })
  const heartbeat = ctx.cloud.nowIso().replace('T', ' ').replace('Z', '')
  return ok({
    agents: AGENTS.map(([agent_type, binary, topic]) => ({
      id: stableUuid(binary),
      agent_type,
      binary,
      topic,
      host: 'compute1',
      admin_state_up: true,
      created_at: heartbeat,
      started_at: heartbeat,
      heartbeat_timestamp: heartbeat,
      description: null,
      resources_synced: null,
      availability_zone: topic === 'N/A' ? null : 'nova',
      alive: true,
      configurations: {},
    })),
  })
}

function availability(ctx: Ctx): Reply {
  if (!ctx.identity.isAdmin) throw policy('rule:get_network_ip_availability')
  const network = networkOf(ctx, ctx.params.id)
  const subnets = [...ctx.cloud.state.subnets.values()].filter((subnet) => subnet.network_id === network.id)
  const rows = subnets.map((subnet) => ({
    subnet_id: subnet.id,
    ip_version: subnet.ip_version,
    cidr: subnet.cidr,
    subnet_name: subnet.name,
    used_ips: takenOn(ctx.cloud, subnet).size,
    total_ips: Number(poolSize(subnet)),
  }))
  const sum = (key: 'used_ips' | 'total_ips') => rows.reduce((total, row) => total + row[key], 0)
  return ok({
    network_ip_availability: {
      network_id: network.id,
      network_name: network.name,
      tenant_id: network.project_id,
      project_id: network.project_id,
      subnet_ip_availability: rows,
      used_ips: sum('used_ips'),
      total_ips: sum('total_ips'),
    },
  })
}

const zone = (resource: string) => ({ state: 'available', name: 'nova', resource })

export const neutronRoutes: readonly Route[] = [
  ...networkRoutes,
  ...subnetRoutes,
  ...portRoutes,
  ...routerRoutes,
  ...floatingIpRoutes,
  ...securityGroupRoutes,
  [
    'GET',
    '/quotas',
    (ctx) =>
      ok({
        quotas: [...ctx.cloud.state.neutronQuotas.keys()].map((id) => ({
          ...limitsOf(ctx.cloud, id),
          tenant_id: id,
          project_id: id,
        })),
      }),
  ],
  ['GET', '/quotas/:project', (ctx) => ok({ quota: limitsOf(ctx.cloud, quotaProject(ctx, 'get')) })],
  [
    'GET',
    '/quotas/:project/default',
    (ctx) => {
      quotaProject(ctx, 'get')
      return ok({ quota: QUOTA_DEFAULTS })
    },
  ],
  ['GET', '/quotas/:project/details', quotaDetails],
  ['PUT', '/quotas/:project', updateQuota],
  [
    'DELETE',
    '/quotas/:project',
    (ctx) => {
      const id = quotaProject(ctx, 'delete')
      if (!ctx.cloud.state.neutronQuotas.delete(id))
        throw notFound('TenantQuotaNotFound', `Quota for tenant ${id} could not be found.`)
      return noContent()
    },
  ],
  [
    'GET',
    '/rbac-policies',
    (ctx) =>
      listReply(ctx, {
        plural: 'rbac_policies',
        path: '/rbac-policies',
        rows: [...ctx.cloud.state.rbacPolicies.values()].filter(
          (row) => mine(ctx, row) || row.target_tenant === ctx.identity.projectId,
        ),
        view: rbacView,
        attributes: [
          'id',
          'object_type',
          'object_id',
          'action',
          'target_tenant',
          'target_project',
          'project_id',
          'tenant_id',
        ],
      }),
  ],
  ['POST', '/rbac-policies', createRbac],
  ['GET', '/rbac-policies/:id', (ctx) => ok({ rbac_policy: rbacView(rbacOf(ctx)) })],
  ['DELETE', '/rbac-policies/:id', deleteRbac],
  ['GET', '/extensions', () => ok({ extensions: EXTENSIONS })],
  [
    'GET',
    '/extensions/:alias',
    (ctx) => {
      const extension = EXTENSIONS.find((row) => row.alias === ctx.params.alias)
      if (!extension) throw notFound('webob', 'The resource could not be found.')
      return ok({ extension })
    },
  ],
  ['GET', '/agents', agents],
  ['GET', '/availability_zones', () => ok({ availability_zones: [zone('router'), zone('network')] })],
  ['GET', '/network-ip-availabilities/:id', availability],
  ['GET', '/subnetpools', () => ok({ subnetpools: [] })],
  ['GET', '/address-scopes', () => ok({ address_scopes: [] })],
  [
    'GET',
    '/service-providers',
    () => ok({ service_providers: [{ service_type: 'L3_ROUTER_NAT', name: 'single_node', default: false }] }),
  ],
  ['GET', '/:kind/:id/tags', (ctx) => ok({ tags: tagged(ctx).tags })],
  ['PUT', '/:kind/:id/tags', (ctx) => ok({ tags: changeTags(ctx, () => [...new Set<string>(ctx.body?.tags ?? [])]) })],
  [
    'DELETE',
    '/:kind/:id/tags',
    (ctx) => {
      changeTags(ctx, () => [])
      return noContent()
    },
  ],
  [
    'PUT',
    '/:kind/:id/tags/:tag',
    (ctx) => {
      changeTags(ctx, (tags) => [...new Set([...tags, ctx.params.tag])])
      return created(null)
    },
  ],
  [
    'DELETE',
    '/:kind/:id/tags/:tag',
    (ctx) => {
      changeTags(ctx, (tags) => tags.filter((tag) => tag !== ctx.params.tag))
      return noContent()
    },
  ],
]

/** What happens a moment later. */
export const neutronTasks: TaskTable = {
  'neutron.dhcp': (cloud, { network }) => syncDhcpPort(cloud, String(network)),
  'neutron.portActive': (cloud, { port }) => {
    const row = cloud.state.ports.get(String(port))
    if (!row || row.status === 'ACTIVE') return
    row.status = 'ACTIVE'
    touch(cloud, row)
  },
  'neutron.floatingIpActive': (cloud, { id }) => {
    const row = cloud.state.floatingIps.get(String(id))
    if (row?.port_id) row.status = 'ACTIVE'
  },
}
