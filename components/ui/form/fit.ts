/** What a form would take from each quota. */
import { fitOf, freeOf, type QuotaAmounts } from '../quota.ts'

export type PreflightRow = QuotaAmounts & {
  /** The quota's name; also `data-testid="pf-<name>"`. */
  name: string
  label: string
  unit: 'count' | 'mib' | 'gib'
}

/** The worst first, so that what does not fit is seen without scrolling. */
export const worstFirst = (rows: readonly PreflightRow[]): PreflightRow[] => {
  const rank = { exceeds: 0, tight: 1, fits: 2 }
  return [...rows].sort((a, b) => rank[fitOf(a)] - rank[fitOf(b)])
}

export const exceeding = (rows: readonly PreflightRow[]): PreflightRow[] =>
  rows.filter((row) => fitOf(row) === 'exceeds')

/** How many more requests of the same size fit after this one; null when nothing limits them. */
export function fitsMore(rows: readonly PreflightRow[]): number | null {
  const counts = rows
    .filter((row) => (row.request ?? 0) > 0 && row.limit >= 0)
    .map((row) => Math.max(0, Math.floor((freeOf(row) - (row.request ?? 0)) / (row.request ?? 1))))
  return counts.length > 0 ? Math.min(...counts) : null
}
