'use client'

import { Check, Copy } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useT } from '../i18n/provider'
import { IconButton } from './button'
import { cn } from './cn'

/** Copies text; on plain HTTP, where browsers offer no clipboard, through a hidden text area. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.style.position = 'fixed'
    area.style.opacity = '0'
    const focused = document.activeElement
    // A modal dialog takes the focus back from everything outside of it.
    ;(focused?.closest('[role=dialog]') ?? document.body).append(area)
    area.select()
    const copied = document.execCommand('copy')
    area.remove()
    if (focused instanceof HTMLElement) focused.focus()
    return copied
  }
}

/** Copies `text` and says so, to the eye and to the ear. `what` names it: "Copy address". */
export function CopyButton({ text, what, className }: { text: string; what?: string; className?: string }) {
  const t = useT()
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const spoken = outcome === 'copied' ? t('ui.copied') : outcome === 'failed' ? t('ui.copyFailed') : ''
  return (
    <>
      <IconButton
        icon={outcome === 'copied' ? Check : Copy}
        label={spoken || (what ? t('ui.copy', { what }) : t('ui.copyPlain'))}
        size="sm"
        className={cn('size-6 text-muted [&>svg]:size-3.5', className)}
        onClick={async (event) => {
          event.preventDefault()
          event.stopPropagation()
          setOutcome((await copyText(text)) ? 'copied' : 'failed')
          clearTimeout(timer.current)
          timer.current = setTimeout(() => setOutcome(null), 2000)
        }}
      />
      <span role="status" className="spoken">
        {spoken}
      </span>
    </>
  )
}

/** A value with a copy button that shows on hover and focus, and always on touch screens. */
export function Copyable({
  text,
  what,
  mono = true,
  children,
  className,
}: {
  text: string
  what?: string
  mono?: boolean
  /** What is shown, when it is not the text itself. */
  children?: ReactNode
  className?: string
}) {
  return (
    <span className={cn('group/copy inline-flex max-w-full items-center gap-0.5', className)}>
      <span className={cn('min-w-0 truncate', mono && 'font-mono text-[0.93em]')}>{children ?? text}</span>
      <CopyButton
        text={text}
        what={what}
        className="opacity-0 group-focus-within/copy:opacity-100 group-hover/copy:opacity-100 pointer-coarse:opacity-100"
      />
    </span>
  )
}
