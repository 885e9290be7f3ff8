import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { AuditLog } from '@/components/operations/audit-log'
import { StaffOnly } from '@/components/operations/staff-only'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('audit.title') }
}

export default function WholeAuditPage() {
  return (
    <StaffOnly>
      <AuditLog />
    </StaffOnly>
  )
}
