/** The arithmetic of quota bars and of the preflight panel. All amounts of a row share one unit. */

export type QuotaAmounts = {
  used: number
  /** Held by work and orders in flight. */
  reserved?: number
  /** What this form would add. */
  request?: number
  /** -1 is unlimited. */
  limit: number
}
export type Fit = 'fits' | 'tight' | 'exceeds'

/** Under this share of the limit left free, a request is tight. */
const tightRatio = 0.1

/** What is left after used and reserved; Infinity when unlimited. Negative when the limit was lowered below use. */
export const freeOf = ({ used, reserved = 0, limit }: QuotaAmounts): number =>
  limit < 0 ? Infinity : limit - used - reserved

/** Does the request fit? A request of nothing always does: it is not what exceeds. */
export function fitOf(row: QuotaAmounts): Fit {
  const request = row.request ?? 0
  const free = freeOf(row)
  if (request > 0 && request > free) return 'exceeds'
  return row.limit >= 0 && free - request < row.limit * tightRatio ? 'tight' : 'fits'
}

export type BarPart = { kind: 'used' | 'reserved' | 'request' | 'over'; percent: number }

/**
 * The parts of a bar in percent of its width, never more than 100 in sum. What goes beyond the limit is `over`: the bar
 * then stands for used + reserved + request, so that the excess is seen in its true proportion.
 */
export function barParts(row: QuotaAmounts): BarPart[] {
  const { used, reserved = 0, request = 0, limit } = row
  if (limit < 0) return []
  const total = used + reserved + request
  const whole = Math.max(limit, total)
  if (whole <= 0) return []
  let left = limit
  const parts: BarPart[] = []
  for (const [kind, amount] of [
    ['used', used],
    ['reserved', reserved],
    ['request', request],
  ] as const) {
    const inside = Math.max(0, Math.min(amount, left))
    left -= inside
    if (inside > 0) parts.push({ kind, percent: (inside / whole) * 100 })
  }
  if (total > limit) parts.push({ kind: 'over', percent: ((total - Math.max(limit, 0)) / whole) * 100 })
  return parts
}

/** How hard a quota presses: used and reserved against the limit, 0 to 1 and beyond. Unlimited does not press. */
export const pressureOf = ({ used, reserved = 0, limit }: QuotaAmounts): number =>
  limit < 0 ? 0 : limit === 0 ? (used + reserved > 0 ? 1 : 0) : (used + reserved) / limit
