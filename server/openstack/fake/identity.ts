/** From the token in a request to who asks. */
import type { Cloud } from './cloud.ts'
import { type Identity, Refusal } from './http.ts'
import type { Token } from './rows.ts'

const UNAUTHORIZED = 'The request you have made requires authentication.'
export const unauthorized = (): Refusal => new Refusal(401, UNAUTHORIZED)

/** Names of the roles a user has on a project (or on the system: `scope` is then `system`). */
export const rolesOf = (cloud: Cloud, userId: string, scope: string): string[] => {
  const names: string[] = []
  for (const role of cloud.state.roles.values())
    if (cloud.state.assignments.has(`${scope}|${userId}|${role.id}`)) names.push(role.name)
  // Keystone's default implied roles: admin is also member, member is also reader.
  if (names.includes('admin') && !names.includes('member')) names.push('member')
  if (names.includes('member') && !names.includes('reader')) names.push('reader')
  return names
}

/** The token's row if it is good now: not expired or revoked, user and project still enabled, a role still there. */
export function validToken(cloud: Cloud, id: string | undefined): Token | null {
  const token = id ? cloud.state.tokens.get(id) : undefined
  if (!token) return null
  if (token.expiresAtMs <= cloud.now()) {
    cloud.state.tokens.delete(token.id)
    return null
  }
  const user = cloud.state.users.get(token.user_id)
  if (!user?.enabled) return null
  if (user.revokedUntilMs !== undefined && token.issuedAtMs <= user.revokedUntilMs) return null
  if (token.project_id) {
    if (!cloud.state.projects.get(token.project_id)?.enabled) return null
    if (rolesOf(cloud, user.id, token.project_id).length === 0) return null
  }
  return token
}

export function identityOf(cloud: Cloud, token: Token): Identity {
  const roles = token.project_id
    ? rolesOf(cloud, token.user_id, token.project_id)
    : token.system
      ? rolesOf(cloud, token.user_id, 'system')
      : []
  return {
    token,
    userId: token.user_id,
    projectId: token.project_id ?? '',
    roles,
    isAdmin: roles.includes('admin'),
  }
}

/** @throws Refusal 401 */
export function authenticate(cloud: Cloud, tokenId: string | undefined): Identity {
  const token = validToken(cloud, tokenId)
  if (!token) throw unauthorized()
  return identityOf(cloud, token)
}
