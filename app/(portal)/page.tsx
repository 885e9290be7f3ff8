import type { Metadata } from 'next'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { ScopeOverview } from '@/components/dashboard/overview'
import { requestT } from '@/components/i18n/request'
import { LAST_SCOPE_COOKIE, lastScopePath } from '@/components/shell/last-scope-cookie'
import { requireActor } from '@/server/auth'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('projects.overview') }
}

/** Whoever opens the portal goes where they were last; a link to here, from inside, shows all scopes. */
export default async function StartPage() {
  const [jar, head, actor] = await Promise.all([cookies(), headers(), requireActor('/')])
  const last = lastScopePath(jar.get(LAST_SCOPE_COOKIE)?.value, actor.userUuid)
  if (last && head.get('accept')?.includes('text/html')) redirect(last)
  return <ScopeOverview />
}
