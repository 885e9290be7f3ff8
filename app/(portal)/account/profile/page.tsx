import type { Metadata } from 'next'
import { Profile } from '@/components/account/profile'
import { requestT } from '@/components/i18n/request'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('account.profile') }
}

export default function ProfilePage() {
  return <Profile />
}
