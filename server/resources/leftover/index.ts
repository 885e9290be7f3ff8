/** Cloud objects that a removal could not confirm as gone. Tried again by a timer; staff may try now or give up. */
import { desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { actionFor, defineResource } from '../../api/define.ts'
import { contains, exact, uuidOf } from '../../api/filters.ts'
import { provider } from '../../api/rules.ts'
import { adminCloud } from '../../clouds.ts'
import { recordEvent } from '../../events/record.ts'
import { leftovers } from '../../jobs/table.ts'
import { forgetLeftover, isRemovable, retryLeftover } from '../../leftovers.ts'
import { authorOf } from '../base/actions.ts'
import { byUuid, uuidField, wireTime, wireTimeOrNull } from '../base/present.ts'
import { scopeOfProvider, visibleByProvider } from '../base/provider-scope.ts'
import { providers } from '../provider/table.ts'
import { guards } from './rules.ts'

const time = z.iso.datetime({ offset: true })
const schema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    service_settings_uuid: z.string(),
    service_name: z.string(),
    kind: z.string().meta({ description: 'server, volume, port, network, project, …' }),
    backend_id: z.string(),
    reason: z.string(),
    attempts: z.int(),
    can_retry: z.boolean().meta({ description: 'False: its id is not known, somebody has to look.' }),
    created: time,
    tried: time.nullable(),
  })
  .meta({ id: 'FoyerLeftover' })

const action = actionFor(leftovers)

export const leftoverResource = defineResource({
  path: 'foyer-leftovers',
  model: 'Leftover',
  summary: 'What removals have left in clouds',
  table: leftovers,
  schema,
  visible: (actor) => visibleByProvider(actor, leftovers),
  scopeOf: scopeOfProvider,
  present: async (rows, { link, wants }) => {
    const providerOf = await byUuid(wants('service_name') ? rows.map((row) => row.settingsUuid) : [], (uuids) =>
      db.select({ uuid: providers.uuid, name: providers.name }).from(providers).where(inArray(providers.uuid, uuids)),
    )
    return rows.map((row) => ({
      url: link('foyer-leftovers', row.uuid),
      uuid: row.uuid,
      service_settings_uuid: row.settingsUuid,
      service_name: providerOf.get(row.settingsUuid)?.name ?? '',
      kind: row.kind.split(':')[0],
      backend_id: row.backendId,
      reason: row.reason,
      attempts: row.attempts,
      can_retry: isRemovable(row),
      created: wireTime(row.createdAt),
      tried: wireTimeOrNull(row.triedAt),
    }))
  },
  list: true,
  retrieve: true,
  filters: {
    service_settings_uuid: uuidOf(leftovers.settingsUuid, 'Provider.'),
    kind: contains(leftovers.kind, 'What it is.'),
    backend_id: exact(leftovers.backendId, "OpenStack's id."),
  },
  orderings: { created: leftovers.createdAt, tried: leftovers.triedAt, kind: leftovers.kind },
  defaultOrder: [desc(leftovers.createdAt)],
  destroy: action({
    summary: 'Give up: it stays in the cloud',
    rule: provider,
    handle: async ({ row, call }) => {
      await transaction(async () => {
        await forgetLeftover(row)
        await recordEvent({
          type: 'resource_deletion_failed',
          result: 'failed',
          message: `What a removal had left behind (${row.kind.split(':')[0]} ${row.backendId}) was given up.`,
          author: authorOf(call.actor),
          context: { backend_id: row.backendId, error_message: row.reason },
        })
      })
      return { status: 204 }
    },
  }),
  actions: {
    retry: action({
      summary: 'Try to remove it now',
      rule: provider,
      guards: guards.retry,
      handle: async ({ row, call }) => {
        const isGone = await retryLeftover(row, await adminCloud(row.settingsUuid))
        if (isGone) return { status: 200, body: { status: 'It is gone.' } }
        const [left] = await db.select().from(leftovers).where(eq(leftovers.uuid, row.uuid))
        const url = call.view.link('foyer-leftovers', row.uuid)
        return { status: 202, body: { status: left?.reason || 'The cloud is still removing it.', url } }
      },
    }),
  },
})
