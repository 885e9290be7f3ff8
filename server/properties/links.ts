/** Which tenants may use which flavors, images, types and zones. */
import { and, eq, inArray } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { propertyTenants } from '../resources/base/properties.ts'
import { tenants } from '../resources/tenant/table.ts'
import { inBatches } from './reconcile.ts'

export type LinkKind = (typeof propertyTenants.$inferSelect)['kind']
/** Who may use a property: everybody, or these Keystone projects. */
export type Access = 'all' | ReadonlySet<string>

/** Writes the links of all properties of one kind for all tenants of a provider. */
export const linkTenants = async (
  settingsUuid: string,
  kind: LinkKind,
  accessOf: ReadonlyMap<string, Access>,
): Promise<void> => {
  const projects = await db
    .select({ uuid: tenants.uuid, projectId: tenants.backendId })
    .from(tenants)
    .where(eq(tenants.settingsUuid, settingsUuid))
  for (const tenant of projects) {
    if (!tenant.projectId) continue
    const wanted = new Set<string>()
    for (const [propertyUuid, access] of accessOf)
      if (access === 'all' || access.has(tenant.projectId)) wanted.add(propertyUuid)
    const known = (
      await db
        .select({ uuid: propertyTenants.propertyUuid })
        .from(propertyTenants)
        .where(and(eq(propertyTenants.tenantUuid, tenant.uuid), eq(propertyTenants.kind, kind)))
    ).map((row) => row.uuid)
    const fresh = [...wanted].filter((uuid) => !known.includes(uuid))
    const gone = known.filter((uuid) => !wanted.has(uuid))
    await inBatches(fresh, (batch) =>
      db
        .insert(propertyTenants)
        .values(batch.map((propertyUuid) => ({ propertyUuid, tenantUuid: tenant.uuid, kind })))
        .onConflictDoNothing(),
    )
    await inBatches(gone, (batch) =>
      db
        .delete(propertyTenants)
        .where(
          and(
            eq(propertyTenants.tenantUuid, tenant.uuid),
            eq(propertyTenants.kind, kind),
            inArray(propertyTenants.propertyUuid, batch),
          ),
        ),
    )
  }
}
