'use client'

import { useEffect } from 'react'
import { useT } from '../i18n/provider'
import { EmptyState } from '../ui/error-state'
import { hasScreen, useWindowInstance, useWindowPower } from './instance'
import { VncConsole } from './vnc-console'

/** A console in a window of its own: nothing around it, named after its instance. */
export function ConsoleWindow({ instanceUuid }: { instanceUuid: string }) {
  const t = useT()
  const { instance, missing, look } = useWindowInstance(instanceUuid)
  const power = useWindowPower(instance, look)
  const name = instance?.name
  useEffect(() => {
    if (name) document.title = t('console.windowTitle', { name })
  }, [name, t])
  if (missing) return <EmptyState text={t('console.cause.instance_gone')} />
  if (!instance) return null
  return (
    <main>
      <h1 className="spoken">{t('console.windowTitle', { name: instance.name })}</h1>
      <VncConsole
        popup
        instance={{ uuid: instance.uuid, name: instance.name, running: hasScreen(instance.runtime_state) }}
        power={power}
        onSignIn={() => location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`)}
      />
    </main>
  )
}
