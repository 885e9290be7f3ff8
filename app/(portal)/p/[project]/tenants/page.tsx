import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { TenantList } from '@/components/tenant/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('tenants.title') }
}

export default async function TenantsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <TenantList projectUuid={project} />
}
