'use client'

import { Command } from 'cmdk'
import * as Parts from 'radix-ui/dialog'
import { useEffect, useState } from 'react'
import { useT } from '../i18n/provider'
import { cn } from './cn'
import type { PaletteItem, PaletteProps } from './command-palette'

const recentKey = 'foyer-palette-recent'
const recentAtMost = 5

function readRecent(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(recentKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : []
  } catch {
    return [] // storage may be blocked, or hold something else
  }
}

const prefixes = { '>': 'action', '@': 'project', '#': 'resource' } as const

export function PaletteDialog({ items, search, onClose }: PaletteProps & { onClose: () => void }) {
  const t = useT()
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<readonly PaletteItem[]>([])
  const [recent] = useState(readRecent)
  const prefix = query[0] as keyof typeof prefixes | undefined
  const kind = prefix && prefixes[prefix]
  const text = (kind ? query.slice(1) : query).trim()

  useEffect(() => {
    if (!search || text.length < 2 || kind === 'action') return setFound([])
    const abort = new AbortController()
    const timer = setTimeout(() => {
      search(text, abort.signal).then(
        (answer) => !abort.signal.aborted && setFound(answer),
        () => !abort.signal.aborted && setFound([]),
      )
    }, 200)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [search, text, kind])

  const known = new Map([...items, ...found].map((item) => [item.id, item]))
  const shown = [...known.values()].filter((item) => !kind || (item.kind ?? 'page') === kind)
  const recents = text || kind ? [] : recent.flatMap((id) => known.get(id) ?? [])
  const groups = [...new Set(shown.map((item) => item.group))]

  const choose = (item: PaletteItem) => {
    if (item.disabledReason) return
    localStorage.setItem(
      recentKey,
      JSON.stringify([item.id, ...recent.filter((id) => id !== item.id)].slice(0, recentAtMost)),
    )
    onClose()
    item.onSelect()
  }
  const entry = (item: PaletteItem, place: string) => (
    <Command.Item
      key={place + item.id}
      value={`${item.label} ${item.hint ?? ''} ${place}${item.id}`}
      keywords={[...(item.keywords ?? []), item.group]}
      disabled={Boolean(item.disabledReason)}
      onSelect={() => choose(item)}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2 aria-disabled:cursor-not-allowed aria-disabled:text-muted data-[selected=true]:bg-hover"
    >
      {item.icon && <span className="text-muted [&>svg]:size-4">{item.icon}</span>}
      <span className="truncate">{item.label}</span>
      <span className="min-w-0 flex-1 truncate text-sm text-muted">{item.disabledReason ?? item.hint}</span>
      {item.shortcut && <kbd className="text-xs text-muted">{item.shortcut}</kbd>}
    </Command.Item>
  )

  return (
    <Parts.Root open onOpenChange={(open) => !open && onClose()}>
      <Parts.Portal>
        <Parts.Overlay className="fixed inset-0 z-40 bg-[oklch(0.2_0.02_255/0.45)]" />
        <Parts.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 animate-open overflow-hidden rounded-md border border-line bg-raised shadow-float outline-none"
        >
          <Parts.Title className="spoken">{t('ui.palette')}</Parts.Title>
          <Command
            label={t('ui.palette')}
            loop
            filter={(value, given, words) => matches(`${value} ${words?.join(' ') ?? ''}`, given.replace(/^[>@#]/, ''))}
          >
            <Command.Input
              value={query}
              onValueChange={setQuery}
              placeholder={t('ui.paletteHint')}
              className="h-11 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
            />
            <Command.List className="max-h-[min(26rem,60vh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-2 py-6 text-center text-muted">{t('ui.noMatches')}</Command.Empty>
              {recents.length > 0 && (
                <Command.Group heading={t('ui.recent')} className={headingClass}>
                  {recents.map((item) => entry(item, 'recent-'))}
                </Command.Group>
              )}
              {groups.map((group) => (
                <Command.Group key={group} heading={group} className={headingClass}>
                  {shown.filter((item) => item.group === group).map((item) => entry(item, ''))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  )
}

const headingClass = cn(
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted',
)

/** Every word must occur; the beginning of a word counts more. */
function matches(value: string, query: string): number {
  const text = value.toLowerCase()
  let score = 1
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = text.indexOf(word)
    if (at < 0) return 0
    score *= at === 0 ? 1 : /\W/.test(text[at - 1] ?? '') ? 0.8 : 0.4
  }
  return score
}
