import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestT } from '@/components/i18n/request'
import { RouterDetails } from '@/components/router/details'
import { isRouterTab } from '@/components/router/types'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('routers.one') }
}

export default async function RouterPage({ params }: { params: Promise<{ id: string; tab: string }> }) {
  const { id, tab } = await params
  if (!isRouterTab(tab)) notFound()
  return <RouterDetails uuid={id} tab={tab} />
}
