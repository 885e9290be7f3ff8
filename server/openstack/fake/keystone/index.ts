/** Keystone v3: projects, users, roles, assignments, domains. Who may do what follows its default policies. */
import { endpointsOf, regionsOf, servicesOf } from '../catalog.ts'
import type { Cloud } from '../cloud.ts'
import { type Ctx, created, noContent, ok, Refusal, type Reply, type Route } from '../http.ts'
import { rolesOf, unauthorized } from '../identity.ts'
import { hexId } from '../ids.ts'
import type { Domain, Project, Role, User } from '../rows.ts'
import { checkProject, checkUser, projectTags } from './checks.ts'
import { passwordFits, setPassword } from './passwords.ts'
import { tokenRoutes } from './tokens.ts'

const missing = (kind: string, id: string): Refusal => new Refusal(404, `Could not find ${kind}: ${id}.`)
const forbidden = (action: string): Refusal =>
  new Refusal(403, `You are not authorized to perform the requested action: identity:${action}.`)
const adminOnly = (ctx: Ctx, action: string): void => {
  if (!ctx.identity.isAdmin) throw forbidden(action)
}

const self = (ctx: Ctx, path: string) => ({ self: `${ctx.base}${path}` })
const list = (ctx: Ctx, name: string, rows: unknown[]): Reply => {
  const query = ctx.query.toString()
  return ok({
    [name]: rows,
    links: { next: null, self: `${ctx.base}${ctx.path}${query ? `?${query}` : ''}`, previous: null },
  })
}

const projectView = (ctx: Ctx, row: Project) => ({
  id: row.id,
  name: row.name,
  domain_id: row.domain_id,
  description: row.description,
  enabled: row.enabled,
  parent_id: row.domain_id,
  is_domain: false,
  tags: row.tags,
  options: {},
  links: self(ctx, `/projects/${row.id}`),
})
const userView = (ctx: Ctx, row: User) => ({
  ...(row.description === undefined ? {} : { description: row.description }),
  ...(row.email === undefined ? {} : { email: row.email }),
  id: row.id,
  name: row.name,
  domain_id: row.domain_id,
  enabled: row.enabled,
  ...(row.default_project_id === undefined ? {} : { default_project_id: row.default_project_id }),
  password_expires_at: null,
  options: {},
  links: self(ctx, `/users/${row.id}`),
})
const roleView = (ctx: Ctx, row: Role) => ({
  id: row.id,
  name: row.name,
  domain_id: null,
  description: null,
  options: row.name === 'service' ? {} : { immutable: true },
  links: self(ctx, `/roles/${row.id}`),
})
const domainView = (ctx: Ctx, row: Domain) => ({
  ...row,
  tags: [],
  options: {},
  links: self(ctx, `/domains/${row.id}`),
})

const projectOf = (ctx: Ctx, id = ctx.params.id): Project => {
  const row = ctx.cloud.state.projects.get(id)
  if (!row) throw missing('project', id)
  return row
}
const userOf = (ctx: Ctx, id = ctx.params.id): User => {
  const row = ctx.cloud.state.users.get(id)
  if (!row) throw missing('user', id)
  return row
}

/** `name`, `domain_id`, `enabled` as every list takes them. */
function matches(ctx: Ctx, row: { name: string; domain_id?: string; enabled?: boolean }): boolean {
  const { query } = ctx
  if (query.has('name') && query.get('name') !== row.name) return false
  if (query.has('domain_id') && query.get('domain_id') !== row.domain_id) return false
  return !query.has('enabled') || (query.get('enabled')!.toLowerCase() !== 'false') === row.enabled
}

function tagsMatch(ctx: Ctx, tags: string[]): boolean {
  const given = (name: string) => ctx.query.get(name)?.split(',')
  const all = given('tags')
  const any = given('tags-any')
  return (!all || all.every((tag) => tags.includes(tag))) && (!any || any.some((tag) => tags.includes(tag)))
}

const projectsOfUser = (cloud: Cloud, userId: string): Project[] =>
  [...cloud.state.projects.values()].filter((row) => rolesOf(cloud, userId, row.id).length > 0)

function createProject(ctx: Ctx): Reply {
  adminOnly(ctx, 'create_project')
  const given = ctx.body?.project ?? {}
  checkProject(given, true)
  const domainId = given.domain_id ?? 'default'
  const { projects } = ctx.cloud.state
  const id = hexId()
  for (const row of projects.values())
    if (row.name === given.name && row.domain_id === domainId)
      throw new Refusal(
        409,
        `Conflict occurred attempting to store project - it is not permitted to have two projects with either the same name or same id in the same domain: name is ${given.name}, project id ${id}.`,
      )
  const row: Project = {
    id,
    name: given.name,
    domain_id: domainId,
    description: given.description ?? '',
    enabled: given.enabled ?? true,
    tags: given.tags ?? [],
  }
  projects.set(id, row)
  return created({ project: projectView(ctx, row) })
}

function updateProject(ctx: Ctx): Reply {
  adminOnly(ctx, 'update_project')
  const row = projectOf(ctx)
  const given = ctx.body?.project ?? {}
  checkProject(given, false)
  for (const other of ctx.cloud.state.projects.values())
    if (other !== row && other.name === given.name && other.domain_id === row.domain_id)
      throw new Refusal(
        409,
        `Conflict occurred attempting to store project - it is not permitted to have two projects with either the same name or same id in the same domain: name is ${given.name}, project id ${row.id}.`,
      )
  for (const key of ['name', 'description', 'enabled', 'tags'] as const)
    if (given[key] !== undefined) Object.assign(row, { [key]: given[key] })
  return ok({ project: { ...projectView(ctx, row), extra: {} } })
}

function dropAssignments(cloud: Cloud, part: number, id: string): void {
  for (const key of cloud.state.assignments.keys()) if (key.split('|')[part] === id) cloud.state.assignments.delete(key)
}

function createUser(ctx: Ctx): Reply {
  adminOnly(ctx, 'create_user')
  const given = ctx.body?.user ?? {}
  checkUser(given, true)
  const domainId = given.domain_id ?? 'default'
  for (const row of ctx.cloud.state.users.values())
    if (row.name === given.name && row.domain_id === domainId)
      throw new Refusal(
        409,
        `Conflict occurred attempting to store user - Duplicate entry found with name ${given.name} at domain ID ${domainId}.`,
      )
  const row: User = {
    id: hexId(),
    name: given.name,
    domain_id: domainId,
    enabled: given.enabled ?? true,
    salt: '',
    passwordHash: '',
    ...(given.description === undefined ? {} : { description: given.description }),
    ...(given.email === undefined ? {} : { email: given.email }),
    ...(given.default_project_id === undefined ? {} : { default_project_id: given.default_project_id }),
  }
  if (given.password) setPassword(row, given.password)
  ctx.cloud.state.users.set(row.id, row)
  return created({ user: userView(ctx, row) })
}

function changePassword(ctx: Ctx, row: User, password: string): void {
  setPassword(row, password)
  row.revokedUntilMs = Math.floor(ctx.cloud.now() / 1000) * 1000
}

function updateUser(ctx: Ctx): Reply {
  adminOnly(ctx, 'update_user')
  const row = userOf(ctx)
  const given = ctx.body?.user ?? {}
  checkUser(given, false)
  for (const other of ctx.cloud.state.users.values())
    if (other !== row && other.name === given.name && other.domain_id === row.domain_id)
      throw new Refusal(
        409,
        `Conflict occurred attempting to store user - Duplicate entry found with name ${given.name} at domain ID ${row.domain_id}.`,
      )
  for (const key of ['name', 'enabled', 'description', 'email', 'default_project_id'] as const)
    if (given[key] !== undefined) Object.assign(row, { [key]: given[key] })
  if (given.password) changePassword(ctx, row, given.password)
  return ok({
    user: { ...userView(ctx, row), extra: row.description === undefined ? {} : { description: row.description } },
  })
}

function ownPassword(ctx: Ctx): Reply {
  const row = userOf(ctx)
  const given = ctx.body?.user ?? {}
  if (!passwordFits(row, String(given.original_password ?? ''))) throw unauthorized()
  changePassword(ctx, row, given.password)
  return noContent()
}

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
