import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { Entrance } from '@/components/identity/entrance'
import { SignOutScreen } from '@/components/identity/sign-out-screen'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('nav.signOut') }
}

export default async function SignOutPage() {
  const t = await requestT()
  return (
    <Entrance title={t('nav.signOut')}>
      <SignOutScreen />
    </Entrance>
  )
}
