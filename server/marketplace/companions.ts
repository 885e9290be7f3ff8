/** Marketplace resources of objects that no order names: the volumes of an instance (contract 6.6). In a transaction. */
import { and, eq, inArray, ne } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { type MarketplaceState, marketplaceResources } from '../resources/marketplace-resource/table.ts'
import { type OfferingType, offerings } from '../resources/offering/table.ts'

type Companion = {
  uuid: string
  name: string
  description: string
  tenantUuid: string
  projectUuid: string
  customerUuid: string
}

/** Gives the object a resource under its tenant's private offering of that type. Nothing without such an offering. */
export const addCompanion = async (object: Companion, type: OfferingType, state: MarketplaceState): Promise<void> => {
  const [offering] = await db
    .select()
    .from(offerings)
    .where(and(eq(offerings.tenantUuid, object.tenantUuid), eq(offerings.type, type)))
  if (!offering) return
  const now = new Date()
  const uuid = newUuid()
  await db.insert(marketplaceResources).values({
    uuid,
    name: object.name,
    description: object.description,
    state,
    offeringUuid: offering.uuid,
    projectUuid: object.projectUuid,
    customerUuid: object.customerUuid,
    scopeType: type,
    scopeUuid: object.uuid,
    createdAt: now,
    modifiedAt: now,
  })
  await noteChange('marketplace-resources', 'created', { ...object, uuid })
}

/** Sets the state of the resources behind these objects. Terminated ones stay so. */
export const setCompanions = async (
  objectUuids: readonly string[],
  state: MarketplaceState,
  errorMessage = '',
): Promise<void> => {
  if (objectUuids.length === 0) return
  const rows = await db
    .update(marketplaceResources)
    .set({ state, errorMessage, modifiedAt: new Date() })
    .where(and(inArray(marketplaceResources.scopeUuid, [...objectUuids]), ne(marketplaceResources.state, 'Terminated')))
    .returning()
  for (const row of rows) await noteChange('marketplace-resources', 'updated', row)
}
