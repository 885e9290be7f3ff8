import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { JobList } from '@/components/operations/job-list'
import { StaffOnly } from '@/components/operations/staff-only'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('jobs.title') }
}

export default function AllJobsPage() {
  return (
    <StaffOnly>
      <JobList />
    </StaffOnly>
  )
}
