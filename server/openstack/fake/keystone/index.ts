/** Keystone v3: who may do what follows its default policies. */
import { endpointsOf, regionsOf, servicesOf } from '../catalog.ts'
import { noContent, ok, type Route } from '../http.ts'
import { rolesOf } from '../identity.ts'
import {
  adminOnly,
  domainView,
  dropAssignments,
  forbidden,
  list,
  matches,
  missing,
  projectOf,
  projectsOfUser,
  projectView,
  roleView,
  self,
  tagsMatch,
  userOf,
  userView,
} from './base.ts'
import { projectTags } from './checks.ts'
import { grantRoutes } from './grants.ts'
import { createProject, updateProject } from './projects.ts'
import { tokenRoutes } from './tokens.ts'
import { createUser, ownPassword, updateUser } from './users.ts'

export const keystoneRoutes: readonly Route[] = [
  ...tokenRoutes,
  [
    'GET',
    '/auth/projects',
    (ctx) =>
      list(
        ctx,
        'projects',
        projectsOfUser(ctx.cloud, ctx.identity.userId).map((row) => projectView(ctx, row)),
      ),
  ],
  ['GET', '/auth/domains', (ctx) => list(ctx, 'domains', [])],
  [
    'GET',
    '/auth/system',
    (ctx) =>
      ok({
        system: rolesOf(ctx.cloud, ctx.identity.userId, 'system').length ? [{ all: true }] : [],
        links: self(ctx, '/auth/system'),
      }),
  ],
  [
    'GET',
    '/projects',
    (ctx) => {
      adminOnly(ctx, 'list_projects')
      const rows = [...ctx.cloud.state.projects.values()].filter((row) => matches(ctx, row) && tagsMatch(ctx, row.tags))
      return list(
        ctx,
        'projects',
        rows.map((row) => projectView(ctx, row)),
      )
    },
  ],
  ['POST', '/projects', createProject],
  [
    'GET',
    '/projects/:id',
    (ctx) => {
      if (!ctx.identity.isAdmin && ctx.identity.projectId !== ctx.params.id) throw forbidden('get_project')
      return ok({ project: projectView(ctx, projectOf(ctx)) })
    },
  ],
  ['PATCH', '/projects/:id', updateProject],
  [
    'DELETE',
    '/projects/:id',
    (ctx) => {
      adminOnly(ctx, 'delete_project')
      const { id } = projectOf(ctx)
      ctx.cloud.state.projects.delete(id)
      dropAssignments(ctx.cloud, 0, id)
      return noContent()
    },
  ],
  ...projectTags(projectOf, adminOnly),
  [
    'GET',
    '/users',
    (ctx) => {
      adminOnly(ctx, 'list_users')
      const rows = [...ctx.cloud.state.users.values()].filter((row) => matches(ctx, row))
      return list(
        ctx,
        'users',
        rows.map((row) => userView(ctx, row)),
      )
    },
  ],
  ['POST', '/users', createUser],
  [
    'GET',
    '/users/:id',
    (ctx) => {
      if (!ctx.identity.isAdmin && ctx.identity.userId !== ctx.params.id) throw forbidden('get_user')
      return ok({ user: userView(ctx, userOf(ctx)) })
    },
  ],
  ['PATCH', '/users/:id', updateUser],
  ['POST', '/users/:id/password', ownPassword],
  [
    'DELETE',
    '/users/:id',
    (ctx) => {
      adminOnly(ctx, 'delete_user')
      const { id } = userOf(ctx)
      ctx.cloud.state.users.delete(id)
      dropAssignments(ctx.cloud, 1, id)
      return noContent()
    },
  ],
  [
    'GET',
    '/users/:id/projects',
    (ctx) =>
      list(
        ctx,
        'projects',
        projectsOfUser(ctx.cloud, userOf(ctx).id).map((row) => projectView(ctx, row)),
      ),
  ],
  [
    'GET',
    '/roles',
    (ctx) => {
      adminOnly(ctx, 'list_roles')
      return list(
        ctx,
        'roles',
        [...ctx.cloud.state.roles.values()].filter((row) => matches(ctx, row)).map((row) => roleView(ctx, row)),
      )
    },
  ],
  [
    'GET',
    '/roles/:id',
    (ctx) => {
      const row = ctx.cloud.state.roles.get(ctx.params.id)
      if (!row) throw missing('role', ctx.params.id)
      return ok({ role: roleView(ctx, row) })
    },
  ],
  ...grantRoutes,
  [
    'GET',
    '/domains',
    (ctx) => {
      adminOnly(ctx, 'list_domains')
      return list(
        ctx,
        'domains',
        [...ctx.cloud.state.domains.values()].filter((row) => matches(ctx, row)).map((row) => domainView(ctx, row)),
      )
    },
  ],
  [
    'GET',
    '/domains/:id',
    (ctx) => {
      const row = ctx.cloud.state.domains.get(ctx.params.id)
      if (!row) throw missing('domain', ctx.params.id)
      return ok({ domain: domainView(ctx, row) })
    },
  ],
  [
    'GET',
    '/services',
    (ctx) => {
      adminOnly(ctx, 'list_services')
      return list(
        ctx,
        'services',
        servicesOf((path) => `${ctx.base}${path}`).filter(
          (row) => !ctx.query.has('type') || ctx.query.get('type') === row.type,
        ),
      )
    },
  ],
  [
    'GET',
    '/endpoints',
    (ctx) => {
      adminOnly(ctx, 'list_endpoints')
      return list(
        ctx,
        'endpoints',
        endpointsOf(ctx.cloud.url, (path) => `${ctx.base}${path}`),
      )
    },
  ],
  [
    'GET',
    '/regions',
    (ctx) =>
      list(
        ctx,
        'regions',
        regionsOf((path) => `${ctx.base}${path}`),
      ),
  ],
  ...(['limits', 'registered_limits', 'groups', 'credentials', 'policies'] as const).map(
    (name): Route => ['GET', `/${name}`, (ctx) => list(ctx, name, [])],
  ),
]
