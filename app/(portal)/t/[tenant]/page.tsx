import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { TenantOverview } from '@/components/tenant/overview'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('nav.overview') }
}

export default async function TenantPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <TenantOverview tenantUuid={tenant} />
}
