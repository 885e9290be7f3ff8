/** Filters, sorting and pages of Cinder's lists. */
import { type Ctx, isTrue, ok, Refusal, type Reply } from '../http.ts'

type Listed = {
  id: string
  project_id: string
  createdAtMs: number
  updatedAtMs: number | null
  metadata: Record<string, string>
}

const CONTROLS = ['all_tenants', 'limit', 'marker', 'offset', 'sort', 'sort_key', 'sort_dir', 'with_count']

/** A dictionary in JSON or, as Cinder's own client writes it, in Python. */
export function dictionary(text: string): Record<string, string> {
  try {
    return JSON.parse(text)
  } catch {
    try {
      return JSON.parse(text.replaceAll("'", '"'))
    } catch {
      throw new Refusal(400, `Filters ${text} need to be a dictionary`)
    }
  }
}

/** `gt:2026-01-01T00:00:00` and the like, several joined by commas; from 3.60. */
function timeMatches(valueMs: number | null, text: string): boolean {
  return text.split(',').every((part) => {
    const [operator, time] = /^(gt|gte|eq|neq|lt|lte):/.test(part) ? part.split(/:(.*)/s) : ['eq', part]
    const wanted = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`)
    if (Number.isNaN(wanted))
      throw new Refusal(400, `Invalid input received: filter by updated_at has invalid time ${time}`)
    if (valueMs === null) return false
    const value = Math.floor(valueMs / 1000) * 1000
    if (operator === 'gt') return value > wanted
    if (operator === 'gte') return value >= wanted
    if (operator === 'lt') return value < wanted
    if (operator === 'lte') return value <= wanted
    return (value === wanted) === (operator === 'eq')
  })
}

export type CinderList<T> = {
  plural: string
  rows: Iterable<T>
  view: (row: T) => Record<string, unknown>
  /** Filters by name, beside metadata and times. */
  filters: Record<string, (row: T) => unknown>
  missing: (id: string) => Refusal
  path: string
}

/** @throws Refusal 400, 404 (marker) */
export function listReply<T extends Listed>(ctx: Ctx, list: CinderList<T>): Reply {
  const { query, identity } = ctx
  const all = identity.isAdmin && (isTrue(query.get('all_tenants')) || query.get('all_tenants') === '')
  const wantedProject = all ? query.get('project_id') : identity.projectId
  const known = (name: string) =>
    CONTROLS.includes(name) ||
    name in list.filters ||
    ['metadata', 'project_id', 'changes-since'].includes(name) ||
    (['created_at', 'updated_at'].includes(name) && ctx.version >= 60)
  const names = [...new Set(query.keys())]
  // Unknown filters: members' are dropped, an administrator's match nothing. cinder/volume/api.py, get_all.
  const impossible = identity.isAdmin && names.some((name) => !known(name) || name === 'changes-since')
  const metadata = query.has('metadata') ? dictionary(query.get('metadata')!) : null
  let rows: T[] = []
  if (!impossible)
    for (const row of list.rows) {
      if (wantedProject && row.project_id !== wantedProject) continue
      if (!identity.isAdmin && row.project_id !== identity.projectId) continue
      if (metadata && !Object.entries(metadata).every(([key, value]) => row.metadata[key] === value)) continue
      if (ctx.version >= 60 && query.has('updated_at') && !timeMatches(row.updatedAtMs, query.get('updated_at')!))
        continue
      if (ctx.version >= 60 && query.has('created_at') && !timeMatches(row.createdAtMs, query.get('created_at')!))
        continue
      if (
        Object.entries(list.filters).every(
          ([name, value]) => !query.has(name) || String(value(row)) === query.get(name),
        )
      )
        rows.push(row)
    }
  sort(rows, query)
  const total = rows.length
  const limit = wholeNumber(query.get('limit'), 'limit') ?? 1000
  const offset = wholeNumber(query.get('offset'), 'offset') ?? 0
  const marker = query.get('marker')
  if (marker) {
    const at = rows.findIndex((row) => row.id === marker)
    if (at < 0) throw list.missing(marker)
    rows = rows.slice(at + 1)
  }
  const most = Math.min(limit, 1000)
  const page = rows.slice(offset, offset + most)
  const body: Record<string, unknown> = { [list.plural]: page.map(list.view) }
  // A link follows a full page even if nothing comes after it.
  if (most > 0 && page.length === most) {
    const next = new URLSearchParams(query)
    next.set('marker', page[page.length - 1].id)
    next.delete('offset')
    body[`${list.plural}_links`] = [{ rel: 'next', href: `${ctx.base}${list.path}?${next}` }]
  }
  if (isTrue(query.get('with_count')) && ctx.version >= 45) body.count = total
  return ok(body)
}

function wholeNumber(text: string | null, name: string): number | null {
  if (text === null) return null
  if (!/^-?\d+$/.test(text)) throw new Refusal(400, `${name} param must be an integer`)
  if (Number(text) < 0) throw new Refusal(400, `${name} param must be positive`)
  return Number(text)
}

function sort<T extends Listed>(rows: T[], query: URLSearchParams): void {
  const given =
    query.get('sort')?.split(',') ??
    (query.has('sort_key') ? [`${query.get('sort_key')}:${query.get('sort_dir') ?? 'desc'}`] : ['created_at:desc'])
  const keys = given.map((part) => part.split(':') as [string, string?])
  const value = (row: T, key: string) =>
    key === 'created_at'
      ? row.createdAtMs
      : key === 'updated_at'
        ? (row.updatedAtMs ?? 0)
        : ((row as Record<string, unknown>)[key] ?? '')
  rows.sort((a, b) => {
    for (const [key, direction] of [...keys, ['id', 'desc'] as [string, string?]]) {
      const [x, y] = [value(a, key) as string, value(b, key) as string]
      if (x !== y) return (x < y ? -1 : 1) * (direction === 'asc' ? 1 : -1)
    }
    return 0
  })
}
