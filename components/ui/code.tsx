import type { ReactNode } from 'react'
import { cn } from './cn'
import { CopyButton } from './copy'

export const Kbd = ({ children }: { children: ReactNode }) => (
  <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-surface px-1 text-xs text-muted">
    {children}
  </kbd>
)

/** An id, an address, a path within a sentence. */
export const Code = ({ children }: { children: ReactNode }) => (
  <code className="rounded-sm bg-surface px-1 py-px text-[0.93em] break-words">{children}</code>
)

/** A command or a file to copy. Long lines scroll inside. */
export function CodeBlock({
  text,
  what,
  wrap,
  className,
}: {
  text: string /** What is copied: "command". */
  what?: string
  wrap?: boolean
  className?: string
}) {
  return (
    <div className={cn('group/code relative rounded-md border border-line bg-surface', className)}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={cn(
          'max-h-96 overflow-auto rounded-md py-2.5 pr-10 pl-3 text-sm',
          wrap && 'break-all whitespace-pre-wrap',
        )}
      >
        {text}
      </pre>
      <CopyButton text={text} what={what} className="absolute top-2 right-2 size-6 bg-surface" />
    </div>
  )
}
