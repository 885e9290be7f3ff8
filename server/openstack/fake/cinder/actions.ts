/** `POST /volumes/{id}/action`. */
import type { TaskTable } from '../cloud.ts'
import { accepted, type Ctx, Refusal, type Reply, type Route } from '../http.ts'
import type { Loose, Volume } from '../rows.ts'
import { tell } from './attachments.ts'
import { adminOnly, badInput, badVolume, reserve, snapshotsOf, touch, typeOf, volumeOf } from './base.ts'
import { checkSize } from './checks.ts'

type Action = (ctx: Ctx, row: Volume, given: Loose) => Reply

const extend: Action = (ctx, row, given) => {
  checkSize(given?.new_size, 'new_size')
  const size = Number(given.new_size)
  const live = ctx.version >= 42 && row.status === 'in-use'
  if (row.status !== 'available' && !live)
    throw badVolume(`Volume ${row.id} status must be '{'status': 'available'}' to extend, currently ${row.status}.`)
  if (size <= row.size)
    throw badInput(`New size for extend must be greater than current size. (current: ${row.size}, extended: ${size}).`)
  const type = ctx.cloud.state.volumeTypes.get(row.volume_type_id)!
  const more = size - row.size
  reserve(ctx.cloud, row.project_id, { gigabytes: more, [`gigabytes_${type.name}`]: more })
  const after = live && !ctx.cloud.settings.extendAttached ? 'error_extending' : row.status
  touch(ctx.cloud, row, 'extending')
  ctx.cloud.later(600, 'cinder.extended', {
    id: row.id,
    size: after === 'error_extending' ? row.size : size,
    status: after,
  })
  return accepted()
}

const retype: Action = (ctx, row, given) => {
  if (!given?.new_type)
    throw new Refusal(400, "Invalid input for field/attribute os-retype. Value: {}. 'new_type' is a required property")
  const type = typeOf(ctx.cloud, given.new_type)
  if (!['available', 'in-use'].includes(row.status) || type.id === row.volume_type_id)
    throw badVolume(
      'Retype needs volume to be in available or in-use state, not be part of an active migration or a consistency group, requested type has to be different that the one from the volume, and for in-use volumes front-end qos specs cannot change.',
    )
  reserve(ctx.cloud, row.project_id, { [`gigabytes_${type.name}`]: row.size, [`volumes_${type.name}`]: 1 })
  const before = row.status
  touch(ctx.cloud, row, 'retyping')
  ctx.cloud.later(500, 'cinder.retyped', { id: row.id, type: type.id, status: before })
  return accepted()
}

const ACTIONS: Record<string, Action> = {
  'os-extend': extend,
  'os-retype': retype,
  'os-set_bootable': (ctx, row, given) => {
    row.bootable = given?.bootable === true || given?.bootable === 'true'
    touch(ctx.cloud, row)
    return { status: 200 }
  },
  'os-update_readonly_flag': (ctx, row, given) => {
    row.metadata.readonly = given?.readonly ? 'True' : 'False'
    touch(ctx.cloud, row)
    return accepted()
  },
  'os-set_image_metadata': (ctx, row, given) => {
    row.image_metadata = { ...row.image_metadata, ...given?.metadata }
    touch(ctx.cloud, row)
    return { status: 200, body: { metadata: row.image_metadata } }
  },
  'os-reset_status': (ctx, row, given) => {
    adminOnly(ctx, 'volume_extension:volume_admin_actions:reset_status')
    if (given?.status) touch(ctx.cloud, row, given.status)
    return accepted()
  },
  'os-begin_detaching': (ctx, row) => {
    if (row.status !== 'in-use')
      throw badVolume(
        "Unable to detach volume. Volume status must be 'in-use' and attach_status must be 'attached' to detach.",
      )
    touch(ctx.cloud, row, 'detaching')
    return accepted()
  },
  'os-roll_detaching': (ctx, row) => {
    if (row.status === 'detaching') touch(ctx.cloud, row, 'in-use')
    return accepted()
  },
  'os-detach': (ctx, row) => {
    if (['in-use', 'detaching'].includes(row.status)) {
      row.attachments = []
      touch(ctx.cloud, row, 'available')
    }
    return accepted()
  },
  'os-force_delete': (ctx, row) => {
    adminOnly(ctx, 'volume_extension:volume_admin_actions:force_delete')
    for (const snapshot of snapshotsOf(ctx.cloud, row.id)) ctx.cloud.state.snapshots.delete(snapshot.id)
    row.attachments = []
    touch(ctx.cloud, row, 'deleting')
    ctx.cloud.later(700, 'cinder.deleteVolume', { id: row.id })
    return accepted()
  },
}

function act(ctx: Ctx): Reply {
  const row = volumeOf(ctx, ctx.params.id)
  const [name, given] = Object.entries(ctx.body ?? {})[0] ?? []
  const action = ACTIONS[name ?? '']
  if (!action)
    throw new Refusal(
      400,
      `There is no such action: ${name}. Verify the request body and Content-Type header and try again.`,
    )
  return action(ctx, row, given)
}

export const actionRoutes: readonly Route[] = [['POST', '/volumes/:id/action', act]]

export const actionTasks: TaskTable = {
  'cinder.extended': (cloud, { id, size, status }) => {
    const row = cloud.state.volumes.get(String(id))
    if (row?.status !== 'extending') return
    row.size = Number(size)
    if (status === 'error_extending')
      tell(cloud, row, 'VOLUME_VOLUME_007_010', 'extend volume:Volume Driver failed to extend volume.')
    touch(cloud, row, String(status))
  },
  'cinder.retyped': (cloud, { id, type, status }) => {
    const row = cloud.state.volumes.get(String(id))
    if (row?.status !== 'retyping') return
    row.volume_type_id = String(type)
    touch(cloud, row, String(status))
  },
}
