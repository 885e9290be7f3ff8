import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { CreateVolume } from '@/components/volume/create'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('volumes.create') }
}

export default async function CreateVolumePage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <CreateVolume key={tenant} tenantUuid={tenant} />
}
