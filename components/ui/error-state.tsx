'use client'

import { CircleX, Lock, type LucideIcon, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../i18n/provider'
import { Button, ButtonLink, IconButton } from './button'
import { cn } from './cn'
import { copyText } from './copy'

/** The one shape of an error on the screen. */
export type ShownError = {
  /** A plain sentence. */
  message: string
  /** The cloud's own words, when known. */
  cause?: string | null
  /** Request ids of the portal and of the cloud. */
  requestId?: string | null
  cloudRequestId?: string | null
  /** The failing job. */
  jobHref?: string | null
  /** Per field, as the API answers: `{ name: ['Too long.'] }`. */
  fields?: Record<string, readonly string[]>
}

/** The text that "Copy details" puts into the clipboard. */
export const errorReport = (error: ShownError): string =>
  [
    error.message,
    error.cause,
    error.requestId && `request ${error.requestId}`,
    error.cloudRequestId && `cloud request ${error.cloudRequestId}`,
    ...Object.entries(error.fields ?? {}).map(([field, messages]) => `${field}: ${messages.join(' ')}`),
  ]
    .filter(Boolean)
    .join('\n')

/** What went wrong, why, which request, and what to do. Stays until it is dismissed or cured. */
export function ErrorState({
  error,
  title,
  onRetry,
  onDismiss,
  compact,
  children,
}: {
  error: ShownError
  title?: string
  onRetry?: () => void
  onDismiss?: () => void
  /** In dialogs and table cells: no heading. */
  compact?: boolean
  /** More ways out: buttons. */
  children?: ReactNode
}) {
  const t = useT()
  return (
    <div
      role="alert"
      className={cn(
        'rounded-md border border-bad/35 bg-bad-soft/45 px-4 py-3 text-ink',
        compact && 'px-3 py-2.5 text-sm',
      )}
    >
      <div className="flex items-start gap-2.5">
        <CircleX className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
        <div className="min-w-0 flex-1 space-y-1">
          {!compact && <h3 className="font-medium">{title ?? t('ui.errorTitle')}</h3>}
          <p className="max-w-prose break-words">{error.message}</p>
          {error.cause && (
            <p className="max-w-prose text-sm break-words">
              <span className="text-muted">{t('ui.cause')}: </span>
              {error.cause}
            </p>
          )}
          {(error.requestId || error.cloudRequestId) && (
            <p className="font-mono text-xs break-all text-muted">
              {[
                error.requestId && `${t('ui.requestId')} ${error.requestId}`,
                error.cloudRequestId && `${t('ui.cloudRequestId')} ${error.cloudRequestId}`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          )}
          {(!compact || onRetry || children || error.jobHref || error.cause || error.requestId) && (
            <div className="flex flex-wrap gap-2 pt-1.5">
              {onRetry && (
                <Button size="sm" onClick={onRetry}>
                  {t('common.retry')}
                </Button>
              )}
              {children}
              {error.jobHref && (
                <ButtonLink size="sm" href={error.jobHref}>
                  {t('ui.openJob')}
                </ButtonLink>
              )}
              <Button size="sm" variant="quiet" onClick={() => void copyText(errorReport(error))}>
                {t('ui.copyDetails')}
              </Button>
            </div>
          )}
        </div>
        {onDismiss && <IconButton icon={X} label={t('ui.dismiss')} size="sm" onClick={onDismiss} />}
      </div>
    </div>
  )
}

/** Nothing here yet, or nothing matches: one sentence and one action. */
export function EmptyState({ text, action, help }: { text: ReactNode; action?: ReactNode; help?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      <p className="max-w-[48ch] text-muted">{text}</p>
      {action}
      {help && <p className="text-sm text-muted">{help}</p>}
    </div>
  )
}

/** Which role is missing, and who can grant it. */
export function ForbiddenState({
  needs,
  who,
  children,
}: {
  /** The missing role, in words. */ needs: string
  who: string
  children?: ReactNode
}) {
  const t = useT()
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <Lock className="size-5 text-muted" aria-hidden />
      <h2 className="text-lg">{t('ui.forbiddenTitle')}</h2>
      <p className="max-w-[56ch] text-muted">{t('ui.forbiddenText', { role: needs, who })}</p>
      {children}
    </div>
  )
}

const bannerTones = {
  info: 'border-busy/35 bg-busy-soft/55 [&>svg]:text-busy',
  warn: 'border-warn/40 bg-warn-soft/55 [&>svg]:text-warn',
  bad: 'border-bad/35 bg-bad-soft/45 [&>svg]:text-bad',
}

/** A line across the page: a service is down, a resize waits for confirmation, a maintenance is near. */
export function Banner({
  tone = 'info',
  icon: Icon = TriangleAlert,
  children,
  action,
  onDismiss,
}: {
  tone?: keyof typeof bannerTones
  icon?: LucideIcon
  children: ReactNode
  action?: ReactNode
  onDismiss?: () => void
}) {
  const t = useT()
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cn('flex flex-wrap items-center gap-x-2.5 gap-y-1 rounded-md border px-3 py-1.5', bannerTones[tone])}
    >
      <Icon className="size-4 shrink-0" aria-hidden />
      <div className="min-w-40 flex-1 py-0.5">{children}</div>
      {action}
      {onDismiss && <IconButton icon={X} label={t('ui.dismiss')} size="sm" onClick={onDismiss} />}
    </div>
  )
}

/** A grey stand-in of the final size while the first answer is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block h-3.5 w-full animate-pulse rounded-sm bg-hover', className)} />
}
