/** Making and changing users. */
import { type Ctx, created, noContent, ok, Refusal, type Reply } from '../http.ts'
import { unauthorized } from '../identity.ts'
import { hexId } from '../ids.ts'
import type { User } from '../rows.ts'
import { adminOnly, userOf, userView } from './base.ts'
import { checkUser } from './checks.ts'
import { passwordFits, setPassword } from './passwords.ts'

export function createUser(ctx: Ctx): Reply {
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

export function changePassword(ctx: Ctx, row: User, password: string): void {
  setPassword(row, password)
  row.revokedUntilMs = Math.floor(ctx.cloud.now() / 1000) * 1000
}

export function updateUser(ctx: Ctx): Reply {
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

export function ownPassword(ctx: Ctx): Reply {
  const row = userOf(ctx)
  const given = ctx.body?.user ?? {}
  if (!passwordFits(row, String(given.original_password ?? ''))) throw unauthorized()
  changePassword(ctx, row, given.password)
  return noContent()
}
