'use client'

import { useEffect, useRef } from 'react'

/** True where a key is text or belongs to a widget: inputs, menus, dialogs' fields, consoles. */
const typing = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input, textarea, select, [contenteditable=""], [contenteditable=true], [role=menu], [role=listbox], [data-keys=own]',
  ) !== null

const storageKey = 'foyer-single-keys'
/** Single-letter shortcuts can be switched off per browser. */
export const singleKeys = {
  on: (): boolean => localStorage.getItem(storageKey) !== 'off',
  set: (on: boolean): void => localStorage.setItem(storageKey, on ? 'on' : 'off'),
}

/**
 * Single keys (`/`, `c`) and sequences (`g i`), while the component is there. Not in inputs, menus or consoles, not
 * under a modal dialog, and not with a modifier. `mod+k` is Ctrl or Cmd and works everywhere.
 */
export function useHotkeys(keys: Record<string, (() => void) | undefined>): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    let before = ''
    let beforeMs = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      if (event.ctrlKey || event.metaKey) {
        const run = current.current[`mod+${key}`]
        if (run) {
          event.preventDefault()
          run()
        }
        return
      }
      if (
        event.altKey ||
        typing(event.target) ||
        document.querySelector('[role=dialog],[role=alertdialog]') ||
        !singleKeys.on()
      )
        return
      const sequence = event.timeStamp - beforeMs < 1200 ? `${before} ${key}` : ''
      before = key
      beforeMs = event.timeStamp
      const run = current.current[sequence] ?? current.current[key]
      if (!run) return
      event.preventDefault()
      run()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}
