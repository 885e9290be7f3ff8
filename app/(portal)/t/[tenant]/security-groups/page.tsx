import type { Metadata } from 'next'
import { requestT } from '@/components/i18n/request'
import { SecurityGroupList } from '@/components/security-group/list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('securityGroups.title') }
}

export default async function SecurityGroupsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params
  return <SecurityGroupList tenantUuid={tenant} />
}
