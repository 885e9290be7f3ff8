'use client'

import { Menu as MenuIcon, X } from 'lucide-react'
import NextLink from 'next/link'
import { usePathname } from 'next/navigation'
import * as Parts from 'radix-ui/dialog'
import { type ReactNode, useEffect, useState } from 'react'
import { useT } from '../i18n/provider'
import { IconButton } from './button'
import { cn } from './cn'
import { Logo } from './logo'

export type NavItem = {
  href: string
  label: string
  icon?: ReactNode
  count?: number | null /** Matches only this very path. */
  exact?: boolean
}
export type NavGroup = { label?: string; items: readonly NavItem[] }

/**
 * The frame of every page: left menu, top bar, content. The slots are the top bar's, from left to right; below 768 px
 * the menu is a drawer.
 */
export function AppShell({
  nav,
  home,
  scope,
  search,
  live,
  tools,
  user,
  banner,
  children,
}: {
  nav: readonly NavGroup[]
  /** Where the name mark leads. */
  home: string
  scope?: ReactNode
  search?: ReactNode
  live?: ReactNode
  /** Bell, help, theme. */
  tools?: ReactNode
  user?: ReactNode
  banner?: ReactNode
  children: ReactNode
}) {
  const t = useT()
  const path = usePathname()
  const [open, setOpen] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer
  useEffect(() => setOpen(false), [path])
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="fixed top-2 left-2 z-70 -translate-y-16 rounded-md bg-accent px-3 py-1.5 text-accent-ink focus:translate-y-0"
      >
        {t('ui.skip')}
      </a>
      <header
        data-print="off"
        className="sticky top-0 z-30 flex min-h-12 flex-wrap items-center gap-x-2 border-b border-line bg-surface px-3 md:px-4"
      >
        <Parts.Root open={open} onOpenChange={setOpen}>
          <Parts.Trigger asChild>
            <IconButton icon={MenuIcon} label={t('ui.openMenu')} className="md:hidden" data-testid="menu" />
          </Parts.Trigger>
          <Parts.Portal>
            <Parts.Overlay className="fixed inset-0 z-40 bg-[oklch(0.2_0.02_255/0.45)] md:hidden" />
            <Parts.Content
              aria-describedby={undefined}
              className="fixed inset-y-0 left-0 z-50 w-64 overflow-y-auto border-r border-line bg-surface p-3 outline-none md:hidden"
            >
              <div className="mb-3 flex items-center justify-between">
                <Parts.Title className="spoken">{t('ui.mainMenu')}</Parts.Title>
                <Logo />
                <IconButton icon={X} label={t('common.close')} onClick={() => setOpen(false)} />
              </div>
              <Nav groups={nav} path={path} />
            </Parts.Content>
          </Parts.Portal>
        </Parts.Root>
        <NextLink prefetch={false} href={home} className="rounded-sm px-1 py-1 md:mr-3" aria-label="Foyer">
          <Logo />
        </NextLink>
        <div className="min-w-0 flex-1 max-sm:order-last max-sm:basis-full max-sm:pb-2">{scope}</div>
        <span className="flex-1 sm:hidden" />
        {search}
        {live}
        {tools}
        {user}
      </header>
      {banner}
      <div className="flex min-h-0 flex-1">
        <aside
          data-print="off"
          className="sticky top-12 hidden h-[calc(100dvh-3rem)] w-52 shrink-0 overflow-y-auto border-r border-line bg-surface p-2 md:block"
        >
          <Nav groups={nav} path={path} />
        </aside>
        {/* scroll-padding keeps the focused element clear of the sticky bar */}
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-4 pb-8 outline-none md:px-6">
          {children}
        </main>
      </div>
    </div>
  )
}

function Nav({ groups, path }: { groups: readonly NavGroup[]; path: string }) {
  const t = useT()
  const items = groups.flatMap((group) => group.items)
  const current = items
    .filter((item) => path === item.href || (!item.exact && path.startsWith(`${item.href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0]
  return (
    <nav aria-label={t('ui.mainMenu')} className="space-y-3">
      {groups.map((group, index) => (
        <div key={group.label ?? index}>
          {group.label && <p className="px-2 pt-1 pb-0.5 text-xs text-muted">{group.label}</p>}
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <NextLink
                  prefetch={false}
                  href={item.href}
                  aria-current={item === current ? 'page' : undefined}
                  className={cn(
                    'flex h-8 items-center gap-2.5 rounded-md px-2 [&>svg]:size-4 [&>svg]:shrink-0',
                    item === current
                      ? 'bg-accent-soft font-medium text-ink [&>svg]:text-accent-text'
                      : 'text-ink hover:bg-hover [&>svg]:text-muted',
                  )}
                >
                  {item.icon}
                  <span className="min-w-0 flex-1 truncate">{item.label}</span>
                  {item.count !== undefined && item.count !== null && (
                    <span className="tabular text-xs text-muted">{item.count}</span>
                  )}
                </NextLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
