import type { ReactNode } from 'react'
import { cn } from './cn'
import { Copyable } from './copy'

export type Fact = {
  label: string
  /** Nothing known (null, undefined, '') shows a dash. */
  value: ReactNode
  /** The text to copy; `true` copies the value itself when it is text. */
  copy?: string | boolean
  mono?: boolean
}

/** Labels and values in two columns; on phones one below the other. `columns` sets pairs side by side. */
export function Facts({
  facts,
  columns = 1,
  className,
}: {
  facts: readonly (Fact | false | null | undefined)[]
  columns?: 1 | 2
  className?: string
}) {
  return (
    <dl className={cn('grid grid-cols-1 gap-x-10', columns === 2 && 'lg:grid-cols-2', className)}>
      {facts.map((fact) => {
        if (!fact) return null
        const empty = fact.value === null || fact.value === undefined || fact.value === ''
        const text = fact.copy === true && typeof fact.value === 'string' ? fact.value : fact.copy
        return (
          <div
            key={fact.label}
            className="grid min-h-7 grid-cols-[minmax(7rem,11rem)_minmax(0,1fr)] items-start gap-x-4 py-1 max-sm:grid-cols-1 max-sm:py-1.5"
          >
            <dt className="text-muted">{fact.label}</dt>
            <dd className="tabular min-w-0 break-words">
              {empty ? (
                <span className="text-muted">–</span>
              ) : typeof text === 'string' && text ? (
                <Copyable text={text} what={fact.label} mono={fact.mono ?? false} className="-my-0.5">
                  {fact.value}
                </Copyable>
              ) : (
                <span className={cn(fact.mono && 'font-mono text-[0.93em]')}>{fact.value}</span>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
