'use client'

import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { api, onSignedOut } from '../api/client.ts'
import { useT } from '../i18n/provider'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { onTabs, readSignIn } from './auth-client.ts'
import type { IssuerButton } from './sign-in-form'

/** Few pages come to need it. */
const SignInForm = lazy(async () => ({ default: (await import('./sign-in-form')).SignInForm }))

/** How often a page that is looked at asks whether its sign-in still stands. Asking keeps nothing alive. */
const ASK_MS = 3000
const WARN_MS = 120_000

type Phase = { at: 'fine' } | { at: 'expiring'; seconds: number } | { at: 'expired' }

const here = () => `${location.pathname}${location.search}${location.hash}`

/**
 * Watches the sign-in of an open page. Ended by somebody (another tab, another device, staff): the page
 * leaves for the sign-in screen. Run out by itself: a warning two minutes before, then a sign-in over the page,
 * so that nothing typed is lost.
 */
export function SessionWatch({ userUuid, issuers }: { userUuid: string; issuers: readonly IssuerButton[] }) {
  const t = useT()
  const [phase, setPhase] = useState<Phase>({ at: 'fine' })
  const known = useRef<{ warnMs?: number; leaving: boolean }>({ leaving: false })

  const leave = useCallback(() => {
    if (known.current.leaving) return
    known.current.leaving = true
    location.assign(`/sign-in?callbackUrl=${encodeURIComponent(here())}`)
  }, [])

  const look = useCallback(async () => {
    const found = await readSignIn()
    if (found === undefined || known.current.leaving) return
    if (found === 'ended') return leave()
    if (found === 'none') return setPhase({ at: 'expired' })
    // Somebody else has signed in with this browser: what is on the page is not theirs.
    if (found.userUuid !== userUuid) return location.reload()
    const leftMs = found.endsAt.getTime() - Date.now()
    // Where the limit itself is short the warning does not stand all the time.
    known.current.warnMs ??= Math.min(WARN_MS, leftMs / 2)
    const seconds = Math.max(0, Math.ceil(leftMs / 1000))
    setPhase(leftMs < known.current.warnMs ? { at: 'expiring', seconds } : { at: 'fine' })
  }, [userUuid, leave])

  useEffect(() => {
    void look()
    const timer = setInterval(() => document.visibilityState === 'visible' && void look(), ASK_MS)
    const onShown = () => document.visibilityState === 'visible' && void look()
    document.addEventListener('visibilitychange', onShown)
    const stopHearing = onTabs((word) => (word === 'signed-out' ? leave() : void look()))
    const stopListening = onSignedOut(() => void look())
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onShown)
      stopHearing()
      stopListening()
    }
  }, [look, leave])

  const stay = async () => {
    await api.get('users/me', { params: { field: 'uuid' } }).catch(() => {})
    await look()
  }

  if (phase.at === 'expiring')
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && void stay()}
        role="alertdialog"
        size="sm"
        title={t('signIn.expiringTitle')}
        description={t('signIn.expiringText', { seconds: phase.seconds })}
        testId="session-expiring"
        footer={
          <Button variant="primary" onClick={() => void stay()}>
            {t('signIn.stay')}
          </Button>
        }
      />
    )
  if (phase.at === 'expired')
    return (
      <Dialog
        open
        // It stays until somebody signs in: behind it nothing works.
        onOpenChange={() => {}}
        size="sm"
        title={t('signIn.expiredTitle')}
        description={t('signIn.expiredText')}
        testId="session-expired"
      >
        <Suspense>
          <SignInForm issuers={issuers} callbackUrl={here()} onSignedIn={() => void look()} />
        </Suspense>
      </Dialog>
    )
  return null
}
