import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { CreateNetwork } from '@/components/network/create'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('networks.create') }
}

export default async function CreateNetworkPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <CreateNetwork key={tenant} tenantUuid={tenant} />
}
