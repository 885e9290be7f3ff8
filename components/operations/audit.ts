/** Entries of the audit log, read for people. */

export type Entry = {
  uuid: string
  created: string
  event_type: string
  message: string
  result: 'scheduled' | 'succeeded' | 'failed'
  context: Readonly<Record<string, unknown>>
}

/** A value of the context as text; nothing known is empty. */
export const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What an entry is about, and who did it: shown in columns of their own. */
const KNOWN = new Set([
  'user_uuid',
  'user_username',
  'ip_address',
  'request_id',
  'resource_uuid',
  'resource_type',
  'resource_name',
  'tenant_uuid',
  'project_uuid',
  'customer_uuid',
  'job_uuid',
  'order_uuid',
  'error_message',
])

/** Fields of which the entry tells both values: `old_size` with `new_size` or `size`. */
export const changesOf = (context: Entry['context']): { field: string; before: string; after: string }[] =>
  Object.keys(context)
    .filter((name) => name.startsWith('old_'))
    .map((name) => {
      const field = name.slice('old_'.length)
      return { field, before: textOf(context[name]), after: textOf(context[`new_${field}`] ?? context[field]) }
    })

/** What else the entry tells. */
export const factsOf = (context: Entry['context']): { field: string; value: string }[] => {
  const changed = new Set(changesOf(context).flatMap(({ field }) => [`old_${field}`, `new_${field}`, field]))
  return Object.entries(context)
    .filter(([field, value]) => !KNOWN.has(field) && !changed.has(field) && textOf(value) !== '')
    .map(([field, value]) => ({ field, value: textOf(value) }))
}

const HOUR_MS = 3_600_000
export const RANGES = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS, '30d': 720 * HOUR_MS } as const
const DAY_MS = 24 * HOUR_MS

type Filters = Readonly<Record<string, readonly string[]>>

const seconds = (ms: number) => Math.floor(ms / 1000)
/** The beginning of a day where the reader is. */
const dayStart = (day: string | undefined): number | undefined => {
  const ms = day && /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T00:00:00`).getTime() : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

/**
 * The address' filters as parameters of `events/`. Days count in the reader's own time; a range counts back from `nowMs`,
 * rounded so that the same list is not read anew each second.
 */
export const eventParams = (filters: Filters, nowMs: number): Record<string, readonly string[] | number> => {
  const { range, from, to, ...rest } = filters
  const back = range?.[0] ? RANGES[range[0] as keyof typeof RANGES] : undefined
  const first = dayStart(from?.[0]) ?? (back === undefined ? undefined : Math.floor((nowMs - back) / 60_000) * 60_000)
  const last = dayStart(to?.[0])
  return {
    ...rest,
    ...(first !== undefined && { created_from: seconds(first) }),
    ...(last !== undefined && { created_to: seconds(last + DAY_MS) - 1 }),
  }
}
