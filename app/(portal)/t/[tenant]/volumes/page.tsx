import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { VolumeList } from '@/components/volume/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('volumes.title') }
}

export default async function VolumesPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <VolumeList tenantUuid={tenant} />
}
