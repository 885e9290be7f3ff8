/** Security groups and their rules; the `default` group that each project gets when it is first needed. */
import { isoSeconds } from '../clock.ts'
import { type Cloud, ofProject } from '../cloud.ts'
import { type Ctx, created, noContent, ok, type Reply, type Route } from '../http.ts'
import { uuid } from '../ids.ts'
import type { SecurityGroup, SecurityGroupRule } from '../rows.ts'
import { commonView, mine, newRow, reserve, touch } from './base.ts'
import { badRequest, bodyOf, listReply, neutronError, notFound, ownerOf, project, type View } from './lists.ts'
import { checkRule, normalized, sameRule } from './rules.ts'

const GROUP_POST = ['name', 'description', 'stateful', 'project_id', 'tenant_id']
const GROUP_ATTRIBUTES = [...GROUP_POST, 'id', 'shared', 'revision_number', 'created_at', 'updated_at']
const RULE_POST = [
  'security_group_id',
  'direction',
  'ethertype',
  'protocol',
  'port_range_min',
  'port_range_max',
  'remote_ip_prefix',
  'remote_group_id',
  'remote_address_group_id',
  'description',
  'project_id',
  'tenant_id',
]
const RULE_ATTRIBUTES = [...RULE_POST, 'id', 'normalized_cidr', 'revision_number', 'created_at', 'updated_at']
const READ_ONLY = ['id', 'tags', 'security_group_rules', 'created_at', 'updated_at', 'revision_number', 'shared']

const ruleView = (row: SecurityGroupRule): View => ({
  id: row.id,
  tenant_id: row.project_id,
  security_group_id: row.security_group_id,
  ethertype: row.ethertype,
  direction: row.direction,
  protocol: row.protocol,
  port_range_min: row.port_range_min,
  port_range_max: row.port_range_max,
  remote_ip_prefix: row.remote_ip_prefix,
  remote_address_group_id: null,
  normalized_cidr: normalized(row.remote_ip_prefix),
  remote_group_id: row.remote_group_id,
  description: row.description,
  created_at: isoSeconds(row.createdAtMs),
  updated_at: isoSeconds(row.createdAtMs),
  revision_number: 0,
  project_id: row.project_id,
})

export const rulesOf = (cloud: Cloud, groupId: string): SecurityGroupRule[] =>
  [...cloud.state.securityGroupRules.values()].filter((rule) => rule.security_group_id === groupId)

const groupView = (cloud: Cloud, row: SecurityGroup, rules = rulesOf(cloud, row.id)): View => ({
  id: row.id,
  name: row.name,
  stateful: row.stateful,
  tenant_id: row.project_id,
  shared: false,
  security_group_rules: rules.map((rule) => ({ ...ruleView(rule), standard_attr_id: rule.number, tags: [] })),
  ...commonView(row),
})

/** @throws Refusal 404 */
export function groupOf(ctx: Ctx, id: string): SecurityGroup {
  const row = ctx.cloud.state.securityGroups.get(id)
  if (!row || !mine(ctx, row)) throw notFound('SecurityGroupNotFound', `Security group ${id} does not exist`)
  return row
}

function addRule(cloud: Cloud, group: SecurityGroup, fields: Partial<SecurityGroupRule>): SecurityGroupRule {
  const row: SecurityGroupRule = {
    id: uuid(),
    number: cloud.next('rules'),
    project_id: group.project_id,
    security_group_id: group.id,
    ethertype: 'IPv4',
    direction: 'ingress',
    protocol: null,
    port_range_min: null,
    port_range_max: null,
    remote_ip_prefix: null,
    remote_group_id: null,
    description: null,
    createdAtMs: cloud.now(),
    ...fields,
  }
  cloud.state.securityGroupRules.set(row.id, row)
  return row
}

function addGroup(cloud: Cloud, projectId: string, name: string, description: string, stateful = true): SecurityGroup {
  const row: SecurityGroup = { ...newRow(cloud, projectId, { name, description }), revision: 1, stateful }
  cloud.state.securityGroups.set(row.id, row)
  for (const ethertype of ['IPv4', 'IPv6']) {
    if (name === 'default') addRule(cloud, row, { ethertype, remote_group_id: row.id })
    addRule(cloud, row, { ethertype, direction: 'egress' })
  }
  return row
}

/** The project's `default` group; made now if it is not there. */
export const ensureDefaultGroup = (cloud: Cloud, projectId: string): SecurityGroup =>
  ofProject(cloud.state.securityGroups, projectId).find((row) => row.name === 'default') ??
  addGroup(cloud, projectId, 'default', 'Default security group')

function createGroup(ctx: Ctx): Reply {
  const given = bodyOf(ctx, 'security_group', GROUP_POST, READ_ONLY)
  const owner = ownerOf(ctx, given)
  ensureDefaultGroup(ctx.cloud, owner)
  if (given.name?.toLowerCase() === 'default')
    throw neutronError(409, 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.')
  reserve(ctx.cloud, owner, 'security_group')
  reserve(ctx.cloud, owner, 'security_group_rule', 2)
  const row = addGroup(ctx.cloud, owner, given.name ?? '', given.description ?? '', given.stateful ?? true)
  return created({ security_group: groupView(ctx.cloud, row) })
}

function updateGroup(ctx: Ctx): Reply {
  const row = groupOf(ctx, ctx.params.id)
  const given = bodyOf(ctx, 'security_group', ['name', 'description', 'stateful'], READ_ONLY)
  if (row.name === 'default' && given.name !== undefined && given.name !== 'default')
    throw neutronError(409, 'SecurityGroupCannotUpdateDefault', 'Updating default security group not allowed.')
  for (const key of ['name', 'description', 'stateful'] as const)
    if (given[key] !== undefined) Object.assign(row, { [key]: given[key] })
  touch(ctx.cloud, row)
  return ok({ security_group: groupView(ctx.cloud, row) })
}

function deleteGroup(ctx: Ctx): Reply {
  const row = groupOf(ctx, ctx.params.id)
  const { state } = ctx.cloud
  for (const port of state.ports.values())
    if (port.security_groups.includes(row.id))
      throw neutronError(409, 'SecurityGroupInUse', `Security Group ${row.id} in use.`)
  if (row.name === 'default' && !ctx.identity.isAdmin)
    throw neutronError(
      409,
      'SecurityGroupCannotRemoveDefault',
      'Insufficient rights for removing default security group.',
    )
  for (const rule of [...state.securityGroupRules.values()])
    if (rule.security_group_id === row.id || rule.remote_group_id === row.id) state.securityGroupRules.delete(rule.id)
  state.securityGroups.delete(row.id)
  return noContent()
}

function createRule(ctx: Ctx): Reply {
  const body = bodyOf(ctx, 'security_group_rule', RULE_POST, READ_ONLY)
  for (const key of ['security_group_id', 'direction'])
    if (!body[key]) throw badRequest(`Failed to parse request. Required attribute '${key}' not specified`)
  const given = {
    ethertype: 'IPv4',
    protocol: null,
    port_range_min: null,
    port_range_max: null,
    remote_ip_prefix: null,
    remote_group_id: null,
    ...body,
  }
  checkRule(given)
  const group = groupOf(ctx, given.security_group_id)
  if (given.remote_group_id) groupOf(ctx, given.remote_group_id)
  const wanted = {
    ethertype: given.ethertype,
    direction: given.direction,
    protocol: given.protocol === null ? null : String(given.protocol),
    port_range_min: given.port_range_min === null ? null : Number(given.port_range_min),
    port_range_max: given.port_range_max === null ? null : Number(given.port_range_max),
    remote_ip_prefix: given.remote_ip_prefix,
    remote_group_id: given.remote_group_id,
  }
  const twin = rulesOf(ctx.cloud, group.id).find((rule) => sameRule(rule, wanted))
  if (twin)
    throw neutronError(409, 'SecurityGroupRuleExists', `Security group rule already exists. Rule id is ${twin.id}.`)
  reserve(ctx.cloud, group.project_id, 'security_group_rule')
  const row = addRule(ctx.cloud, group, { ...wanted, description: body.description ?? '' })
  touch(ctx.cloud, group)
  return created({ security_group_rule: ruleView(row) })
}

function ruleOf(ctx: Ctx): SecurityGroupRule {
  const row = ctx.cloud.state.securityGroupRules.get(ctx.params.id)
  if (!row || !mine(ctx, row))
    throw notFound('SecurityGroupRuleNotFound', `Security group rule ${ctx.params.id} does not exist`)
  return row
}

function listGroups(ctx: Ctx): Reply {
  const { cloud } = ctx
  const of = ctx.query.get('project_id') ?? ctx.query.get('tenant_id') ?? ctx.identity.projectId
  if (of && cloud.state.projects.has(of)) ensureDefaultGroup(cloud, of)
  const rules = Map.groupBy(cloud.state.securityGroupRules.values(), (rule) => rule.security_group_id)
  return listReply(ctx, {
    plural: 'security_groups',
    path: '/security-groups',
    rows: [...cloud.state.securityGroups.values()].filter((row) => mine(ctx, row)),
    view: (row) => groupView(cloud, row, rules.get(row.id) ?? []),
    attributes: GROUP_ATTRIBUTES,
  })
}

export const securityGroupRoutes: readonly Route[] = [
  ['GET', '/security-groups', listGroups],
  ['POST', '/security-groups', createGroup],
  [
    'GET',
    '/security-groups/:id',
    (ctx) => ok({ security_group: project(ctx.query, groupView(ctx.cloud, groupOf(ctx, ctx.params.id))) }),
  ],
  ['PUT', '/security-groups/:id', updateGroup],
  ['DELETE', '/security-groups/:id', deleteGroup],
  [
    'GET',
    '/security-group-rules',
    (ctx) =>
      listReply(ctx, {
        plural: 'security_group_rules',
        path: '/security-group-rules',
        rows: [...ctx.cloud.state.securityGroupRules.values()].filter((row) => mine(ctx, row)),
        view: ruleView,
        attributes: RULE_ATTRIBUTES,
      }),
  ],
  ['POST', '/security-group-rules', createRule],
  ['GET', '/security-group-rules/:id', (ctx) => ok({ security_group_rule: ruleView(ruleOf(ctx)) })],
  [
    'DELETE',
    '/security-group-rules/:id',
    (ctx) => {
      const { id } = ruleOf(ctx)
      ctx.cloud.state.securityGroupRules.delete(id)
      return noContent()
    },
  ],
]
