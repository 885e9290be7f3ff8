/** What the read-only collections of a provider's offer have in common: who sees them, filters, links (contract 2.3, 4.3). */
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { Actor, Filter } from '../../api/define.ts'
import { byUuid, contains, exact, linkOrUuid, uuidOf } from '../../api/filters.ts'
import { seesAll, visibleByScope } from '../../identity/visible.ts'
import { offerings } from '../offering/table.ts'
import { tenants } from '../tenant/table.ts'
import { uuidField } from './present.ts'
import { propertyTenants } from './properties.ts'

export type PropertyTable = Record<'uuid' | 'name' | 'settingsUuid' | 'backendId', SQLiteColumn>
type LinkKind = (typeof propertyTenants.$inferSelect)['kind']

export const propertySchema = z.object({
  url: z.url(),
  uuid: uuidField,
  name: z.string(),
  settings: z.url(),
  backend_id: z.string(),
})

/** Rows that are linked to the tenants which the condition names. */
const ofTenants = (table: PropertyTable, kind: LinkKind, tenantUuids: SQL): SQL =>
  sql`${table.uuid} in (select ${propertyTenants.propertyUuid} from ${propertyTenants} where ${propertyTenants.kind} = ${kind} and ${propertyTenants.tenantUuid} in ${tenantUuids})`

/**
 * Seen when they belong to a tenant that the caller sees. Those who run a provider see all that it offers, since they
 * set prices and limits before there is a tenant.
 */
export const visibleProperty = (table: PropertyTable, kind: LinkKind) => (actor: Actor) => {
  if (seesAll(actor)) return undefined
  const mine = db.select({ uuid: tenants.uuid }).from(tenants).where(visibleByScope(actor, tenants))
  return or(ofTenants(table, kind, sql`${mine}`), inArray(table.settingsUuid, ownProviders(actor)))
}

const ownProviders = (actor: Actor) =>
  db
    .select({ uuid: offerings.settingsUuid })
    .from(offerings)
    .where(and(visibleByScope(actor, { customerUuid: offerings.customerUuid }), eq(offerings.type, 'OpenStack.Tenant')))

/** Offering of a tenant: that tenant's; of a provider: the union over its tenants, or all while it has none. */
const ofOffering = (table: PropertyTable, kind: LinkKind): Filter =>
  byUuid('What is available in the offering.', (uuid) => {
    const scope = sql`from ${offerings} where ${offerings.uuid} = ${uuid}`
    const inTenant = ofTenants(table, kind, sql`(select ${offerings.tenantUuid} ${scope})`)
    const siblings = sql`(select ${tenants.uuid} from ${tenants} where ${tenants.settingsUuid} = ${table.settingsUuid})`
    const linked = or(ofTenants(table, kind, siblings), sql`not exists ${siblings}`)
    return or(
      inTenant,
      and(
        sql`${table.settingsUuid} in (select ${offerings.settingsUuid} ${scope} and ${offerings.tenantUuid} is null)`,
        linked,
      ),
    )
  })

/** `name`, `settings`, `tenant`, `offering_uuid` and their spellings. */
export const propertyFilters = (table: PropertyTable, kind?: LinkKind): Record<string, Filter> => ({
  uuid: uuidOf(table.uuid, 'The object itself.'),
  name: contains(table.name, 'Part of the name.'),
  name_exact: exact(table.name, 'The whole name.'),
  backend_id: exact(table.backendId, "OpenStack's id."),
  settings: linkOrUuid(table.settingsUuid, 'Provider.'),
  settings_uuid: uuidOf(table.settingsUuid, 'Provider.'),
  ...(kind && {
    tenant: byUuid('Usable in this tenant.', (uuid) => ofTenants(table, kind, sql`(${uuid})`)),
    tenant_uuid: byUuid('Usable in this tenant.', (uuid) => ofTenants(table, kind, sql`(${uuid})`)),
    offering_uuid: ofOffering(table, kind),
  }),
})

export const propertyFields = (
  row: { uuid: string; name: string; settingsUuid: string; backendId: string },
  collection: string,
  link: (collection: string, uuid: string) => string,
) => ({
  url: link(collection, row.uuid),
  uuid: row.uuid,
  name: row.name,
  settings: link('service-settings', row.settingsUuid),
  backend_id: row.backendId,
})
