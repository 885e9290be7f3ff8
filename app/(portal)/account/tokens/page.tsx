import type { Metadata } from 'next'
import { Tokens } from '@/components/account/tokens'
import { requestT } from '@/components/i18n/request'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('tokens.title') }
}

export default function TokensPage() {
  return <Tokens />
}
