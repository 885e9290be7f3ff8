import { k } from '../../../db/columns.ts'
import { propertyColumns } from '../base/properties.ts'

export const images = k.table(
  'images',
  {
    ...propertyColumns(),
    minDiskMib: k.int('min_disk_mib').notNull().default(0),
    minRamMib: k.int('min_ram_mib').notNull().default(0),
    sizeBytes: k.big('size_bytes'),
    status: k.text('status').notNull().default(''),
    visibility: k.text('visibility').notNull().default(''),
    diskFormat: k.text('disk_format').notNull().default(''),
    osDistro: k.text('os_distro').notNull().default(''),
    osVersion: k.text('os_version').notNull().default(''),
    /** Keystone project. */
    ownerId: k.text('owner_id').notNull().default(''),
    properties: k.json<Record<string, unknown>>('properties').notNull().default({}),
    backendCreatedAt: k.time('backend_created_at'),
  },
  (t) => [k.uniqueIndex('images_backend').on(t.settingsUuid, t.backendId)],
)
export type ImageRow = typeof images.$inferSelect
