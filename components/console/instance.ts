'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import { useT } from '../i18n/provider'
import { toShownError, useConfirm } from '../ui/confirm'
import { notify } from '../ui/toast'
import { callApi } from './api'
import { ConsoleRefusal } from './connection'
import type { PowerActions } from './toolbar'

/** Cloud statuses of an instance whose machine exists and so has a screen. */
const WITH_SCREEN = new Set([
  'ACTIVE',
  'PAUSED',
  'RESCUE',
  'REBOOT',
  'HARD_REBOOT',
  'PASSWORD',
  'VERIFY_RESIZE',
  'MIGRATING',
])

/** Whether an instance has a screen, by its cloud status. */
export const hasScreen = (runtimeState: string | null | undefined): boolean => WITH_SCREEN.has(runtimeState ?? '')

type Instance = { uuid: string; name: string; state: string; runtime_state: string }

const EVERY_MS = 5000

/**
 * The instance of a console window, looked at every 5 s: this window has no list to keep fresh and no stream of its
 * own. `missing` when it does not exist or may not be seen.
 */
export const useWindowInstance = (uuid: string) => {
  const [instance, setInstance] = useState<Instance | null>(null)
  const [missing, setMissing] = useState(false)
  const look = useCallback(async () => {
    try {
      const fields = ['uuid', 'name', 'state', 'runtime_state'].map((field) => `field=${field}`).join('&')
      setInstance((await callApi(`/api/openstack-instances/${uuid}/?${fields}`)) as Instance)
      setMissing(false)
    } catch (error) {
      if (error instanceof ConsoleRefusal && error.status === 404) setMissing(true)
    }
  }, [uuid])
  useEffect(() => {
    void look()
    const timer = setInterval(() => {
      if (!document.hidden) void look()
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [look])
  return { instance, missing, look }
}

/** Power actions of a console window, asked of the API. */
export const useWindowPower = (instance: Instance | null, onDone: () => void): PowerActions | undefined => {
  const t = useT()
  const confirm = useConfirm()
  return useMemo(() => {
    if (!instance) return undefined
    const act = async (action: 'start' | 'stop' | 'restart') => {
      await callApi(`/api/openstack-instances/${instance.uuid}/${action}/`, { method: 'POST' })
      onDone()
    }
    const busy = instance.state === 'OK' ? null : t('console.powerBusy')
    const running = instance.runtime_state === 'ACTIVE' ? null : t('console.powerNotRunning')
    const stopped = instance.runtime_state === 'SHUTOFF' ? null : t('console.powerNotStopped')
    const asked = (action: 'stop' | 'restart', title: 'console.powerStopTitle' | 'console.powerRestartTitle') => () =>
      confirm({
        level: 'L1',
        title: t(title, { name: instance.name }),
        effect: t('console.powerEffect'),
        confirmLabel: t(action === 'stop' ? 'console.powerStop' : 'console.powerRestart'),
        onConfirm: () => act(action),
      })
    return {
      start: {
        run: () => void act('start').catch((error: unknown) => notify.error(toShownError(error))),
        disabledReason: busy ?? stopped,
      },
      stop: { run: asked('stop', 'console.powerStopTitle'), disabledReason: busy ?? running },
      restart: { run: asked('restart', 'console.powerRestartTitle'), disabledReason: busy ?? running },
    }
  }, [instance, onDone, t, confirm])
}
