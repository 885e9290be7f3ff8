'use client'

import { isApiFailure } from '../../api/client.ts'
import { useMe } from '../../api/query.ts'
/** The page of the wizard: reads what can be chosen, says why nothing can be made, else shows the form. */
import { useT } from '../../i18n/provider'
import { shownError } from '../../resource/failure.ts'
import { NotFound } from '../../resource/not-found'
import { useMayCreate } from '../../resource/rights'
import { useScope, useScopeCrumbs } from '../../shell/scope'
import { Breadcrumb } from '../../ui/breadcrumb'
import { Banner, ErrorState, ForbiddenState, Skeleton } from '../../ui/error-state'
import { PageHeader } from '../../ui/page'
import { useChoices } from './choices.ts'
import { InstanceForm } from './form'

export function CreateInstance({ tenantUuid }: { tenantUuid: string }) {
  const t = useT()
  const scope = useScope()
  const crumbs = useScopeCrumbs()
  const { caller } = useMe()
  const mayCreate = useMayCreate(scope)
  const { choices, error, again } = useChoices(tenantUuid)
  const content = () => {
    if (error) return <ErrorState error={shownError(error)} onRetry={again} />
    if (!choices || !caller || !scope.projectUuid) return <Skeleton className="h-96" />
    if (!mayCreate) return <ForbiddenState needs={t('instanceNew.forbiddenRole')} who={t('instanceNew.forbiddenWho')} />
    if (choices.tenant.state !== 'OK') return <Banner tone="warn">{t('instanceNew.tenantNotReady')}</Banner>
    if (!choices.offeringUuid) return <Banner tone="warn">{t('instanceNew.noOffering')}</Banner>
    return <InstanceForm choices={choices} offeringUuid={choices.offeringUuid} />
  }
  if (isApiFailure(error) && error.status === 404) return <NotFound />
  return (
    <>
      <PageHeader
        title={t('instanceNew.title')}
        breadcrumb={
          <Breadcrumb
            items={[
              ...crumbs,
              { label: t('instances.title'), href: `/t/${tenantUuid}/instances` },
              { label: t('instanceNew.title') },
            ]}
          />
        }
      />
      {content()}
    </>
  )
}
