import type { ReactNode } from 'react'
import { ScopeGate } from '@/components/shell/scope-gate'

export default async function TenantLayout({
  params,
  children,
}: {
  params: Promise<{ tenant: string }>
  children: ReactNode
}) {
  const { tenant } = await params
  return (
    <ScopeGate collection="openstack-tenants" uuid={tenant}>
      {children}
    </ScopeGate>
  )
}
