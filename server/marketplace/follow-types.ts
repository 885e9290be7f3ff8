/** In dynamic storage mode a tenant offering has one component per volume type (contract 6.2). */
import { and, eq, inArray } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { newUuid } from '../ids.ts'
import { components, type OfferingRow, offerings } from '../resources/offering/table.ts'
import { volumeTypes } from '../resources/volume-type/table.ts'
import { BUILTIN_COMPONENTS, storageModeOf, volumeTypeComponent } from './components.ts'
import { noteOffering } from './private-offerings.ts'

/** Names of a provider's volume types that may be used, in order. */
export const volumeTypeNames = async (settingsUuid: string): Promise<string[]> =>
  (
    await db
      .select({ name: volumeTypes.name })
      .from(volumeTypes)
      .where(and(eq(volumeTypes.settingsUuid, settingsUuid), eq(volumeTypes.disabled, false)))
      .orderBy(volumeTypes.name)
  ).map(({ name }) => name)

/** Makes the built-in components that the offering's mode needs and removes those of types that went. */
export const followComponents = (offering: OfferingRow): Promise<void> =>
  transaction(async () => {
    if (offering.type !== 'OpenStack.Tenant') return
    const dynamic = storageModeOf(offering.pluginOptions) === 'dynamic'
    const types = dynamic ? await volumeTypeNames(offering.settingsUuid) : []
    const wanted = [...BUILTIN_COMPONENTS, ...types.map(volumeTypeComponent)]
    const known = await db.select().from(components).where(eq(components.offeringUuid, offering.uuid))
    const fresh = wanted.filter(({ type }) => !known.some((row) => row.type === type))
    const gone = known.filter((row) => row.isBuiltin && !wanted.some(({ type }) => type === row.type))
    if (fresh.length === 0 && gone.length === 0) return
    if (fresh.length > 0)
      await db
        .insert(components)
        .values(fresh.map((component) => ({ ...component, uuid: newUuid(), offeringUuid: offering.uuid })))
        .onConflictDoNothing()
    if (gone.length > 0)
      await db.delete(components).where(
        inArray(
          components.uuid,
          gone.map((row) => row.uuid),
        ),
      )
    await noteOffering(offering)
  })

/** After a pull of volume types: all tenant offerings of the provider. */
export const followVolumeTypes = async (settingsUuid: string): Promise<void> => {
  const rows = await db
    .select()
    .from(offerings)
    .where(and(eq(offerings.settingsUuid, settingsUuid), eq(offerings.type, 'OpenStack.Tenant')))
  for (const offering of rows) await followComponents(offering)
}
