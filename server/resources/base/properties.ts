/** What a provider offers (flavors, images, types, zones) belongs to the provider; this says which tenants may use it. */
import { k } from '../../../db/columns.ts'

export const propertyColumns = () => ({
  uuid: k.text('uuid').primaryKey(),
  settingsUuid: k.text('settings_uuid').notNull(),
  backendId: k.text('backend_id').notNull(),
  name: k.text('name').notNull(),
  createdAt: k.time('created_at').notNull(),
  modifiedAt: k.time('modified_at').notNull(),
})

export const propertyTenants = k.table(
  'property_tenants',
  {
    propertyUuid: k.text('property_uuid').notNull(),
    tenantUuid: k.text('tenant_uuid').notNull(),
    kind: k.text('kind').$type<'flavor' | 'image' | 'volume_type' | 'instance_zone' | 'volume_zone'>().notNull(),
  },
  (t) => [
    k.uniqueIndex('property_tenants_pair').on(t.tenantUuid, t.kind, t.propertyUuid),
    k.index('property_tenants_property').on(t.propertyUuid),
  ],
)
