import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { Catalogue } from '@/components/marketplace/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('marketplace.title') }
}

export default async function CataloguePage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params
  return <Catalogue projectUuid={project} />
}
