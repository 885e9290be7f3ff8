/** Views, look-ups and refusals of Keystone. */
import type { Cloud } from '../cloud.ts'
import { type Ctx, ok, Refusal, type Reply } from '../http.ts'
import { rolesOf } from '../identity.ts'
import type { Domain, Project, Role, User } from '../rows.ts'

export const missing = (kind: string, id: string): Refusal => new Refusal(404, `Could not find ${kind}: ${id}.`)
export const forbidden = (action: string): Refusal =>
  new Refusal(403, `You are not authorized to perform the requested action: identity:${action}.`)
export const adminOnly = (ctx: Ctx, action: string): void => {
  if (!ctx.identity.isAdmin) throw forbidden(action)
}

export const self = (ctx: Ctx, path: string) => ({ self: `${ctx.base}${path}` })
export const list = (ctx: Ctx, name: string, rows: unknown[]): Reply => {
  const query = ctx.query.toString()
  return ok({
    [name]: rows,
    links: { next: null, self: `${ctx.base}${ctx.path}${query ? `?${query}` : ''}`, previous: null },
  })
}

export const projectView = (ctx: Ctx, row: Project) => ({
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
export const userView = (ctx: Ctx, row: User) => ({
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
export const roleView = (ctx: Ctx, row: Role) => ({
  id: row.id,
  name: row.name,
  domain_id: null,
  description: null,
  options: row.name === 'service' ? {} : { immutable: true },
  links: self(ctx, `/roles/${row.id}`),
})
export const domainView = (ctx: Ctx, row: Domain) => ({
  ...row,
  tags: [],
  options: {},
  links: self(ctx, `/domains/${row.id}`),
})

export const projectOf = (ctx: Ctx, id = ctx.params.id): Project => {
  const row = ctx.cloud.state.projects.get(id)
  if (!row) throw missing('project', id)
  return row
}
export const userOf = (ctx: Ctx, id = ctx.params.id): User => {
  const row = ctx.cloud.state.users.get(id)
  if (!row) throw missing('user', id)
  return row
}

/** `name`, `domain_id`, `enabled` as every list takes them. */
export function matches(ctx: Ctx, row: { name: string; domain_id?: string; enabled?: boolean }): boolean {
  const { query } = ctx
  if (query.has('name') && query.get('name') !== row.name) return false
  if (query.has('domain_id') && query.get('domain_id') !== row.domain_id) return false
  return !query.has('enabled') || (query.get('enabled')!.toLowerCase() !== 'false') === row.enabled
}

export function tagsMatch(ctx: Ctx, tags: string[]): boolean {
  const given = (name: string) => ctx.query.get(name)?.split(',')
  const all = given('tags')
  const any = given('tags-any')
  return (!all || all.every((tag) => tags.includes(tag))) && (!any || any.some((tag) => tags.includes(tag)))
}

export const projectsOfUser = (cloud: Cloud, userId: string): Project[] =>
  [...cloud.state.projects.values()].filter((row) => rolesOf(cloud, userId, row.id).length > 0)

export function dropAssignments(cloud: Cloud, part: number, id: string): void {
  for (const key of cloud.state.assignments.keys()) if (key.split('|')[part] === id) cloud.state.assignments.delete(key)
}
