'use client'

import { useEffect } from 'react'
import { useT } from '../i18n/provider'
import { Button, ButtonLink } from '../ui/button'
import { ErrorState } from '../ui/error-state'

export type BrokenPageProps = {
  /** In production the server keeps the words to its log and gives a number to find them by. */
  error: Error & { digest?: string }
  reset: () => void
}

/** A fault of the portal itself: a plain sentence, the number for those who look into it, and the ways on. */
export function BrokenPage({ error, reset }: BrokenPageProps) {
  const t = useT()
  useEffect(() => console.error(error), [error])
  return (
    <div className="space-y-4" data-testid="broken-page">
      <h1 className="text-xl">{t('errors.title')}</h1>
      <ErrorState error={{ message: t('errors.text'), requestId: error.digest ?? null }} />
      <div className="flex gap-2">
        <Button variant="primary" onClick={reset}>
          {t('errors.again')}
        </Button>
        <ButtonLink href="/">{t('errors.home')}</ButtonLink>
      </div>
    </div>
  )
}
