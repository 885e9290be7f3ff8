import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { JobPage } from '@/components/operations/job-page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('jobs.one') }
}

export default async function TenantJobPage({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params
  return <JobPage uuid={id} base={`/t/${tenant}/jobs`} />
}
