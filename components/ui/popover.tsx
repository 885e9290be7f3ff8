'use client'

import * as Parts from 'radix-ui/popover'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn'

export const floatClass = 'z-50 rounded-md border border-line bg-raised text-ink shadow-float animate-open outline-none'

/** What opens beside its trigger and takes focus: explanations, small forms. */
export function Popover({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  open,
  onOpenChange,
  label,
  className,
}: {
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** Names the panel for screen readers. */
  label?: string
  className?: string
}) {
  return (
    <Parts.Root open={open} onOpenChange={onOpenChange}>
      <Parts.Trigger asChild>{trigger}</Parts.Trigger>
      <Parts.Portal>
        <Parts.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className={cn(
            floatClass,
            'max-h-(--radix-popover-content-available-height) max-w-[min(24rem,calc(100vw-1rem))] overflow-auto p-3 text-sm',
            className,
          )}
        >
          {children}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  )
}
