import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { OfferingPage } from '@/components/provider/offering-page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('provider.offering') }
}

export default async function OfferingTabPage({ params }: { params: Promise<{ id: string; tab: string }> }) {
  const { id, tab } = await params
  return <OfferingPage uuid={id} tab={tab} />
}
