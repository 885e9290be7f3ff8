'use client'

import { LoaderCircle } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useT } from '../i18n/provider'
import { Button, ButtonLink } from '../ui/button'
import { Banner } from '../ui/error-state'
import { type Cause, type ConnectionState, TRIES } from './connection'
import type { PowerActions } from './toolbar'

/** Causes that lie with the cloud's console service. */
const NO_SERVICE: readonly Cause[] = ['service_down', 'no_console']

/** What lies over the screen while there is none, and why; and the warning before an idle end. */
export function ConsoleOverlay({
  state,
  running,
  power,
  logHref,
  onNow,
  onStop,
  onOpen,
  onStay,
}: {
  state: ConnectionState
  running: boolean
  power?: PowerActions
  /** The instance's console log, which is there without a console service. */
  logHref?: string
  onNow: () => void
  onStop: () => void
  onOpen: () => void
  onStay: () => void
}) {
  const t = useT()
  const log = (cause: Cause) =>
    logHref &&
    NO_SERVICE.includes(cause) && (
      <ButtonLink href={logHref} data-testid="console-show-log">
        {t('console.showLog')}
      </ButtonLink>
    )
  switch (state.phase) {
    case 'connected':
      if (state.idleSeconds === undefined) return null
      return (
        <div className="absolute inset-x-2 top-2" data-testid="console-idle">
          <Banner
            tone="warn"
            action={
              <Button size="sm" onClick={onStay}>
                {t('console.stay')}
              </Button>
            }
          >
            {t('console.idleWarning')}
          </Banner>
        </div>
      )
    case 'connecting':
      return (
        <Cover testId="console-connecting">
          <LoaderCircle className="mx-auto size-5 animate-spin text-muted" aria-hidden />
          <p className="text-muted">{t('console.connecting')}</p>
        </Cover>
      )
    case 'waiting':
      return (
        <Cover testId="console-lost">
          <h3 className="text-lg">{t('console.lost', { seconds: state.secondsLeft })}</h3>
          <p className="text-sm text-muted">
            {t(`console.cause.${state.cause}`)} {t('console.lostAttempt', { attempt: state.attempt, tries: TRIES })}
          </p>
          <Buttons>
            <Button variant="primary" onClick={onNow}>
              {t('console.now')}
            </Button>
            <Button onClick={onStop}>{t('console.stopTrying')}</Button>
            {log(state.cause)}
          </Buttons>
        </Cover>
      )
    case 'taken_over':
      return (
        <Cover testId="console-taken-over" alert>
          <h3 className="text-lg break-words">{t('console.takenOverBy', { name: state.by })}</h3>
          <p className="text-sm text-muted">{t('console.takenOverText')}</p>
          <Buttons>
            <Button variant="primary" onClick={onOpen}>
              {t('console.takeBack')}
            </Button>
          </Buttons>
        </Cover>
      )
    case 'disconnected':
      return (
        <Cover testId="console-disconnected" alert={state.cause !== 'stopped' && state.cause !== 'moved'}>
          <h3 className="text-lg">{t(`console.cause.${state.cause}`)}</h3>
          {state.detail && <p className="text-sm break-words text-muted">{state.detail}</p>}
          {state.cause === 'instance_stopped' && <p className="text-sm text-muted">{t('console.comesBack')}</p>}
          <Buttons>
            {state.cause === 'instance_stopped' && !running && power?.start && (
              <Button variant="primary" disabledReason={power.start.disabledReason} onClick={power.start.run}>
                {t('console.powerStart')}
              </Button>
            )}
            {log(state.cause)}
            <Button onClick={onOpen} data-testid="console-again">
              {t(state.cause === 'moved' ? 'console.takeBack' : 'console.reconnect')}
            </Button>
          </Buttons>
        </Cover>
      )
  }
}

/**
 * A panel over the screen. If the keyboard was on the canvas, which is gone now, it comes here: otherwise a keyboard
 * user would be thrown to the top of the page.
 */
function Cover({ testId, alert, children }: { testId: string; alert?: boolean; children: ReactNode }) {
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body) panel.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="absolute inset-0 grid place-items-center overflow-auto p-4">
      <div
        ref={panel}
        tabIndex={-1}
        role={alert ? 'alert' : undefined}
        data-testid={testId}
        className="max-w-md space-y-2 rounded-md border border-line bg-raised px-6 py-4 text-center text-ink shadow-float outline-none"
      >
        {children}
      </div>
    </div>
  )
}

const Buttons = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap justify-center gap-2 pt-1">{children}</div>
)
