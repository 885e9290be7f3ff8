'use client'

import { Radio, RefreshCw, Timer, WifiOff } from 'lucide-react'
import { useT } from '../i18n/provider'
import { cn } from './cn'
import { Tooltip } from './tooltip'

export type LiveState = 'live' | 'reconnecting' | 'delayed' | 'offline'

const looks = {
  live: { icon: Radio, tone: 'text-ok' },
  reconnecting: { icon: RefreshCw, tone: 'text-busy [&>svg]:animate-spin' },
  delayed: { icon: Timer, tone: 'text-warn' },
  offline: { icon: WifiOff, tone: 'text-bad' },
}

/** Whether what is on the screen is fresh: Live, Reconnecting, Delayed, Offline. */
export function LiveIndicator({ state }: { state: LiveState }) {
  const t = useT()
  const { icon: Icon, tone } = looks[state]
  return (
    <Tooltip text={t(`ui.${state}Help`)}>
      <span
        role="status"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation is reachable by keyboard
        tabIndex={0}
        data-testid="live-state"
        data-state={state}
        className={cn('flex h-7 items-center gap-1.5 rounded-md px-1.5 text-sm', tone)}
      >
        <Icon className="size-4" aria-hidden />
        <span className="text-muted max-sm:spoken">{t(`ui.${state}`)}</span>
      </span>
    </Tooltip>
  )
}
