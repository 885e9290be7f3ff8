import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { OfferingDetails } from '@/components/marketplace/offering'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('marketplace.offering') }
}

export default async function OfferingPage({ params }: { params: Promise<{ project: string; offering: string }> }) {
  const { project, offering } = await params
  return <OfferingDetails projectUuid={project} offeringUuid={offering} />
}
