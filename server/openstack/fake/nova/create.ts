/** `POST /servers`: everything that is checked before Nova says 202. */
import { type Ctx, Refusal, type Reply } from '../http.ts'
import { shortWord, uuid } from '../ids.ts'
import { mine } from '../neutron/base.ts'
import { networkOf } from '../neutron/networks.ts'
import type { BlockDevice, Flavor, Image, Loose, Port, Server, Volume } from '../rows.ts'
import { badRequest, conflict, forbidden, invalid, note, python } from './base.ts'
import type { Wanted } from './boot.ts'
import { reserve } from './quotas.ts'
import { links } from './view.ts'

const KNOWN =
  'name flavorRef imageRef networks key_name tags user_data availability_zone security_groups metadata description block_device_mapping block_device_mapping_v2 config_drive min_count max_count adminPass personality host hypervisor_hostname accessIPv4 accessIPv6 OS-DCF:diskConfig return_reservation_id trusted_image_certificates hostname'.split(
    ' ',
  )
const USER_DATA_MOST = 65_535

/** nova/api/openstack/compute/schemas/servers.py, in so far as it refuses. */
function checkSchema(ctx: Ctx, given: Loose): void {
  const { version } = ctx
  for (const key of ['name', 'flavorRef'])
    if (given[key] === undefined) throw invalid('server', python(given), `'${key}' is a required property`)
  if (version >= 37 && given.networks === undefined)
    throw invalid('server', python(given), "'networks' is a required property")
  const unknown = Object.keys(given).filter(
    (key) =>
      !KNOWN.includes(key) ||
      (key === 'tags' && version < 52) ||
      (key === 'description' && version < 19) ||
      (key === 'personality' && version >= 57),
  )
  if (unknown.length)
    throw invalid(
      'server',
      python(given),
      `Additional properties are not allowed (${unknown.map((key) => `'${key}'`).join(', ')} ${unknown.length > 1 ? 'were' : 'was'} unexpected)`,
    )
  checkText('name', given.name, 255)
  ;(given.tags ?? []).forEach((tag: Loose, index: number) => {
    if (typeof tag !== 'string') throw invalid(String(index), tag, `${python(tag)} is not of type 'string'`)
    if (tag === '') throw invalid(String(index), tag, "'' is too short")
    if (tag.length > 60) throw invalid(String(index), tag, `'${tag}' is too long`)
    if (/[,/]/.test(tag)) throw invalid(String(index), tag, `'${tag}' does not match '^[^,/]*$'`)
  })
  if ((given.tags ?? []).length > 50) throw invalid('tags', python(given.tags), `${python(given.tags)} is too long`)
  if (given.user_data && given.user_data.length > USER_DATA_MOST)
    throw invalid('user_data', given.user_data, `'${given.user_data}' is too long`)
  for (const [key, value] of Object.entries(given.metadata ?? {})) {
    if (typeof value !== 'string') throw invalid(key, python(value), `${python(value)} is not of type 'string'`)
    if (value.length > 255) throw invalid(key, value, `'${value}' is too long`)
  }
}

function checkText(name: string, value: Loose, most: number): void {
  if (typeof value !== 'string') throw invalid(name, python(value), `${python(value)} is not of type 'string'`)
  if (value.trim() === '') throw invalid(name, value, "'' is too short")
  if (value.length > most) throw invalid(name, value, `'${value}' is too long`)
}

function checkImage(ctx: Ctx, id: string, flavor: Flavor, onVolume: boolean): Image {
  const image = ctx.cloud.state.images.get(id)
  if (!image || !(image.visibility === 'public' || image.owner === ctx.identity.projectId || ctx.identity.isAdmin))
    throw badRequest('Can not find requested image')
  if (image.status !== 'active') throw badRequest(`Image ${id} is not active.`)
  if (flavor.ram < image.min_ram) throw badRequest("Flavor's memory is too small for requested image.")
  if (onVolume) return image
  const bytes = flavor.disk * 2 ** 30
  if (flavor.disk > 0 && (image.size ?? 0) > bytes)
    throw badRequest(
      `Flavor's disk is too small for requested image. Flavor disk is ${bytes} bytes, image is ${image.size} bytes.`,
    )
  if (flavor.disk > 0 && flavor.disk < image.min_disk)
    throw badRequest(
      `Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is ${bytes} bytes, minimum size is ${image.min_disk * 2 ** 30} bytes.`,
    )
  if (flavor.disk === 0 && !ctx.identity.isAdmin)
    throw new Refusal(403, 'Only volume-backed servers are allowed for flavors with zero disk.')
  return image
}

/** Ports and networks that the server will get. */
function checkNetworks(ctx: Ctx, given: Loose): Wanted['nics'] {
  const { cloud, identity } = ctx
  if (given === 'none') return []
  if (given === undefined || given === 'auto' || (Array.isArray(given) && given.length === 0)) {
    const own = [...cloud.state.networks.values()].filter(
      (row) => row.project_id === identity.projectId && !row.external,
    )
    if (own.length > 1) throw conflict('Multiple possible networks found, use a Network ID to be more specific.')
    if (own.length === 0 && given === 'auto')
      throw badRequest(`Unable to automatically allocate a network for project ${identity.projectId}`)
    return own.map((row) => ({ network: row.id }))
  }
  if (!Array.isArray(given))
    throw invalid('networks', python(given), `${python(given)} is not valid under any of the given schemas`)
  return given.map((entry: Loose) => {
    if (entry.port) {
      const port = cloud.state.ports.get(entry.port)
      if (!port || !mine(ctx, port)) throw badRequest(`Port id ${entry.port} could not be found.`)
      checkPort(port)
      return { port: port.id, network: port.network_id }
    }
    const network = cloud.state.networks.get(entry.uuid)
    try {
      if (!network) throw 0
      networkOf(ctx, network.id)
    } catch {
      throw badRequest(`Network ${entry.uuid} could not be found.`)
    }
    const subnets = [...cloud.state.subnets.values()].filter((row) => row.network_id === network.id)
    if (subnets.length === 0) throw badRequest(`Network ${network.id} requires a subnet in order to boot instances on.`)
    if (network.external && !identity.isAdmin && !network.shared)
      throw new Refusal(403, `It is not allowed to create an interface on external network ${network.id}`)
    return { network: network.id, ...(entry.fixed_ip ? { address: entry.fixed_ip as string } : {}) }
  })
}

export function checkPort(port: Port): void {
  if (port.device_id) throw conflict(`Port ${port.id} is still in use.`)
}

/** Volumes that the server boots from or gets, reserved in Cinder. */
function checkDisks(ctx: Ctx, given: Loose): { bdms: BlockDevice[]; made: Wanted['disks']; boots: boolean } {
  const bdms: BlockDevice[] = []
  const made: Wanted['disks'] = []
  let boots = false
  const entries: Loose[] = given.block_device_mapping_v2 ?? []
  const reserved: Volume[] = []
  entries.forEach((entry, index) => {
    const bootIndex = entry.boot_index === undefined || entry.boot_index === null ? null : Number(entry.boot_index)
    if (entry.source_type === 'image' && entry.destination_type === 'local') return
    boots ||= bootIndex === 0
    const common = {
      uuid: uuid(),
      device: '',
      boot_index: bootIndex,
      delete_on_termination: entry.delete_on_termination === true || entry.delete_on_termination === 'true',
      attachment_id: uuid(),
      tag: entry.tag ?? null,
    }
    if (entry.source_type === 'volume') {
      const volume = ctx.cloud.state.volumes.get(entry.uuid)
      if (!volume || !mine(ctx, volume))
        throw badRequest(`Block Device Mapping is Invalid: failed to get volume ${entry.uuid}.`)
      if (volume.status !== 'available' || reserved.includes(volume))
        throw badRequest(
          `Invalid volume: Volume ${volume.id} status must be available or downloading to reserve, but the current status is ${volume.status}.`,
        )
      if (bootIndex === 0 && !volume.bootable) throw badRequest(`Block Device ${volume.id} is not bootable.`)
      reserved.push(volume)
      bdms.push({ ...common, volume_id: volume.id })
      return
    }
    const size = Number(entry.volume_size ?? 0)
    const image = entry.source_type === 'image' ? ctx.cloud.state.images.get(entry.uuid) : undefined
    if (entry.source_type === 'image' && !image)
      throw badRequest(`Block Device Mapping is Invalid: failed to get image ${entry.uuid}.`)
    const snapshot = entry.source_type === 'snapshot' ? ctx.cloud.state.snapshots.get(entry.uuid) : undefined
    if (entry.source_type === 'snapshot' && !snapshot)
      throw badRequest(`Block Device Mapping is Invalid: failed to get snapshot ${entry.uuid}.`)
    if (!size && !snapshot)
      throw badRequest(
        `Block Device Mapping is Invalid: Images with destination_type 'volume' need to have a non-zero size specified`,
      )
    made.push({
      index,
      sizeGib: size || snapshot!.size,
      image: image?.id ?? null,
      snapshot: snapshot?.id ?? null,
      bdm: { ...common, volume_id: '' },
    })
  })
  if (entries.length && !boots && !given.imageRef)
    throw badRequest(
      'Block Device Mapping is Invalid: Boot sequence for the instance and image/block device mapping combination is not valid.',
    )
  for (const volume of reserved) {
    volume.status = 'reserved'
    volume.updatedAtMs = ctx.cloud.now()
  }
  return { bdms, made, boots }
}

function checkGroups(ctx: Ctx, given: Loose, nics: Wanted['nics']): string[] {
  const names: string[] = (given ?? [{ name: 'default' }]).map((one: Loose) => one.name)
  if (nics.some((nic) => nic.port === undefined))
    for (const name of names) {
      if (name === 'default') continue
      const rows = [...ctx.cloud.state.securityGroups.values()].filter(
        (row) => row.project_id === ctx.identity.projectId && (row.id === name || row.name === name),
      )
      if (rows.length === 0) throw badRequest(`Unable to find security_group with name or id '${name}'`)
      if (rows.length > 1)
        throw conflict(`Multiple security groups found matching '${name}'. Use an ID to be more specific.`)
    }
  return names
}

/** @throws Refusal 400, 403, 409 */
export function createServer(ctx: Ctx, boot: (row: Server, wanted: Wanted) => void): Reply {
  const { cloud, identity } = ctx
  const given = ctx.body?.server
  if (!given || typeof given !== 'object') throw badRequest('Malformed request body')
  checkSchema(ctx, given)
  const flavor = cloud.state.flavors.get(String(given.flavorRef))
  if (!flavor) throw badRequest(`Flavor ${given.flavorRef} could not be found.`)
  const least = Number(given.min_count ?? 1)
  const count = Number(given.max_count ?? given.min_count ?? 1)
  if (least > count) throw badRequest('min_count must be <= max_count')
  const zone = given.availability_zone as string | undefined
  if (zone?.includes(':') && !identity.isAdmin) throw forbidden('servers:create:forced_host')
  if (zone && zone.split(':')[0] !== 'nova') throw badRequest('The requested availability zone is not available')
  if (!given.imageRef && !given.block_device_mapping_v2?.length) throw badRequest('Missing imageRef attribute')
  if (given.key_name !== undefined && given.key_name !== null) {
    const pairs = [...cloud.state.keypairs.values()]
    if (!pairs.some((pair) => pair.user_id === identity.userId && pair.name === given.key_name))
      throw badRequest('Invalid key_name provided.')
  }
  const hints = ctx.body['os:scheduler_hints'] ?? ctx.body['OS-SCH-HNT:scheduler_hints']
  if (hints?.group && !cloud.state.serverGroups.has(hints.group))
    throw badRequest(`Instance group ${hints.group} could not be found.`)
  const onVolume = (given.block_device_mapping_v2 ?? []).some(
    (one: Loose) => Number(one.boot_index) === 0 && one.destination_type === 'volume',
  )
  const imageId = given.imageRef ? String(given.imageRef).split('/').pop()! : null
  if (imageId) checkImage(ctx, imageId, flavor, onVolume)
  const nics = checkNetworks(ctx, given.networks)
  const groups = checkGroups(ctx, given.security_groups, nics)
  reserve(cloud, identity.projectId, { instances: count, cores: count * flavor.vcpus, ram: count * flavor.ram })
  const { bdms, made } = checkDisks(ctx, given)
  const rows: Server[] = []
  for (let index = 0; index < count; index++) {
    const name = count > 1 ? `${given.name}-${index + 1}` : given.name
    const row = newServer(ctx, given, flavor, name)
    Object.assign(row, { image_id: onVolume ? null : imageId, security_groups: groups, group_id: hints?.group ?? null })
    row.bdms = bdms
    note(ctx, row, 'create')
    cloud.state.servers.set(row.id, row)
    boot(row, { nics, disks: made })
    rows.push(row)
  }
  const first = rows[0]
  return {
    status: 202,
    headers: { Location: `${ctx.base}/servers/${first.id}` },
    body: {
      server: {
        id: first.id,
        links: links(ctx, 'servers', first.id),
        'OS-DCF:diskConfig': 'MANUAL',
        security_groups: groups.map((name) => ({ name })),
        adminPass: given.adminPass ?? shortWord(12),
      },
    },
  }
}

/** A row as it is right after the request. */
export function newServer(ctx: Ctx, given: Loose, flavor: Flavor, name: string): Server {
  const { cloud, identity } = ctx
  const now = cloud.now()
  return {
    id: uuid(),
    index: cloud.next('servers'),
    name: name.trim(),
    project_id: identity.projectId,
    user_id: identity.userId,
    // Before 2.19 the description is the name.
    description: ctx.version < 19 ? name : (given.description ?? null),
    metadata: { ...given.metadata },
    tags: [...new Set<string>(given.tags ?? [])].sort(),
    vm_state: 'building',
    task_state: 'scheduling',
    power_state: 0,
    host: null,
    az: '',
    requested_az: given.availability_zone ?? null,
    image_id: null,
    flavor: structuredClone(flavor),
    old_flavor: null,
    old_vm_state: null,
    key_name: given.key_name ?? null,
    user_data: given.user_data ?? null,
    config_drive:
      given.config_drive === true || /^(1|t|true|on|y|yes)$/i.test(String(given.config_drive ?? '')) ? 'True' : '',
    locked: false,
    locked_reason: null,
    hostname: given.hostname ?? hostnameOf(name),
    reservation_id: `r-${shortWord(8).toLowerCase()}`,
    fault: null,
    bdms: [],
    group_id: null,
    security_groups: ['default'],
    nics: [],
    actions: [],
    createdAtMs: now,
    updatedAtMs: now,
    launchedAtMs: null,
    terminatedAtMs: null,
    bootedAtMs: null,
    console: [],
  }
}

/** nova/utils.py, sanitize_hostname. */
const hostnameOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[ _.]/g, '-')
    .replace(/[^a-z0-9-]+/g, '')
    .replace(/^[-]+|[-]+$/g, '')
    .slice(0, 63)
