'use client'

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { type FocusEvent, type PointerEvent, type ReactNode, useCallback, useRef } from 'react'
import { useT } from '../../i18n/provider'
import { RelativeTime } from '../../i18n/time'
import { Button } from '../button'
import { Checkbox } from '../checkbox'
import { cn } from '../cn'
import { EmptyState, ErrorState, ForbiddenState, type ShownError, Skeleton } from '../error-state'
import { useHotkeys } from '../hotkeys'
import { Pagination } from '../pagination'
import { BulkBar } from './bulk-bar'
import { TableRow } from './row'
import { nextSort, visibleColumns } from './state.ts'
import { Toolbar } from './toolbar'
import type { BulkAction, Column, Filter, Row, RowAction, Selection } from './types.ts'
import { useSelection, useSteadyRows } from './use-rows'
import type { TableState } from './use-table-state'

export type DataTableProps<R extends Row> = {
  /** From `useTableState(id)`: search, filters, ordering, page and columns. */
  state: TableState
  /** The caption: "Instances". */
  label: string
  /** The first column is the name: pinned, always shown, and holds the row's link. Pass a stable list. */
  columns: readonly Column<R>[]
  /** The rows of this page; undefined until the first answer. Unchanged rows should keep their identity. */
  rows: readonly R[] | undefined
  /** All rows that match (`X-Result-Count`); null while unknown. */
  total: number | null
  /** A row's name, for screen readers. */
  rowName: (row: R) => string
  filters?: readonly Filter[]
  /** Placeholder of the search; `false` leaves the search out. */
  search?: string | false
  /** Pass a stable function. */
  actions?: (row: R) => readonly RowAction[]
  /** What a row tells when it is opened; it is drawn then. Pass a stable function. */
  expand?: (row: R) => ReactNode
  /** With it rows can be chosen. */
  bulk?: (selection: Selection<R>) => readonly BulkAction<R>[]
  /** Nothing exists yet. */
  empty: { text: ReactNode; action?: ReactNode; help?: ReactNode }
  error?: ShownError | null
  onRetry?: () => void
  forbidden?: { needs: string; who: string }
  /** Buttons right of the filters: "Create instance". */
  toolbar?: ReactNode
  /** A partial failure: rows that loaded stay. */
  banner?: ReactNode
  /** Key `c`. */
  onCreate?: () => void
  /** Key `r` and a button. */
  onRefresh?: () => void
  refreshing?: boolean
  /** Exports what matches, with these columns: `toCsv(columns, rows)`. */
  onExport?: (columns: readonly Column<R>[]) => void
  /** When the rows were read. */
  updatedAt?: number | null
  /** Rows that exist and are not shown yet. */
  newCount?: number
  onShowNew?: () => void
  /** In a details tab: no own search, page bar only when needed, page scrolls instead of the table. */
  embedded?: boolean
}

/** The list: filter bar, chips, table, footer. Paging, ordering and filtering are the server's. */
export function DataTable<R extends Row>(props: DataTableProps<R>) {
  const { state, label, columns, total, rowName, actions, bulk, error, forbidden, embedded } = props
  const t = useT()
  const search = useRef<HTMLInputElement>(null)
  useHotkeys(embedded ? {} : { '/': () => search.current?.focus(), c: props.onCreate, r: props.onRefresh })

  const filterKey = JSON.stringify([state.q, state.filters])
  const pageKey = `${filterKey}${state.sort}|${state.page}|${state.size}`
  const steady = useSteadyRows(props.rows ?? noRows, pageKey)
  const choice = useSelection(props.rows, total, filterKey, pageKey)
  const shown = visibleColumns(columns, state.cols)
  const rows = steady.rows as readonly R[]

  // Pointer or focus on a row, its open menu included: React's events come up through the menu's portal.
  const over = useRef({ pointer: false, focus: false })
  const { hold } = steady
  const mark = useCallback(
    (what: 'pointer' | 'focus', on: boolean) => {
      over.current[what] = on
      hold(over.current.pointer || over.current.focus)
    },
    [hold],
  )

  const nothing = props.rows !== undefined && rows.length === 0
  const body = forbidden ? (
    <ForbiddenState {...forbidden} />
  ) : error && props.rows === undefined ? (
    <div className="py-6">
      <ErrorState error={error} onRetry={props.onRetry} />
    </div>
  ) : nothing && state.filtered ? (
    <EmptyState
      text={t('ui.noResults')}
      action={<Button onClick={state.clearFilters}>{t('ui.clearFilters')}</Button>}
    />
  ) : nothing ? (
    <EmptyState {...props.empty} />
  ) : null

  return (
    <div
      data-testid={`table-${state.id}`}
      data-loading={props.rows === undefined && !error ? '' : undefined}
      className="min-w-0"
    >
      {!forbidden && (
        <Toolbar
          {...props}
          search={embedded ? (props.search ?? false) : props.search}
          searchRef={search}
          shown={shown}
          moved={steady.moved}
          onResort={steady.resort}
        />
      )}
      {props.banner}
      {error && props.rows !== undefined && (
        <div className="pb-2">
          <ErrorState error={error} onRetry={props.onRetry} compact />
        </div>
      )}
      {bulk && choice.selection.count > 0 && (
        <BulkBar
          selection={choice.selection}
          actions={bulk(choice.selection)}
          clear={choice.clear}
          total={total}
          onSelectAll={
            rows.length > 0 && choice.onPage === rows.length && total !== null && total > choice.selection.count
              ? choice.selectAll
              : undefined
          }
        />
      )}
      {body ?? (
        <div
          className={cn(
            'relative border-y border-line md:overflow-x-auto',
            !embedded && 'md:max-h-[max(20rem,calc(100dvh-16.25rem))] md:overflow-y-auto',
          )}
        >
          <table
            aria-rowcount={total ?? undefined}
            aria-busy={props.refreshing || undefined}
            className="w-full border-separate border-spacing-0 text-sm max-md:block"
          >
            <caption className="spoken">{label}</caption>
            <thead className="sticky top-0 z-20 max-md:spoken">
              <tr>
                {bulk && (
                  <th scope="col" className={cn(headClass, 'sticky left-0 z-10 w-9 pl-2')}>
                    <Checkbox
                      aria-label={t('ui.selectPage')}
                      data-testid="select-page"
                      checked={choice.onPage === 0 ? false : choice.onPage === rows.length ? true : 'indeterminate'}
                      onChange={choice.togglePage}
                    />
                  </th>
                )}
                {shown.map((column, index) => (
                  <Head
                    key={column.id}
                    column={column}
                    state={state}
                    pinned={index === 0 ? (bulk ? 'left-9' : 'left-0') : undefined}
                  />
                ))}
                {actions && (
                  <th scope="col" className={cn(headClass, 'w-px text-right')}>
                    <span className="spoken">{t('common.actions')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody
              className="max-md:block"
              onPointerOver={(event: PointerEvent) => event.pointerType !== 'touch' && mark('pointer', true)}
              onPointerLeave={() => mark('pointer', false)}
              onFocus={() => mark('focus', true)}
              onBlur={(event: FocusEvent) =>
                mark('focus', event.relatedTarget !== null && event.currentTarget.contains(event.relatedTarget))
              }
            >
              {props.rows === undefined
                ? Array.from({ length: Math.min(state.size, 12) }, (_, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
                    <tr key={index} aria-hidden className="max-md:block max-md:p-3">
                      {bulk && <td className={cellClass} />}
                      {shown.map((column, at) => (
                        <td
                          key={column.id}
                          className={cn(
                            cellClass,
                            'max-md:block max-md:h-7 max-md:border-0',
                            at > 3 && 'max-md:hidden',
                          )}
                        >
                          <Skeleton className={at === 0 ? 'w-40' : 'w-20'} />
                        </td>
                      ))}
                      {actions && <td className={cellClass} />}
                    </tr>
                  ))
                : rows.map((row) => (
                    <TableRow
                      key={row.uuid}
                      row={row}
                      name={rowName(row)}
                      columns={shown}
                      columnsKey={shown.map((column) => column.id).join()}
                      actions={actions}
                      expand={props.expand}
                      selectable={Boolean(bulk)}
                      selected={choice.selection.all || choice.selected.has(row.uuid)}
                      onSelect={choice.toggle}
                    />
                  ))}
            </tbody>
          </table>
        </div>
      )}
      {!forbidden && !(nothing && !state.filtered) && !(embedded && (total ?? 0) <= state.size) && (
        <div className="pt-2">
          <Pagination
            page={state.page}
            size={state.size}
            total={props.rows === undefined ? null : total}
            onPage={state.setPage}
            onSize={state.setSize}
          >
            {props.updatedAt ? (
              <span data-testid="freshness">
                <RelativeTime value={props.updatedAt} />
              </span>
            ) : null}
          </Pagination>
        </div>
      )}
    </div>
  )
}

const noRows: readonly never[] = []
const headClass = 'h-8 border-b border-line bg-surface px-2 text-left align-middle text-xs whitespace-nowrap text-muted'
export const cellClass = 'h-(--row) border-b border-line px-2 align-middle'

function Head<R extends Row>({
  column,
  state,
  pinned,
}: {
  column: Column<R>
  state: TableState
  pinned: string | undefined
}) {
  const t = useT()
  const key = column.sortKey
  const direction = key && state.sort === key ? 'ascending' : key && state.sort === `-${key}` ? 'descending' : undefined
  const Arrow = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown
  return (
    <th
      scope="col"
      aria-sort={key ? (direction ?? 'none') : undefined}
      data-column={column.id}
      style={{ width: column.width }}
      className={cn(headClass, column.align === 'right' && 'text-right', pinned && 'sticky z-10', pinned)}
    >
      {key ? (
        <button
          type="button"
          title={t('ui.sortBy', { column: column.header })}
          onClick={() => state.setSort(nextSort(state.sort, key))}
          className={cn(
            'group/sort -mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-ink',
            direction && 'text-ink',
            column.align === 'right' && 'flex-row-reverse',
          )}
        >
          {column.header}
          <Arrow
            className={cn(
              'size-3.5',
              !direction && 'opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100',
            )}
            aria-hidden
          />
        </button>
      ) : (
        column.header
      )}
    </th>
  )
}
