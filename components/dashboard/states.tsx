'use client'

/** How many objects of each type there are, in which states; each number leads to the list of just those. */
import { CircleCheck } from 'lucide-react'
import type { MessageKey } from '../i18n/core.ts'
import { useT } from '../i18n/provider'
import { shownError } from '../resource/failure.ts'
import { cn } from '../ui/cn'
import { ErrorState, Skeleton } from '../ui/error-state'
import { Link } from '../ui/link'
import { Section } from '../ui/page'
import { plainWord, showState } from '../ui/state.ts'
import { toneIcons } from '../ui/state-badge'
import { type Part, useParts, type useSummary } from './summary.ts'

/** What the two scopes have lists of: the collection, its name and the list's place below the scope. */
const LISTS: Record<string, { label: MessageKey; path: string }> = {
  'openstack-instances': { label: 'instances.title', path: '/instances' },
  'openstack-volumes': { label: 'volumes.title', path: '/volumes' },
  'openstack-floating-ips': { label: 'floatingIps.title', path: '/floating-ips' },
  'openstack-networks': { label: 'networks.title', path: '/networks' },
  'openstack-routers': { label: 'routers.title', path: '/routers' },
  'openstack-security-groups': { label: 'securityGroups.title', path: '/security-groups' },
}
const IN_PROJECT = ['openstack-instances', 'openstack-volumes', 'openstack-floating-ips']
const IN_TENANT = Object.keys(LISTS)
const tones = { ok: 'text-ok', off: 'text-off', busy: 'text-busy', warn: 'text-warn', bad: 'text-bad' } as const

export const listHref = (base: string, type: string, params: Record<string, string> = {}): string => {
  const query = new URLSearchParams(params).toString()
  return `${base}${LISTS[type]?.path ?? ''}${query ? `?${query}` : ''}`
}
export const listLabel = (type: string): MessageKey | undefined => LISTS[type]?.label

export function StatesSection({
  summary,
  base,
}: {
  summary: ReturnType<typeof useSummary>
  /** `/p/…` or `/t/…`. */
  base: string
}) {
  const t = useT()
  const types = useParts(summary.data, base.startsWith('/t/') ? IN_TENANT : IN_PROJECT)
  return (
    <Section title={t('projects.resources')} testId="states">
      {summary.error && !types ? (
        <ErrorState error={shownError(summary.error)} onRetry={() => void summary.refetch()} />
      ) : !types ? (
        <Skeleton className="h-24" />
      ) : (
        <ul className="divide-y divide-line">
          {types.map(({ type, total, parts }) => (
            <li
              key={type}
              data-testid={`states-${type}`}
              className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 py-1.5"
            >
              <Link plain href={listHref(base, type)} className="tabular flex w-44 items-baseline gap-2">
                <span className="w-8 text-right font-medium">{total}</span>
                <span className="truncate">{t(LISTS[type].label)}</span>
              </Link>
              <span className="flex min-w-0 flex-wrap gap-x-4 gap-y-1 text-sm">
                {parts.map((part) => (
                  <PartLink key={part.name} part={part} type={type} href={listHref(base, type, part.params)} />
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function PartLink({ part, type, href }: { part: Part; type: string; href: string }) {
  const t = useT()
  const shown = showState(part.name)
  const Icon = toneIcons[shown.tone] ?? CircleCheck
  // Of an instance ACTIVE means that it runs; a network or router only works.
  const word =
    part.name === 'active' && type !== 'openstack-instances'
      ? t('projects.active')
      : shown.key
        ? t(shown.key)
        : plainWord(shown.name)
  return (
    <Link
      plain
      href={href}
      data-testid={`part-${part.name}`}
      className={cn('tabular inline-flex items-center gap-1', tones[shown.tone])}
    >
      <Icon className="size-3.5" aria-hidden />
      {part.count} {word.toLocaleLowerCase()}
    </Link>
  )
}
