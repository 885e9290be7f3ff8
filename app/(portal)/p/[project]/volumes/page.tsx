import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { VolumeList } from '@/components/volume/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('volumes.title') }
}

export default async function ProjectVolumesPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <VolumeList projectUuid={project} />
}
