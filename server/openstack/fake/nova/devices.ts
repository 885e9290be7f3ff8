/** Volumes and interfaces of a server that exists. */
import type { TaskTable } from '../cloud.ts'
import { accepted, type Ctx, ok, type Reply, type Route } from '../http.ts'
import { uuid } from '../ids.ts'
import { mine } from '../neutron/base.ts'
import type { BlockDevice, Port, Server, Volume } from '../rows.ts'
import { badRequest, checkLock, checkState, finish, invalid, missing, note, python, serverOf } from './base.ts'
import { attachNow, detachNow, nextDevice, plugPort, unplugPort } from './boot.ts'
import { checkPort } from './create.ts'

const ATTACHABLE = ['active', 'paused', 'stopped', 'resized', 'soft-delete', 'shelved', 'shelved_offloaded']

const attachmentView = (ctx: Ctx, row: Server, bdm: BlockDevice) => ({
  ...(ctx.version < 89 ? { id: bdm.volume_id } : {}),
  volumeId: bdm.volume_id,
  serverId: row.id,
  device: bdm.device,
  ...(ctx.version >= 70 ? { tag: bdm.tag } : {}),
  ...(ctx.version >= 79 ? { delete_on_termination: bdm.delete_on_termination } : {}),
  ...(ctx.version >= 89 ? { attachment_id: bdm.attachment_id, bdm_uuid: bdm.uuid } : {}),
})

function attach(ctx: Ctx): Reply {
  const { cloud } = ctx
  const given = ctx.body?.volumeAttachment
  if (!given?.volumeId) throw invalid('volumeAttachment', python(given ?? {}), "'volumeId' is a required property")
  const row = serverOf(ctx)
  checkLock(ctx, row)
  const volume = cloud.state.volumes.get(given.volumeId)
  if (!volume || !mine(ctx, volume)) throw missing(`Volume ${given.volumeId} could not be found.`)
  checkState(row, 'attach_volume', ATTACHABLE)
  const holder = [...cloud.state.servers.values()].find((one) => one.bdms.some((bdm) => bdm.volume_id === volume.id))
  if (holder && !volume.multiattach)
    throw badRequest(`Invalid volume: volume ${volume.id} is already attached to instances: ${holder.id}`)
  if (volume.status !== 'available')
    throw badRequest(
      `Invalid volume: Invalid input received: Invalid volume: Volume ${volume.id} status must be available or downloading to reserve, but the current status is ${volume.status}. (HTTP 400) (Request-ID: ${ctx.requestId})`,
    )
  note(ctx, row, 'attach_volume')
  const bdm: BlockDevice = {
    uuid: uuid(),
    volume_id: volume.id,
    device:
      given.device && /^\/dev\/vd[a-z]$/.test(given.device) && !row.bdms.some((one) => one.device === given.device)
        ? given.device
        : nextDevice(row),
    boot_index: null,
    delete_on_termination: given.delete_on_termination ?? false,
    attachment_id: uuid(),
    tag: given.tag ?? null,
  }
  row.bdms.push(bdm)
  volume.status = 'reserved'
  volume.updatedAtMs = cloud.now()
  cloud.later(300, 'nova.attaching', { volume: volume.id })
  cloud.later(1100, 'nova.attached', { id: row.id, volume: volume.id })
  return ok({
    volumeAttachment: {
      ...attachmentView(ctx, row, bdm),
      // Gone from lists since 2.89, but not from this answer.
      id: volume.id,
      attachment_id: undefined,
      bdm_uuid: undefined,
    },
  })
}

function attachmentOf(ctx: Ctx): { row: Server; bdm: BlockDevice; volume: Volume | undefined } {
  const row = serverOf(ctx)
  const bdm = row.bdms.find((one) => one.volume_id === ctx.params.volume)
  if (!bdm) {
    if (!ctx.cloud.state.volumes.has(ctx.params.volume))
      throw missing(`Volume ${ctx.params.volume} could not be found.`)
    throw missing(`volume_id not found: ${ctx.params.volume}`)
  }
  return { row, bdm, volume: ctx.cloud.state.volumes.get(bdm.volume_id) }
}

function detach(ctx: Ctx): Reply {
  const { row, bdm, volume } = attachmentOf(ctx)
  checkLock(ctx, row)
  if (bdm.boot_index === 0 && !['shelved', 'shelved_offloaded'].includes(row.vm_state))
    throw badRequest('Cannot detach a root device volume')
  checkState(row, 'detach_volume', ATTACHABLE)
  if (volume?.status !== 'in-use')
    throw badRequest(
      `Invalid volume: Invalid input received: Invalid volume: Unable to detach volume. Volume status must be 'in-use' and attach_status must be 'attached' to detach. (HTTP 400) (Request-ID: ${ctx.requestId})`,
    )
  note(ctx, row, 'detach_volume')
  volume.status = 'detaching'
  volume.updatedAtMs = ctx.cloud.now()
  ctx.cloud.later(900, 'nova.detached', { id: row.id, volume: volume.id })
  return accepted()
}

function updateAttachment(ctx: Ctx): Reply {
  const { bdm } = attachmentOf(ctx)
  const given = ctx.body?.volumeAttachment ?? {}
  if (ctx.version >= 85 && typeof given.delete_on_termination === 'boolean')
    bdm.delete_on_termination = given.delete_on_termination
  return accepted()
}

const interfaceView = (port: Port) => ({
  net_id: port.network_id,
  port_id: port.id,
  mac_addr: port.mac_address,
  port_state: port.status,
  fixed_ips: port.fixed_ips,
})

function addInterface(ctx: Ctx): Reply {
  const { cloud } = ctx
  const row = serverOf(ctx)
  checkLock(ctx, row)
  const given = ctx.body?.interfaceAttachment ?? {}
  if (given.net_id && given.port_id) throw badRequest('Must not input both network_id and port_id')
  checkState(row, 'attach_interface', ['active', 'paused', 'stopped'])
  if (given.port_id) {
    const port = cloud.state.ports.get(given.port_id)
    if (!port || !mine(ctx, port)) throw missing(`Port id ${given.port_id} could not be found.`)
    checkPort(port)
  }
  const networks = [...cloud.state.networks.values()].filter(
    (one) => one.project_id === row.project_id && !one.external,
  )
  const networkId = given.port_id ? cloud.state.ports.get(given.port_id)!.network_id : (given.net_id ?? networks[0]?.id)
  if (!given.port_id && !cloud.state.networks.has(networkId)) throw missing(`Network ${networkId} could not be found.`)
  note(ctx, row, 'attach_interface')
  const port = plugPort(cloud, row, {
    network: networkId,
    port: given.port_id,
    address: given.fixed_ips?.[0]?.ip_address,
  })
  cloud.later(700, 'neutron.portActive', { port: port.id })
  finish(cloud, row, null, 'attach_interface')
  return ok({
    interfaceAttachment: { ...interfaceView(port), ...(ctx.version >= 70 ? { tag: given.tag ?? null } : {}) },
  })
}

const portsOf = (ctx: Ctx, row: Server): Port[] =>
  row.nics.map((nic) => ctx.cloud.state.ports.get(nic.port_id)).filter((port) => port !== undefined)

export const deviceRoutes: readonly Route[] = [
  [
    'GET',
    '/servers/:id/os-volume_attachments',
    (ctx) => {
      const row = serverOf(ctx)
      return ok({ volumeAttachments: row.bdms.map((bdm) => attachmentView(ctx, row, bdm)) })
    },
  ],
  ['POST', '/servers/:id/os-volume_attachments', attach],
  [
    'GET',
    '/servers/:id/os-volume_attachments/:volume',
    (ctx) => {
      const { row, bdm } = attachmentOf(ctx)
      return ok({ volumeAttachment: attachmentView(ctx, row, bdm) })
    },
  ],
  ['PUT', '/servers/:id/os-volume_attachments/:volume', updateAttachment],
  ['DELETE', '/servers/:id/os-volume_attachments/:volume', detach],
  [
    'GET',
    '/servers/:id/os-interface',
    (ctx) => ok({ interfaceAttachments: portsOf(ctx, serverOf(ctx)).map(interfaceView) }),
  ],
  ['POST', '/servers/:id/os-interface', addInterface],
  [
    'GET',
    '/servers/:id/os-interface/:port',
    (ctx) => {
      const port = portsOf(ctx, serverOf(ctx)).find((one) => one.id === ctx.params.port)
      if (!port) throw missing(`Instance ${ctx.params.id} does not have port with id ${ctx.params.port}`)
      return ok({ interfaceAttachment: interfaceView(port) })
    },
  ],
  [
    // Nova accepts any id and finds out later.
    'DELETE',
    '/servers/:id/os-interface/:port',
    (ctx) => {
      const row = serverOf(ctx)
      checkLock(ctx, row)
      checkState(row, 'detach_interface', ['active', 'paused', 'stopped'])
      note(ctx, row, 'detach_interface')
      ctx.cloud.later(900, 'nova.unplugged', { id: row.id, port: ctx.params.port })
      return accepted()
    },
  ],
]

export const deviceTasks: TaskTable = {
  'nova.attaching': (cloud, { volume }) => {
    const row = cloud.state.volumes.get(String(volume))
    if (row?.status === 'reserved') row.status = 'attaching'
  },
  'nova.attached': (cloud, { id, volume }) => {
    const row = cloud.state.servers.get(String(id))
    const bdm = row?.bdms.find((one) => one.volume_id === volume)
    if (!row || !bdm) return
    attachNow(cloud, row, bdm)
    finish(cloud, row, null, 'attach_volume')
  },
  'nova.detached': (cloud, { id, volume }) => {
    const row = cloud.state.servers.get(String(id))
    detachNow(cloud, String(volume))
    if (!row) return
    row.bdms = row.bdms.filter((one) => one.volume_id !== volume)
    finish(cloud, row, null, 'detach_volume')
  },
  'nova.unplugged': (cloud, { id, port }) => {
    const row = cloud.state.servers.get(String(id))
    if (!row?.nics.some((nic) => nic.port_id === port)) return
    unplugPort(cloud, row, String(port))
    finish(cloud, row, null, 'detach_interface')
  },
}
