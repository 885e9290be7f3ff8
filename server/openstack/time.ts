/**
 * A moment as the services print it. Cinder and Nova's admin extensions leave the zone out and mean UTC
 * ("2026-01-31T10:00:00.000000"), which JavaScript would read as local time; agents print a blank instead of the T.
 * @returns null for null, empty and unreadable text.
 */
export function parseTime(text: string | null | undefined): Date | null {
  if (!text) return null
  const iso = text.trim().replace(' ', 'T')
  const date = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`)
  return Number.isNaN(date.getTime()) ? null : date
}

/** A moment for `changes-since` (Nova) and `updated_at=gt:` (Glance): whole seconds, UTC, the form all services read. */
export const formatTime = (date: Date) => `${date.toISOString().slice(0, 19)}Z`
