import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { InstanceList } from '@/components/instance/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('instances.title') }
}

export default async function InstancesPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <InstanceList tenantUuid={tenant} />
}
