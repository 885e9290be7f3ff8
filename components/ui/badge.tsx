import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'
import type { Tone } from './state'

const tones: Record<Tone | 'accent', string> = {
  ok: 'bg-ok-soft text-ok',
  off: 'bg-off-soft text-off',
  busy: 'bg-busy-soft text-busy',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  accent: 'bg-accent-soft text-accent-text',
}

/** A short word with its icon: a kind, a mark, a warning. The state of a resource is a StateBadge. */
export function Badge({
  tone = 'off',
  icon: Icon,
  spin,
  className,
  children,
}: {
  tone?: Tone | 'accent'
  icon?: LucideIcon
  spin?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={cn(
        'inline-flex h-5 max-w-full align-middle items-center gap-1 rounded-sm px-1.5 text-xs whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {Icon && <Icon className={cn('size-3.5 shrink-0', spin && 'animate-spin')} aria-hidden />}
      <span className="truncate">{children}</span>
    </span>
  )
}
