/** Where the pages of objects are, for what names them by collection and uuid: jobs and the audit log. */

/** An object as a job or an audit entry names it. */
export type Named = {
  type: string
  uuid: string
  name?: string
  tenantUuid?: string | null
  projectUuid?: string | null
  customerUuid?: string | null
}

/** Below `/t/<tenant>/`. */
const IN_TENANT: Record<string, (uuid: string) => string> = {
  'openstack-instances': (uuid) => `instances/${uuid}/overview`,
  'openstack-volumes': (uuid) => `volumes/${uuid}/overview`,
  'openstack-networks': (uuid) => `networks/${uuid}/overview`,
  'openstack-routers': (uuid) => `routers/${uuid}/overview`,
  'openstack-security-groups': (uuid) => `security-groups/${uuid}/rules`,
  'openstack-floating-ips': () => 'floating-ips',
  'openstack-subnets': () => 'networks',
}

/** The object's page; null where it has none. */
export const objectHref = ({ type, uuid, tenantUuid, projectUuid, customerUuid }: Named): string | null => {
  if (type === 'openstack-tenants') return `/t/${uuid}`
  if (type === 'projects') return `/p/${uuid}`
  if (type === 'marketplace-orders') return projectUuid ? `/p/${projectUuid}/orders/${uuid}` : null
  if (type === 'marketplace-provider-offerings')
    return customerUuid ? `/provider/${customerUuid}/offerings/${uuid}/general` : null
  const path = IN_TENANT[type]?.(uuid)
  return path && tenantUuid ? `/t/${tenantUuid}/${path}` : null
}

/** The job's page: within its tenant, else among those of the platform. */
export const jobHref = (uuid: string, tenantUuid: string | null | undefined): string =>
  tenantUuid ? `/t/${tenantUuid}/jobs/${uuid}` : `/admin/jobs/${uuid}`
