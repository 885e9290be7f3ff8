'use client'

import { CircleCheck, CircleX, Info, LoaderCircle, X } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useT } from '../i18n/provider'
import { IconButton } from './button'
import { cn } from './cn'
import type { ShownError } from './error-state'
import { Link } from './link'

export type Notice = {
  /** A notice with the same id is replaced in place: "working" becomes "done". */
  id: string
  tone: 'success' | 'info' | 'working' | 'error'
  text: string
  /** The cause and the request, for errors. */
  detail?: string
  /** Where the work can be followed. */
  href?: string
  hrefLabel?: string
  action?: { label: string; run: () => void }
}
type Extra = Partial<Pick<Notice, 'id' | 'detail' | 'href' | 'hrefLabel' | 'action'>>

const shownAtMost = 3
const lifetimeMs = 6000

let notices: readonly Notice[] = []
let counter = 0
const listeners = new Set<() => void>()
const none: readonly Notice[] = []
function change(next: readonly Notice[]) {
  notices = next
  for (const listener of listeners) listener()
}
function put(tone: Notice['tone'], text: string, extra: Extra = {}): string {
  counter += 1
  const notice: Notice = { tone, text, ...extra, id: extra.id ?? `notice-${counter}` }
  const at = notices.findIndex((each) => each.id === notice.id)
  change(at < 0 ? [...notices, notice] : notices.with(at, notice))
  return notice.id
}

/**
 * Toasts. Success and info leave after 6 s (not while looked at), work and errors stay. Each call gives the id back;
 * a second call with that id updates the toast in place. Give asynchronous work the link to its job.
 */
export const notify = {
  success: (text: string, extra?: Extra) => put('success', text, extra),
  info: (text: string, extra?: Extra) => put('info', text, extra),
  working: (text: string, extra?: Extra) => put('working', text, extra),
  error: (error: ShownError | string, extra?: Extra) => {
    if (typeof error === 'string') return put('error', error, extra)
    const detail = [error.cause, error.requestId].filter(Boolean).join(' · ') || undefined
    return put('error', error.message, { detail, href: error.jobHref ?? undefined, ...extra })
  },
  dismiss: (id: string) => change(notices.filter((each) => each.id !== id)),
}

const icons = { success: CircleCheck, info: Info, working: LoaderCircle, error: CircleX }
const iconTones = { success: 'text-ok', info: 'text-busy', working: 'animate-spin text-busy', error: 'text-bad' }

/** Where toasts appear; the root layout has one. At most three are visible, the rest are counted. */
export function Toaster() {
  const t = useT()
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => notices,
    () => none,
  )
  const shown = list.slice(-shownAtMost)
  const hidden = list.length - shown.length
  return (
    <section
      aria-label={t('ui.notifications')}
      data-toasts
      data-print="off"
      // Kept readable while a modal dialog hides the rest of the page.
      aria-live="polite"
      aria-relevant="additions text"
      className="pointer-events-none fixed right-4 bottom-4 left-4 z-60 flex flex-col items-end gap-2"
    >
      {hidden > 0 && (
        <span
          className="tabular rounded-sm border border-line bg-raised px-1.5 text-xs text-muted"
          data-testid="toast-more"
        >
          +{hidden}
        </span>
      )}
      {shown.map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
    </section>
  )
}

function Toast({ notice }: { notice: Notice }) {
  const t = useT()
  const looked = useRef(false)
  const { id, tone, text, detail, href, hrefLabel, action } = notice
  // biome-ignore lint/correctness/useExhaustiveDependencies: a text replaced in place begins its six seconds anew
  useEffect(() => {
    if (tone !== 'success' && tone !== 'info') return
    const timer = setInterval(() => !looked.current && notify.dismiss(id), lifetimeMs)
    return () => clearInterval(timer)
  }, [id, tone, text])
  const Icon = icons[tone]
  const look = (value: boolean) => () => {
    looked.current = value
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointer and focus only hold its time
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      data-testid={`toast-${tone}`}
      data-toast-id={id}
      onPointerEnter={look(true)}
      onPointerLeave={look(false)}
      onFocus={look(true)}
      onBlur={look(false)}
      className="pointer-events-auto flex w-full max-w-96 animate-open items-start gap-2.5 rounded-md border border-line bg-raised py-2 pr-1.5 pl-3 shadow-float"
    >
      <Icon className={cn('mt-1 size-4 shrink-0', iconTones[tone])} aria-hidden />
      <div className="min-w-0 flex-1 py-0.5">
        <p className="break-words">{text}</p>
        {detail && <p className="text-sm break-words text-muted">{detail}</p>}
        {(href || action) && (
          <p className="mt-0.5 flex gap-3 text-sm">
            {href && <Link href={href}>{hrefLabel ?? t('ui.openJob')}</Link>}
            {action && (
              <button
                type="button"
                className="rounded-sm text-accent-text underline underline-offset-2"
                onClick={() => {
                  action.run()
                  notify.dismiss(id)
                }}
              >
                {action.label}
              </button>
            )}
          </p>
        )}
      </div>
      <IconButton icon={X} label={t('ui.dismiss')} size="sm" onClick={() => notify.dismiss(id)} />
    </div>
  )
}
