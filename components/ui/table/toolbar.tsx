'use client'

import { ArrowUpDown, Download, ListFilter, Plus, RefreshCw } from 'lucide-react'
import { type Ref, useMemo } from 'react'
import { useT } from '../../i18n/provider'
import { Button, IconButton } from '../button'
import { Chips } from '../chips'
import { Combobox } from '../combobox'
import { Input, SearchInput } from '../input'
import { Popover } from '../popover'
import { ColumnChooser } from './column-chooser'
import type { DataTableProps } from './data-table'
import type { Column, Filter, Row } from './types.ts'
import type { TableState } from './use-table-state'

/** Search, filters, what is new, columns, export, and the page's own buttons; below them the active filters. */
export function Toolbar<R extends Row>({
  state,
  label,
  columns,
  shown,
  filters = [],
  search,
  searchRef,
  toolbar,
  onRefresh,
  refreshing,
  onExport,
  newCount,
  onShowNew,
  moved,
  onResort,
  embedded,
}: DataTableProps<R> & {
  shown: readonly Column<R>[]
  searchRef: Ref<HTMLInputElement>
  moved: boolean
  onResort: () => void
}) {
  const t = useT()
  const pinned = filters.filter((filter) => filter.pinned)
  const others = filters.filter((filter) => !filter.pinned)
  const labels = useMemo(
    () =>
      new Map(
        filters.flatMap((filter) =>
          (filter.options ?? []).map((option) => [`${filter.id} ${option.value}`, option.label]),
        ),
      ),
    [filters],
  )
  const chips = Object.entries(state.filters).flatMap(([id, values]) => {
    const filter = filters.find((each) => each.id === id)
    return filter && values.length > 0
      ? [{ id, label: filter.label, value: values.map((value) => labels.get(`${id} ${value}`) ?? value).join(', ') }]
      : []
  })
  if (embedded && search === false && filters.length === 0 && !toolbar && !moved && !newCount) return null
  return (
    <div className="space-y-2 pb-2" data-print="off">
      <div className="flex flex-wrap items-center gap-2">
        {search !== false && (
          <SearchInput
            ref={searchRef}
            value={state.q}
            onChange={state.setQuery}
            label={`${t('ui.search')}: ${label}`}
            placeholder={search || undefined}
            hotkey={!embedded}
            className="w-full sm:w-60"
          />
        )}
        {pinned.map((filter) => (
          <FilterControl key={filter.id} filter={filter} state={state} className="w-36" />
        ))}
        {others.length > 0 && (
          <Popover
            label={t('ui.filters')}
            className="w-72 space-y-3"
            trigger={
              <Button icon={ListFilter} data-testid="filters">
                {t('ui.filter')}
              </Button>
            }
          >
            {others.map((filter) => (
              <div key={filter.id} className="space-y-1">
                <span className="text-xs text-muted">{filter.label}</span>
                <FilterControl filter={filter} state={state} />
              </div>
            ))}
          </Popover>
        )}
        {newCount ? (
          <Button size="sm" icon={Plus} onClick={onShowNew} data-testid="new-rows">
            {t('ui.newRows', { count: newCount })}
          </Button>
        ) : null}
        {moved && (
          <Button size="sm" icon={ArrowUpDown} onClick={onResort} data-testid="resort">
            {t('ui.resort')}
          </Button>
        )}
        <span className="ml-auto flex flex-wrap items-center gap-1">
          {onRefresh && (
            <IconButton
              icon={RefreshCw}
              label={t('common.refresh')}
              busy={refreshing}
              onClick={onRefresh}
              data-testid="action-refresh"
            />
          )}
          {onExport && (
            <IconButton
              icon={Download}
              label={t('ui.export')}
              onClick={() => onExport(shown)}
              data-testid="action-export"
            />
          )}
          {!embedded && <ColumnChooser columns={columns} shown={shown} state={state} />}
          {toolbar && <span className="ml-1 flex flex-wrap items-center gap-2">{toolbar}</span>}
        </span>
      </div>
      <Chips chips={chips} onRemove={(id) => state.setFilter(id, [])} onClear={state.clearFilters} />
    </div>
  )
}

const noValues: readonly string[] = []

function FilterControl({ filter, state, className }: { filter: Filter; state: TableState; className?: string }) {
  const values = state.filters[filter.id] ?? noValues
  if (filter.day)
    return (
      <span data-testid={`filter-${filter.id}`}>
        <Input
          type="date"
          aria-label={filter.label}
          value={values[0] ?? ''}
          onChange={(event) => state.setFilter(filter.id, event.target.value ? [event.target.value] : [])}
          className={className}
        />
      </span>
    )
  const source = filter.load ? { load: filter.load } : { options: filter.options ?? [] }
  const common = { ...source, label: filter.label, placeholder: filter.label, className, compact: false }
  return (
    <span data-testid={`filter-${filter.id}`}>
      {filter.multiple ? (
        <Combobox {...common} multiple value={values} onChange={(next) => state.setFilter(filter.id, next)} />
      ) : (
        <Combobox
          {...common}
          clearable
          value={values[0] ?? null}
          onChange={(next) => state.setFilter(filter.id, next === null ? [] : [next])}
        />
      )}
    </span>
  )
}
