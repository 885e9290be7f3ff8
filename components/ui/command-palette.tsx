'use client'

import { Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { useT } from '../i18n/provider'
import { Kbd } from './code'
import { useHotkeys } from './hotkeys'

export type PaletteItem = {
  id: string
  label: string
  /** Second half of the line: scope, address, id. Searched too. */
  hint?: string
  icon?: ReactNode
  /** Heading it stands under: "Pages", "Actions", "Instances". */
  group: string
  /** Other words it is found by. */
  keywords?: readonly string[]
  shortcut?: string
  disabledReason?: string
  /** `>` shows only actions, `@` only projects, `#` only ids. */
  kind?: 'page' | 'action' | 'project' | 'resource'
  onSelect: () => void
}

export type PaletteProps = {
  /** What is known here: pages, actions of the current object. */
  items: readonly PaletteItem[]
  /** Resources by name, address or id; asked 200 ms after the last key. Pass a stable function. */
  search?: (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>
}

// cmdk and the list are loaded at the first opening.
const PaletteDialog = dynamic(() => import('./palette-dialog').then((module) => module.PaletteDialog), { ssr: false })

/** The search field in the top bar, and Ctrl/Cmd+K. */
export function CommandPalette(props: PaletteProps) {
  const t = useT()
  const [open, setOpen] = useState(false)
  useHotkeys({ 'mod+k': () => setOpen((before) => !before) })
  return (
    <>
      <button
        type="button"
        data-testid="palette"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        className="flex h-8 items-center gap-2 rounded-md border border-line bg-canvas px-2 text-sm text-muted hover:bg-hover md:w-56"
      >
        <Search className="size-4" aria-hidden />
        <span className="flex-1 text-left max-md:spoken">{t('ui.searchShort')}</span>
        <span className="max-md:hidden" aria-hidden>
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      {open && <PaletteDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}
