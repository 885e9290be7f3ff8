import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestT } from '@/components/i18n/request'
import { VolumeDetails } from '@/components/volume/details'
import { isVolumeTab } from '@/components/volume/types'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('volumes.one') }
}

export default async function VolumePage({ params }: { params: Promise<{ id: string; tab: string }> }) {
  const { id, tab } = await params
  if (!isVolumeTab(tab)) notFound()
  return <VolumeDetails uuid={id} tab={tab} />
}
