/** A tenant's own two offerings, of machines and of volumes in it (contract 6.6). All functions run inside a transaction. */
import { and, eq, inArray, ne } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { marketplaceResources } from '../resources/marketplace-resource/table.ts'
import {
  type CategoryRow,
  categories,
  type OfferingRow,
  type OfferingType,
  offerings,
} from '../resources/offering/table.ts'
import type { TenantRow } from '../resources/tenant/table.ts'
import { slugOf } from './place.ts'

const KINDS = [
  {
    type: 'OpenStack.Instance',
    flag: 'defaultVmCategory',
    category: 'Virtual machines',
    name: (tenant: string) => `Virtual machine in ${tenant}`,
  },
  {
    type: 'OpenStack.Volume',
    flag: 'defaultVolumeCategory',
    category: 'Volumes',
    name: (tenant: string) => `Volume in ${tenant}`,
  },
] as const satisfies readonly {
  type: OfferingType
  flag: 'defaultVmCategory' | 'defaultVolumeCategory'
  category: string
  name: (tenant: string) => string
}[]

export type CategoryFlag = 'defaultTenantCategory' | 'defaultVmCategory' | 'defaultVolumeCategory'

/** The category that bears the flag; made when there is none. */
export const flaggedCategory = async (flag: CategoryFlag, title: string): Promise<CategoryRow> => {
  const [known] = await db.select().from(categories).where(eq(categories[flag], true))
  if (known) return known
  const [made] = await db
    .insert(categories)
    .values({ uuid: newUuid(), title, [flag]: true })
    .returning()
  return made
}

export const noteOffering = async (offering: OfferingRow, operation: 'created' | 'updated' = 'updated') => {
  for (const type of ['marketplace-public-offerings', 'marketplace-provider-offerings'])
    await noteChange(type, operation, {
      uuid: offering.uuid,
      projectUuid: offering.projectUuid,
      customerUuid: offering.customerUuid,
    })
}

const ofTenant = (tenantUuid: string) => db.select().from(offerings).where(eq(offerings.tenantUuid, tenantUuid))

/** The offering that the tenant was ordered from. */
const parentOf = async (tenantUuid: string): Promise<OfferingRow | undefined> => {
  const [resource] = await db
    .select({ offeringUuid: marketplaceResources.offeringUuid })
    .from(marketplaceResources)
    .where(eq(marketplaceResources.scopeUuid, tenantUuid))
  if (!resource) return undefined
  const [parent] = await db.select().from(offerings).where(eq(offerings.uuid, resource.offeringUuid))
  return parent
}

/** Makes those that are missing and brings archived ones back. A second call changes nothing. */
export const makePrivateOfferings = async (
  tenant: Pick<TenantRow, 'uuid' | 'name' | 'projectUuid' | 'customerUuid' | 'settingsUuid'>,
): Promise<void> => {
  const parent = await parentOf(tenant.uuid)
  const known = await ofTenant(tenant.uuid)
  const now = new Date()
  for (const { type, flag, category, name } of KINDS) {
    const there = known.find((offering) => offering.type === type)
    if (there) {
      if (there.state === 'Archived') await setState([there], 'Active')
      continue
    }
    const { uuid: categoryUuid } = await flaggedCategory(flag, category)
    const [made] = await db
      .insert(offerings)
      .values({
        uuid: newUuid(),
        name: name(tenant.name),
        slug: slugOf(name(tenant.name)),
        description: parent?.description ?? '',
        fullDescription: parent?.fullDescription ?? '',
        termsOfService: parent?.termsOfService ?? '',
        type,
        // A draft or archived parent must not keep the owner of a tenant from using it.
        state: parent?.state === 'Paused' ? 'Paused' : 'Active',
        categoryUuid,
        customerUuid: tenant.customerUuid,
        projectUuid: tenant.projectUuid,
        parentUuid: parent?.uuid ?? null,
        settingsUuid: tenant.settingsUuid,
        tenantUuid: tenant.uuid,
        shared: false,
        billable: false,
        attributes: parent?.attributes ?? {},
        createdAt: now,
        modifiedAt: now,
      })
      .returning()
    await noteOffering(made, 'created')
  }
}

const setState = async (rows: OfferingRow[], state: OfferingRow['state']) => {
  if (rows.length === 0) return
  const uuids = rows.map((row) => row.uuid)
  const changed = await db
    .update(offerings)
    .set({ state, modifiedAt: new Date() })
    .where(and(inArray(offerings.uuid, uuids), ne(offerings.state, state)))
    .returning()
  for (const offering of changed) await noteOffering(offering)
}

export const archivePrivateOfferings = async (tenantUuid: string): Promise<void> =>
  setState(await ofTenant(tenantUuid), 'Archived')

export const renamePrivateOfferings = async (tenantUuid: string, tenantName: string): Promise<void> => {
  for (const offering of await ofTenant(tenantUuid)) {
    const kind = KINDS.find(({ type }) => type === offering.type)
    if (!kind) continue
    const [renamed] = await db
      .update(offerings)
      .set({ name: kind.name(tenantName), modifiedAt: new Date() })
      .where(eq(offerings.uuid, offering.uuid))
      .returning()
    await noteOffering(renamed)
  }
}
