import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { AuditLog } from '@/components/operations/audit-log'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('audit.title') }
}

export default async function AuditPage({ params }: { params: Promise<{ org: string }> }) {
  return <AuditLog customerUuid={(await params).org} />
}
