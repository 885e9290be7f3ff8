import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { NetworkList } from '@/components/network/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('networks.title') }
}

export default async function NetworksPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <NetworkList tenantUuid={tenant} />
}
