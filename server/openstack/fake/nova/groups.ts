/** Server groups. */
import { ofProject } from '../cloud.ts'
import { type Ctx, noContent, ok, Refusal, type Reply, type Route } from '../http.ts'
import { uuid } from '../ids.ts'
import type { ServerGroup } from '../rows.ts'
import { invalid, missing, python } from './base.ts'
import { limitsOf } from './quotas.ts'

function groupView(ctx: Ctx, row: ServerGroup) {
  const members = [...ctx.cloud.state.servers.values()].filter(
    (one) => one.group_id === row.id && one.vm_state !== 'deleted',
  )
  const ids = members.map((one) => one.id)
  const owner = ctx.version >= 13 ? { project_id: row.project_id, user_id: row.user_id } : {}
  return ctx.version >= 64
    ? { id: row.id, name: row.name, policy: row.policy, rules: row.rules, members: ids, ...owner }
    : { id: row.id, name: row.name, policies: [row.policy], metadata: {}, members: ids, ...owner }
}

const POLICIES = ['anti-affinity', 'affinity', 'soft-anti-affinity', 'soft-affinity']

function createGroup(ctx: Ctx): Reply {
  const given = ctx.body?.server_group ?? {}
  if (!given.name) throw invalid('server_group', python(given), "'name' is a required property")
  const field = ctx.version >= 64 ? 'policy' : 'policies'
  if (given[field] === undefined) throw invalid('server_group', python(given), `'${field}' is a required property`)
  const policy = ctx.version >= 64 ? given.policy : given.policies[0]
  if (!POLICIES.includes(policy))
    throw invalid(ctx.version >= 64 ? 'policy' : '0', policy, `${python(policy)} is not one of ${python(POLICIES)}`)
  const limit = limitsOf(ctx.cloud, ctx.identity.projectId).server_groups
  if (limit >= 0 && ofProject(ctx.cloud.state.serverGroups, ctx.identity.projectId).length >= limit)
    throw new Refusal(403, 'Quota exceeded, too many server groups.')
  const row: ServerGroup = {
    id: uuid(),
    name: given.name,
    policy,
    rules: given.rules ?? {},
    project_id: ctx.identity.projectId,
    user_id: ctx.identity.userId,
  }
  ctx.cloud.state.serverGroups.set(row.id, row)
  return ok({ server_group: groupView(ctx, row) })
}

function groupOf(ctx: Ctx): ServerGroup {
  const row = ctx.cloud.state.serverGroups.get(ctx.params.id)
  if (!row || !(ctx.identity.isAdmin || row.project_id === ctx.identity.projectId))
    throw missing(`Instance group ${ctx.params.id} could not be found.`)
  return row
}

function listGroups(ctx: Ctx): Reply {
  const all = ctx.identity.isAdmin && ctx.query.has('all_projects')
  const rows = [...ctx.cloud.state.serverGroups.values()].filter(
    (row) => all || row.project_id === ctx.identity.projectId,
  )
  const offset = Number(ctx.query.get('offset') ?? 0)
  return ok({
    server_groups: rows
      .slice(offset, offset + Math.min(Number(ctx.query.get('limit') ?? 1000), 1000))
      .map((row) => groupView(ctx, row)),
  })
}

export const groupRoutes: readonly Route[] = [
  ['GET', '/os-server-groups', listGroups],
  ['POST', '/os-server-groups', createGroup],
  ['GET', '/os-server-groups/:id', (ctx) => ok({ server_group: groupView(ctx, groupOf(ctx)) })],
  [
    'DELETE',
    '/os-server-groups/:id',
    (ctx) => {
      ctx.cloud.state.serverGroups.delete(groupOf(ctx).id)
      return noContent()
    },
  ],
]
