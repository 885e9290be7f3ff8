import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { QuotaMatrix } from '@/components/quota/matrix'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('quotas.title') }
}

export default async function ProviderQuotasPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  return <QuotaMatrix organisationUuid={org} />
}
