import { k } from '../../../db/columns.ts'

/** Which tenants may use which of their provider's flavors, images, types and zones. */
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
