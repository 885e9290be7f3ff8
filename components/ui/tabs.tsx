'use client'

import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { Tooltip } from './tooltip'

export type Tab = { href: string; label: string; count?: number | null; disabledReason?: string; icon?: ReactNode }

/**
 * The tabs of a details page. Each is a path segment and a link, so it can be opened, shared and gone back to.
 * The current one is the longest `href` that the path begins with.
 */
export function Tabs({ tabs, label }: { tabs: readonly Tab[]; label: string }) {
  const path = usePathname()
  const current = tabs
    .filter((tab) => path === tab.href || path.startsWith(`${tab.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0]
  return (
    <nav aria-label={label} className="-mb-px flex gap-1 overflow-x-auto border-b border-line" data-print="off">
      {tabs.map((tab) => {
        const look = cn(
          'flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2.5 whitespace-nowrap outline-offset-[-2px]',
          tab === current ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
        )
        const content = (
          <>
            {tab.icon}
            {tab.label}
            {tab.count !== undefined && tab.count !== null && (
              <span className="tabular text-xs text-muted">{tab.count}</span>
            )}
          </>
        )
        return tab.disabledReason ? (
          <Tooltip key={tab.href} text={tab.disabledReason}>
            {/* biome-ignore lint/a11y/useSemanticElements: an anchor without address is no link to assistive technology */}
            <span
              role="link"
              aria-disabled="true"
              aria-description={tab.disabledReason}
              tabIndex={0}
              className={cn(look, 'cursor-not-allowed opacity-60 hover:text-muted')}
            >
              {content}
            </span>
          </Tooltip>
        ) : (
          <NextLink
            prefetch={false}
            key={tab.href}
            href={tab.href}
            aria-current={tab === current ? 'page' : undefined}
            className={look}
            scroll={false}
          >
            {content}
          </NextLink>
        )
      })}
    </nav>
  )
}
