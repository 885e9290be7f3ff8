import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { Entrance } from '@/components/identity/entrance'
import { FirstPassword } from '@/components/identity/first-password'
import { userOfCode } from '@/server/identity/first-start'
import { setPassword } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  // The code in the address must not travel on to another site.
  return { title: (await requestT())('signIn.firstTitle'), referrer: 'no-referrer' }
}

/** Where the one-time link of the first start leads. */
export default async function FirstPasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ code?: string | string[] }>
}) {
  const { code } = await searchParams
  const t = await requestT()
  const user = typeof code === 'string' ? await userOfCode(code) : undefined
  if (!user) return <Entrance title={t('signIn.firstTitle')} text={t('signIn.firstGone')} />
  return (
    <Entrance title={t('signIn.firstTitle')} text={t('signIn.firstText', { name: user.username })}>
      <FirstPassword code={String(code)} username={user.username} setPassword={setPassword} />
    </Entrance>
  )
}
