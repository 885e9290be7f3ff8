'use client'

/** An offering with its tabs. */
import { useQuery } from '@tanstack/react-query'
import { isApiFailure } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { useObjectActions } from '../resource/actions'
import { shownError } from '../resource/failure.ts'
import { NotFound } from '../resource/not-found'
import { useScopeCrumbs } from '../shell/scope'
import { Breadcrumb } from '../ui/breadcrumb'
import { Banner, ErrorState, ForbiddenState, Skeleton } from '../ui/error-state'
import { PageHeader } from '../ui/page'
import { Tabs } from '../ui/tabs'
import { ComponentsTab } from './components'
import { ConnectionTab } from './connection'
import { GeneralTab } from './general'
import { offeringMenu } from './menu'
import { NetworkTab } from './network'
import { OfferingState } from './offering-list'
import { StorageTab } from './storage'
import { COLLECTION, type Offering, offeringHref, sellsTenants } from './types.ts'

const TABS = {
  general: { label: 'provider.tabGeneral', Content: GeneralTab },
  connection: { label: 'provider.tabConnection', Content: ConnectionTab },
  network: { label: 'provider.tabNetwork', Content: NetworkTab },
  storage: { label: 'provider.tabStorage', Content: StorageTab },
  components: { label: 'provider.tabComponents', Content: ComponentsTab },
} as const

export function OfferingPage({ uuid, tab }: { uuid: string; tab: string }) {
  // The connection is not told by the event stream, and a form that begins on old values would bring them back.
  const query = useQuery({ ...detailOf(COLLECTION, uuid), refetchOnMount: 'always' })
  if (query.error && isApiFailure(query.error) && query.error.status === 404) return <NotFound />
  if (query.error && !query.data)
    return <ErrorState error={shownError(query.error)} onRetry={() => void query.refetch()} />
  if (!(tab in TABS)) return <NotFound />
  return query.data && query.isFetchedAfterMount ? (
    <Shown offering={query.data} tab={tab as keyof typeof TABS} />
  ) : (
    <Skeleton className="h-40" />
  )
}

function Shown({ offering, tab }: { offering: Offering; tab: keyof typeof TABS }) {
  const t = useT()
  const crumbs = useScopeCrumbs()
  const actions = useObjectActions(offeringMenu)
  const { actions: shown, more } = actions.header(offering)
  const isTenants = sellsTenants(offering)
  const names = Object.keys(TABS).filter((name) => isTenants || name === 'general') as (keyof typeof TABS)[]
  const { Content } = TABS[tab]
  return (
    <>
      <PageHeader
        title={offering.name}
        copyTitle={offering.name}
        breadcrumb={
          <Breadcrumb
            items={[
              ...crumbs,
              { label: t('provider.offerings'), href: `/provider/${offering.customer_uuid}/offerings` },
              { label: offering.name },
            ]}
          />
        }
        state={<OfferingState state={offering.state} />}
        aside={offering.state === 'Paused' && offering.paused_reason}
        actions={shown}
        more={more}
      >
        <Tabs
          label={offering.name}
          tabs={names.map((name) => ({ href: offeringHref(offering, name), label: t(TABS[name].label) }))}
        />
      </PageHeader>
      {!isTenants && (
        <div className="pb-4">
          <Banner tone="info">{t('provider.private')}</Banner>
        </div>
      )}
      {tab !== 'general' && offering.service_attributes === undefined ? (
        <ForbiddenState needs="CUSTOMER.MANAGER" who={offering.customer_name} />
      ) : (
        names.includes(tab) && <Content key={`${offering.uuid} ${tab}`} offering={offering} />
      )}
      {actions.dialogs}
    </>
  )
}
