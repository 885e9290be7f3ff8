/** Resize: a trial on the new flavor that is confirmed or taken back. */
import type { TaskTable } from '../cloud.ts'
import { accepted, type Ctx, type Reply } from '../http.ts'
import type { Loose, Server } from '../rows.ts'
import { badRequest, change, checkState, fail, finish, invalid, note, POWER, python } from './base.ts'
import { fitsAHost } from './boot.ts'
import { moving } from './moving.ts'
import { reserve } from './quotas.ts'

type Action = (ctx: Ctx, row: Server, given: Loose) => Reply

export const resize: Action = (ctx, row, given) => {
  if (given?.flavorRef === undefined) throw invalid('resize', python(given), "'flavorRef' is a required property")
  const { cloud } = ctx
  checkState(row, 'resize', ['active', 'stopped'])
  const flavor = cloud.state.flavors.get(String(given.flavorRef))
  if (!flavor) throw badRequest(`Flavor ${given.flavorRef} could not be found.`)
  if (flavor.id === row.flavor.id) throw badRequest('When resizing, instances must change flavor!')
  if (row.image_id && flavor.disk === 0 && row.flavor.disk !== 0)
    throw badRequest('Server disk was unable to be resized because: Resize to zero disk flavor is not allowed.')
  reserve(cloud, row.project_id, { cores: flavor.vcpus - row.flavor.vcpus, ram: flavor.ram - row.flavor.ram })
  note(ctx, row, 'resize')
  row.old_vm_state = row.vm_state
  change(cloud, row, { task_state: 'resize_prep' })
  cloud.later(500, 'nova.resizeMigrate', { id: row.id, flavor: flavor.id })
  return accepted()
}

export const endResize =
  (confirm: boolean): Action =>
  (ctx, row) => {
    checkState(row, confirm ? 'confirmResize' : 'revertResize', ['resized'])
    note(ctx, row, confirm ? 'confirmResize' : 'revertResize')
    // Nova leaves the task state alone while it confirms.
    if (!confirm) change(ctx.cloud, row, { task_state: 'resize_reverting' })
    ctx.cloud.later(confirm ? 600 : 1500, 'nova.resizeEnded', { id: row.id, confirm })
    return confirm ? { status: 204 } : accepted()
  }

export const resizeTasks: TaskTable = {
  'nova.resizeMigrate': (cloud, { id, flavor }) => {
    const row = moving(cloud, id, 'resize_prep')
    const wanted = cloud.state.flavors.get(String(flavor))
    if (!row || !wanted) return
    const smaller = row.image_id !== null && wanted.disk < row.flavor.disk
    if (smaller || !fitsAHost(cloud, wanted)) {
      // The server stays as it was, without a fault; only the action tells.
      const message = smaller
        ? 'Resize error: Unable to resize disk down.'
        : 'No valid host was found. No valid host found for resize'
      const before = row.old_vm_state ?? 'active'
      fail(cloud, row, 500, message)
      change(cloud, row, { vm_state: before, task_state: null })
      row.fault = null
      return
    }
    change(cloud, row, { task_state: 'resize_migrating' })
    cloud.later(700, 'nova.resizeMigrated', { id: row.id, flavor })
  },
  'nova.resizeMigrated': (cloud, { id, flavor }) => {
    const row = moving(cloud, id, 'resize_migrating')
    if (!row) return
    change(cloud, row, { task_state: 'resize_finish' })
    cloud.later(700, 'nova.resized', { id: row.id, flavor })
  },
  'nova.resized': (cloud, { id, flavor }) => {
    const row = moving(cloud, id, 'resize_finish')
    const wanted = cloud.state.flavors.get(String(flavor))
    if (!row || !wanted) return
    row.old_flavor = row.flavor
    row.flavor = structuredClone(wanted)
    const runs = row.old_vm_state !== 'stopped'
    change(cloud, row, { vm_state: 'resized', task_state: null, power_state: runs ? POWER.running : POWER.shutdown })
    row.launchedAtMs = cloud.now()
    if (runs) row.bootedAtMs = cloud.now()
    finish(cloud, row)
  },
  'nova.resizeEnded': (cloud, { id, confirm }) => {
    const row = cloud.state.servers.get(String(id))
    if (row?.vm_state !== 'resized') return
    if (!confirm && row.old_flavor) row.flavor = row.old_flavor
    const runs = row.old_vm_state !== 'stopped'
    Object.assign(row, { old_flavor: null, old_vm_state: null })
    finish(cloud, row)
    change(cloud, row, {
      vm_state: runs ? 'active' : 'stopped',
      task_state: null,
      power_state: runs ? POWER.running : POWER.shutdown,
    })
  },
}
