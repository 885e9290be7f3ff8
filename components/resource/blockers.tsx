'use client'

/** What keeps an object from going, as links: shown in place of a delete button that would be refused. */
import type { ReactNode } from 'react'
import { useT } from '../i18n/provider'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Link } from '../ui/link'

export type Blocker = { key: string; label: ReactNode; href?: string }

export function BlockedDialog({
  title,
  text,
  blockers,
  total,
  onClose,
}: {
  title: string
  /** Why, and what to do about it. */
  text: string
  blockers: readonly Blocker[]
  /** How many there are; the list may be shorter. */
  total: number
  onClose: () => void
}) {
  const t = useT()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      testId="blocked"
      footer={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <p className="max-w-prose">{text}</p>
      <h3 className="pt-3 text-sm">{t('activity.blockers')}</h3>
      <ul className="mt-1 space-y-0.5" data-testid="blockers">
        {blockers.map(({ key, label, href }) => (
          <li key={key}>{href ? <Link href={href}>{label}</Link> : label}</li>
        ))}
      </ul>
      {total > blockers.length && (
        <p className="text-sm text-muted">{t('activity.more', { count: total - blockers.length })}</p>
      )}
    </Dialog>
  )
}
