'use client'

/** The page of one object: breadcrumb, name, state, actions, tabs. What stands below is the tab's. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isApiFailure } from '../api/client.ts'
import { detailOf } from '../api/query.ts'
import type { Collection } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { Breadcrumb, type Crumb } from '../ui/breadcrumb'
import { ErrorState, Skeleton } from '../ui/error-state'
import { PageHeader } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { type Tab, Tabs } from '../ui/tabs'
import { type ObjectMenu, type PublicObject, useObjectActions } from './actions'
import { shownError, storedError } from './failure.ts'
import { NotFound } from './not-found'
import { WaysOut } from './ways-out'

export function ResourcePage<R extends PublicObject>({
  collection,
  uuid,
  menu,
  crumbs,
  tabs,
  aside,
  children,
}: {
  collection: Collection
  uuid: string
  menu: ObjectMenu
  /** What leads here; the object itself is added. */
  crumbs: (object: R) => readonly Crumb[]
  tabs?: (object: R) => readonly Tab[]
  aside?: (object: R) => ReactNode
  children: (object: R) => ReactNode
}) {
  const t = useT()
  const query = useQuery(detailOf(collection, uuid))
  const actions = useObjectActions(menu)
  if (query.error && isApiFailure(query.error) && query.error.status === 404) return <NotFound />
  if (query.error && !query.data)
    return <ErrorState error={shownError(query.error)} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton className="h-40" />
  const object = query.data as unknown as R
  const { actions: shown, more } = actions.header(object)
  const failed = {
    message: String(object.error_message ?? ''),
    collection,
    uuid,
    tenantUuid: (object.tenant_uuid as string | undefined) ?? null,
    isMade: Boolean(object.backend_id),
  }
  return (
    <>
      <PageHeader
        title={object.name}
        copyTitle={object.name}
        breadcrumb={<Breadcrumb items={[...crumbs(object), { label: object.name, kind: t('common.name') }]} />}
        state={
          <StateBadge
            state={object.state}
            runtimeState={object.runtime_state}
            action={object.action}
            error={object.error_message}
            since={object.modified}
          />
        }
        aside={aside?.(object)}
        actions={shown}
        more={more}
      >
        {tabs && <Tabs tabs={tabs(object)} label={object.name} />}
      </PageHeader>
      {object.state === 'ERRED' && object.error_message && (
        <div className="pb-4">
          <ErrorState error={storedError(object.error_message)} compact>
            <WaysOut failed={failed} actions={actions.of(object)} />
          </ErrorState>
        </div>
      )}
      {children(object)}
      {actions.dialogs}
    </>
  )
}
