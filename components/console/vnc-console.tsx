'use client'

import { useEffect, useId, useState } from 'react'
import { announceSignedOut } from '../api/client.ts'
import { useT } from '../i18n/provider'
import { readSignIn } from '../identity/auth-client.ts'
import { cn } from '../ui/cn'
import { notify } from '../ui/toast'
import { type ConsoleApi, consoleApi } from './api'
import { ConsoleOverlay } from './overlay'
import { PasteDialog } from './paste-dialog'
import { ConsoleToolbar, type PowerActions } from './toolbar'
import { useFullScreen, useVncConsole } from './use-console'

/** What a console needs to know of its instance. `running`: the cloud status is one that has a screen. */
export type ConsoleInstance = { uuid: string; name: string; running: boolean }

export type VncConsoleProps = {
  instance: ConsoleInstance
  /** Power buttons; each is absent when the role can never use it. */
  power?: PowerActions
  logHref?: string
  /** In a window of its own: fills it, and offers no further window. */
  popup?: boolean
  api?: ConsoleApi
  className?: string
}

/** How long a guest may take to follow a request for another screen size. */
const RESIZE_WAIT_MS = 2500
/** How often a console that ended with the sign-in looks for a new one. */
const SIGN_IN_LOOK_MS = 1500

const modifierNames = { ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift', super: 'Win' } as const

/** The graphical console of an instance with its tools. The tab, the popup and the page all use this one. */
export function VncConsole({ instance, power, logHref, popup, api = consoleApi, className }: VncConsoleProps) {
  const t = useT()
  const hintId = useId()
  const vnc = useVncConsole({
    instanceUuid: instance.uuid,
    running: instance.running,
    api,
    label: t('console.screen', { name: instance.name }),
    describedBy: hintId,
  })
  const { connection, state, screen, view, setView } = vnc
  const [fullScreen, setFullScreen] = useFullScreen()
  const [pasting, setPasting] = useState(false)

  // The page shows its sign-in (or leaves for it); once somebody is signed in again, the console goes on.
  const signedOut = state.phase === 'disconnected' && state.cause === 'signed_out'
  useEffect(() => {
    if (!signedOut) return
    announceSignedOut()
    const timer = setInterval(async () => {
      const found = await readSignIn()
      if (found && typeof found === 'object') void connection.open()
    }, SIGN_IN_LOOK_MS)
    return () => clearInterval(timer)
  }, [signedOut, connection])

  // A guest that does not follow is shown fitted instead.
  useEffect(() => {
    if (view.scale !== 'resize' || !screen) return
    const timer = setTimeout(() => {
      if (screen.fills()) return
      setView({ scale: 'fit' })
      notify.info(t('console.resizeRefused'))
    }, RESIZE_WAIT_MS)
    return () => clearTimeout(timer)
  }, [view.scale, screen, setView, t])

  const openPopup = () => {
    const opened = window.open(`/console/${instance.uuid}`, `console-${instance.uuid}`, 'popup,width=1120,height=860')
    if (opened) connection.stop('moved')
    else notify.error(t('console.popupBlocked'))
  }
  const saveScreenshot = async () => {
    const blob = await screen?.screenshot()
    if (!blob) return void notify.error(t('console.screenshotFailed'))
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = `${instance.name}-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.png`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }

  const heldNames = [...vnc.held].map((modifier) => modifierNames[modifier]).join('+')
  const hint = !screen
    ? ''
    : view.viewOnly
      ? t('console.hintViewOnly')
      : vnc.captured
        ? t('console.hintCaptured')
        : t('console.hintFree')

  return (
    <section
      aria-label={t('console.title')}
      data-testid="console"
      className={cn(
        'flex min-h-0 flex-col bg-canvas',
        fullScreen
          ? 'fixed inset-0 z-35'
          : popup
            ? 'h-dvh'
            : 'h-[min(75dvh,56rem)] min-h-96 rounded-md border border-line',
        className,
      )}
    >
      <ConsoleToolbar
        vnc={vnc}
        instanceName={instance.name}
        power={power}
        fullScreen={fullScreen}
        onFullScreen={setFullScreen}
        onPopup={popup ? undefined : openPopup}
        onScreenshot={() => void saveScreenshot()}
        onPaste={() => setPasting(true)}
      />
      <div
        className={cn(
          // The frame says who has the keyboard.
          'relative min-h-0 flex-1 overflow-hidden bg-[oklch(0.16_0.01_255)] outline-2 -outline-offset-2',
          vnc.captured ? 'outline-[oklch(0.76_0.1_190)]' : 'outline-transparent',
        )}
        data-captured={vnc.captured}
        data-testid="console-screen"
      >
        <div
          ref={vnc.host}
          data-keys="own"
          // noVNC switches the outline of its canvas off; focus without capture must be seen all the same.
          className={cn(
            'absolute inset-0.5',
            !vnc.captured &&
              '[&_canvas:focus-visible]:-outline-offset-2 [&_canvas:focus-visible]:outline-2! [&_canvas:focus-visible]:outline-[oklch(0.76_0.1_190)]!',
          )}
        />
        <ConsoleOverlay
          state={state}
          running={instance.running}
          power={power}
          logHref={logHref}
          onNow={() => void connection.now()}
          onStop={() => connection.stop()}
          onOpen={() => void connection.open()}
          onStay={() => connection.stay()}
        />
      </div>
      <p id={hintId} className="truncate border-t border-line px-2 py-1 text-xs text-muted" data-testid="console-hint">
        {hint || '\u00a0'}
        {heldNames && <span className="ml-2 text-warn">{t('console.hintHeld', { keys: heldNames })}</span>}
      </p>
      {pasting && (
        <PasteDialog
          instance={instance}
          screen={screen}
          onClose={() => {
            setPasting(false)
          }}
        />
      )}
    </section>
  )
}
