/** What Cinder's modules share: views, look-ups, quotas, and the texts of its refusals. */
import { isoMicros } from '../clock.ts'
import { type Cloud, ofProject } from '../cloud.ts'
import { type Ctx, Refusal } from '../http.ts'
import type { Limits, Snapshot, Volume, VolumeType } from '../rows.ts'

export const badVolume = (message: string): Refusal => new Refusal(400, `Invalid volume: ${message}`)
export const badInput = (message: string): Refusal => new Refusal(400, `Invalid input received: ${message}`)
export const forbidden = (rule: string): Refusal => new Refusal(403, `Policy doesn't allow ${rule} to be performed.`)
export const adminOnly = (ctx: Ctx, rule: string): void => {
  if (!ctx.identity.isAdmin) throw forbidden(rule)
}

const visible = (ctx: Ctx, row: { project_id: string }): boolean =>
  ctx.identity.isAdmin || row.project_id === ctx.identity.projectId

/** @throws Refusal 404 */
export function volumeOf(ctx: Ctx, id: string): Volume {
  const row = ctx.cloud.state.volumes.get(id)
  if (!row || !visible(ctx, row)) throw new Refusal(404, `Volume ${id} could not be found.`)
  return row
}
/** @throws Refusal 404 */
export function snapshotOf(ctx: Ctx, id: string): Snapshot {
  const row = ctx.cloud.state.snapshots.get(id)
  if (!row || !visible(ctx, row)) throw new Refusal(404, `Snapshot ${id} could not be found.`)
  return row
}
export const snapshotsOf = (cloud: Cloud, volumeId: string): Snapshot[] =>
  [...cloud.state.snapshots.values()].filter((row) => row.volume_id === volumeId)

/** By id or name. @throws Refusal 404 */
export function typeOf(cloud: Cloud, wanted: string): VolumeType {
  const row =
    cloud.state.volumeTypes.get(wanted) ?? [...cloud.state.volumeTypes.values()].find((one) => one.name === wanted)
  if (!row) throw new Refusal(404, `Volume type with name ${wanted} could not be found.`)
  return row
}
/** The type of volumes that name none: the first. */
export const defaultType = (cloud: Cloud): VolumeType => cloud.state.volumeTypes.values().next().value!

export function touch(cloud: Cloud, row: Volume | Snapshot, status?: string): void {
  row.updatedAtMs = cloud.now()
  if (status !== undefined) row.status = status
}

const links = (ctx: Ctx, id: string) => [
  { rel: 'self', href: `${ctx.base}/volumes/${id}` },
  { rel: 'bookmark', href: `${ctx.base.replace('/v3', '')}/volumes/${id}` },
]

export const volumeSummary = (ctx: Ctx, row: Volume) => ({ id: row.id, name: row.name, links: links(ctx, row.id) })

export function volumeView(ctx: Ctx, row: Volume, fresh = false): Record<string, unknown> {
  const { cloud } = ctx
  const type = cloud.state.volumeTypes.get(row.volume_type_id)
  return {
    id: row.id,
    status: row.status,
    size: row.size,
    availability_zone: row.availability_zone,
    created_at: isoMicros(row.createdAtMs),
    updated_at: row.updatedAtMs === null ? null : isoMicros(row.updatedAtMs),
    name: row.name,
    description: row.description,
    volume_type: type?.name ?? null,
    snapshot_id: row.snapshot_id,
    source_volid: row.source_volid,
    metadata: row.metadata,
    links: links(ctx, row.id),
    user_id: row.user_id,
    bootable: String(row.bootable),
    encrypted: false,
    replication_status: null,
    consistencygroup_id: null,
    multiattach: row.multiattach,
    attachments: row.attachments.map((one) => ({
      id: row.id,
      attachment_id: one.attachment_id,
      volume_id: row.id,
      server_id: one.server_id,
      host_name: ctx.identity.isAdmin ? 'compute1' : null,
      device: one.device,
      attached_at: isoMicros(one.attachedAtMs),
    })),
    ...(ctx.version >= 13 ? { group_id: null } : {}),
    ...(ctx.version >= 48 ? { shared_targets: false, service_uuid: null } : {}),
    ...(ctx.version >= 61 ? { cluster_name: null } : {}),
    ...(ctx.version >= 63 ? { volume_type_id: row.volume_type_id } : {}),
    ...(ctx.version >= 65 ? { consumes_quota: true } : {}),
    ...(fresh ? {} : { 'os-vol-tenant-attr:tenant_id': row.project_id }),
    ...(ctx.identity.isAdmin
      ? {
          migration_status: null,
          'os-vol-mig-status-attr:migstat': null,
          'os-vol-mig-status-attr:name_id': null,
          'os-vol-host-attr:host': 'compute1@built-in#built-in',
        }
      : {}),
    ...(row.image_metadata && !fresh ? { volume_image_metadata: row.image_metadata } : {}),
  }
}

export const snapshotView = (ctx: Ctx, row: Snapshot, detailed: boolean): Record<string, unknown> => ({
  id: row.id,
  created_at: isoMicros(row.createdAtMs),
  updated_at: row.updatedAtMs === null ? null : isoMicros(row.updatedAtMs),
  name: row.name,
  description: row.description,
  volume_id: row.volume_id,
  status: row.status,
  size: row.size,
  metadata: row.metadata,
  ...(ctx.version >= 41 ? { user_id: row.user_id } : {}),
  ...(ctx.version >= 65 ? { consumes_quota: true } : {}),
  ...(detailed
    ? {
        'os-extended-snapshot-attributes:project_id': row.project_id,
        'os-extended-snapshot-attributes:progress': row.status === 'creating' ? '0%' : '100%',
      }
    : {}),
})

const BASE: Limits = {
  volumes: 10,
  per_volume_gigabytes: -1,
  snapshots: 10,
  gigabytes: 1000,
  backups: 10,
  backup_gigabytes: 1000,
}

export function quotaDefaults(cloud: Cloud): Limits {
  const limits = { ...BASE }
  for (const { name } of cloud.state.volumeTypes.values())
    Object.assign(limits, { [`volumes_${name}`]: -1, [`gigabytes_${name}`]: -1, [`snapshots_${name}`]: -1 })
  return { ...limits, groups: 10 }
}
export const limitsOf = (cloud: Cloud, projectId: string): Limits => ({
  ...quotaDefaults(cloud),
  ...cloud.state.cinderQuotas.get(projectId),
})

/** What a project uses; snapshots count as gigabytes too, as by default in Cinder. */
export function usageOf(cloud: Cloud, projectId: string): Limits {
  const used: Limits = Object.fromEntries(Object.keys(quotaDefaults(cloud)).map((name) => [name, 0]))
  const add = (name: string, count: number) => {
    if (name in used) used[name] += count
  }
  for (const row of ofProject(cloud.state.volumes, projectId)) {
    const type = cloud.state.volumeTypes.get(row.volume_type_id)?.name
    add('volumes', 1)
    add('gigabytes', row.size)
    add(`volumes_${type}`, 1)
    add(`gigabytes_${type}`, row.size)
  }
  for (const row of ofProject(cloud.state.snapshots, projectId)) {
    const type = cloud.state.volumeTypes.get(row.volume_type_id)?.name
    add('snapshots', 1)
    add('gigabytes', row.size)
    add(`snapshots_${type}`, 1)
    add(`gigabytes_${type}`, row.size)
  }
  return used
}

/**
 * Refuses what does not fit.
 * @param wanted what is added, by quota name: `{ volumes: 1, gigabytes: 10, … }`
 * @throws Refusal 413 in Cinder's words (cinder/quota_utils.py, process_reserve_over_quota)
 */
export function reserve(cloud: Cloud, projectId: string, wanted: Limits): void {
  const limits = limitsOf(cloud, projectId)
  const used = usageOf(cloud, projectId)
  const over = (name: string) => name in wanted && limits[name] >= 0 && used[name] + wanted[name] > limits[name]
  const names = Object.keys(wanted).filter(over)
  const gigabytes = names.find((name) => name.startsWith('gigabytes'))
  if (gigabytes)
    throw new Refusal(
      413,
      `VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed ${gigabytes} quota. Requested ${wanted[gigabytes]}G, quota is ${limits[gigabytes]}G and ${used[gigabytes]}G has been consumed.`,
    )
  const volumes = names.find((name) => name.startsWith('volumes'))
  if (volumes)
    throw new Refusal(
      413,
      `VolumeLimitExceeded: Maximum number of volumes allowed (${limits[volumes]}) exceeded for quota '${volumes}'.`,
    )
  const snapshots = names.find((name) => name.startsWith('snapshots'))
  if (snapshots)
    throw new Refusal(413, `SnapshotLimitExceeded: Maximum number of snapshots allowed (${limits[snapshots]}) exceeded`)
}

export const volumeCost = (type: VolumeType, size: number): Limits => ({
  gigabytes: size,
  [`gigabytes_${type.name}`]: size,
  volumes: 1,
  [`volumes_${type.name}`]: 1,
})
