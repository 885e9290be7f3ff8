import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { Scope } from '../../api/rules.ts'
import { providers } from '../provider/table.ts'
import type { TenantRow } from './table.ts'

/** Where a tenant stands: its project, its organisation, and the one that owns the cloud. */
export const scopeOfTenant = async (row: TenantRow): Promise<Scope> => {
  const [owner] = await db
    .select({ customerUuid: providers.customerUuid })
    .from(providers)
    .where(eq(providers.uuid, row.settingsUuid))
  return {
    projectUuid: row.projectUuid,
    customerUuid: row.customerUuid,
    providerCustomerUuid: owner?.customerUuid ?? null,
  }
}
