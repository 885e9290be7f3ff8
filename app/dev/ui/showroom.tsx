'use client'

import { Bell, Boxes, Cable, Gauge, HardDrive, Network, Server, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { AppShell } from '@/components/ui/app-shell'
import { Breadcrumb } from '@/components/ui/breadcrumb'
import { Button, IconButton } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { CommandPalette } from '@/components/ui/command-palette'
import { LiveIndicator, type LiveState } from '@/components/ui/live-indicator'
import { Menu } from '@/components/ui/menu'
import { PageHeader } from '@/components/ui/page'
import { StateBadge } from '@/components/ui/state-badge'
import { Tabs } from '@/components/ui/tabs'
import { ThemeToggle } from '@/components/ui/theme-toggle'
import { Feedback } from './feedback'
import { Forms } from './forms'
import { Inputs } from './inputs'
import { Tables } from './tables'
import { Tokens } from './tokens'

/* Texts here are samples for developers and stand in no catalogue. */
const nav = [
  { items: [{ href: '/dev/ui', label: 'Overview', icon: <Gauge />, exact: true }] },
  {
    label: 'Compute',
    items: [
      { href: '/dev/ui/instances', label: 'Instances', icon: <Server />, count: 24 },
      { href: '/dev/ui/server-groups', label: 'Server groups', icon: <Boxes /> },
    ],
  },
  {
    label: 'Storage',
    items: [{ href: '/dev/ui/volumes', label: 'Volumes', icon: <HardDrive />, count: 31 }],
  },
  {
    label: 'Network',
    items: [
      { href: '/dev/ui/networks', label: 'Networks', icon: <Network /> },
      { href: '/dev/ui/ports', label: 'Ports', icon: <Cable /> },
      { href: '/dev/ui/security-groups', label: 'Security groups', icon: <ShieldCheck /> },
    ],
  },
]
const liveStates: LiveState[] = ['live', 'reconnecting', 'delayed', 'offline']

export function Showroom() {
  const [live, setLive] = useState(0)
  const [scope, setScope] = useState<string | null>('playground')
  return (
    <AppShell
      home="/dev/ui"
      nav={nav}
      scope={
        <Combobox
          label="Scope"
          compact
          className="w-full sm:max-w-56"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'playground', label: 'playground', hint: 'Acme / Research', group: 'Recent' },
            { value: 'research', label: 'Research', hint: 'Acme', group: 'Projects' },
            { value: 'website', label: 'Website', hint: 'Acme', group: 'Projects' },
          ]}
        />
      }
      search={
        <CommandPalette
          items={[
            {
              id: 'page-instances',
              label: 'Instances',
              group: 'Pages',
              shortcut: 'g i',
              icon: <Server />,
              onSelect: () => {},
            },
            {
              id: 'page-volumes',
              label: 'Volumes',
              group: 'Pages',
              shortcut: 'g v',
              icon: <HardDrive />,
              onSelect: () => {},
            },
            { id: 'stop', label: 'Stop web-01', group: 'Actions', kind: 'action', onSelect: () => {} },
            {
              id: 'resize',
              label: 'Change flavor of web-01',
              group: 'Actions',
              kind: 'action',
              disabledReason: 'Stop the instance first',
              onSelect: () => {},
            },
          ]}
        />
      }
      live={
        <button
          type="button"
          className="rounded-md"
          onClick={() => setLive((live + 1) % liveStates.length)}
          aria-label="Next live state"
        >
          <LiveIndicator state={liveStates[live]!} />
        </button>
      }
      tools={
        <>
          <IconButton icon={Bell} label="Notifications" className="max-sm:hidden" />
          <ThemeToggle />
        </>
      }
      user={
        <Menu
          trigger={<Button variant="quiet">owner</Button>}
          groups={[
            { items: [{ id: 'profile', label: 'Profile' }] },
            { items: [{ id: 'sign-out', label: 'Sign out' }] },
          ]}
        />
      }
    >
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[
              { label: 'Acme', href: '/dev/ui#o', kind: 'organisation' },
              { label: 'Research', href: '/dev/ui#p', kind: 'project' },
              { label: 'playground', href: '/dev/ui#t', kind: 'tenant' },
              { label: 'Instances', href: '/dev/ui#i' },
              { label: 'web-01', kind: 'instance' },
            ]}
          />
        }
        title="web-01"
        copyTitle="web-01"
        state={<StateBadge state="OK" runtimeState="ACTIVE" />}
        aside="playground"
        actions={[
          { id: 'console', label: 'Console', primary: true },
          { id: 'stop', label: 'Stop' },
          { id: 'restart', label: 'Restart', disabledReason: 'Wait for Resizing to finish' },
        ]}
        more={[
          {
            label: 'Resize',
            items: [{ id: 'resize', label: 'Change flavor', disabledReason: 'Stop the instance first' }],
          },
          { label: 'Danger', items: [{ id: 'delete', label: 'Delete', danger: true }] },
        ]}
      >
        <Tabs
          label="Instance"
          tabs={[
            { href: '/dev/ui', label: 'Overview' },
            { href: '/dev/ui/console', label: 'Console', disabledReason: 'Instance is stopped' },
            { href: '/dev/ui/volumes', label: 'Volumes', count: 2 },
            { href: '/dev/ui/network', label: 'Network', count: 1 },
            { href: '/dev/ui/activity', label: 'Activity' },
          ]}
        />
      </PageHeader>
      <Tokens />
      <Inputs />
      <Feedback />
      <Tables />
      <Forms />
    </AppShell>
  )
}
