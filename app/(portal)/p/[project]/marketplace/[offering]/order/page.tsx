import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { OrderTenant } from '@/components/marketplace/order'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('tenants.emptyAction') }
}

export default async function OrderTenantPage({ params }: { params: Promise<{ project: string; offering: string }> }) {
  const { project, offering } = await params
  return <OrderTenant projectUuid={project} offeringUuid={offering} />
}
