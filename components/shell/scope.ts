'use client'

/** Where a page stands: its scope is in its address, so that two tabs can stand in two places. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'next/navigation'
import { detailOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import type { Crumb } from '../ui/breadcrumb'

export type ScopeInfo = {
  tenantUuid?: string
  tenantName?: string
  projectUuid?: string
  projectName?: string
  customerUuid?: string
  customerName?: string
}

/** The tenant, project and organisation of the page's address, with names as soon as they are known. */
export function useScope(): ScopeInfo {
  const params = useParams<{ tenant?: string; project?: string; org?: string }>()
  const tenant = useQuery({ ...detailOf('openstack-tenants', params.tenant ?? ''), enabled: Boolean(params.tenant) })
  const project = useQuery({ ...detailOf('projects', params.project ?? ''), enabled: Boolean(params.project) })
  const customer = useQuery({ ...detailOf('customers', params.org ?? ''), enabled: Boolean(params.org) })
  if (params.tenant) {
    const { data } = tenant
    return {
      tenantUuid: params.tenant,
      tenantName: data?.name,
      projectUuid: data?.project_uuid,
      projectName: data?.project_name,
      customerUuid: data?.customer_uuid,
      customerName: data?.customer_name,
    }
  }
  if (params.project) {
    const data = project.data as Record<string, string> | undefined
    return {
      projectUuid: params.project,
      projectName: data?.name,
      customerUuid: data?.customer_uuid,
      customerName: data?.customer_name,
    }
  }
  if (params.org) {
    const data = customer.data as Record<string, string> | undefined
    return { customerUuid: params.org, customerName: data?.name }
  }
  return {}
}

/** The first parts of every breadcrumb: organisation, project, tenant. */
export function useScopeCrumbs(): Crumb[] {
  const t = useT()
  const scope = useScope()
  const crumbs: Crumb[] = []
  if (scope.customerName) crumbs.push({ label: scope.customerName, href: '/', kind: t('common.organisation') })
  if (scope.projectName)
    crumbs.push({ label: scope.projectName, href: `/p/${scope.projectUuid}`, kind: t('common.project') })
  if (scope.tenantName)
    crumbs.push({ label: scope.tenantName, href: `/t/${scope.tenantUuid}`, kind: t('common.tenant') })
  return crumbs
}
