import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { JobList } from '@/components/operations/job-list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('jobs.title') }
}

export default async function JobsPage({ params }: { params: Promise<{ tenant: string }> }) {
  return <JobList tenantUuid={(await params).tenant} />
}
