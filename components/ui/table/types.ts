import type { ReactNode } from 'react'
import type { MenuItem } from '../menu'

/** Whatever has a uuid can be a row. */
export type Row = { uuid: string }

export type Column<R extends Row> = {
  /** Stable name, used in URLs, stored layouts and as `data-column`. */
  id: string
  header: string
  cell: (row: R) => ReactNode
  /** The API's ordering field. Columns without it cannot be sorted. */
  sortKey?: string
  /** CSS width: "14rem", "20%". */
  width?: string
  /** Ids, addresses, CIDRs. */
  mono?: boolean
  /** Numbers stand right, with tabular figures. */
  align?: 'left' | 'right'
  defaultHidden?: boolean
  /** The value for CSV; columns without it are not exported. Numbers stay numbers. It also tells when the cell tints. */
  csv?: (row: R) => string | number | boolean | null | undefined
  /** What to compare for the tint of a changed cell, when `csv` is not it. */
  watch?: (row: R) => unknown
}

export type FilterOption = { value: string; label: string; hint?: string }
export type Filter = {
  /** The URL's parameter, and the API's where they agree. */
  id: string
  label: string
  options?: readonly FilterOption[]
  /** Or a search on the server. Pass a stable function. */
  load?: (query: string, signal: AbortSignal) => Promise<readonly FilterOption[]>
  multiple?: boolean
  /** Stands in the bar; the others are in the Filter panel. */
  pinned?: boolean
  /** A day, chosen in a calendar: `2026-11-23`. */
  day?: boolean
}

/** An action on a row. At most two with `visible` become icon buttons; all stand in the More menu. */
export type RowAction = MenuItem & { visible?: boolean /** Heading in the menu: "Power". */; group?: string }

/** What a bulk action works on: the rows chosen, or everything that matches the filter. */
export type Selection<R extends Row> = { rows: readonly R[]; all: boolean; count: number }
export type BulkAction<R extends Row> = Omit<MenuItem, 'onSelect' | 'href' | 'checked'> & {
  onSelect: (selection: Selection<R>, clear: () => void) => void
}
