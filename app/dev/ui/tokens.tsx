'use client'

import { HardDrive, Server, Tag } from 'lucide-react'
import { RelativeTime } from '@/components/i18n/time'
import { Badge } from '@/components/ui/badge'
import { Code, CodeBlock, Kbd } from '@/components/ui/code'
import { Copyable } from '@/components/ui/copy'
import { Facts } from '@/components/ui/facts'
import { Link } from '@/components/ui/link'
import { Glyph, Logo } from '@/components/ui/logo'
import { Section } from '@/components/ui/page'
import { StateBadge } from '@/components/ui/state-badge'

const surfaces = [
  'bg-canvas',
  'bg-surface',
  'bg-raised',
  'bg-hover',
  'bg-selected',
  'bg-line',
  'bg-edge',
  'bg-muted',
  'bg-ink',
]
const colours = [
  'bg-accent',
  'bg-accent-soft',
  'bg-ok',
  'bg-ok-soft',
  'bg-off',
  'bg-off-soft',
  'bg-busy',
  'bg-busy-soft',
  'bg-warn',
  'bg-warn-soft',
  'bg-bad',
  'bg-bad-soft',
]
const charts = ['bg-chart-1', 'bg-chart-2', 'bg-chart-3', 'bg-chart-4', 'bg-chart-5']
const sizes = [
  ['text-2xl', '28'],
  ['text-xl', '20'],
  ['text-lg', '16'],
  ['text-base', '14'],
  ['text-sm', '13'],
  ['text-xs', '12'],
] as const

const Swatches = ({ names }: { names: readonly string[] }) => (
  <ul className="flex flex-wrap gap-2">
    {names.map((name) => (
      <li key={name} className="w-20">
        <span className={`block h-8 rounded-md border border-line ${name}`} />
        <span className="block truncate text-xs text-muted">{name.slice(3)}</span>
      </li>
    ))}
  </ul>
)

export function Tokens() {
  return (
    <>
      <Section title="Name mark">
        <div className="flex flex-wrap items-center gap-8">
          <Logo size={28} />
          <Logo size={20} />
          <Logo />
          <Glyph className="size-8 text-accent" />
        </div>
      </Section>
      <Section title="Colour">
        <div className="space-y-3">
          <Swatches names={surfaces} />
          <Swatches names={colours} />
          <Swatches names={charts} />
        </div>
      </Section>
      <Section title="Type">
        <div className="space-y-1">
          {sizes.map(([size, pixels]) => (
            <p key={size} className={size}>
              {pixels} px, a machine in its network 0123456789
            </p>
          ))}
          <p className="font-mono text-sm">10.0.0.5 fa:16:3e:9a:00:1f 192.168.42.0/24 8c1f7a52-0d3b</p>
          <p className="font-medium">Medium weight for names and headings</p>
          <p>
            Prose with a <Link href="/dev/ui#link">link in it</Link>, a key <Kbd>Ctrl</Kbd> <Kbd>K</Kbd>, some{' '}
            <Code>inline code</Code> and a time: <RelativeTime value={Date.now() - 250_000} />.
          </p>
        </div>
      </Section>
      <Section title="States">
        <div className="flex flex-wrap gap-2">
          {['ACTIVE', 'SHUTOFF', 'PAUSED', 'VERIFY_RESIZE', 'RESCUE', 'in-use', 'available', 'error_deleting'].map(
            (status) => (
              <StateBadge key={status} state="OK" runtimeState={status} />
            ),
          )}
          {['CREATION_SCHEDULED', 'CREATING', 'UPDATING', 'DELETING'].map((state) => (
            <StateBadge key={state} state={state} since={Date.now() - 42_000} />
          ))}
          <StateBadge state="UPDATING" action="Resizing" since={Date.now() - 42_000} />
          <StateBadge
            state="ERRED"
            error="The region has no room for this flavor right now. No valid host was found."
            errorHref="/dev/ui#job"
          />
          <StateBadge state="OK" runtimeState="ACTIVE" staleSince={Date.now() - 9_000_000} />
          {['pending-consumer', 'executing', 'done', 'rejected', 'retrying'].map((state) => (
            <StateBadge key={state} state={state} />
          ))}
          <Badge icon={Tag}>production</Badge>
          <Badge tone="accent" icon={HardDrive}>
            bootable
          </Badge>
        </div>
      </Section>
      <Section title="Facts">
        <Facts
          columns={2}
          facts={[
            { label: 'Image', value: 'Ubuntu 24.04' },
            { label: 'Flavor', value: 'm1.small (1 vCPU, 2 GiB)' },
            { label: 'Address', value: '192.168.42.17', copy: true, mono: true },
            { label: 'Floating IP', value: null },
            { label: 'Created', value: <RelativeTime value={Date.now() - 86_400_000 * 3} /> },
            { label: 'Cloud ID', value: '8c1f7a52-0d3b-4a53-9d2e-4b9b7f0c1e2a', copy: true, mono: true },
          ]}
        />
        <div className="mt-3 grid gap-3 lg:grid-cols-2">
          <CodeBlock what="command" text="ssh ubuntu@203.0.113.24" />
          <p className="flex items-center gap-2">
            <Server className="size-4 text-muted" aria-hidden />{' '}
            <Copyable text="fa:16:3e:9a:00:1f" what="MAC address" />
          </p>
        </div>
      </Section>
    </>
  )
}
