'use client'

import { CircleAlert, CircleCheck, CirclePause, CircleX, Clock, LoaderCircle, type LucideIcon } from 'lucide-react'
import type { MessageKey, Translate } from '../i18n/core.ts'
import type { Instant } from '../i18n/format.ts'
import { useFormat, useT } from '../i18n/provider'
import { useNow } from '../i18n/time'
import { Badge } from './badge'
import { Link } from './link'
import { Popover } from './popover'
import { plainWord, resourceState, type Tone } from './state'
import { Tooltip } from './tooltip'

export const toneIcons: Record<Tone, LucideIcon> = {
  ok: CircleCheck,
  off: CirclePause,
  busy: LoaderCircle,
  warn: CircleAlert,
  bad: CircleX,
}

export type StateBadgeProps = {
  /** Portal state (`OK`, `CREATING`, `ERRED`), or the state of a job or an order. */
  state: string
  /** The cloud's status (`ACTIVE`, `in-use`), shown while the portal state is OK. */
  runtimeState?: string | null
  /** What is going on, as the object says it: "Stop" is shown as "Stopping", an unknown one as it is. */
  action?: string | null
  /** When that began. */
  since?: Instant | null
  /** Why it failed. */
  error?: string | null
  /** "What happened": the failing job. */
  errorHref?: string
  /** Last confirmation by the cloud, when it is too old to be trusted. */
  staleSince?: Instant | null
}

/** "Change flavor" → "Changing flavor". */
const doingWord = (t: Translate, action: string): string => {
  const key = `doing.${action.toLowerCase().replaceAll(' ', '_')}` as MessageKey
  const text = t(key)
  return text === key ? action : text
}

/** The one badge for every state: icon, word and colour; a failure opens its reason. */
export function StateBadge({ state, runtimeState, action, since, error, errorHref, staleSince }: StateBadgeProps) {
  const t = useT()
  const format = useFormat()
  const now = useNow()
  const shown = resourceState(state, runtimeState)
  const moving = shown.tone === 'busy'
  const word = (moving && action && doingWord(t, action)) || (shown.key ? t(shown.key) : plainWord(shown.name))
  const badge = (
    <Badge tone={shown.tone} icon={toneIcons[shown.tone]} spin={moving}>
      {word}
    </Badge>
  )
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-middle" data-state={shown.name}>
      {shown.tone === 'bad' && (error || errorHref) ? (
        <Popover
          label={word}
          trigger={
            <button type="button" className="rounded-sm py-0.5 leading-none" aria-description={error ?? undefined}>
              <Tooltip text={error}>
                <span>{badge}</span>
              </Tooltip>
            </button>
          }
        >
          {error && <p className="max-w-prose break-words">{error}</p>}
          {errorHref && (
            <Link href={errorHref} className="mt-2 inline-block">
              {t('ui.whatHappened')}
            </Link>
          )}
        </Popover>
      ) : moving && since ? (
        <Tooltip text={() => t('ui.since', { time: format.relative(since, now) })}>
          <span className="inline-flex">{badge}</span>
        </Tooltip>
      ) : (
        badge
      )}
      {staleSince && (
        <Tooltip text={() => t('ui.stale', { time: format.dateTime(staleSince) })}>
          <span
            role="img"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the warning is reachable by keyboard
            tabIndex={0}
            aria-label={t('ui.stale', { time: format.relative(staleSince, now) })}
            className="rounded-sm text-muted"
          >
            <Clock className="size-3.5" aria-hidden />
          </span>
        </Tooltip>
      )}
    </span>
  )
}
