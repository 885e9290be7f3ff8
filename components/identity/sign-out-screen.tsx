'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useT } from '../i18n/provider'
import { ErrorState } from '../ui/error-state'
import { signOut } from './auth-client.ts'

/** Ends the sign-in as soon as it is shown, then leads to the sign-in page. */
export function SignOutScreen() {
  const t = useT()
  const [failed, setFailed] = useState(false)
  const started = useRef(false)
  const leave = useCallback(() => {
    setFailed(false)
    signOut().then(
      () => window.location.replace('/sign-in?ended=1'),
      () => setFailed(true),
    )
  }, [])
  useEffect(() => {
    // React runs effects twice in development.
    if (started.current) return
    started.current = true
    leave()
  }, [leave])
  if (failed) return <ErrorState error={{ message: t('signIn.signOutFailed') }} compact onRetry={leave} />
  return <p role="status">{t('signIn.signingOut')}…</p>
}
