'use client'

import { X } from 'lucide-react'
import { useT } from '../i18n/provider'
import { Button } from './button'

export type Chip = { id: string; label: string; value: string }

/** The active filters, each removable. */
export function Chips({
  chips,
  onRemove,
  onClear,
}: {
  chips: readonly Chip[]
  onRemove: (id: string) => void
  onClear: () => void
}) {
  const t = useT()
  if (chips.length === 0) return null
  return (
    <ul aria-label={t('ui.filters')} className="flex flex-wrap items-center gap-1.5">
      {chips.map((chip) => (
        <li
          key={chip.id}
          className="flex h-7 items-center rounded-md bg-accent-soft pl-2 text-sm"
          data-testid={`chip-${chip.id}`}
        >
          <span className="text-muted">{chip.label}:&nbsp;</span>
          <span className="max-w-48 truncate">{chip.value}</span>
          <button
            type="button"
            aria-label={t('ui.removeFilter', { what: chip.label })}
            onClick={() => onRemove(chip.id)}
            className="ml-0.5 flex size-6 items-center justify-center rounded-sm text-muted hover:text-ink"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <Button variant="quiet" size="sm" onClick={onClear}>
          {t('ui.clearFilters')}
        </Button>
      </li>
    </ul>
  )
}
