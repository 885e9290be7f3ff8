/** Cinder's side of attachments (3.27), and messages about what failed (3.3). */
import { isoMicros } from '../clock.ts'
import type { Cloud } from '../cloud.ts'
import { type Ctx, isTrue, newRequestId, ok, Refusal, type Reply, type Route } from '../http.ts'
import { uuid } from '../ids.ts'
import type { Volume } from '../rows.ts'

const STATUSES: Record<string, string> = { reserved: 'reserved', attaching: 'attaching' }

/** An attachment exists from the moment that Nova reserves the volume. */
function* attachments(ctx: Ctx) {
  const { state } = ctx.cloud
  const all = ctx.identity.isAdmin && isTrue(ctx.query.get('all_tenants'))
  for (const server of state.servers.values())
    for (const bdm of server.bdms) {
      const volume = state.volumes.get(bdm.volume_id)
      if (!volume || (!all && volume.project_id !== ctx.identity.projectId)) continue
      yield {
        id: bdm.attachment_id,
        status: STATUSES[volume.status] ?? 'attached',
        instance: server.id,
        volume_id: volume.id,
      }
    }
}

const detail = (ctx: Ctx, row: { id: string; volume_id: string }) => {
  const attached = ctx.cloud.state.volumes.get(row.volume_id)?.attachments.find((one) => one.attachment_id === row.id)
  return {
    ...row,
    attached_at: attached ? isoMicros(attached.attachedAtMs) : '',
    detached_at: '',
    attach_mode: 'rw',
    connection_info: { driver_volume_type: 'built-in', access_mode: 'rw', encrypted: false, attachment_id: row.id },
  }
}

function known(ctx: Ctx, since: number): void {
  if (ctx.version < since) throw new Refusal(404, 'The resource could not be found.')
}

function list(ctx: Ctx, detailed: boolean): Reply {
  known(ctx, 27)
  const wanted = (name: string, value: string) => !ctx.query.has(name) || ctx.query.get(name) === value
  const rows = [...attachments(ctx)].filter(
    (row) => wanted('volume_id', row.volume_id) && wanted('instance_id', row.instance) && wanted('status', row.status),
  )
  const from = ctx.query.has('marker') ? rows.findIndex((row) => row.id === ctx.query.get('marker')) + 1 : 0
  const page = rows.slice(from, from + Math.min(Number(ctx.query.get('limit') ?? 1000), 1000))
  return ok({ attachments: page.map((row) => (detailed ? detail(ctx, row) : row)) })
}

function attachmentOf(ctx: Ctx) {
  known(ctx, 27)
  for (const row of attachments(ctx)) if (row.id === ctx.params.id) return row
  throw new Refusal(404, `Volume attachment could not be found with filter: attachment_id = ${ctx.params.id}.`)
}

/** Notes why something failed, as Cinder tells its users. */
export function tell(cloud: Cloud, row: Volume, eventId: string, text: string): void {
  const id = uuid()
  cloud.state.messages.set(id, {
    id,
    project_id: row.project_id,
    event_id: eventId,
    user_message: text,
    resource_uuid: row.id,
    request_id: newRequestId(),
    createdAtMs: cloud.now(),
  })
}

const KEPT_MS = 30 * 86_400_000

function messages(ctx: Ctx): Reply {
  known(ctx, 3)
  const rows = [...ctx.cloud.state.messages.values()].filter(
    (row) =>
      (ctx.identity.isAdmin || row.project_id === ctx.identity.projectId) &&
      (!ctx.query.has('resource_uuid') || ctx.query.get('resource_uuid') === row.resource_uuid),
  )
  return ok({
    messages: rows.reverse().map((row) => ({
      id: row.id,
      event_id: row.event_id,
      user_message: row.user_message,
      message_level: 'ERROR',
      created_at: isoMicros(row.createdAtMs),
      guaranteed_until: isoMicros(row.createdAtMs + KEPT_MS),
      request_id: row.request_id,
      links: [{ rel: 'self', href: `${ctx.base}/messages/${row.id}` }],
      resource_type: 'VOLUME',
      resource_uuid: row.resource_uuid,
    })),
  })
}

export const attachmentRoutes: readonly Route[] = [
  ['GET', '/attachments', (ctx) => list(ctx, false)],
  ['GET', '/attachments/detail', (ctx) => list(ctx, true)],
  ['GET', '/attachments/:id', (ctx) => ok({ attachment: detail(ctx, attachmentOf(ctx)) })],
  [
    // An attachment that Nova uses is not to be deleted here (CVE-2023-2088).
    'DELETE',
    '/attachments/:id',
    (ctx) => {
      const { instance } = attachmentOf(ctx)
      throw new Refusal(409, `Detach volume from instance ${instance} using the Compute API`)
    },
  ],
  ['GET', '/messages', messages],
]
