/** The cookie with the scope that was open last. It names its user: the next one at this browser starts anew. */
export const LAST_SCOPE_COOKIE = 'foyer-scope'

export const lastScopeText = (userUuid: string, path: string): string => `${userUuid}:${path}`

/** The path, when the cookie is this user's and leads to a scope. */
export const lastScopePath = (cookie: string | undefined, userUuid: string): string | null => {
  const [user, path = ''] = (cookie ?? '').split(':')
  return user === userUuid && /^\/[pt]\/[0-9a-f]{32}$/.test(path) ? path : null
}
