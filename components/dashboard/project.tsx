'use client'

/** A project at a glance: what is left, what there is, what is wrong, what happened (screens 4.1). */
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useMemo } from 'react'
import { listOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { useOnChange } from '../live/listen.ts'
import { QuotaBars, useTableToggle } from '../quota/bars'
import { mainQuotas, sumQuotas } from '../quota/quotas.ts'
import { shownError } from '../resource/failure.ts'
import { useMayCreate } from '../resource/rights'
import { useScope, useScopeCrumbs } from '../shell/scope'
import { Breadcrumb } from '../ui/breadcrumb'
import { ButtonLink } from '../ui/button'
import { ErrorState, Skeleton } from '../ui/error-state'
import { Link } from '../ui/link'
import { PageHeader, Section } from '../ui/page'
import { AttentionSection } from './attention'
import { QuickCreate } from './quick-create'
import { RecentActivity } from './recent'
import { StatesSection } from './states'
import { useSummary } from './summary.ts'

const FIELDS = ['uuid', 'name', 'state', 'project_uuid', 'service_name', 'quotas', 'modified']
const MOST_TENANTS = 300

export function ProjectDashboard({ projectUuid }: { projectUuid: string }) {
  const t = useT()
  const scope = useScope()
  const crumbs = useScopeCrumbs()
  const mayCreate = useMayCreate(scope)
  const tenants = useQuery(
    listOf('openstack-tenants', { project_uuid: projectUuid, page_size: MOST_TENANTS, o: 'name', field: FIELDS }),
  )
  const rows = tenants.data?.rows
  // A tenant that was made elsewhere counts at once.
  useOnChange(
    (type) => type === 'marketplace-resources',
    () => void tenants.refetch({ cancelRefetch: false }),
  )
  const summary = useSummary({ project_uuid: projectUuid })
  const sums = useMemo(() => rows && sumQuotas(rows.map(({ quotas }) => quotas)), [rows])
  const { asTable, toggle } = useTableToggle()
  const ready = rows?.filter(({ state }) => state === 'OK') ?? []
  return (
    <>
      <PageHeader title={scope.projectName ?? t('common.project')} breadcrumb={<Breadcrumb items={crumbs} />} />
      {mayCreate && ready.length > 0 && <QuickCreate tenants={ready} />}
      {rows?.length === 0 ? (
        <Starter projectUuid={projectUuid} mayOrder={mayCreate} />
      ) : (
        <div className="grid grid-cols-1 gap-x-10 xl:grid-cols-2">
          <div className="min-w-0">
            <Section
              title={t('quotas.title')}
              description={rows && rows.length > 1 ? t('projects.quotasSummed', { count: rows.length }) : undefined}
              actions={
                <>
                  {toggle}
                  {rows?.length === 1 && <Link href={`/t/${rows[0].uuid}/quotas`}>{t('common.open')}</Link>}
                </>
              }
              testId="quotas"
            >
              {tenants.error && !rows ? (
                <ErrorState error={shownError(tenants.error)} onRetry={() => void tenants.refetch()} />
              ) : sums ? (
                <QuotaBars quotas={mainQuotas(sums)} asTable={asTable} />
              ) : (
                <Skeleton className="h-48" />
              )}
            </Section>
            <StatesSection summary={summary} base={`/p/${projectUuid}`} />
          </div>
          <div className="min-w-0">
            <AttentionSection projectUuid={projectUuid} tenants={rows} counts={summary.data} />
            <RecentActivity scope={{ project_uuid: projectUuid }} href={`/p/${projectUuid}/audit`} />
          </div>
        </div>
      )}
    </>
  )
}

function Starter({ projectUuid, mayOrder }: { projectUuid: string; mayOrder: boolean }) {
  const t = useT()
  const steps = [
    { id: 'order', title: t('projects.starterOrder'), text: t('tenants.empty') },
    { id: 'key', title: t('projects.starterKey'), text: t('projects.starterKeyText') },
    { id: 'launch', title: t('projects.starterLaunch'), text: t('projects.starterLaunchText') },
  ]
  return (
    <Section title={t('projects.starter')} testId="starter">
      <ol className="max-w-2xl divide-y divide-line">
        {steps.map(({ id, title, text }, index) => (
          <li key={id} className="flex gap-3 py-3">
            <span
              aria-hidden
              className="tabular flex size-6 shrink-0 items-center justify-center rounded-full border border-edge text-xs"
            >
              {index + 1}
            </span>
            <div className="space-y-2">
              <p className="font-medium">{title}</p>
              <p className="max-w-prose text-sm text-muted">{text}</p>
              {id === 'order' &&
                (mayOrder ? (
                  <ButtonLink
                    href={`/p/${projectUuid}/marketplace`}
                    variant="primary"
                    icon={Plus}
                    data-testid="order-tenant"
                  >
                    {t('tenants.emptyAction')}
                  </ButtonLink>
                ) : (
                  <p className="text-sm">{t('projects.starterAsk')}</p>
                ))}
              {id === 'key' && <Link href="/account/ssh-keys">{t('projects.starterKeyAction')}</Link>}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  )
}
