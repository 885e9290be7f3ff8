import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { RouterList } from '@/components/router/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('routers.title') }
}

export default async function RoutersPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <RouterList tenantUuid={tenant} />
}
