'use client'

/** A tenant at a glance: what is left, what is in it, how to get in, what happened (screens 6.2). */
import { QuickCreate } from '../dashboard/quick-create'
import { RecentActivity } from '../dashboard/recent'
import { StatesSection } from '../dashboard/states'
import { useSummary } from '../dashboard/summary.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { QuotaBars, useTableToggle } from '../quota/bars'
import { mainQuotas } from '../quota/quotas.ts'
import { JobProgress } from '../resource/job-progress'
import { ResourcePage } from '../resource/page'
import { useMayCreate } from '../resource/rights'
import { useScope, useScopeCrumbs } from '../shell/scope'
import { CopyButton } from '../ui/copy'
import { Facts } from '../ui/facts'
import { PasswordInput } from '../ui/input'
import { Link } from '../ui/link'
import { Section } from '../ui/page'
import { tenantMenu } from './menu'
import type { Tenant } from './types.ts'

export function TenantOverview({ tenantUuid }: { tenantUuid: string }) {
  const crumbs = useScopeCrumbs()
  return (
    <ResourcePage<Tenant>
      collection="openstack-tenants"
      uuid={tenantUuid}
      menu={tenantMenu}
      // The scope ends with this tenant; the page adds it as itself.
      crumbs={() => crumbs.slice(0, -1)}
      aside={(tenant) => tenant.service_name}
    >
      {(tenant) => <Body tenant={tenant} />}
    </ResourcePage>
  )
}

function Body({ tenant }: { tenant: Tenant }) {
  const t = useT()
  const summary = useSummary({ tenant_uuid: tenant.uuid })
  const { asTable, toggle } = useTableToggle()
  const mayCreate = useMayCreate(useScope())
  const base = `/t/${tenant.uuid}`
  return (
    <>
      {mayCreate && tenant.state === 'OK' && <QuickCreate tenants={[tenant]} />}
      {tenant.state !== 'OK' && (
        <div className="max-w-3xl pb-5" data-testid="tenant-progress">
          <JobProgress uuid={tenant.uuid} live />
        </div>
      )}
      <div className="grid grid-cols-1 gap-x-10 xl:grid-cols-2">
        <div className="min-w-0">
          <Section
            title={t('quotas.title')}
            testId="quotas"
            actions={
              <>
                {toggle}
                <Link href={`${base}/quotas`}>{t('tenants.quotasAll')}</Link>
              </>
            }
          >
            <QuotaBars quotas={mainQuotas(tenant.quotas)} asTable={asTable} />
          </Section>
          <StatesSection summary={summary} base={base} />
        </div>
        <div className="min-w-0">
          <Access tenant={tenant} />
          <Section title={t('tenants.facts')}>
            <Facts
              facts={[
                { label: t('common.region'), value: tenant.service_name },
                {
                  label: t('tenants.offering'),
                  value: tenant.marketplace_offering_uuid && (
                    <Link href={`/p/${tenant.project_uuid}/marketplace/${tenant.marketplace_offering_uuid}`}>
                      {tenant.marketplace_offering_name}
                    </Link>
                  ),
                },
                { label: t('common.zone'), value: tenant.availability_zone || t('common.any') },
                { label: t('tenants.defaultVolumeType'), value: tenant.default_volume_type_name },
                {
                  label: t('tenants.externalNetwork'),
                  value:
                    tenant.external_network_ref_name || tenant.external_network_id || t('tenants.noExternalNetwork'),
                },
                { label: t('common.description'), value: tenant.description },
                { label: t('common.created'), value: <RelativeTime value={tenant.created} /> },
                {
                  label: t('tenants.confirmed'),
                  value: tenant.confirmed && <RelativeTime value={tenant.confirmed} />,
                },
                { label: t('common.id'), value: tenant.uuid, copy: true, mono: true },
                { label: t('common.cloudId'), value: tenant.backend_id, copy: true, mono: true },
              ]}
            />
          </Section>
          <RecentActivity scope={{ tenant_uuid: tenant.uuid }} href={`${base}/audit`} />
        </div>
      </div>
    </>
  )
}

/** The cloud's own way in; the API leaves the fields out where the portal hands out no credentials. */
function Access({ tenant }: { tenant: Tenant }) {
  const t = useT()
  const { access_url, user_username, user_password } = tenant
  return (
    <Section title={t('tenants.access')} testId="access">
      {user_username === undefined ? (
        <p className="max-w-prose text-sm text-muted">{t('tenants.accessHidden')}</p>
      ) : (
        <Facts
          facts={[
            { label: t('tenants.dashboard'), value: access_url && <Link href={access_url}>{access_url}</Link> },
            { label: t('tenants.cloudUser'), value: user_username, copy: true, mono: true },
            {
              label: t('tenants.cloudPassword'),
              value: user_password && (
                <span className="flex max-w-72 items-center gap-1">
                  <PasswordInput value={user_password} readOnly aria-label={t('tenants.cloudPassword')} />
                  <CopyButton text={user_password} what={t('tenants.cloudPassword')} />
                </span>
              ),
            },
          ]}
        />
      )}
    </Section>
  )
}
