/** Roles of users on projects. */
import { type Ctx, noContent, Refusal, type Reply, type Route } from '../http.ts'
import { adminOnly, list, missing, projectOf, roleView, userOf } from './base.ts'

/** `…/projects/{project}/users/{user}/roles/{role}` */
function grant(ctx: Ctx): { key: string; there: boolean } {
  const project = projectOf(ctx, ctx.params.project)
  const user = userOf(ctx, ctx.params.user)
  if (!ctx.cloud.state.roles.has(ctx.params.role)) throw missing('role', ctx.params.role)
  const key = `${project.id}|${user.id}|${ctx.params.role}`
  return { key, there: ctx.cloud.state.assignments.has(key) }
}
const noGrant = (ctx: Ctx): Refusal =>
  new Refusal(
    404,
    `Could not find role assignment with role: ${ctx.params.role}, user or group: ${ctx.params.user}, project, domain, or system: ${ctx.params.project}.`,
  )

function listAssignments(ctx: Ctx): Reply {
  adminOnly(ctx, 'list_role_assignments')
  const { query } = ctx
  const { state } = ctx.cloud
  const names = query.has('include_names') && query.get('include_names') !== '0'
  const domain = { id: 'default', name: 'Default' }
  const rows = []
  for (const key of state.assignments.keys()) {
    const [place, userId, roleId] = key.split('|')
    const project = state.projects.get(place)
    if (query.has('user.id') && query.get('user.id') !== userId) continue
    if (query.has('role.id') && query.get('role.id') !== roleId) continue
    if (query.has('scope.project.id') && query.get('scope.project.id') !== place) continue
    if (!project && place !== 'system') continue
    const links = `${place === 'system' ? '/system' : `/projects/${place}`}/users/${userId}/roles/${roleId}`
    rows.push({
      links: { assignment: `${ctx.base}${links}` },
      scope: project
        ? { project: { id: place, ...(names ? { name: project.name, domain } : {}) } }
        : { system: { all: true } },
      user: { id: userId, ...(names ? { name: state.users.get(userId)?.name, domain } : {}) },
      role: { id: roleId, ...(names ? { name: state.roles.get(roleId)?.name } : {}) },
    })
  }
  return list(ctx, 'role_assignments', rows)
}

const grantPath = '/projects/:project/users/:user/roles/:role'

export const grantRoutes: readonly Route[] = [
  ['GET', '/role_assignments', listAssignments],
  [
    'PUT',
    grantPath,
    (ctx) => {
      adminOnly(ctx, 'create_grant')
      ctx.cloud.state.assignments.set(grant(ctx).key, true)
      return noContent()
    },
  ],
  [
    'HEAD',
    grantPath,
    (ctx) => {
      adminOnly(ctx, 'check_grant')
      if (!grant(ctx).there) throw noGrant(ctx)
      return noContent()
    },
  ],
  [
    'DELETE',
    grantPath,
    (ctx) => {
      adminOnly(ctx, 'revoke_grant')
      const { key, there } = grant(ctx)
      if (!there) throw noGrant(ctx)
      ctx.cloud.state.assignments.delete(key)
      return noContent()
    },
  ],
  [
    'GET',
    '/projects/:project/users/:user/roles',
    (ctx) => {
      adminOnly(ctx, 'list_grants')
      const place = `${projectOf(ctx, ctx.params.project).id}|${userOf(ctx, ctx.params.user).id}|`
      const rows = [...ctx.cloud.state.roles.values()].filter((row) => ctx.cloud.state.assignments.has(place + row.id))
      return list(
        ctx,
        'roles',
        rows.map((row) => roleView(ctx, row)),
      )
    },
  ],
]
