/** Prices and costs. Money is counted in millionths of the currency, so that sums are exact. */
import type { ComponentRow, PlanRow } from '../resources/offering/table.ts'

/** How many of a plan's units a month has. */
const UNITS_PER_MONTH: Record<PlanRow['unit'], number> = { month: 1, quarter: 1 / 3, half_month: 2, day: 30, hour: 720 }

/** `"11.0000000000"`, the decimal string that Waldur sends. */
export const moneyToWire = (micro: number): string => (micro / 1_000_000).toFixed(10)

/** Undefined when the text is no amount between 0 and a thousand million. */
export const moneyFromWire = (amount: string | number): number | undefined => {
  const value =
    typeof amount === 'number' ? amount : /^\d{1,10}(\.\d{1,10})?$/.test(amount.trim()) ? Number(amount) : Number.NaN
  return Number.isFinite(value) && value >= 0 && value <= 1_000_000_000 ? Math.round(value * 1_000_000) : undefined
}

/** What the limits cost per month: limit / factor × price, over the components. */
export const monthlyCostMicro = (
  plan: PlanRow | undefined,
  components: readonly ComponentRow[],
  limits: Record<string, number>,
): number => {
  if (!plan) return 0
  const perUnit = components.reduce(
    (sum, { type, factor }) => sum + ((limits[type] ?? 0) / factor) * (plan.pricesMicro[type] ?? 0),
    0,
  )
  return Math.round(perUnit * UNITS_PER_MONTH[plan.unit])
}
