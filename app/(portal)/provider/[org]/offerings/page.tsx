import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { OfferingList } from '@/components/provider/offering-list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('provider.offerings') }
}

export default async function OfferingsPage({ params }: { params: Promise<{ org: string }> }) {
  return <OfferingList customerUuid={(await params).org} />
}
