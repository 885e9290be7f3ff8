/** What Nova's modules share: states and statuses, look-ups, refusals, changes of state. */
import type { Cloud } from '../cloud.ts'
import { type Ctx, Refusal } from '../http.ts'
import type { Flavor, Server } from '../rows.ts'

const RESIZE = {
  resize_prep: 'RESIZE',
  resize_migrating: 'RESIZE',
  resize_migrated: 'RESIZE',
  resize_finish: 'RESIZE',
}
const REBUILD = {
  rebuilding: 'REBUILD',
  rebuild_block_device_mapping: 'REBUILD',
  rebuild_spawning: 'REBUILD',
}
/** nova/api/openstack/common.py, _STATE_MAP: vm_state, then task_state. */
export const STATUSES: Record<string, Record<string, string>> = {
  active: {
    default: 'ACTIVE',
    rebooting: 'REBOOT',
    reboot_pending: 'REBOOT',
    reboot_started: 'REBOOT',
    rebooting_hard: 'HARD_REBOOT',
    reboot_pending_hard: 'HARD_REBOOT',
    reboot_started_hard: 'HARD_REBOOT',
    updating_password: 'PASSWORD',
    migrating: 'MIGRATING',
    ...REBUILD,
    ...RESIZE,
  },
  building: { default: 'BUILD' },
  stopped: { default: 'SHUTOFF', ...RESIZE, ...REBUILD },
  resized: { default: 'VERIFY_RESIZE', resize_reverting: 'REVERT_RESIZE' },
  paused: { default: 'PAUSED', migrating: 'MIGRATING' },
  suspended: { default: 'SUSPENDED' },
  rescued: { default: 'RESCUE' },
  error: { default: 'ERROR', ...REBUILD },
  deleted: { default: 'DELETED' },
  'soft-delete': { default: 'SOFT_DELETED' },
  shelved: { default: 'SHELVED' },
  shelved_offloaded: { default: 'SHELVED_OFFLOADED' },
}
export const statusOf = (row: Server): string => {
  const map = STATUSES[row.vm_state] ?? { default: 'UNKNOWN' }
  return map[row.task_state ?? 'default'] ?? map.default
}

export const POWER = { none: 0, running: 1, paused: 3, shutdown: 4, suspended: 7 } as const

export const badRequest = (message: string): Refusal => new Refusal(400, message)
export const conflict = (message: string): Refusal => new Refusal(409, message)
export const missing = (message: string): Refusal => new Refusal(404, message)
/** @param rule `servers:detail:get_all_tenants` */
export const forbidden = (rule: string): Refusal =>
  new Refusal(403, `Policy doesn't allow os_compute_api:${rule} to be performed.`)
export const adminOnly = (ctx: Ctx, rule: string): void => {
  if (!ctx.identity.isAdmin) throw forbidden(rule)
}
/** What the JSON schemas say. */
export const invalid = (field: string, value: unknown, what: string): Refusal =>
  badRequest(`Invalid input for field/attribute ${field}. Value: ${value}. ${what}`)

/** A value as Python prints it, for those texts. */
export const python = (value: unknown): string => {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, one]) => `'${key}': ${python(one)}`)
      .join(', ')}}`
  return String(value)
}

/** @throws Refusal 404, also for servers of others and deleted ones */
export function serverOf(ctx: Ctx, id = ctx.params.id): Server {
  const row = ctx.cloud.state.servers.get(id)
  if (!row || row.vm_state === 'deleted' || !(ctx.identity.isAdmin || row.project_id === ctx.identity.projectId))
    throw missing(`Instance ${id} could not be found.`)
  return row
}

/** @throws Refusal 404 */
export function flavorOf(ctx: Ctx, id: string): Flavor {
  const row = ctx.cloud.state.flavors.get(id)
  if (!row) throw missing(`Flavor ${id} could not be found.`)
  return row
}

/**
 * Refuses an action that the server's state forbids (nova/compute/api.py, check_instance_state).
 * @param taskStates the task states that are allowed; null: any
 * @throws Refusal 409
 */
export function checkState(
  row: Server,
  action: string,
  vmStates: readonly string[] | null,
  taskStates: readonly (string | null)[] | null = [null],
): void {
  const refuse = (attribute: string, value: string | null) =>
    conflict(`Cannot '${action}' instance ${row.id} while it is in ${attribute} ${value ?? 'None'}`)
  if (vmStates && !vmStates.includes(row.vm_state)) throw refuse('vm_state', row.vm_state)
  if (taskStates && !taskStates.includes(row.task_state)) throw refuse('task_state', row.task_state)
}

/** A locked server obeys administrators only. @throws Refusal 409 */
export function checkLock(ctx: Ctx, row: Server): void {
  if (row.locked && !ctx.identity.isAdmin) throw conflict(`Instance ${row.id} is locked`)
}

export type StateChange = Partial<Pick<Server, 'vm_state' | 'task_state' | 'power_state'>>

export function change(cloud: Cloud, row: Server, state: StateChange): void {
  const wasRunning = row.power_state === POWER.running
  Object.assign(row, state)
  row.updatedAtMs = cloud.now()
  if (wasRunning && row.power_state !== POWER.running) cloud.consoleEnded(row.id)
}

/** Notes an action as `os-instance-actions` shows it. */
export function note(ctx: Ctx, row: Server, action: string): void {
  row.actions.unshift({
    action,
    request_id: ctx.requestId,
    user_id: ctx.identity.userId,
    project_id: ctx.identity.projectId,
    startMs: ctx.cloud.now(),
    updatedMs: ctx.cloud.now(),
    finishedMs: null,
    message: null,
    details: null,
  })
}

/** Ends the newest action, or the newest of a name. @param error why it failed */
export function finish(cloud: Cloud, row: Server, error: string | null = null, name?: string): void {
  const action = row.actions.find((one) => one.finishedMs === null && (name === undefined || one.action === name))
  if (!action) return
  action.updatedMs = cloud.now()
  action.finishedMs = cloud.now()
  action.message = error === null ? null : 'Error'
  action.details = error
}

export function fail(cloud: Cloud, row: Server, code: number, message: string): void {
  change(cloud, row, { vm_state: 'error', task_state: null })
  row.fault = { code, createdMs: cloud.now(), message }
  finish(cloud, row, message)
}
