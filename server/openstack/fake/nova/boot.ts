/** What happens to a server after 202: scheduling, network, disks, start; and its end. */
import type { Cloud, TaskTable } from '../cloud.ts'
import { uuid } from '../ids.ts'
import { internalCtx } from '../internal.ts'
import { touch } from '../neutron/base.ts'
import { createPortRow, deletePortRow } from '../neutron/ports.ts'
import type { BlockDevice, Port, Server, Volume } from '../rows.ts'
import { change, fail, finish, POWER } from './base.ts'

export type Wanted = {
  nics: { network: string; port?: string; address?: string }[]
  disks: { index: number; sizeGib: number; image: string | null; snapshot: string | null; bdm: BlockDevice }[]
}

const live = (cloud: Cloud, id: unknown): Server | null => {
  const row = cloud.state.servers.get(String(id))
  return row && row.vm_state === 'building' && row.task_state !== 'deleting' ? row : null
}

/** Starts the chain. The wishes travel as text, because tasks are data. */
export function boot(cloud: Cloud, row: Server, wanted: Wanted): void {
  cloud.later(300, 'nova.schedule', { id: row.id, wanted: JSON.stringify(wanted) })
}

export const fitsAHost = (cloud: Cloud, flavor: { vcpus: number; ram: number }): boolean => {
  if (cloud.settings.noValidHost > 0) {
    cloud.settings.noValidHost--
    return false
  }
  return flavor.vcpus <= cloud.settings.hostVcpus && flavor.ram <= cloud.settings.hostRamMib
}

/** @throws Refusal what Neutron says */
export function plugPort(cloud: Cloud, row: Server, wanted: Wanted['nics'][number]): Port {
  let port = wanted.port ? cloud.state.ports.get(wanted.port) : undefined
  if (wanted.port && !port) throw new Error(`Port ${wanted.port} could not be found.`)
  if (!port) {
    const groups = [...cloud.state.securityGroups.values()].filter(
      (group) =>
        group.project_id === row.project_id &&
        row.security_groups.some((name) => name === group.name || name === group.id),
    )
    port = createPortRow(internalCtx(cloud, row.project_id, row.user_id), {
      network_id: wanted.network,
      ...(wanted.address ? { fixed_ips: [{ ip_address: wanted.address }] } : {}),
      ...(groups.length && cloud.state.networks.get(wanted.network)?.port_security_enabled
        ? { security_groups: groups.map((group) => group.id) }
        : {}),
    })
  }
  Object.assign(port, { device_id: row.id, device_owner: 'compute:nova', host_id: row.host ?? '' })
  touch(cloud, port)
  row.nics.push({ port_id: port.id, own: wanted.port === undefined })
  return port
}

/** Frees the ports: those that Nova made go, others stay for the next server. */
export function unplugPort(cloud: Cloud, row: Server, portId: string): void {
  const nic = row.nics.find((one) => one.port_id === portId)
  const port = cloud.state.ports.get(portId)
  row.nics = row.nics.filter((one) => one.port_id !== portId)
  if (!port) return
  if (nic?.own) deletePortRow(cloud, port)
  else {
    Object.assign(port, { device_id: '', device_owner: '', host_id: '', status: 'DOWN' })
    touch(cloud, port)
  }
}

export function nextDevice(row: Server): string {
  const taken = new Set(row.bdms.map((bdm) => bdm.device))
  const local = row.image_id !== null
  for (let letter = local ? 1 : 0; letter < 26; letter++) {
    const device = `/dev/vd${String.fromCharCode(97 + letter)}`
    if (!taken.has(device)) return device
  }
  return '/dev/vdz'
}

export function attachNow(cloud: Cloud, row: Server, bdm: BlockDevice): void {
  const volume = cloud.state.volumes.get(bdm.volume_id)
  if (!volume) return
  bdm.device ||= nextDevice(row)
  volume.attachments = [
    { attachment_id: bdm.attachment_id, server_id: row.id, device: bdm.device, attachedAtMs: cloud.now() },
  ]
  volume.status = 'in-use'
  volume.updatedAtMs = cloud.now()
}

export function detachNow(cloud: Cloud, volumeId: string): void {
  const volume = cloud.state.volumes.get(volumeId)
  if (!volume || !['in-use', 'detaching', 'reserved', 'attaching'].includes(volume.status)) return
  volume.attachments = []
  volume.status = 'available'
  volume.updatedAtMs = cloud.now()
}

/** A volume that Nova makes itself for a server. */
function makeVolume(cloud: Cloud, row: Server, disk: Wanted['disks'][number]): BlockDevice {
  const image = disk.image ? cloud.state.images.get(disk.image) : undefined
  const now = cloud.now()
  const volume: Volume = {
    id: uuid(),
    name: '',
    description: '',
    project_id: row.project_id,
    user_id: row.user_id,
    size: disk.sizeGib,
    status: 'attaching',
    volume_type_id: cloud.state.volumeTypes.keys().next().value!,
    availability_zone: 'nova',
    metadata: {},
    bootable: image !== undefined || disk.snapshot !== null,
    multiattach: false,
    snapshot_id: disk.snapshot,
    source_volid: null,
    image_metadata: image ? { image_id: image.id, image_name: image.name ?? '', ...image.properties } : null,
    attachments: [],
    reserved_by: row.id,
    createdAtMs: now,
    updatedAtMs: now,
  }
  cloud.state.volumes.set(volume.id, volume)
  return { ...disk.bdm, uuid: uuid(), attachment_id: uuid(), volume_id: volume.id }
}

/** Ends a server for good; what it held is given back. */
export function bury(cloud: Cloud, row: Server): void {
  for (const nic of [...row.nics]) unplugPort(cloud, row, nic.port_id)
  for (const bdm of row.bdms) {
    detachNow(cloud, bdm.volume_id)
    if (bdm.delete_on_termination) cloud.state.volumes.delete(bdm.volume_id)
  }
  change(cloud, row, { vm_state: 'deleted', task_state: null, power_state: POWER.none })
  Object.assign(row, { bdms: [], old_flavor: null, terminatedAtMs: cloud.now(), user_data: null, console: [] })
  cloud.consoleEnded(row.id)
}

export const bootTasks: TaskTable = {
  'nova.schedule': (cloud, { id, wanted }) => {
    const row = live(cloud, id)
    if (!row) return
    if (!fitsAHost(cloud, row.flavor)) return fail(cloud, row, 500, 'No valid host was found. ')
    row.host = 'compute1'
    row.az = row.requested_az?.split(':')[0] ?? 'nova'
    change(cloud, row, { task_state: 'networking' })
    cloud.later(400, 'nova.network', { id: row.id, wanted })
  },
  'nova.network': (cloud, { id, wanted }) => {
    const row = live(cloud, id)
    if (!row) return
    const { nics } = JSON.parse(String(wanted)) as Wanted
    try {
      for (const nic of nics) plugPort(cloud, row, nic)
    } catch (error) {
      for (const nic of [...row.nics]) unplugPort(cloud, row, nic.port_id)
      return fail(
        cloud,
        row,
        500,
        `Build of instance ${row.id} aborted: Failed to allocate the network(s), not rescheduling. ${error instanceof Error ? error.message : ''}`.trim(),
      )
    }
    change(cloud, row, { task_state: 'block_device_mapping' })
    cloud.later(500, 'nova.disks', { id: row.id, wanted })
  },
  'nova.disks': (cloud, { id, wanted }) => {
    const row = live(cloud, id)
    if (!row) return
    const { disks } = JSON.parse(String(wanted)) as Wanted
    row.bdms = [...row.bdms, ...disks.map((disk) => makeVolume(cloud, row, disk))].sort(
      (a, b) => (a.boot_index === 0 ? -1 : 0) - (b.boot_index === 0 ? -1 : 0),
    )
    for (const bdm of row.bdms) attachNow(cloud, row, bdm)
    change(cloud, row, { task_state: 'spawning' })
    cloud.later(1800, 'nova.active', { id: row.id })
  },
  'nova.active': (cloud, { id }) => {
    const row = live(cloud, id)
    if (!row) return
    change(cloud, row, { vm_state: 'active', task_state: null, power_state: POWER.running })
    row.launchedAtMs = cloud.now()
    row.bootedAtMs = cloud.now()
    finish(cloud, row)
    for (const { port_id } of row.nics) {
      const port = cloud.state.ports.get(port_id)
      if (port) Object.assign(port, { status: 'ACTIVE' })
    }
  },
  'nova.deleted': (cloud, { id }) => {
    const row = cloud.state.servers.get(String(id))
    if (row && row.vm_state !== 'deleted') bury(cloud, row)
  },
}
