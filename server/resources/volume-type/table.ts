import { k } from '../../../db/columns.ts'
import { propertyColumns } from '../base/properties.ts'

export const volumeTypes = k.table(
  'volume_types',
  {
    ...propertyColumns(),
    description: k.text('description').notNull().default(''),
    isDefault: k.bool('is_default').notNull().default(false),
    disabled: k.bool('disabled').notNull().default(false),
  },
  (t) => [k.uniqueIndex('volume_types_backend').on(t.settingsUuid, t.backendId)],
)
export type VolumeTypeRow = typeof volumeTypes.$inferSelect
