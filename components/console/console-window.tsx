'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { isApiFailure } from '../api/client.ts'
import { detailOf, useMe } from '../api/query.ts'
import { disabledReason } from '../api/rules.ts'
import { useT } from '../i18n/provider'
import { shownError } from '../resource/failure.ts'
import { NotFound } from '../resource/not-found'
import { EmptyState, ErrorState } from '../ui/error-state'
import { hasScreen, usePower } from './use-power'
import { VncConsole } from './vnc-console'

/** A console in a window of its own: nothing around it, named after its instance. */
export function ConsoleWindow({ instanceUuid }: { instanceUuid: string }) {
  const t = useT()
  const { caller } = useMe()
  const { data: instance, error, refetch } = useQuery(detailOf('openstack-instances', instanceUuid))
  const { power, dialogs } = usePower(instance)
  const name = instance?.name
  useEffect(() => {
    if (name) document.title = t('console.windowTitle', { name })
  }, [name, t])
  if (isApiFailure(error) && error.status === 404) return <NotFound />
  if (error && !instance) return <ErrorState error={shownError(error)} onRetry={() => void refetch()} />
  if (!instance || !caller) return null
  if (disabledReason('openstack-instances', 'console', instance, caller) === 'absent')
    return <EmptyState text={t('console.cause.no_permission')} />
  return (
    <main>
      <h1 className="spoken">{t('console.windowTitle', { name: instance.name })}</h1>
      <VncConsole
        popup
        instance={{ uuid: instance.uuid, name: instance.name, running: hasScreen(instance.runtime_state) }}
        power={power}
        logHref={`/t/${instance.tenant_uuid}/instances/${instance.uuid}/log`}
      />
      {dialogs}
    </main>
  )
}
