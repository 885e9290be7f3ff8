import { k } from '../../../db/columns.ts'
import { resourceColumns } from '../base/columns.ts'

export const snapshots = k.table(
  'snapshots',
  {
    ...resourceColumns(),
    /** The public API counts MiB, Cinder GiB. That of the volume when it was made. */
    sizeMib: k.int('size_mib').notNull(),
    metadata: k.json<Record<string, string>>('metadata').notNull().default({}),
    /** Null when the portal does not know the volume (any more). */
    sourceVolumeUuid: k.text('source_volume_uuid'),
    /** The volume's type, which a restored volume gets; Cinder does not tell it of a snapshot. */
    typeName: k.text('type_name').notNull().default(''),
    /** When it is deleted by itself; null: never. */
    keptUntil: k.time('kept_until'),
  },
  (t) => [
    k.index('snapshots_name').on(t.name, t.uuid),
    k.index('snapshots_tenant').on(t.tenantUuid, t.name, t.uuid),
    k.index('snapshots_project').on(t.projectUuid, t.name, t.uuid),
    k.index('snapshots_volume').on(t.sourceVolumeUuid),
    k.index('snapshots_backend').on(t.backendId),
    k.index('snapshots_settings').on(t.settingsUuid),
    k.index('snapshots_kept_until').on(t.keptUntil),
  ],
)
export type SnapshotRow = typeof snapshots.$inferSelect
