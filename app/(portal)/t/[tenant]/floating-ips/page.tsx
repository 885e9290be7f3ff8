import type { Metadata } from 'next'
import { FloatingIpList } from '@/components/floating-ip/list'
import { requestT } from '@/components/i18n/request'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('floatingIps.title') }
}

export default async function FloatingIpsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <FloatingIpList tenantUuid={tenant} />
}
