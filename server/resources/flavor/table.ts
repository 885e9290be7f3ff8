import { k } from '../../../db/columns.ts'
import { propertyColumns } from '../base/properties.ts'

export const flavors = k.table(
  'flavors',
  {
    ...propertyColumns(),
    cores: k.int('cores').notNull(),
    ramMib: k.int('ram_mib').notNull(),
    diskMib: k.int('disk_mib').notNull(),
  },
  (t) => [k.uniqueIndex('flavors_backend').on(t.settingsUuid, t.backendId)],
)
export type FlavorRow = typeof flavors.$inferSelect
