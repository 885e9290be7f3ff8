import type { Metadata } from 'next'
import { ProjectDashboard } from '@/components/dashboard/project'
import { requestT } from '@/components/i18n/request'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('nav.dashboard') }
}

export default async function ProjectPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <ProjectDashboard projectUuid={project} />
}
