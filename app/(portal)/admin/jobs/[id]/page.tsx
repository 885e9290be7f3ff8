import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { JobPage } from '@/components/operations/job-page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('jobs.one') }
}

export default async function AnyJobPage({ params }: { params: Promise<{ id: string }> }) {
  return <JobPage uuid={(await params).id} base="/admin/jobs" />
}
