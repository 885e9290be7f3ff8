/** History of pulls: when, how long, what changed, what went wrong. */
import { desc, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { defineResource } from '../../api/define.ts'
import { exact, oneOf, since, uuidOf } from '../../api/filters.ts'
import { TIMERS } from '../../sync/schedules.ts'
import { syncRuns } from '../../sync/table.ts'
import { byUuid, uuidField, wireTime, wireTimeOrNull } from '../base/present.ts'
import { scopeOfProvider, visibleByProvider } from '../base/provider-scope.ts'
import { providers } from '../provider/table.ts'
import { tenants } from '../tenant/table.ts'

const time = z.iso.datetime({ offset: true })
const schema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    schedule: z.string(),
    group: z.enum(['quotas', 'resources', 'subresources', 'properties']).nullable(),
    state: z.enum(['running', 'done', 'failed']),
    service_settings_uuid: z.string().nullable(),
    service_name: z.string(),
    tenant_uuid: z.string().nullable(),
    tenant_name: z.string(),
    created_count: z.int(),
    updated_count: z.int(),
    removed_count: z.int(),
    error_message: z.string().meta({ description: 'One line per fault.' }),
    started: time,
    ended: time.nullable(),
    duration_ms: z.int().nullable(),
  })
  .meta({ id: 'FoyerSyncRun' })

export const syncRunResource = defineResource({
  path: 'foyer-sync-runs',
  model: 'SyncRun',
  summary: 'History of pulls',
  table: syncRuns,
  schema,
  visible: (actor) => visibleByProvider(actor, syncRuns),
  scopeOf: scopeOfProvider,
  present: async (rows, { link, wants }) => {
    const [providerOf, tenantOf] = await Promise.all([
      byUuid(wants('service_name') ? rows.map((row) => row.settingsUuid) : [], (uuids) =>
        db.select({ uuid: providers.uuid, name: providers.name }).from(providers).where(inArray(providers.uuid, uuids)),
      ),
      byUuid(wants('tenant_name') ? rows.map((row) => row.tenantUuid) : [], (uuids) =>
        db.select({ uuid: tenants.uuid, name: tenants.name }).from(tenants).where(inArray(tenants.uuid, uuids)),
      ),
    ])
    return rows.map((row) => ({
      url: link('foyer-sync-runs', row.uuid),
      uuid: row.uuid,
      schedule: row.schedule,
      group: TIMERS[row.schedule]?.group ?? null,
      state: row.state,
      service_settings_uuid: row.settingsUuid,
      service_name: providerOf.get(row.settingsUuid ?? '')?.name ?? '',
      tenant_uuid: row.tenantUuid,
      tenant_name: tenantOf.get(row.tenantUuid ?? '')?.name ?? '',
      created_count: row.created,
      updated_count: row.updated,
      removed_count: row.removed,
      error_message: row.errorMessage,
      started: wireTime(row.startedAt),
      ended: wireTimeOrNull(row.endedAt),
      duration_ms: row.endedAt ? row.endedAt.getTime() - row.startedAt.getTime() : null,
    }))
  },
  list: true,
  retrieve: true,
  filters: {
    schedule: exact(syncRuns.schedule, 'The timer.'),
    state: oneOf(syncRuns.state, ['running', 'done', 'failed'], 'How it went.'),
    service_settings_uuid: uuidOf(syncRuns.settingsUuid, 'Provider.'),
    tenant_uuid: uuidOf(syncRuns.tenantUuid, 'Tenant.'),
    started_after: since(syncRuns.startedAt, 'Started at or after this time.'),
  },
  orderings: { started: syncRuns.startedAt, ended: syncRuns.endedAt, schedule: syncRuns.schedule },
  defaultOrder: [desc(syncRuns.startedAt)],
})
