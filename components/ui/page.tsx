'use client'

import { Ellipsis, type LucideIcon } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useT } from '../i18n/provider'
import { Button, ButtonLink } from './button'
import { cn } from './cn'
import { CopyButton } from './copy'
import { Menu, type MenuGroup } from './menu'

export type PageAction = {
  /** The action's name; also `data-testid="action-<id>"`. */
  id: string
  label: string
  icon?: LucideIcon
  onSelect?: () => void
  href?: string
  disabledReason?: string | null
  primary?: boolean
  busy?: boolean
}

/** The title line: name, state, at most three actions and a More menu. Whatever comes fourth goes into More. */
export function PageHeader({
  title,
  copyTitle,
  state,
  aside,
  actions = [],
  more = [],
  breadcrumb,
  children,
}: {
  title: ReactNode
  /** A copy button for the object's name. */
  copyTitle?: string
  state?: ReactNode
  /** Quiet facts behind the state: tenant, protection, tags. */
  aside?: ReactNode
  actions?: readonly PageAction[]
  more?: readonly MenuGroup[]
  breadcrumb?: ReactNode
  /** Tabs, banners. */
  children?: ReactNode
}) {
  const t = useT()
  const shown = actions.slice(0, 3)
  const rest = actions.slice(3)
  const groups: MenuGroup[] = rest.length > 0 ? [{ items: rest }, ...more] : [...more]
  return (
    <header className="space-y-2 pb-4">
      {breadcrumb}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-60 flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="min-w-0 truncate text-xl">{title}</h1>
          {copyTitle && <CopyButton text={copyTitle} what={t('common.name')} className="-ml-2" />}
          {state}
          {aside && <span className="flex min-w-0 items-center gap-2 text-sm text-muted">{aside}</span>}
        </div>
        {(shown.length > 0 || groups.length > 0) && (
          <div className="flex flex-wrap items-center gap-2" data-print="off">
            {shown.map((action) =>
              action.href && !action.disabledReason ? (
                <ButtonLink
                  key={action.id}
                  href={action.href}
                  icon={action.icon}
                  variant={action.primary ? 'primary' : 'secondary'}
                  data-testid={`action-${action.id}`}
                >
                  {action.label}
                </ButtonLink>
              ) : (
                <Button
                  key={action.id}
                  icon={action.icon}
                  variant={action.primary ? 'primary' : 'secondary'}
                  disabledReason={action.disabledReason}
                  busy={action.busy}
                  data-testid={`action-${action.id}`}
                  onClick={action.onSelect}
                >
                  {action.label}
                </Button>
              ),
            )}
            {groups.some((group) => group.items.length > 0) && (
              <Menu
                groups={groups}
                trigger={
                  <Button icon={Ellipsis} data-testid="action-more">
                    {t('common.more')}
                  </Button>
                }
              />
            )}
          </div>
        )}
      </div>
      {children}
    </header>
  )
}

/** A part of a page: a heading, one hairline, no box. */
export function Section({
  title,
  actions,
  description,
  children,
  className,
  testId,
}: {
  title: ReactNode
  actions?: ReactNode
  description?: ReactNode
  children: ReactNode
  className?: string
  testId?: string
}) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={cn('border-t border-line pt-3 pb-6 [header+&]:border-t-0 [header+&]:pt-0', className)}
      data-testid={testId}
    >
      <div className="mb-2 flex min-h-7 flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="text-base">
          {title}
        </h2>
        {actions && <div className="flex items-center gap-2">{actions}</div>}
      </div>
      {description && <p className="mb-3 max-w-prose text-sm text-muted">{description}</p>}
      {children}
    </section>
  )
}
