'use client'

/** Where the person was last, so that the portal opens there. A cookie, because the server leads the way. */
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { LAST_SCOPE_COOKIE, lastScopeText } from './last-scope-cookie.ts'

const YEAR_SECONDS = 31_536_000

/** Remembers the scope of the page's address; the overview of all scopes forgets it. */
export function useRememberScope(userUuid: string | undefined): void {
  const path = usePathname()
  useEffect(() => {
    if (!userUuid) return
    const scope = /^\/[pt]\/[^/]+/.exec(path)?.[0]
    if (scope) keep(lastScopeText(userUuid, scope), YEAR_SECONDS)
    else if (path === '/') keep('', 0)
  }, [path, userUuid])
}

const keep = (value: string, maxAgeSeconds: number) => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs HTTPS
  document.cookie = `${LAST_SCOPE_COOKIE}=${encodeURIComponent(value)}; path=/; max-age=${maxAgeSeconds}; samesite=lax`
}
