/** What was done to a server: `os-instance-actions` and their events. */
import { isoMicros } from '../clock.ts'
import { type Ctx, ok, type Reply, type Route } from '../http.ts'
import type { Server, ServerAction } from '../rows.ts'
import { missing, serverOf } from './base.ts'
import { hostId } from './view.ts'

const EVENTS: Record<string, string> = {
  create: 'compute__do_build_and_run_instance',
  delete: 'compute_terminate_instance',
  stop: 'compute_stop_instance',
  start: 'compute_start_instance',
  reboot: 'compute_reboot_instance',
  resize: 'compute_prep_resize',
  confirmResize: 'compute_confirm_resize',
  revertResize: 'compute_revert_resize',
  createImage: 'compute_snapshot_instance',
}

const actionView = (ctx: Ctx, row: Server, action: ServerAction) => ({
  action: action.action,
  instance_uuid: row.id,
  request_id: action.request_id,
  user_id: action.user_id,
  project_id: action.project_id,
  start_time: isoMicros(action.startMs),
  message: action.message,
  ...(ctx.version >= 58 ? { updated_at: isoMicros(action.updatedMs) } : {}),
})

const eventView = (ctx: Ctx, row: Server, action: ServerAction) => ({
  event: EVENTS[action.action] ?? `compute_${action.action}`,
  start_time: isoMicros(action.startMs),
  finish_time: action.finishedMs === null ? null : isoMicros(action.finishedMs),
  result: action.finishedMs === null ? null : action.message === null ? 'Success' : 'Error',
  ...(ctx.identity.isAdmin ? { traceback: null } : {}),
  ...(ctx.version >= 62 ? { ...(ctx.identity.isAdmin ? { host: row.host } : {}), hostId: hostId(row) } : {}),
  ...(ctx.version >= 84 && ctx.identity.isAdmin ? { details: action.details } : {}),
})

/** Deleted servers keep their actions (2.21). */
function actedOn(ctx: Ctx): Server {
  const row = ctx.cloud.state.servers.get(ctx.params.id)
  const mine = ctx.identity.isAdmin || row?.project_id === ctx.identity.projectId
  return row?.vm_state === 'deleted' && ctx.version >= 21 && mine ? row : serverOf(ctx)
}

function list(ctx: Ctx): Reply {
  const row = actedOn(ctx)
  // Actions are kept in the cell, which a machine in scheduling has not yet.
  const actions = row.task_state === 'scheduling' ? [] : row.actions
  return ok({ instanceActions: actions.map((action) => actionView(ctx, row, action)) })
}

function show(ctx: Ctx): Reply {
  const row = actedOn(ctx)
  const action = row.actions.find((one) => one.request_id === ctx.params.request)
  if (!action) throw missing(`Action for request_id ${ctx.params.request} on instance ${row.id} not found`)
  return ok({ instanceAction: { ...actionView(ctx, row, action), events: [eventView(ctx, row, action)] } })
}

export const historyRoutes: readonly Route[] = [
  ['GET', '/servers/:id/os-instance-actions', list],
  ['GET', '/servers/:id/os-instance-actions/:request', show],
]
