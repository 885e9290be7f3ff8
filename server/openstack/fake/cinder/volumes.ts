/** Volumes: making, reading, changing, deleting. */
import type { TaskTable } from '../cloud.ts'
import { accepted, type Ctx, isTrue, ok, Refusal, type Reply, type Route } from '../http.ts'
import { uuid } from '../ids.ts'
import type { Image, Loose, Volume, VolumeType } from '../rows.ts'
import { tell } from './attachments.ts'
import {
  badInput,
  badVolume,
  defaultType,
  reserve,
  snapshotOf,
  snapshotsOf,
  touch,
  typeOf,
  volumeCost,
  volumeOf,
  volumeSummary,
  volumeView,
} from './base.ts'
import { checkMetadata, checkSize, checkText } from './checks.ts'
import { listReply } from './lists.ts'

const NO_DELETE =
  'Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.'

/** What is copied from an image onto a volume made from it; every value becomes text. */
const imageMetadata = (image: Image): Record<string, string> => ({
  signature_verified: 'False',
  ...image.properties,
  image_id: image.id,
  image_name: image.name ?? '',
  checksum: image.checksum ?? '',
  container_format: image.container_format ?? '',
  disk_format: image.disk_format ?? '',
  min_disk: String(image.min_disk),
  min_ram: String(image.min_ram),
  size: String(image.size ?? 0),
})

/** The image of `imageRef`. @throws Refusal 400 */
function imageFor(ctx: Ctx, id: string, size: number): Image {
  const image = ctx.cloud.state.images.get(id)
  const usable =
    image && (image.visibility === 'public' || image.owner === ctx.identity.projectId || ctx.identity.isAdmin)
  if (!usable) throw new Refusal(400, 'Invalid image identifier or unable to access requested image.')
  if (image.status !== 'active') throw badInput(`Image ${id} is not active.`)
  if (Math.ceil((image.virtual_size ?? image.size ?? 0) / 2 ** 30) > size && (image.size ?? 0) > size * 2 ** 30)
    throw badInput(
      `Size of specified image ${Math.ceil((image.size ?? 0) / 2 ** 30)}GB is larger than volume size ${size}GB.`,
    )
  if (image.min_disk > size)
    throw badInput(`Volume size ${size}GB cannot be smaller than the image minDisk size ${image.min_disk}GB.`)
  return image
}

function create(ctx: Ctx): Reply {
  const { cloud, identity } = ctx
  const given: Loose = ctx.body?.volume
  if (!given) throw new Refusal(400, "'volume' is a required property")
  if (given.size !== undefined && given.size !== null) checkSize(given.size, 'size')
  checkText(given)
  checkMetadata(given.metadata)
  if (given.size === undefined && !given.snapshot_id && !given.source_volid)
    throw new Refusal(
      400,
      'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    )
  const snapshot = given.snapshot_id ? snapshotOf(ctx, given.snapshot_id) : null
  const source = given.source_volid ? volumeOf(ctx, given.source_volid) : null
  const imageId = given.imageRef ?? given.image_id
  const size = given.size ? Number(given.size) : (snapshot?.size ?? source?.size ?? 0)
  const image = imageId ? imageFor(ctx, imageId, size) : null
  if (snapshot && snapshot.status !== 'available')
    throw new Refusal(400, `Invalid snapshot: Originating snapshot status must be one of 'available' values`)
  if (snapshot && size < snapshot.size)
    throw badInput(
      `Volume size '${size}'GB cannot be smaller than the snapshot size ${snapshot.size}GB. They must be >= original snapshot size.`,
    )
  if (source && size < source.size)
    throw badInput(
      `Volume size '${size}'GB cannot be smaller than original volume size  ${source.size}GB. They must be >= original volume size.`,
    )
  const parent = snapshot
    ? cloud.state.volumeTypes.get(snapshot.volume_type_id)
    : source
      ? cloud.state.volumeTypes.get(source.volume_type_id)
      : null
  const type: VolumeType = given.volume_type ? typeOf(cloud, given.volume_type) : (parent ?? defaultType(cloud))
  reserve(cloud, identity.projectId, volumeCost(type, size))
  const origin = source ?? (snapshot && cloud.state.volumes.get(snapshot.volume_id)) ?? null
  const row: Volume = {
    id: uuid(),
    name: given.name ?? given.display_name ?? null,
    description: given.description ?? given.display_description ?? null,
    project_id: identity.projectId,
    user_id: identity.userId,
    size,
    status: 'creating',
    volume_type_id: type.id,
    // An unknown zone falls back to the default one (allow_availability_zone_fallback).
    availability_zone: 'nova',
    metadata: { ...given.metadata },
    bootable: false,
    multiattach: given.multiattach === true,
    snapshot_id: snapshot?.id ?? null,
    source_volid: source?.id ?? null,
    image_metadata: null,
    attachments: [],
    reserved_by: null,
    createdAtMs: cloud.now(),
    updatedAtMs: null,
  }
  cloud.state.volumes.set(row.id, row)
  const failing = cloud.settings.failVolumes > 0
  if (failing) cloud.settings.failVolumes--
  if (failing) cloud.later(600, 'cinder.failed', { id: row.id })
  else if (image) cloud.later(400, 'cinder.download', { id: row.id, image: image.id })
  else cloud.later(600, 'cinder.ready', { id: row.id, origin: origin?.id ?? null })
  return accepted({ volume: volumeView(ctx, row, true) })
}

function update(ctx: Ctx): Reply {
  const row = volumeOf(ctx, ctx.params.id)
  const given = ctx.body?.volume
  if (!given) throw new Refusal(400, "'volume' is a required property")
  checkText(given)
  checkMetadata(given.metadata)
  for (const key of ['name', 'description', 'metadata'] as const)
    if (given[key] !== undefined) Object.assign(row, { [key]: given[key] })
  touch(ctx.cloud, row)
  return ok({ volume: volumeView(ctx, row) })
}

function remove(ctx: Ctx): Reply {
  const row = volumeOf(ctx, ctx.params.id)
  const cascade = ctx.query.get('cascade')
  if (cascade !== null && !/^(true|false|1|0|yes|no|on|off|t|f|y|n)$/i.test(cascade))
    throw new Refusal(400, `Value '${cascade}' for 'cascade' is not a boolean.`)
  const force = isTrue(ctx.query.get('force')) && ctx.identity.isAdmin
  const snapshots = snapshotsOf(ctx.cloud, row.id)
  const good = ['available', 'error', 'error_restoring', 'error_extending', 'error_managing'].includes(row.status)
  if ((!good && !force) || row.attachments.length || (snapshots.length && !isTrue(cascade))) throw badVolume(NO_DELETE)
  for (const snapshot of snapshots) ctx.cloud.state.snapshots.delete(snapshot.id)
  touch(ctx.cloud, row, 'deleting')
  ctx.cloud.later(700, 'cinder.deleteVolume', { id: row.id })
  return accepted()
}

const list = (ctx: Ctx, detailed: boolean): Reply =>
  listReply(ctx, {
    plural: 'volumes',
    rows: ctx.cloud.state.volumes.values(),
    view: (row) => (detailed ? volumeView(ctx, row) : volumeSummary(ctx, row)),
    filters: {
      name: (row) => row.name,
      status: (row) => row.status,
      bootable: (row) => row.bootable,
      availability_zone: (row) => row.availability_zone,
      size: (row) => row.size,
      migration_status: () => null,
      group_id: () => null,
    },
    missing: (id) => new Refusal(404, `Volume ${id} could not be found.`),
    path: detailed ? '/volumes/detail' : '/volumes',
  })

const metadataRoutes: readonly Route[] = [
  ['GET', '/volumes/:id/metadata', (ctx) => ok({ metadata: volumeOf(ctx, ctx.params.id).metadata })],
  [
    'POST',
    '/volumes/:id/metadata',
    (ctx) => {
      const row = volumeOf(ctx, ctx.params.id)
      checkMetadata(ctx.body?.metadata)
      Object.assign(row.metadata, ctx.body?.metadata)
      return ok({ metadata: row.metadata })
    },
  ],
  [
    'PUT',
    '/volumes/:id/metadata',
    (ctx) => {
      const row = volumeOf(ctx, ctx.params.id)
      checkMetadata(ctx.body?.metadata)
      row.metadata = { ...ctx.body?.metadata }
      return ok({ metadata: row.metadata })
    },
  ],
  [
    'DELETE',
    '/volumes/:id/metadata/:key',
    (ctx) => {
      const row = volumeOf(ctx, ctx.params.id)
      if (!(ctx.params.key in row.metadata))
        throw new Refusal(404, `Volume ${row.id} has no metadata with key ${ctx.params.key}.`)
      delete row.metadata[ctx.params.key]
      return ok(undefined)
    },
  ],
]

export const volumeRoutes: readonly Route[] = [
  ['GET', '/volumes', (ctx) => list(ctx, false)],
  ['GET', '/volumes/detail', (ctx) => list(ctx, true)],
  [
    'GET',
    '/volumes/summary',
    (ctx) => {
      const rows = [...ctx.cloud.state.volumes.values()].filter(
        (row) =>
          (ctx.identity.isAdmin && isTrue(ctx.query.get('all_tenants'))) || row.project_id === ctx.identity.projectId,
      )
      return ok({
        'volume-summary': { total_count: rows.length, total_size: rows.reduce((sum, row) => sum + row.size, 0) },
      })
    },
  ],
  ['POST', '/volumes', create],
  ['GET', '/volumes/:id', (ctx) => ok({ volume: volumeView(ctx, volumeOf(ctx, ctx.params.id)) })],
  ['PUT', '/volumes/:id', update],
  ['DELETE', '/volumes/:id', remove],
  ...metadataRoutes,
]

export const volumeTasks: TaskTable = {
  'cinder.download': (cloud, { id, image }) => {
    const row = cloud.state.volumes.get(String(id))
    if (row?.status !== 'creating') return
    touch(cloud, row, 'downloading')
    cloud.later(1000, 'cinder.ready', { id, image })
  },
  'cinder.ready': (cloud, { id, image, origin }) => {
    const row = cloud.state.volumes.get(String(id))
    if (!row || !['creating', 'downloading'].includes(row.status)) return
    const from = origin ? cloud.state.volumes.get(String(origin)) : undefined
    const template = image ? cloud.state.images.get(String(image)) : undefined
    if (template) Object.assign(row, { bootable: true, image_metadata: imageMetadata(template) })
    if (from)
      Object.assign(row, { bootable: from.bootable, image_metadata: from.image_metadata && { ...from.image_metadata } })
    touch(cloud, row, 'available')
  },
  'cinder.failed': (cloud, { id }) => {
    const row = cloud.state.volumes.get(String(id))
    if (!row) return
    touch(cloud, row, 'error')
    tell(cloud, row, 'VOLUME_VOLUME_001_003', 'schedule allocate volume:Could not find any available weighted backend.')
  },
  'cinder.deleteVolume': (cloud, { id }) => {
    cloud.state.volumes.delete(String(id))
  },
}
