import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { AuditLog } from '@/components/operations/audit-log'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('audit.title') }
}

export default async function AuditPage({ params }: { params: Promise<{ project: string }> }) {
  return <AuditLog projectUuid={(await params).project} />
}
