'use client'

import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { ObjectActivity } from '../resource/activity'
import { JobProgress } from '../resource/job-progress'
import { ResourcePage } from '../resource/page'
import { useScopeCrumbs } from '../shell/scope'
import { Facts } from '../ui/facts'
import { Interfaces } from './interfaces'
import { routerMenu } from './menu'
import { Routes } from './routes'
import { type Router, type RouterTab, routerHref } from './types.ts'

export function RouterDetails({ uuid, tab }: { uuid: string; tab: RouterTab }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  return (
    <ResourcePage<Router>
      collection="openstack-routers"
      uuid={uuid}
      menu={routerMenu}
      crumbs={(router) => [...crumbs, { label: t('routers.title'), href: `/t/${router.tenant_uuid}/routers` }]}
      tabs={(router) => [
        { href: routerHref(router, 'overview'), label: t('activity.overview') },
        { href: routerHref(router, 'interfaces'), label: t('routers.interfaces'), count: router.ports.length },
        { href: routerHref(router, 'routes'), label: t('routers.routes'), count: router.routes.length },
        { href: routerHref(router, 'activity'), label: t('activity.title') },
      ]}
    >
      {(router) => (
        <>
          {tab === 'overview' && <Overview router={router} />}
          {tab === 'interfaces' && <Interfaces router={router} />}
          {tab === 'routes' && <Routes router={router} />}
          {tab === 'activity' && <ObjectActivity uuid={router.uuid} tenantUuid={router.tenant_uuid} />}
        </>
      )}
    </ResourcePage>
  )
}

function Overview({ router }: { router: Router }) {
  const t = useT()
  return (
    <div className="space-y-6">
      <JobProgress uuid={router.uuid} tenantUuid={router.tenant_uuid} live />
      <Facts
        columns={2}
        facts={[
          { label: t('routers.external'), value: router.external_network_name || router.external_network_id },
          {
            label: t('routers.gatewayIp'),
            value: router.external_fixed_ips.map(({ ip_address }) => ip_address).join(', '),
            mono: true,
            copy: true,
          },
          (router.offering_external_ips?.length ?? 0) > 0 && {
            label: t('floatingIps.external'),
            value: router.offering_external_ips?.join(', '),
            mono: true,
            copy: true,
          },
          {
            label: t('routers.snat'),
            value: router.has_external_gateway ? t(router.enable_snat === false ? 'common.off' : 'common.on') : null,
          },
          { label: t('common.description'), value: router.description },
          { label: t('common.created'), value: <RelativeTime value={router.created} /> },
          { label: t('activity.pulled'), value: <RelativeTime value={router.confirmed} /> },
          { label: t('common.id'), value: router.uuid, mono: true, copy: true },
          { label: t('common.cloudId'), value: router.backend_id, mono: true, copy: true },
        ]}
      />
    </div>
  )
}
