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

export { propertyTenants } from './table.ts'
