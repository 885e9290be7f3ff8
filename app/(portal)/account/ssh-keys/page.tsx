import type { Metadata } from 'next'
import { SshKeys } from '@/components/account/ssh-keys'
import { requestT } from '@/components/i18n/request'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('keys.title') }
}

export default function SshKeysPage() {
  return <SshKeys />
}
