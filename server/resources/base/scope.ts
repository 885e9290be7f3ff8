/** Where an OpenStack object stands, for access rules: its project, its organisation, and who owns its provider. */
import { eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { Scope } from '../../api/rules.ts'
import { providers } from '../provider/table.ts'

export const providerScopeOf = async (row: {
  projectUuid: string
  customerUuid: string
  settingsUuid: string
}): Promise<Scope> => {
  const [provider] = await db
    .select({ customerUuid: providers.customerUuid })
    .from(providers)
    .where(eq(providers.uuid, row.settingsUuid))
  return {
    projectUuid: row.projectUuid,
    customerUuid: row.customerUuid,
    providerCustomerUuid: provider?.customerUuid ?? null,
  }
}
