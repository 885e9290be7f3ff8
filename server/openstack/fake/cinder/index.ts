/** Block storage v3. */
import { isoMicros } from '../clock.ts'
import type { TaskTable } from '../cloud.ts'
import { accepted, type Ctx, isTrue, ok, Refusal, type Reply, type Route } from '../http.ts'
import { uuid } from '../ids.ts'
import type { Limits, Snapshot, VolumeType } from '../rows.ts'
import { actionRoutes, actionTasks } from './actions.ts'
import { attachmentRoutes } from './attachments.ts'
import {
  adminOnly,
  badInput,
  badVolume,
  defaultType,
  limitsOf,
  quotaDefaults,
  reserve,
  snapshotOf,
  snapshotView,
  touch,
  typeOf,
  usageOf,
  volumeOf,
} from './base.ts'
import { checkMetadata, checkText } from './checks.ts'
import { listReply } from './lists.ts'
import { volumeRoutes, volumeTasks } from './volumes.ts'

function createSnapshot(ctx: Ctx): Reply {
  const { cloud } = ctx
  const given = ctx.body?.snapshot
  if (!given?.volume_id)
    throw new Refusal(400, `Invalid input for field/attribute snapshot. Value: {}. 'volume_id' is a required property`)
  checkText(given)
  checkMetadata(given.metadata)
  const volume = volumeOf(ctx, given.volume_id)
  if (ctx.version >= 66 && given.force === false)
    throw new Refusal(400, "Invalid volume: 'force' is not False: since microversion 3.66 it is always forced.")
  const force = ctx.version >= 66 || isTrue(String(given.force))
  if (volume.status === 'error') throw badVolume('The snapshot cannot be created when the volume is in error status.')
  const good = force ? ['available', 'in-use'] : ['available']
  if (!good.includes(volume.status))
    throw badVolume(`Volume ${volume.id} status must be ${good.join(', ')}, but current status is: ${volume.status}.`)
  const type = cloud.state.volumeTypes.get(volume.volume_type_id)!
  reserve(cloud, volume.project_id, {
    snapshots: 1,
    [`snapshots_${type.name}`]: 1,
    gigabytes: volume.size,
    [`gigabytes_${type.name}`]: volume.size,
  })
  const row: Snapshot = {
    id: uuid(),
    name: given.name ?? null,
    description: given.description ?? null,
    project_id: volume.project_id,
    user_id: ctx.identity.userId,
    volume_id: volume.id,
    volume_type_id: volume.volume_type_id,
    size: volume.size,
    status: 'creating',
    metadata: { ...given.metadata },
    createdAtMs: cloud.now(),
    updatedAtMs: null,
  }
  cloud.state.snapshots.set(row.id, row)
  cloud.later(600, 'cinder.snapshotReady', { id: row.id })
  return accepted({ snapshot: snapshotView(ctx, row, false) })
}

function updateSnapshot(ctx: Ctx): Reply {
  const row = snapshotOf(ctx, ctx.params.id)
  const given = ctx.body?.snapshot ?? {}
  checkText(given)
  for (const key of ['name', 'description'] as const) if (given[key] !== undefined) row[key] = given[key]
  touch(ctx.cloud, row)
  return ok({ snapshot: snapshotView(ctx, row, false) })
}

function deleteSnapshot(ctx: Ctx): Reply {
  const row = snapshotOf(ctx, ctx.params.id)
  if (!['available', 'error', 'unmanaging'].includes(row.status))
    throw new Refusal(400, 'Invalid snapshot: Snapshot status must be available or error and must not be in group.')
  touch(ctx.cloud, row, 'deleting')
  ctx.cloud.later(700, 'cinder.deleteSnapshot', { id: row.id })
  return accepted()
}

function actOnSnapshot(ctx: Ctx): Reply {
  const row = snapshotOf(ctx, ctx.params.id)
  const status = ctx.body?.['os-reset_status']?.status
  if (status === undefined)
    throw new Refusal(400, 'There is no such action. Verify the request body and Content-Type header and try again.')
  adminOnly(ctx, 'volume_extension:snapshot_admin_actions:reset_status')
  touch(ctx.cloud, row, status)
  return accepted()
}

const listSnapshots = (ctx: Ctx, detailed: boolean): Reply =>
  listReply(ctx, {
    plural: 'snapshots',
    rows: ctx.cloud.state.snapshots.values(),
    view: (row) => snapshotView(ctx, row, detailed),
    filters: { name: (row) => row.name, status: (row) => row.status, volume_id: (row) => row.volume_id },
    missing: (id) => new Refusal(404, `Snapshot ${id} could not be found.`),
    path: detailed ? '/snapshots/detail' : '/snapshots',
  })

/** The default type itself is shown without its access flag. */
const typeView = (ctx: Ctx, row: VolumeType, full = true) => ({
  id: row.id,
  name: row.name,
  is_public: row.is_public,
  description: row.description,
  extra_specs: ctx.identity.isAdmin ? row.extra_specs : {},
  ...(ctx.identity.isAdmin ? { qos_specs_id: null } : {}),
  ...(full ? { 'os-volume-type-access:is_public': row.is_public } : {}),
})

function createType(ctx: Ctx): Reply {
  adminOnly(ctx, 'volume_extension:type_create')
  const given = ctx.body?.volume_type ?? {}
  const { volumeTypes } = ctx.cloud.state
  for (const row of volumeTypes.values())
    if (row.name === given.name) throw new Refusal(409, `Volume Type ${given.name} already exists.`)
  const row: VolumeType = {
    id: uuid(),
    name: given.name,
    description: given.description ?? null,
    is_public: given['os-volume-type-access:is_public'] ?? true,
    extra_specs: given.extra_specs ?? {},
  }
  volumeTypes.set(row.id, row)
  return ok({ volume_type: typeView(ctx, row) })
}

const quotaProject = (ctx: Ctx, rule: string): string => {
  const id = ctx.params.id
  if (!ctx.identity.isAdmin && (rule !== 'show' || id !== ctx.identity.projectId))
    adminOnly(ctx, `volume_extension:quotas:${rule}`)
  return id
}

function showQuota(ctx: Ctx): Reply {
  const id = quotaProject(ctx, 'show')
  const limits = limitsOf(ctx.cloud, id)
  if (!isTrue(ctx.query.get('usage'))) return ok({ quota_set: { ...limits, id } })
  const used = usageOf(ctx.cloud, id)
  const sets = Object.entries(limits).map(([name, limit]) => [name, { limit, in_use: used[name] ?? 0, reserved: 0 }])
  return ok({ quota_set: { ...Object.fromEntries(sets), id } })
}

function updateQuota(ctx: Ctx): Reply {
  const id = quotaProject(ctx, 'update')
  const given: Limits = ctx.body?.quota_set ?? {}
  const known = quotaDefaults(ctx.cloud)
  const used = usageOf(ctx.cloud, id)
  const bad = Object.keys(given).filter(
    (name) => !(name in known) && !['skip_validation', 'tenant_id', 'force'].includes(name),
  )
  if (bad.length) throw badInput(`Bad key(s) in quota set: ${bad.join(',')}`)
  const wanted = Object.entries(given).filter(([name]) => name in known)
  // Only limits that were set before are checked against usage: get_project_quotas(defaults=False).
  const kept = ctx.cloud.state.cinderQuotas.get(id)
  for (const [name, value] of wanted) {
    if (!/^-?\d+$/.test(String(value))) throw new Refusal(400, `${name} must be an integer`)
    if (Number(value) < -1) throw new Refusal(400, `${name} must be >= -1`)
    if (Number(value) >= 0 && Number(value) < used[name] && kept && name in kept)
      throw new Refusal(
        400,
        `Quota ${name} limit must be equal or greater than existing resources. Current usage is ${used[name]} and the requested limit is ${value}.`,
      )
  }
  const { cinderQuotas } = ctx.cloud.state
  cinderQuotas.set(id, { ...kept, ...Object.fromEntries(wanted.map(([name, value]) => [name, Number(value)])) })
  return ok({ quota_set: limitsOf(ctx.cloud, id) })
}

function limits(ctx: Ctx): Reply {
  const own = limitsOf(ctx.cloud, ctx.identity.projectId)
  const used = usageOf(ctx.cloud, ctx.identity.projectId)
  return ok({
    limits: {
      rate: [],
      absolute: {
        maxTotalVolumes: own.volumes,
        maxTotalSnapshots: own.snapshots,
        maxTotalVolumeGigabytes: own.gigabytes,
        maxTotalBackups: own.backups,
        maxTotalBackupGigabytes: own.backup_gigabytes,
        totalVolumesUsed: used.volumes,
        totalGigabytesUsed: used.gigabytes,
        totalSnapshotsUsed: used.snapshots,
        totalBackupsUsed: 0,
        totalBackupGigabytesUsed: 0,
      },
    },
  })
}

function services(ctx: Ctx): Reply {
  adminOnly(ctx, 'volume_extension:services:index')
  const row = (binary: string, host: string) => ({
    binary,
    host,
    zone: 'nova',
    status: 'enabled',
    state: 'up',
    updated_at: isoMicros(ctx.cloud.now()),
    disabled_reason: null,
  })
  return ok({ services: [row('cinder-volume', 'compute1@built-in'), row('cinder-scheduler', 'compute1')] })
}

function pools(ctx: Ctx): Reply {
  adminOnly(ctx, 'scheduler_extension:scheduler_stats:get_pools')
  const used = [...ctx.cloud.state.volumes.values()].reduce((sum, row) => sum + row.size, 0)
  const capabilities = {
    volume_backend_name: 'built-in',
    storage_protocol: 'memory',
    total_capacity_gb: 10_240,
    free_capacity_gb: 10_240 - used,
    allocated_capacity_gb: used,
    provisioned_capacity_gb: used,
  }
  return ok({ pools: [{ name: 'compute1@built-in#built-in', capabilities }] })
}

export const cinderRoutes: readonly Route[] = [
  ...volumeRoutes,
  ...actionRoutes,
  ...attachmentRoutes,
  ['GET', '/snapshots', (ctx) => listSnapshots(ctx, false)],
  ['GET', '/snapshots/detail', (ctx) => listSnapshots(ctx, true)],
  ['POST', '/snapshots', createSnapshot],
  ['GET', '/snapshots/:id', (ctx) => ok({ snapshot: snapshotView(ctx, snapshotOf(ctx, ctx.params.id), true) })],
  ['PUT', '/snapshots/:id', updateSnapshot],
  ['DELETE', '/snapshots/:id', deleteSnapshot],
  ['POST', '/snapshots/:id/action', actOnSnapshot],
  [
    'GET',
    '/types',
    (ctx) => ok({ volume_types: [...ctx.cloud.state.volumeTypes.values()].map((row) => typeView(ctx, row)) }),
  ],
  ['POST', '/types', createType],
  ['GET', '/types/default', (ctx) => ok({ volume_type: typeView(ctx, defaultType(ctx.cloud), false) })],
  ['GET', '/types/:id', (ctx) => ok({ volume_type: typeView(ctx, typeOf(ctx.cloud, ctx.params.id)) })],
  [
    'DELETE',
    '/types/:id',
    (ctx) => {
      adminOnly(ctx, 'volume_extension:type_delete')
      ctx.cloud.state.volumeTypes.delete(typeOf(ctx.cloud, ctx.params.id).id)
      return accepted()
    },
  ],
  [
    'GET',
    '/types/:id/extra_specs',
    (ctx) => ok({ extra_specs: ctx.identity.isAdmin ? typeOf(ctx.cloud, ctx.params.id).extra_specs : {} }),
  ],
  ['GET', '/os-quota-sets/:id', showQuota],
  [
    'GET',
    '/os-quota-sets/:id/defaults',
    (ctx) => ok({ quota_set: { ...quotaDefaults(ctx.cloud), id: quotaProject(ctx, 'show') } }),
  ],
  ['PUT', '/os-quota-sets/:id', updateQuota],
  [
    'DELETE',
    '/os-quota-sets/:id',
    (ctx) => {
      ctx.cloud.state.cinderQuotas.delete(quotaProject(ctx, 'delete'))
      return { status: 200 }
    },
  ],
  [
    'GET',
    '/os-quota-class-sets/:name',
    (ctx) => ok({ quota_class_set: { ...quotaDefaults(ctx.cloud), id: ctx.params.name } }),
  ],
  ['GET', '/limits', limits],
  [
    'GET',
    '/os-availability-zone',
    () => ok({ availabilityZoneInfo: [{ zoneName: 'nova', zoneState: { available: true } }] }),
  ],
  ['GET', '/os-services', services],
  ['GET', '/scheduler-stats/get_pools', pools],
  ['GET', '/extensions', () => ok({ extensions: [] })],
  ['GET', '/backups', () => ok({ backups: [] })],
  ['GET', '/backups/detail', () => ok({ backups: [] })],
]

export const cinderTasks: TaskTable = {
  ...volumeTasks,
  ...actionTasks,
  'cinder.snapshotReady': (cloud, { id }) => {
    const row = cloud.state.snapshots.get(String(id))
    if (row?.status === 'creating') touch(cloud, row, 'available')
  },
  'cinder.deleteSnapshot': (cloud, { id }) => {
    cloud.state.snapshots.delete(String(id))
  },
}
