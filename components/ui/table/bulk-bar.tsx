'use client'

import { X } from 'lucide-react'
import { useFormat, useT } from '../../i18n/provider'
import { Button } from '../button'
import type { BulkAction, Row, Selection } from './types.ts'

/** What can be done with the chosen rows; it always says how many there are. */
export function BulkBar<R extends Row>({
  selection,
  actions,
  total,
  onSelectAll,
  clear,
}: {
  selection: Selection<R>
  actions: readonly BulkAction<R>[]
  total: number | null
  /** There are more that match than stand on this page. */
  onSelectAll?: () => void
  clear: () => void
}) {
  const t = useT()
  const format = useFormat()
  return (
    <div
      data-testid="bulk-bar"
      className="mb-2 flex flex-wrap items-center gap-2 rounded-md bg-selected py-1 pr-1 pl-3"
    >
      <span role="status" className="tabular font-medium" data-testid="selected-count">
        {t('ui.selected', { count: selection.count })}
      </span>
      {onSelectAll && !selection.all && total !== null && (
        <Button size="sm" variant="quiet" onClick={onSelectAll} data-testid="select-all-matching">
          {t('ui.selectAllMatching', { count: format.integer(total) })}
        </Button>
      )}
      <span className="flex flex-1 flex-wrap justify-end gap-1.5">
        {actions.map((action) => (
          <Button
            key={action.id}
            size="sm"
            icon={action.icon}
            disabledReason={action.disabledReason}
            data-testid={`bulk-${action.id}`}
            className={action.danger ? 'text-bad' : undefined}
            onClick={() => action.onSelect(selection, clear)}
          >
            {action.label}
          </Button>
        ))}
        <Button size="sm" variant="quiet" icon={X} onClick={clear} data-testid="clear-selection">
          {t('ui.clearSelection')}
        </Button>
      </span>
    </div>
  )
}
