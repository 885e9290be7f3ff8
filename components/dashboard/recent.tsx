'use client'

/** The newest entries of the audit log of a project or tenant. */
import { useQuery } from '@tanstack/react-query'
import { listOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { useOnChange } from '../live/listen.ts'
import { shownError } from '../resource/failure.ts'
import { EmptyState, ErrorState, Skeleton } from '../ui/error-state'
import { Link } from '../ui/link'
import { Section } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import type { Scope } from './summary.ts'

const SHOWN = 10

export function RecentActivity({ scope, href }: { scope: Scope /** The whole log. */; href: string }) {
  const t = useT()
  const list = useQuery(listOf('events', { ...scope, page_size: SHOWN }))
  useOnChange(
    (type) => type === 'events',
    () => void list.refetch({ cancelRefetch: false }),
  )
  const events = list.data?.rows
  return (
    <Section
      title={t('projects.recent')}
      actions={<Link href={href}>{t('projects.allActivity')}</Link>}
      testId="recent"
    >
      {list.error && !events ? (
        <ErrorState error={shownError(list.error)} onRetry={() => void list.refetch()} />
      ) : !events ? (
        <Skeleton className="h-24" />
      ) : events.length === 0 ? (
        <EmptyState text={t('projects.noActivity')} />
      ) : (
        <ul className="divide-y divide-line">
          {events.map((event) => (
            <li key={event.uuid} className="flex items-baseline gap-3 py-1.5 text-sm">
              <RelativeTime value={event.created} className="w-20 shrink-0 text-muted" />
              <span className="min-w-0 flex-1 break-words">
                {event.message}
                {event.context.user_username ? (
                  <span className="text-muted"> {String(event.context.user_username)}</span>
                ) : null}
              </span>
              {event.result === 'failed' && <StateBadge state="failed" />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
