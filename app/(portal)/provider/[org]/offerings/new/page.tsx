import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { CreateOffering } from '@/components/provider/create'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('provider.createTitle') }
}

export default async function CreateOfferingPage({ params }: { params: Promise<{ org: string }> }) {
  return <CreateOffering customerUuid={(await params).org} />
}
