import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requestT } from '@/components/i18n/request'
import { SecurityGroupDetails } from '@/components/security-group/details'
import { isGroupTab } from '@/components/security-group/types'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestT())('securityGroups.one') }
}

export default async function SecurityGroupPage({ params }: { params: Promise<{ id: string; tab: string }> }) {
  const { id, tab } = await params
  if (!isGroupTab(tab)) notFound()
  return <SecurityGroupDetails uuid={id} tab={tab} />
}
