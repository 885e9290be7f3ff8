import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestT } from '@/components/i18n/request'
import { NetworkDetails } from '@/components/network/details'
import { isNetworkTab } from '@/components/network/types'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('networks.one') }
}

export default async function NetworkPage({ params }: { params: Promise<{ id: string; tab: string }> }) {
  const { id, tab } = await params
  if (!isNetworkTab(tab)) notFound()
  return <NetworkDetails uuid={id} tab={tab} />
}
