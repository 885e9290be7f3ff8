'use client'

/** The frame around every page of a signed-in person. */
import { CircleUser } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMe } from '../api/query.ts'
import { useT } from '../i18n/provider'
import { useLiveState } from '../live/state'
import { InsecureBanner, useSellers } from '../provider/insecure-banner'
import { JobToasts } from '../resource/job-toast'
import { AppShell } from '../ui/app-shell'
import { IconButton } from '../ui/button'
import { LiveIndicator } from '../ui/live-indicator'
import { Menu } from '../ui/menu'
import { ThemeToggle } from '../ui/theme-toggle'
import { useRememberScope } from './last-scope.ts'
import { navOf } from './nav'
import { Palette } from './palette'
import { useScope } from './scope'
import { ScopeSwitcher } from './scope-switcher'

export function Shell({
  userName,
  isProvider,
  children,
}: {
  userName: string
  /** Runs a cloud that others order from. */
  isProvider: boolean
  children: ReactNode
}) {
  const t = useT()
  const scope = useScope()
  const { me, caller } = useMe()
  useRememberScope(me?.uuid)
  const live = useLiveState()
  const nav = navOf(scope, caller, isProvider, useSellers(), t)
  return (
    <AppShell
      nav={nav}
      home="/"
      scope={<ScopeSwitcher />}
      search={<Palette nav={nav} />}
      live={<LiveIndicator state={live} />}
      tools={<ThemeToggle />}
      banner={<InsecureBanner />}
      user={
        <Menu
          label={t('shell.user', { name: userName })}
          trigger={<IconButton icon={CircleUser} label={t('shell.user', { name: userName })} data-testid="user-menu" />}
          groups={[
            {
              label: userName,
              items: [
                { id: 'profile', label: t('nav.profile'), href: '/account/profile' },
                { id: 'ssh-keys', label: t('keys.title'), href: '/account/ssh-keys' },
                { id: 'tokens', label: t('tokens.title'), href: '/account/tokens' },
              ],
            },
            { items: [{ id: 'sign-out', label: t('nav.signOut'), href: '/sign-out' }] },
          ]}
        />
      }
    >
      {children}
      <JobToasts />
    </AppShell>
  )
}
