'use client'

import { ChevronDown, ChevronRight, Ellipsis } from 'lucide-react'
import NextLink from 'next/link'
import { memo, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useT } from '../../i18n/provider'
import { buttonClass, IconButton } from '../button'
import { Checkbox } from '../checkbox'
import { cn } from '../cn'
import { Menu, type MenuGroup } from '../menu'
import { Tooltip } from '../tooltip'
import type { Column, Row, RowAction } from './types.ts'

type RowProps<R extends Row> = {
  row: R
  name: string
  columns: readonly Column<R>[]
  columnsKey: string
  actions?: (row: R) => readonly RowAction[]
  /** What the row tells when it is opened, below it. */
  expand?: (row: R) => ReactNode
  selectable: boolean
  selected: boolean
  onSelect: (row: R, on: boolean) => void
}

/** The columns that a card shows on a phone. */
const onCard = 4

function BareRow<R extends Row>(props: RowProps<R>) {
  const { row, columns, actions, expand, selectable } = props
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <OneRow {...props} opener={expand && { isOpen, id, toggle: () => setOpen(!isOpen) }} />
      {expand && isOpen && (
        <tr id={id} data-testid={`details-${row.uuid}`} className="max-md:block">
          <td
            colSpan={columns.length + (selectable ? 1 : 0) + (actions ? 1 : 0)}
            className="border-b border-line bg-surface px-4 py-3 whitespace-normal max-md:block"
          >
            {expand(row)}
          </td>
        </tr>
      )}
    </>
  )
}

type Opener = { isOpen: boolean; id: string; toggle: () => void }

function OneRow<R extends Row>({
  row,
  name,
  columns,
  actions,
  selectable,
  selected,
  onSelect,
  opener,
}: RowProps<R> & { opener?: Opener }) {
  const t = useT()
  return (
    <tr
      data-testid={`row-${row.uuid}`}
      aria-selected={selectable ? selected : undefined}
      className={cn(
        'group/row [&:last-child>td]:border-b-0',
        selected ? '[&>td]:bg-selected' : '[&>td]:bg-canvas hover:[&>td]:bg-surface',
        'max-md:relative max-md:block max-md:border-b max-md:border-line max-md:py-2 max-md:last:border-b-0',
        selectable && 'max-md:pl-9',
      )}
    >
      {selectable && (
        <td className="sticky left-0 z-10 h-(--row) w-9 border-b border-line pl-2 max-md:absolute max-md:top-3.5 max-md:h-auto max-md:border-0 max-md:pl-1">
          <Checkbox aria-label={t('ui.selectRow', { name })} checked={selected} onChange={(on) => onSelect(row, on)} />
        </td>
      )}
      {columns.map((column, index) => (
        <Cell
          key={column.id}
          column={column}
          row={row}
          index={index}
          pinned={index === 0 ? (selectable ? 'md:sticky md:left-9' : 'md:sticky md:left-0') : undefined}
          before={
            index === 0 && opener ? (
              <IconButton
                size="sm"
                icon={opener.isOpen ? ChevronDown : ChevronRight}
                label={`${t('ui.details')}: ${name}`}
                aria-expanded={opener.isOpen}
                aria-controls={opener.isOpen ? opener.id : undefined}
                onClick={opener.toggle}
                className="-ml-1"
                data-testid="action-expand"
              />
            ) : undefined
          }
        />
      ))}
      {actions && (
        <td className="h-(--row) border-b border-line pr-1 pl-2 text-right whitespace-nowrap max-md:absolute max-md:top-1 max-md:right-0 max-md:h-auto max-md:border-0">
          <RowActions name={name} actions={actions(row)} />
        </td>
      )}
    </tr>
  )
}

/** A row is drawn again only when its own data, choice or columns change: an event for a neighbour costs nothing. */
export const TableRow = memo(
  BareRow,
  (a, b) =>
    a.row === b.row &&
    a.selected === b.selected &&
    a.columnsKey === b.columnsKey &&
    a.actions === b.actions &&
    a.expand === b.expand &&
    a.selectable === b.selectable &&
    a.name === b.name,
) as typeof BareRow

function Cell<R extends Row>({
  column,
  row,
  index,
  pinned,
  before,
}: {
  column: Column<R>
  row: R
  index: number
  pinned: string | undefined
  before?: ReactNode
}) {
  const cell = useRef<HTMLTableCellElement>(null)
  const watched = column.watch ? column.watch(row) : column.csv?.(row)
  const earlier = useRef(watched)
  useEffect(() => {
    if (earlier.current === watched) return
    earlier.current = watched
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    cell.current?.animate([{ backgroundColor: 'var(--accent-soft)' }, {}], { duration: 1000 })
  }, [watched])
  return (
    <td
      ref={cell}
      data-column={column.id}
      className={cn(
        'h-(--row) max-w-80 border-b border-line px-2 align-middle',
        column.mono && 'font-mono text-xs',
        column.align === 'right' && 'tabular text-right',
        pinned,
        index >= onCard
          ? 'max-md:hidden'
          : 'max-md:flex max-md:h-auto max-md:max-w-none max-md:min-h-6 max-md:items-center max-md:gap-3 max-md:border-0 max-md:text-left',
        index === 0 ? 'font-medium max-md:min-h-8 max-md:pr-28' : '',
      )}
    >
      {index > 0 && (
        <span aria-hidden className="w-28 shrink-0 font-sans text-xs text-muted md:hidden">
          {column.header}
        </span>
      )}
      {before ? (
        <div className="flex min-w-0 items-center gap-1">
          {before}
          <div className="min-w-0 truncate">{column.cell(row)}</div>
        </div>
      ) : (
        <div className="min-w-0 truncate">{column.cell(row)}</div>
      )}
    </td>
  )
}

function RowActions({ name, actions }: { name: string; actions: readonly RowAction[] }) {
  const t = useT()
  const visible = actions.filter((action) => action.visible).slice(0, 2)
  return (
    <span className="inline-flex items-center">
      {visible.map((action) => (
        <VisibleAction key={action.id} action={action} name={name} />
      ))}
      {actions.length > 0 && (
        <Menu
          groups={grouped(actions)}
          label={t('ui.moreActions', { name })}
          trigger={
            <IconButton size="sm" icon={Ellipsis} label={t('ui.moreActions', { name })} data-testid="action-more" />
          }
        />
      )}
    </span>
  )
}

function VisibleAction({ action, name }: { action: RowAction; name: string }): ReactNode {
  const Icon = action.icon
  if (!Icon) return null
  const label = `${action.label}: ${name}`
  // In the menu the same action bears the test id while the menu is open; this one is the row's.
  return action.href && !action.disabledReason ? (
    <Tooltip text={action.label}>
      <NextLink
        prefetch={false}
        href={action.href}
        aria-label={label}
        data-testid={`action-${action.id}`}
        className={buttonClass({ variant: 'quiet', size: 'iconSm' })}
      >
        <Icon className="size-4" aria-hidden />
      </NextLink>
    </Tooltip>
  ) : (
    <IconButton
      size="sm"
      icon={Icon}
      label={label}
      disabledReason={action.disabledReason}
      onClick={action.onSelect}
      data-testid={`action-${action.id}`}
    />
  )
}

/** The menu's groups, in the order in which their names first occur. */
function grouped(actions: readonly RowAction[]): MenuGroup[] {
  const groups = new Map<string | undefined, RowAction[]>()
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action])
  return [...groups].map(([label, items]) => ({ label, items }))
}
