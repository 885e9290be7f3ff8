import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { requestT } from '@/components/i18n/request'
import { refusalFrom, safeReturn } from '@/components/identity/auth-client'
import { Entrance } from '@/components/identity/entrance'
import { SignInScreen } from '@/components/identity/sign-in-screen'
import { currentActor } from '@/server/auth'
import { issuerButtons } from '@/server/identity/issuer'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('signIn.title') }
}

/** Any origin serves: only the path is kept. */
const ANY_ORIGIN = 'http://portal.invalid'

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** `callbackUrl` is where the person wanted to go; next-auth and an issuer's answer give it with their host. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const query = await searchParams
  const t = await requestT()
  const asked = one(query.callbackUrl) ?? '/'
  const path = URL.canParse(asked) ? asked.replace(new URL(asked).origin, '') : asked
  const wanted = safeReturn(path, ANY_ORIGIN)
  const refusal = refusalFrom(one(query.error))
  if (!refusal && (await currentActor())) redirect(wanted)
  return (
    <Entrance title={t('signIn.title')} text={query.ended ? t('signIn.ended') : undefined}>
      <SignInScreen issuers={issuerButtons()} wanted={wanted} refusal={refusal} />
    </Entrance>
  )
}
