/** `POST /servers/{id}/action`: states it may start from, states on the way, state it ends in. */
import type { Cloud, TaskTable } from '../cloud.ts'
import { accepted, type Ctx, ok, type Reply } from '../http.ts'
import { shortWord } from '../ids.ts'
import { touch } from '../neutron/base.ts'
import type { Loose, Server } from '../rows.ts'
import {
  adminOnly,
  badRequest,
  change,
  checkLock,
  checkState,
  conflict,
  finish,
  invalid,
  missing,
  note,
  POWER,
  python,
  serverOf,
} from './base.ts'
import { consoleActions } from './consoles.ts'
import { createImage } from './images.ts'
import { moving } from './moving.ts'
import { endResize, resize } from './resize.ts'
import { lookupOf, serverView } from './view.ts'

type Action = (ctx: Ctx, row: Server, given: Loose) => Reply

/** One that goes through one task state and ends in a vm_state. */
type Simple = {
  name: string
  from: readonly string[]
  task: string
  ms: number
  to: string
  power: number
  boots?: boolean
}
const SIMPLE: Record<string, Simple> = {
  'os-start': {
    name: 'start',
    from: ['stopped'],
    task: 'powering-on',
    ms: 1200,
    to: 'active',
    power: POWER.running,
    boots: true,
  },
  'os-stop': {
    name: 'stop',
    from: ['active', 'error'],
    task: 'powering-off',
    ms: 1500,
    to: 'stopped',
    power: POWER.shutdown,
  },
  pause: { name: 'pause', from: ['active'], task: 'pausing', ms: 400, to: 'paused', power: POWER.paused },
  unpause: { name: 'unpause', from: ['paused'], task: 'unpausing', ms: 400, to: 'active', power: POWER.running },
  suspend: { name: 'suspend', from: ['active'], task: 'suspending', ms: 900, to: 'suspended', power: POWER.suspended },
  resume: { name: 'resume', from: ['suspended'], task: 'resuming', ms: 900, to: 'active', power: POWER.running },
  unrescue: {
    name: 'unrescue',
    from: ['rescued'],
    task: 'unrescuing',
    ms: 1200,
    to: 'active',
    power: POWER.running,
    boots: true,
  },
  shelve: {
    name: 'shelve',
    from: ['active', 'stopped', 'paused', 'suspended'],
    task: 'shelving',
    ms: 1500,
    to: 'shelved_offloaded',
    power: POWER.shutdown,
  },
  unshelve: {
    name: 'unshelve',
    from: ['shelved', 'shelved_offloaded'],
    task: 'spawning',
    ms: 1500,
    to: 'active',
    power: POWER.running,
    boots: true,
  },
}

function start(cloud: Cloud, row: Server, task: string, ms: number, to: string, power: number, boots = false): void {
  change(cloud, row, { task_state: task })
  cloud.later(ms, 'nova.done', { id: row.id, task, to, power, boots })
}

const simple =
  (rule: Simple): Action =>
  (ctx, row) => {
    checkState(row, rule.name, rule.from)
    note(ctx, row, rule.name)
    start(ctx.cloud, row, rule.task, rule.ms, rule.to, rule.power, rule.boots)
    return accepted()
  }

const reboot: Action = (ctx, row, given) => {
  const type = String(given?.type ?? '')
  if (!['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft'].includes(type))
    throw invalid(
      'type',
      given?.type,
      `${python(given?.type ?? null)} is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']`,
    )
  const hard = type.toLowerCase() === 'hard'
  if (hard)
    checkState(
      row,
      'reboot',
      ['active', 'stopped', 'paused', 'suspended', 'error'],
      [
        null,
        'rebooting',
        'reboot_pending',
        'reboot_started',
        'rebooting_hard',
        'reboot_pending_hard',
        'reboot_started_hard',
        'resuming',
        'unpausing',
        'pausing',
        'suspending',
      ],
    )
  else checkState(row, 'reboot', ['active'])
  note(ctx, row, 'reboot')
  row.fault = null
  start(ctx.cloud, row, hard ? 'rebooting_hard' : 'rebooting', 1500, 'active', POWER.running, true)
  return accepted()
}

const rescue: Action = (ctx, row, given) => {
  checkState(row, 'rescue', ['active', 'stopped', 'error'])
  const image = given?.rescue_image_ref
  if (image && !ctx.cloud.state.images.has(image)) throw badRequest('Can not find requested image')
  if (row.image_id === null && ctx.version < 87)
    throw badRequest(`Instance ${row.id} cannot be rescued: Cannot rescue a volume-backed instance`)
  note(ctx, row, 'rescue')
  start(ctx.cloud, row, 'rescuing', 1800, 'rescued', POWER.running, true)
  return ok({ adminPass: given?.adminPass ?? shortWord(12) })
}

const rebuild: Action = (ctx, row, given) => {
  checkState(row, 'rebuild', ['active', 'stopped', 'error'])
  if (!given?.imageRef) throw invalid('rebuild', python(given), "'imageRef' is a required property")
  if (!ctx.cloud.state.images.has(given.imageRef)) throw badRequest('Cannot find image for rebuild')
  note(ctx, row, 'rebuild')
  const stopped = row.vm_state === 'stopped'
  if (row.image_id) row.image_id = given.imageRef
  for (const key of ['name', 'description', 'metadata', 'user_data'] as const)
    if (given[key] !== undefined) Object.assign(row, { [key]: given[key] })
  row.fault = null
  row.console = []
  start(
    ctx.cloud,
    row,
    'rebuilding',
    2500,
    stopped ? 'stopped' : 'active',
    stopped ? POWER.shutdown : POWER.running,
    true,
  )
  return accepted({ server: { ...serverView(ctx, row, lookupOf(ctx.cloud, [row])), adminPass: shortWord(12) } })
}

/** On all ports of the server, as Nova does it. */
const securityGroup =
  (add: boolean): Action =>
  (ctx, row, given) => {
    const { cloud } = ctx
    const group = [...cloud.state.securityGroups.values()].find(
      (one) => one.project_id === row.project_id && (one.name === given?.name || one.id === given?.name),
    )
    if (!group) throw missing(`Security group ${given?.name} is not found for project ${row.project_id}`)
    const ports = row.nics.map((nic) => cloud.state.ports.get(nic.port_id)).filter((port) => port !== undefined)
    const has = ports.some((port) => port.security_groups.includes(group.id))
    if (add && has)
      throw badRequest(
        `Invalid input for security_groups. Reason: Duplicate items in the list: '${group.id}'.\nNeutron server returns request_ids: ['${ctx.requestId}']`,
      )
    if (!add && !has) throw missing(`Security group ${group.name} not associated with the instance ${row.id}`)
    for (const port of ports) {
      if (!port.port_security_enabled) continue
      port.security_groups = add
        ? [...port.security_groups, group.id]
        : port.security_groups.filter((id) => id !== group.id)
      touch(cloud, port)
    }
    return accepted()
  }

const ACTIONS: Record<string, Action> = {
  ...Object.fromEntries(Object.entries(SIMPLE).map(([name, rule]) => [name, simple(rule)])),
  ...consoleActions,
  reboot,
  resize,
  confirmResize: endResize(true),
  revertResize: endResize(false),
  rescue,
  rebuild,
  createImage,
  addSecurityGroup: securityGroup(true),
  removeSecurityGroup: securityGroup(false),
  lock: (_ctx, row, given) => {
    row.locked = true
    row.locked_reason = given?.locked_reason ?? null
    return accepted()
  },
  unlock: (_ctx, row) => {
    row.locked = false
    row.locked_reason = null
    return accepted()
  },
  changePassword: (ctx, row) => {
    checkState(row, 'changePassword', ['active'])
    note(ctx, row, 'changePassword')
    return accepted()
  },
  forceDelete: (ctx, row) => {
    change(ctx.cloud, row, { task_state: 'deleting' })
    ctx.cloud.later(900, 'nova.deleted', { id: row.id })
    return accepted()
  },
  'os-resetState': (ctx, row, given) => {
    adminOnly(ctx, 'os-admin-actions:reset_state')
    change(ctx.cloud, row, { vm_state: given?.state, task_state: null })
    return accepted()
  },
}
/** Allowed on a locked server. */
const UNLOCKED = [
  'lock',
  'unlock',
  'os-getConsoleOutput',
  'os-getVNCConsole',
  'os-getSerialConsole',
  'createImage',
  'os-resetState',
  'addSecurityGroup',
  'removeSecurityGroup',
]

export function act(ctx: Ctx): Reply | Promise<Reply> {
  const entries = Object.entries(ctx.body ?? {})
  if (entries.length !== 1) throw badRequest('Malformed request body')
  const [name, given] = entries[0]
  const action = ACTIONS[name]
  if (!action) throw badRequest(`There is no such action: ${name}`)
  const row = serverOf(ctx)
  // Until the scheduler has found a host the machine is not yet in any cell, and most actions do not find it.
  if (row.task_state === 'scheduling' && !UNLOCKED.includes(name))
    throw missing(`Instance ${row.id} could not be found.`)
  if (!UNLOCKED.includes(name)) checkLock(ctx, row)
  if (row.task_state === 'deleting' && name !== 'forceDelete')
    throw conflict(`Cannot '${SIMPLE[name]?.name ?? name}' instance ${row.id} while it is in task_state deleting`)
  return action(ctx, row, given)
}

export const actionTasks: TaskTable = {
  'nova.done': (cloud, { id, task, to, power, boots }) => {
    const row = moving(cloud, id, String(task))
    if (!row) return
    change(cloud, row, { vm_state: String(to), task_state: null, power_state: Number(power) })
    if (boots) row.bootedAtMs = cloud.now()
    if (row.vm_state === 'stopped') row.console.push('power button: shutting down', '[   25.443470] reboot: Power down')
    finish(cloud, row)
    if (row.vm_state === 'shelved_offloaded') row.host = null
    if (String(task) === 'spawning') row.host = 'compute1'
  },
}
