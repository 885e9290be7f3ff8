/** What shapes a list, as URL parameters and back. Pure, so that reload, back and a pasted link agree. */
import { pageSizes } from '../page-sizes.ts'

export type TableQuery = {
  q: string
  /** Chosen values by filter id; filters without a value are absent. */
  filters: Readonly<Record<string, readonly string[]>>
  /** Ordering field, `-` before it for descending; null is the API's own order. */
  sort: string | null
  /** From 1. */
  page: number
  size: number
  /** Visible columns in order; null is the table's own choice. */
  cols: readonly string[] | null
}
export type TableDefaults = { filters?: readonly string[]; sort?: string | null; size?: number }

const sizeOf = (text: string | null, fallback: number): number =>
  pageSizes.find((size) => String(size) === text) ?? fallback

/** Reads a list's state out of a URL. Unknown and damaged parameters count as absent. */
export function parseTableQuery(
  params: URLSearchParams,
  { filters: known = [], sort = null, size = 50 }: TableDefaults,
): TableQuery {
  const filters: Record<string, string[]> = {}
  for (const id of known) {
    const values = params.getAll(id).filter((value) => value !== '')
    if (values.length > 0) filters[id] = values
  }
  const page = Number(params.get('page'))
  return {
    q: params.get('q') ?? '',
    filters,
    sort: params.get('sort') || sort,
    page: Number.isInteger(page) && page > 0 ? page : 1,
    size: sizeOf(params.get('size'), size),
    cols: params.get('cols')?.split(',').filter(Boolean) ?? null,
  }
}

/** Writes a changed state into a URL's parameters. Defaults are left out; parameters of others stay. */
export function writeTableQuery(params: URLSearchParams, query: TableQuery, defaults: TableDefaults): URLSearchParams {
  const next = new URLSearchParams(params)
  const put = (name: string, value: string | null) => (value === null ? next.delete(name) : next.set(name, value))
  put('q', query.q || null)
  put('sort', query.sort && query.sort !== (defaults.sort ?? null) ? query.sort : null)
  put('page', query.page > 1 ? String(query.page) : null)
  put('size', query.size !== (defaults.size ?? 50) ? String(query.size) : null)
  put('cols', query.cols?.join(',') || null)
  for (const id of defaults.filters ?? []) {
    next.delete(id)
    for (const value of query.filters[id] ?? []) next.append(id, value)
  }
  return next
}

/** The next ordering after a press on a column's head: ascending, then descending, then ascending. */
export const nextSort = (current: string | null, key: string): string => (current === key ? `-${key}` : key)

/**
 * The order in which rows stand while somebody points at one of them: those shown keep their places, gone ones leave,
 * new ones come last.
 */
export function steadyOrder(shown: readonly string[], next: readonly string[]): string[] {
  const there = new Set(next)
  const kept = shown.filter((uuid) => there.has(uuid))
  const known = new Set(kept)
  return [...kept, ...next.filter((uuid) => !known.has(uuid))]
}

/**
 * The selection after new rows came. With another search or filter only what is in sight stays; on the same page what
 * left the rows leaves the selection; turning the page or sorting keeps it.
 */
export function prunedSelection<R extends { uuid: string }>(
  selected: ReadonlyMap<string, R>,
  before: { filterKey: string; pageKey: string; uuids: ReadonlySet<string> },
  now: { filterKey: string; pageKey: string; rows: readonly R[] },
): Map<string, R> {
  const rows = new Map(now.rows.map((row) => [row.uuid, row]))
  const stays = (uuid: string) =>
    rows.has(uuid) ||
    (before.filterKey === now.filterKey && !(before.pageKey === now.pageKey && before.uuids.has(uuid)))
  return new Map([...selected].filter(([uuid]) => stays(uuid)).map(([uuid, row]) => [uuid, rows.get(uuid) ?? row]))
}

/** The columns to show, in order: the chosen ones that exist, or all that are not hidden by default. The first column always shows. */
export function visibleColumns<C extends { id: string; defaultHidden?: boolean }>(
  columns: readonly C[],
  chosen: readonly string[] | null,
): C[] {
  const first = columns[0]
  if (!chosen || !first) return columns.filter((column) => !column.defaultHidden)
  const byId = new Map(columns.map((column) => [column.id, column]))
  return [first, ...chosen.flatMap((id) => (id === first.id ? [] : (byId.get(id) ?? [])))]
}
