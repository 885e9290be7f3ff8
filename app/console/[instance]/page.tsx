import type { Metadata } from 'next'
import { ConsoleWindow } from '@/components/console/console-window'
import { requestT } from '@/components/i18n/request'
import { SessionWatch } from '@/components/identity/session-watch'
import { Providers } from '@/components/shell/providers'
import { requireActor } from '@/server/auth'
import { issuerButtons } from '@/server/identity/issuer'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('console.title') }
}

/** The console of an instance in a window of its own. The API decides who may see the instance and its screen. */
export default async function ConsolePage({ params }: { params: Promise<{ instance: string }> }) {
  const { instance } = await params
  const actor = await requireActor(`/console/${instance}`)
  return (
    <Providers>
      <SessionWatch userUuid={actor.userUuid} issuers={issuerButtons()} />
      <ConsoleWindow instanceUuid={instance} />
    </Providers>
  )
}
