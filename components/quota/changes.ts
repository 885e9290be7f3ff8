/** Changes of limits that are gathered in the matrix before they are applied. Amounts are the API's: MiB, GiB, counts. */
import { amountsOf, type TenantQuota } from './quotas.ts'

export type QuotaEdit = { tenantUuid: string; tenantName: string; quota: TenantQuota; limit: number }

const UNLIMITED = /^(unlimited|unbegrenzt|∞|-1)$/i
const MIB_PER_GIB = 1024

/** Services count these without end; the others need a number. */
const mayBeUnlimited = (name: string) => /^((floating_ip|network|subnet|port)_count|gigabytes_.+)$/.test(name)
/** RAM and storage are typed in GiB. */
const isMib = (name: string) => name === 'ram' || name === 'storage'

export const leastOf = (name: string): number => (mayBeUnlimited(name) ? 0 : 1)

/** What the field shows for a limit. */
export const limitText = (name: string, limit: number, unlimited: string): string =>
  limit < 0 ? unlimited : String(isMib(name) ? limit / MIB_PER_GIB : limit)

/** The limit that was typed; `wrong` or `least` when it is none. */
export const parseLimit = (name: string, text: string): number | 'wrong' | 'least' => {
  const typed = text.trim()
  if (UNLIMITED.test(typed)) return mayBeUnlimited(name) ? -1 : 'least'
  if (!/^\d{1,9}$/.test(typed)) return 'wrong'
  const value = Number(typed)
  if (value < leastOf(name)) return 'least'
  return isMib(name) ? value * MIB_PER_GIB : value
}

/** A limit below what is in use: nothing is taken away, but nothing new fits. */
export const isBelowUse = ({ quota, limit }: QuotaEdit): boolean =>
  limit >= 0 && limit < amountsOf(quota).used + amountsOf(quota).reserved

/** The change in the quota's unit; null where one side is unlimited. */
export const deltaOf = ({ quota, limit }: QuotaEdit): number | null =>
  limit < 0 || quota.limit < 0 ? null : limit - quota.limit

/** One request per tenant. */
export const byTenant = (edits: readonly QuotaEdit[]): Map<string, QuotaEdit[]> =>
  edits.reduce(
    (found, edit) => found.set(edit.tenantUuid, [...(found.get(edit.tenantUuid) ?? []), edit]),
    new Map<string, QuotaEdit[]>(),
  )
