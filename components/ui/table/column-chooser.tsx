'use client'

import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type Density, writePreference } from '../../i18n/preferences.ts'
import { useT } from '../../i18n/provider'
import { Button, IconButton } from '../button'
import { Checkbox } from '../checkbox'
import { Popover } from '../popover'
import { Select } from '../select'
import type { Column, Row } from './types.ts'
import type { TableState } from './use-table-state'

/** Which columns are shown, in which order, and how high the rows are. Kept for this user and table. */
export function ColumnChooser<R extends Row>({
  columns,
  shown,
  state,
}: {
  columns: readonly Column<R>[]
  shown: readonly Column<R>[]
  state: TableState
}) {
  const t = useT()
  const ids = shown.map((column) => column.id)
  const hidden = columns.filter((column) => !ids.includes(column.id))
  const move = (at: number, by: number) => {
    const next = [...ids]
    const [id] = next.splice(at, 1)
    next.splice(at + by, 0, id!)
    state.setCols(next)
  }
  return (
    <Popover
      align="end"
      label={t('ui.columns')}
      className="w-72 p-2"
      trigger={<IconButton icon={Columns3} label={t('ui.columns')} data-testid="columns" />}
    >
      <ul className="max-h-80 overflow-y-auto">
        {[...shown, ...hidden].map((column, index) => (
          <li key={column.id} className="flex min-h-7 items-center gap-1 rounded-sm px-1 hover:bg-hover">
            <span className="min-w-0 flex-1 truncate">
              <Checkbox
                label={column.header}
                checked={index < shown.length}
                disabled={column === columns[0]}
                onChange={(on) => state.setCols(on ? [...ids, column.id] : ids.filter((id) => id !== column.id))}
              />
            </span>
            {index > 0 && index < shown.length && (
              <>
                <IconButton
                  size="sm"
                  className="size-6"
                  icon={ArrowUp}
                  label={t('ui.moveUp', { what: column.header })}
                  disabledReason={index === 1 ? t('ui.moveUp', { what: column.header }) : undefined}
                  onClick={() => move(index, -1)}
                />
                <IconButton
                  size="sm"
                  className="size-6"
                  icon={ArrowDown}
                  label={t('ui.moveDown', { what: column.header })}
                  disabledReason={index === shown.length - 1 ? t('ui.moveDown', { what: column.header }) : undefined}
                  onClick={() => move(index, 1)}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      <div className="mt-2 flex items-center justify-between gap-2 border-t border-line pt-2">
        <DensitySelect />
        <Button size="sm" variant="quiet" onClick={() => state.setCols(null)}>
          {t('ui.resetColumns')}
        </Button>
      </div>
    </Popover>
  )
}

function DensitySelect() {
  const t = useT()
  const [density, setDensity] = useState<Density>('comfortable')
  useEffect(() => setDensity(document.documentElement.dataset.density === 'compact' ? 'compact' : 'comfortable'), [])
  return (
    <Select
      compact
      className="w-32"
      aria-label={t('ui.density')}
      value={density}
      options={[
        { value: 'comfortable', label: t('ui.comfortable') },
        { value: 'compact', label: t('ui.compact') },
      ]}
      onChange={(next) => {
        setDensity(next)
        document.documentElement.dataset.density = next
        writePreference('density', next)
      }}
    />
  )
}
