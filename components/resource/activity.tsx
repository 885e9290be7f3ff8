'use client'

/** What happened to one object: its newest job with its steps, then the audit log of it. */
import { useQuery } from '@tanstack/react-query'
import { listOf } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { RelativeTime } from '../i18n/time'
import { EmptyState, ErrorState, Skeleton } from '../ui/error-state'
import { Section } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { shownError } from './failure.ts'
import { JobProgress } from './job-progress'

type Event = {
  uuid: string
  created: string
  message: string
  result: 'scheduled' | 'succeeded' | 'failed'
  context: Record<string, unknown>
}

const SHOWN = 50
const STATES = { scheduled: 'queued', succeeded: 'done', failed: 'failed' } as const

export function ObjectActivity({ uuid, tenantUuid }: { uuid: string; tenantUuid: string }) {
  const t = useT()
  const list = useQuery(listOf('events', { resource_uuid: uuid, page_size: SHOWN }))
  const events = list.data?.rows as unknown as Event[] | undefined
  return (
    <div className="space-y-6">
      <JobProgress uuid={uuid} tenantUuid={tenantUuid} />
      <Section title={t('activity.events')} testId="activity-events">
        {list.error && !events ? (
          <ErrorState error={shownError(list.error)} onRetry={() => void list.refetch()} />
        ) : !events ? (
          <Skeleton className="h-20" />
        ) : events.length === 0 ? (
          <EmptyState text={t('activity.empty')} />
        ) : (
          <ul className="divide-y divide-line">
            {events.map((event) => (
              <li key={event.uuid} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-1.5 text-sm">
                <RelativeTime value={event.created} className="w-24 shrink-0 text-muted" />
                <span className="min-w-0 flex-1 basis-60 break-words">{event.message}</span>
                {event.context.user_username ? (
                  <span className="text-muted">{String(event.context.user_username)}</span>
                ) : null}
                <StateBadge state={STATES[event.result]} />
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  )
}
