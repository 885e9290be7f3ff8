import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { InstanceList } from '@/components/instance/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('instances.title') }
}

export default async function ProjectInstancesPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <InstanceList projectUuid={project} />
}
