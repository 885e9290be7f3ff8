'use client'

import type { LucideIcon } from 'lucide-react'
import { type ComponentType, cloneElement, type KeyboardEvent, type ReactElement, useState } from 'react'

export type MenuItem = {
  /** The action's name; also `data-testid="action-<id>"`. */
  id: string
  label: string
  icon?: LucideIcon
  /** Either does something, or leads somewhere. */
  onSelect?: () => void
  href?: string
  /** Why it cannot be used now: it stays reachable and the reason stands below its name. */
  disabledReason?: string | null
  danger?: boolean
  shortcut?: string
  /** Right edge: a check mark's text, a count. */
  checked?: boolean
}
export type MenuGroup = { label?: string; items: readonly MenuItem[] }

export type MenuProps = {
  trigger: ReactElement
  groups: readonly MenuGroup[]
  /** Names the menu; without it the trigger does. */
  label?: string
  align?: 'start' | 'end'
}

const load = async () => (await import('./menu-panel')).MenuPanel

/**
 * A menu of actions, in groups. It does not close or move when what is behind it changes. Until it is opened there is
 * only its button: a list has a menu in each row, and few are ever opened.
 */
export function Menu(props: MenuProps) {
  const [Panel, setPanel] = useState<ComponentType<MenuProps>>()
  if (Panel) return <Panel {...props} />
  const open = () => void load().then((Loaded) => setPanel(() => Loaded))
  const soon = () => void load()
  return cloneElement(props.trigger as ReactElement<Record<string, unknown>>, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: soon,
    onFocus: soon,
    onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      open()
    },
  })
}
