import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { CreateInstance } from '@/components/instance/wizard/create-instance'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('instanceNew.title') }
}

export default async function CreateInstancePage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <CreateInstance key={tenant} tenantUuid={tenant} />
}
