import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { TenantQuotas } from '@/components/quota/tenant'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('quotas.title') }
}

export default async function QuotasPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <TenantQuotas tenantUuid={tenant} />
}
