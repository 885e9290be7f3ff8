'use client'

import { Slot } from 'radix-ui/slot'
import {
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { createPortal } from 'react-dom'

type Active = { anchor: Element; text: ReactNode | (() => ReactNode); id: string }

/*
 * One layer serves all tooltips: a table of 200 rows has a thousand of them, and a component tree for each
 * would cost more than the rows themselves.
 */
let active: Active | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
function show(next: Active | null, delayMs: number) {
  clearTimeout(timer)
  timer = setTimeout(() => {
    active = next
    for (const listener of listeners) listener()
  }, delayMs)
}

const openDelayMs = 400
/** Time to move the pointer from the element onto its tooltip. */
const closeDelayMs = 120

/** Text for an element on hover and focus. The element must take a ref and pointer and focus handlers. */
export function Tooltip({ text, children }: { text: ReactNode | (() => ReactNode); children: ReactElement }) {
  const id = useId()
  if (text === undefined || text === null || text === '') return children
  const enter = (event: PointerEvent | FocusEvent) => {
    if ('pointerType' in event && event.pointerType === 'touch') return
    // Only keyboard focus opens: a click has been answered by what it did.
    if (event.type === 'focus' && !event.currentTarget.matches(':focus-visible')) return
    show({ anchor: event.currentTarget, text, id }, active || event.type === 'focus' ? 0 : openDelayMs)
  }
  const leave = () => show(null, closeDelayMs)
  return (
    <Slot
      onPointerEnter={enter}
      onPointerLeave={leave}
      onFocus={enter}
      onBlur={leave}
      onPointerDown={() => show(null, 0)}
    >
      {children}
    </Slot>
  )
}

/** The one place where tooltips are drawn; the root layout holds it. */
export function TooltipLayer() {
  const current = useSyncExternalStore(
    subscribe,
    () => active,
    () => null,
  )
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ left: 0, top: 0 })
  const close = useCallback(() => show(null, 0), [])

  const settle = useCallback(() => {
    if (!current || !box.current) return
    const anchor = current.anchor.getBoundingClientRect()
    const own = box.current.getBoundingClientRect()
    const gap = 6
    const left = Math.min(Math.max(8, anchor.left + anchor.width / 2 - own.width / 2), innerWidth - own.width - 8)
    const above = anchor.top - own.height - gap
    setPlace({ left, top: above > 8 ? above : anchor.bottom + gap })
  }, [current])
  useLayoutEffect(settle, [settle])

  useEffect(() => {
    if (!current) return
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close()
    // The focus itself may have scrolled its element into sight; a pointer stays where it was.
    const onScroll = () => (current.anchor.matches(':focus-visible') ? settle() : close())
    addEventListener('keydown', onKey, true)
    addEventListener('scroll', onScroll, true)
    return () => {
      removeEventListener('keydown', onKey, true)
      removeEventListener('scroll', onScroll, true)
    }
  }, [current, close, settle])

  if (!current) return null
  return createPortal(
    <div
      ref={box}
      role="tooltip"
      id={current.id}
      data-print="off"
      onPointerEnter={() => show(current, 0)}
      onPointerLeave={close}
      style={place}
      className="pointer-events-auto fixed z-70 w-max max-w-80 rounded-md border border-line bg-raised px-2 py-1 text-xs text-ink shadow-float"
    >
      {typeof current.text === 'function' ? current.text() : current.text}
    </div>,
    document.body,
  )
}
