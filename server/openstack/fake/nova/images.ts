/** `createImage`: an image of a server's disk, or of snapshots of its volumes. */
import type { TaskTable } from '../cloud.ts'
import type { Ctx, Reply } from '../http.ts'
import { md5, sha, uuid } from '../ids.ts'
import type { Image, Loose, Server } from '../rows.ts'
import { change, checkState, invalid, note, python } from './base.ts'

export function createImage(ctx: Ctx, row: Server, given: Loose): Reply {
  if (!given?.name) throw invalid('createImage', python(given), "'name' is a required property")
  const { cloud } = ctx
  checkState(row, 'createImage', ['active', 'stopped', 'paused', 'suspended'])
  note(ctx, row, 'createImage')
  const source = row.image_id ? cloud.state.images.get(row.image_id) : undefined
  const now = cloud.now()
  const image: Image = {
    id: uuid(),
    name: given.name,
    owner: row.project_id,
    status: row.image_id ? 'queued' : 'active',
    visibility: 'private',
    disk_format: row.image_id ? (source?.disk_format ?? 'qcow2') : null,
    container_format: row.image_id ? 'bare' : null,
    size: row.image_id ? null : 0,
    virtual_size: null,
    checksum: null,
    os_hash_value: null,
    min_ram: source?.min_ram ?? 0,
    min_disk: row.image_id ? row.flavor.disk : 0,
    protected: false,
    os_hidden: false,
    tags: [],
    properties: { ...source?.properties, ...given.metadata, instance_uuid: row.id, image_type: 'snapshot' },
    createdAtMs: now,
    updatedAtMs: now,
  }
  if (!row.image_id) snapshotVolumes(ctx, row, image)
  cloud.state.images.set(image.id, image)
  if (row.image_id) {
    change(cloud, row, { task_state: 'image_snapshot' })
    cloud.later(1500, 'nova.imageReady', { id: image.id, server: row.id })
  }
  return {
    status: 202,
    headers: { Location: `${cloud.url}/image/v2/images/${image.id}` },
    ...(ctx.version >= 45 ? { body: { image_id: image.id } } : {}),
  }
}

function snapshotVolumes(ctx: Ctx, row: Server, image: Image): void {
  const { cloud } = ctx
  const mapping = row.bdms.map((bdm) => {
    const volume = cloud.state.volumes.get(bdm.volume_id)
    const id = uuid()
    if (volume)
      cloud.state.snapshots.set(id, {
        id,
        name: `snapshot for ${image.name}`,
        description: '',
        project_id: row.project_id,
        user_id: ctx.identity.userId,
        volume_id: volume.id,
        volume_type_id: volume.volume_type_id,
        size: volume.size,
        status: 'available',
        metadata: {},
        createdAtMs: cloud.now(),
        updatedAtMs: cloud.now(),
      })
    return {
      source_type: 'snapshot',
      destination_type: 'volume',
      snapshot_id: id,
      volume_size: volume?.size,
      boot_index: bdm.boot_index,
      device_name: bdm.device,
      delete_on_termination: bdm.delete_on_termination,
    }
  })
  Object.assign(image.properties, {
    root_device_name: '/dev/vda',
    bdm_v2: 'True',
    block_device_mapping: JSON.stringify(mapping),
  })
}

export const imageTasks: TaskTable = {
  'nova.imageReady': (cloud, { id, server }) => {
    const image = cloud.state.images.get(String(id))
    const row = cloud.state.servers.get(String(server))
    if (row?.task_state === 'image_snapshot') change(cloud, row, { task_state: null })
    if (!image) return
    Object.assign(image, {
      status: 'active',
      size: 13 * 2 ** 20,
      virtual_size: image.min_disk * 2 ** 30,
      checksum: md5(image.id),
      os_hash_value: sha('sha512', image.id),
      updatedAtMs: cloud.now(),
    })
  },
}
