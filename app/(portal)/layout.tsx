import { headers } from 'next/headers'
import { type ReactNode, Suspense } from 'react'
import { SessionWatch } from '@/components/identity/session-watch'
import { Providers } from '@/components/shell/providers'
import { Shell } from '@/components/shell/shell'
import { requireActor } from '@/server/auth'
import { issuerButtons } from '@/server/identity/issuer'

/** All pages of signed-in people. Whoever is not signed in comes back to the page they asked for. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const here = (await headers()).get('x-foyer-path') ?? '/'
  const actor = await requireActor(here)
  const isProvider =
    actor.isStaff ||
    actor.grants.some(({ role, scopeType }) => scopeType === 'customer' && /^CUSTOMER\.(OWNER|MANAGER)$/.test(role))
  return (
    <Providers>
      <SessionWatch userUuid={actor.userUuid} issuers={issuerButtons()} />
      <Suspense>
        <Shell userName={actor.fullName} isProvider={isProvider}>
          {children}
        </Shell>
      </Suspense>
    </Providers>
  )
}
