/** What a tenant may use of its provider's offer: flavors, images, types, zones. */
import { and, eq } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { fieldError } from '../../errors.ts'
import { propertyTenants } from './properties.ts'

/** @throws ApiError 400 on `field` when the tenant may not use it. */
export const assertEnabled = async (tenantUuid: string, propertyUuid: string, field: string): Promise<void> => {
  const [link] = await db
    .select({ uuid: propertyTenants.propertyUuid })
    .from(propertyTenants)
    .where(and(eq(propertyTenants.tenantUuid, tenantUuid), eq(propertyTenants.propertyUuid, propertyUuid)))
  if (!link) throw fieldError(field, 'This is not available in the tenant.')
}
