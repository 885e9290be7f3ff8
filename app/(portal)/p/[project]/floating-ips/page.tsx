import type { Metadata } from 'next'
import { FloatingIpList } from '@/components/floating-ip/list'
import { requestT } from '@/components/i18n/request'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('floatingIps.title') }
}

export default async function ProjectFloatingIpsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <FloatingIpList projectUuid={project} />
}
