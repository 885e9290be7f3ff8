'use client'

import { ChevronRight } from 'lucide-react'
import { useT } from '../i18n/provider'
import { cn } from './cn'
import { CopyButton } from './copy'
import { Link } from './link'

export type Crumb = {
  label: string
  href?: string /** Kind of thing, for the copy button: "Copy tenant". */
  kind?: string
}

/** Organisation / project / tenant / section / object. Each is a link with a copy button for its name. */
export function Breadcrumb({ items }: { items: readonly Crumb[] }) {
  const t = useT()
  return (
    <nav aria-label={t('ui.breadcrumb')} data-print="off">
      <ol className="flex min-w-0 flex-wrap items-center gap-x-0.5 text-sm text-muted">
        {items.map((item, index) => (
          <li key={item.href ?? item.label} className="group/crumb relative flex min-w-0 items-center">
            {index > 0 && <ChevronRight className="mr-0.5 size-3.5 shrink-0" aria-hidden />}
            {item.href && index < items.length - 1 ? (
              <Link plain href={item.href} className="max-w-48 truncate py-1 text-muted hover:text-ink">
                {item.label}
              </Link>
            ) : (
              <span className="max-w-64 truncate py-1" aria-current={index === items.length - 1 ? 'page' : undefined}>
                {item.label}
              </span>
            )}
            <CopyButton
              text={item.label}
              what={item.kind ?? item.label}
              // Over the arrow that follows: a place of its own would tear the path apart.
              className={cn(
                'size-6 bg-canvas opacity-0 group-focus-within/crumb:opacity-100 group-hover/crumb:opacity-100',
                index < items.length - 1 && 'absolute top-0.5 left-full z-10',
              )}
            />
          </li>
        ))}
      </ol>
    </nav>
  )
}
