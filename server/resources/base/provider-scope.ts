/** What belongs to a provider, and who may see and handle it: those who run it, and staff. */
import { eq, inArray, or, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { db } from '../../../db/client.ts'
import type { Actor } from '../../api/define.ts'
import type { Scope } from '../../api/rules.ts'
import { nothing, scopesOf, seesAll, visibleByScope } from '../../identity/visible.ts'
import { providers } from '../provider/table.ts'
import { tenants } from '../tenant/table.ts'

/** Rows of the providers that the caller's organisations run; with `tenantUuid` also those of tenants they may see. */
export const visibleByProvider = (
  actor: Actor,
  table: { settingsUuid: SQLiteColumn; tenantUuid?: SQLiteColumn },
): SQL | undefined => {
  if (seesAll(actor)) return undefined
  const customers = scopesOf(actor, 'customer')
  const run = db.select({ uuid: providers.uuid }).from(providers).where(inArray(providers.customerUuid, customers))
  const used = db.select({ uuid: tenants.uuid }).from(tenants).where(visibleByScope(actor, tenants))
  return (
    or(
      customers.length > 0 ? inArray(table.settingsUuid, run) : undefined,
      table.tenantUuid && inArray(table.tenantUuid, used),
    ) ?? nothing()
  )
}

/** For rules: who owns the provider, and nothing of the tenant's side. */
export const scopeOfProvider = async ({ settingsUuid }: { settingsUuid: string | null }): Promise<Scope> => {
  const [row] = settingsUuid
    ? await db.select({ uuid: providers.customerUuid }).from(providers).where(eq(providers.uuid, settingsUuid))
    : []
  return { providerCustomerUuid: row?.uuid ?? null }
}
