/** Switching an offering between one storage limit and one per volume type (contract 6.2). Runs inside a transaction. */
import { and, eq, inArray } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { ApiError } from '../errors.ts'
import type { Author } from '../events/record.ts'
import { TYPE_QUOTA } from '../quotas/names.ts'
import { quotas } from '../quotas/table.ts'
import { marketplaceResources } from '../resources/marketplace-resource/table.ts'
import type { OfferingRow } from '../resources/offering/table.ts'
import { quotasOfLimits, storageModeOf } from './components.ts'
import { setResource } from './flow.ts'
import { volumeTypeNames } from './follow-types.ts'
import { orderHandlerFor } from './handlers.ts'

/** Limits of a tenant in the offering's mode: cores and RAM as they are, storage as much as is used. */
const limitsOf = async (offering: OfferingRow, tenantUuid: string): Promise<Record<string, number>> => {
  const rows = await db.select().from(quotas).where(eq(quotas.tenantUuid, tenantUuid))
  const of = (name: string) => rows.find((row) => row.name === name)
  const limits: Record<string, number> = { cores: of('vcpu')?.limit ?? 0, ram: of('ram')?.limit ?? 0 }
  if (storageModeOf(offering.pluginOptions) === 'fixed') return { ...limits, storage: of('storage')?.usage ?? 0 }
  for (const row of rows) if (TYPE_QUOTA.test(row.name)) limits[row.name] = row.usage
  return limits
}

/** Gives every live tenant of the offering the limits of the new mode and pushes them. A busy tenant's are pushed later. */
export const switchStorageMode = async (offering: OfferingRow, author: Author): Promise<void> => {
  const types = await volumeTypeNames(offering.settingsUuid)
  const { applyLimits } = orderHandlerFor(offering.type)
  const live = await db
    .select()
    .from(marketplaceResources)
    .where(
      and(
        eq(marketplaceResources.offeringUuid, offering.uuid),
        inArray(marketplaceResources.state, ['OK', 'Erred', 'Updating']),
      ),
    )
  for (const resource of live) {
    if (!resource.scopeUuid) continue
    const limits = await limitsOf(offering, resource.scopeUuid)
    await setResource(resource, { limits })
    try {
      await applyLimits?.(resource.scopeUuid, quotasOfLimits(offering.pluginOptions, limits, types), author)
    } catch (error) {
      // Its own change is under way: the next pull shows the difference as drift.
      if (!(error instanceof ApiError)) throw error
    }
  }
}
