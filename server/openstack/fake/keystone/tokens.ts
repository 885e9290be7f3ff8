/** `POST /auth/tokens` and what hangs on a token. */
import { randomBytes } from 'node:crypto'
import { catalogOf } from '../catalog.ts'
import { isoMicrosZ } from '../clock.ts'
import { type Cloud, fernetLike } from '../cloud.ts'
import { type Ctx, ok, Refusal, type Reply, type Route } from '../http.ts'
import { rolesOf, unauthorized, validToken } from '../identity.ts'
import type { Domain, Loose, Project, Token, User } from '../rows.ts'
import { passwordFits } from './passwords.ts'

const MALFORMED =
  'The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.'
const expecting = (what: string, where: string): Refusal =>
  new Refusal(400, `Expecting to find ${what} in ${where}. ${MALFORMED}`)

const KEPT_TOKENS = 5000

function issue(ctx: Ctx): Reply {
  const auth = ctx.body?.auth
  if (!auth) throw expecting('auth', 'request body')
  if (!auth.identity) throw new Refusal(400, "'identity' is a required property")
  const methods: string[] = auth.identity.methods ?? []
  let user: User
  let audits: string[] = []
  let names = [...methods]
  if (methods.includes('password')) user = byPassword(ctx, auth.identity.password)
  else if (methods.includes('token')) {
    const old = validToken(ctx.cloud, auth.identity.token?.id)
    if (!old) throw unauthorized()
    user = ctx.cloud.state.users.get(old.user_id)!
    audits = old.audit_ids
    names = ['token', ...old.methods.filter((name) => name !== 'token')]
  } else throw unauthorized()
  if (!user.enabled) throw unauthorized()
  const scope = scopeOf(ctx, user, auth.scope)
  const now = Math.floor(ctx.cloud.now() / 1000) * 1000
  const token: Token = {
    id: fernetLike(now),
    user_id: user.id,
    project_id: scope.project?.id ?? null,
    domain_id: scope.domain?.id ?? null,
    system: scope.system,
    methods: names,
    audit_ids: [randomBytes(16).toString('base64url'), ...audits.slice(-1)],
    issuedAtMs: now,
    expiresAtMs: now + ctx.cloud.settings.tokenSeconds * 1000,
  }
  keep(ctx.cloud, token)
  return { status: 201, body: { token: tokenView(ctx.cloud, token) }, headers: { 'X-Subject-Token': token.id } }
}

/** Tokens beyond a few thousand go, oldest first, so that a cloud that runs for days does not grow. */
function keep(cloud: Cloud, token: Token): void {
  const { tokens } = cloud.state
  tokens.set(token.id, token)
  for (const [id, old] of tokens) {
    if (tokens.size <= KEPT_TOKENS && old.expiresAtMs > cloud.now()) break
    tokens.delete(id)
  }
}

function byPassword(ctx: Ctx, password: Loose): User {
  const given = password?.user
  if (!given) throw expecting('user', 'password')
  const { users } = ctx.cloud.state
  let user: User | undefined
  if (given.id) user = users.get(given.id)
  else {
    if (!given.name) throw expecting('id or name', 'user')
    if (!given.domain) throw expecting('domain', 'user')
    const domain = domainOf(ctx.cloud, given.domain)
    if (domain) for (const row of users.values()) if (row.name === given.name && row.domain_id === domain.id) user = row
  }
  if (!user || !passwordFits(user, String(given.password ?? ''))) throw unauthorized()
  return user
}

const domainOf = (cloud: Cloud, given: { id?: string; name?: string }): Domain | undefined =>
  given.id
    ? cloud.state.domains.get(given.id)
    : [...cloud.state.domains.values()].find((row) => row.name === given.name)

type Scope = { project: Project | null; domain: Domain | null; system: boolean }

function scopeOf(ctx: Ctx, user: User, scope: Loose): Scope {
  const { cloud } = ctx
  const none: Scope = { project: null, domain: null, system: false }
  const has = (place: string) => rolesOf(cloud, user.id, place).length > 0
  if (scope === 'unscoped') return none
  if (scope === undefined || scope === null) {
    const usual = user.default_project_id ? cloud.state.projects.get(user.default_project_id) : undefined
    return usual?.enabled && has(usual.id) ? { ...none, project: usual } : none
  }
  if (scope.system) {
    if (!has('system')) throw unauthorized()
    return { ...none, system: true }
  }
  if (scope.domain) {
    const domain = domainOf(cloud, scope.domain)
    if (!domain || !has(`domain:${domain.id}`)) throw unauthorized()
    return { ...none, domain }
  }
  if (!scope.project) throw expecting('project', 'scope')
  const { projects } = cloud.state
  let project: Project | undefined
  if (scope.project.id) project = projects.get(scope.project.id)
  else {
    if (!scope.project.domain) throw expecting('domain', 'project')
    const domain = domainOf(cloud, scope.project.domain)
    for (const row of projects.values())
      if (row.name === scope.project.name && row.domain_id === domain?.id) project = row
  }
  if (!project?.enabled || !has(project.id)) throw unauthorized()
  return { ...none, project }
}

/** The body of a token, catalogue included. */
export function tokenView(cloud: Cloud, token: Token): Record<string, unknown> {
  const user = cloud.state.users.get(token.user_id)!
  const domain = (id: string) => ({ id, name: cloud.state.domains.get(id)?.name ?? '' })
  const view: Record<string, unknown> = {
    methods: token.methods,
    user: { domain: domain(user.domain_id), id: user.id, name: user.name, password_expires_at: null },
    audit_ids: token.audit_ids,
    expires_at: isoMicrosZ(token.expiresAtMs),
    issued_at: isoMicrosZ(token.issuedAtMs),
  }
  const place = token.project_id ?? (token.system ? 'system' : token.domain_id ? `domain:${token.domain_id}` : null)
  if (place === null) return view
  if (token.project_id) {
    const project = cloud.state.projects.get(token.project_id)!
    view.project = { domain: domain(project.domain_id), id: project.id, name: project.name }
    view.is_domain = false
  } else if (token.system) view.system = { all: true }
  else view.domain = domain(token.domain_id!)
  const names = rolesOf(cloud, user.id, place)
  view.roles = [...cloud.state.roles.values()]
    .filter((role) => names.includes(role.name))
    .map(({ id, name }) => ({ id, name }))
  view.catalog = catalogOf(cloud.url, token.project_id ?? '')
  return view
}

function subject(ctx: Ctx): Token {
  const token = validToken(ctx.cloud, String(ctx.headers['x-subject-token'] ?? ''))
  if (!token) throw new Refusal(404, 'Could not recognize Fernet token')
  if (!ctx.identity.isAdmin && token.user_id !== ctx.identity.userId)
    throw new Refusal(403, 'You are not authorized to perform the requested action: identity:validate_token.')
  return token
}

/** Logins need no token themselves. */
export const loginRoutes: readonly Route[] = [['POST', '/auth/tokens', issue]]

export const tokenRoutes: readonly Route[] = [
  [
    'GET',
    '/auth/tokens',
    (ctx) => {
      const token = subject(ctx)
      return { status: 200, body: { token: tokenView(ctx.cloud, token) }, headers: { 'X-Subject-Token': token.id } }
    },
  ],
  [
    'DELETE',
    '/auth/tokens',
    (ctx) => {
      ctx.cloud.state.tokens.delete(subject(ctx).id)
      return { status: 204 }
    },
  ],
  [
    'GET',
    '/auth/catalog',
    (ctx) =>
      ok({ catalog: catalogOf(ctx.cloud.url, ctx.identity.projectId), links: { self: `${ctx.base}/auth/catalog` } }),
  ],
]
