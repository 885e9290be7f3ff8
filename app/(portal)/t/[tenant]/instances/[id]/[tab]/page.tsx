import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestT } from '@/components/i18n/request'
import { InstanceDetails } from '@/components/instance/details/page'
import { isInstanceTab } from '@/components/instance/details/tabs'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('instances.one') }
}

export default async function InstancePage({
  params,
}: {
  params: Promise<{ tenant: string; id: string; tab: string }>
}) {
  const { id, tab } = await params
  if (!isInstanceTab(tab)) notFound()
  return <InstanceDetails uuid={id} tab={tab} />
}
