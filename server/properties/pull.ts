/** Pulls what a provider offers: flavors, images, volume types, zones, external networks (contract 4.3). */
import { eq } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { AnyTable } from '../api/define.ts'
import { adminCloud } from '../clouds.ts'
import { invariant } from '../errors.ts'
import { followVolumeTypes } from '../marketplace/follow-types.ts'
import { getDefaultVolumeType, listVolumeTypeProjects, listVolumeTypes } from '../openstack/cinder/types.ts'
import { listStorageZones } from '../openstack/cinder/zones.ts'
import { isGone } from '../openstack/errors.ts'
import { listImageMembers, listImages, propertiesOf } from '../openstack/glance/images.ts'
import { collect } from '../openstack/http.ts'
import type { CloudSession } from '../openstack/login.ts'
import { listNetworks } from '../openstack/neutron/networks.ts'
import { listSubnets } from '../openstack/neutron/subnets.ts'
import { listFlavorProjects, listFlavors } from '../openstack/nova/flavors.ts'
import { listComputeZones } from '../openstack/nova/zones.ts'
import { availabilityZones } from '../resources/availability-zone/table.ts'
import { externalNetworks } from '../resources/external-network/table.ts'
import { flavors } from '../resources/flavor/table.ts'
import { images } from '../resources/image/table.ts'
import { type ProviderRow, providers } from '../resources/provider/table.ts'
import { volumeTypes } from '../resources/volume-type/table.ts'
import { gibToMib } from '../units.ts'
import { type Access, type LinkKind, linkTenants } from './links.ts'
import { type Counts, reconcile, sumCounts } from './reconcile.ts'

type Pull = (provider: ProviderRow, session: CloudSession) => Promise<Counts>

const AT_ONCE = 4
/** `work` on each item, a few at a time. */
const each = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, worker))
}

/** Who may use each property: `open` ones all, the others whom `askProjects` names. An object that just went has nobody. */
const accessOf = async (
  table: AnyTable,
  settingsUuid: string,
  open: ReadonlySet<string>,
  askProjects: (backendId: string) => Promise<string[]>,
): Promise<Map<string, Access>> => {
  const rows = (await db
    .select({ uuid: table.uuid, backendId: table.backendId })
    .from(table)
    .where(eq(table.settingsUuid, settingsUuid))) as { uuid: string; backendId: string }[]
  const access = new Map<string, Access>()
  await each(rows, async ({ uuid, backendId }) => {
    if (open.has(backendId)) return void access.set(uuid, 'all')
    const projects = await askProjects(backendId).catch((error: unknown) => {
      if (isGone(error)) return []
      throw error
    })
    access.set(uuid, new Set(projects))
  })
  return access
}

const excluded = (pattern: string | undefined) => {
  if (!pattern) return () => false
  const regex = new RegExp(pattern)
  return (name: string) => regex.test(name)
}

export const pullFlavors: Pull = async ({ uuid, options }, { nova }) => {
  const isExcluded = excluded(options.flavor_exclude_regex)
  const all = (await collect(listFlavors(nova))).filter(({ name }) => !isExcluded(name))
  const counts = await reconcile(
    flavors,
    'openstack-flavors',
    uuid,
    all.map(({ id, name, vcpus, ram, disk }) => ({
      backendId: id,
      name,
      cores: vcpus,
      ramMib: ram,
      diskMib: gibToMib(disk),
    })),
  )
  const open = new Set(all.filter((flavor) => flavor['os-flavor-access:is_public']).map(({ id }) => id))
  const ask = (id: string) => listFlavorProjects(nova, id)
  await linkTenants(uuid, 'flavor', await accessOf(flavors, uuid, open, ask))
  return counts
}

export const pullImages: Pull = async ({ uuid }, { glance }) => {
  // Glance shows hidden images only when asked for them, and the portal offers none.
  const all = (await collect(listImages(glance))).filter(({ status }) => status === 'active')
  const counts = await reconcile(
    images,
    'openstack-images',
    uuid,
    all.map((image) => ({
      backendId: image.id,
      name: image.name || image.id,
      minDiskMib: gibToMib(image.min_disk),
      minRamMib: image.min_ram,
      sizeBytes: image.size ?? null,
      status: image.status,
      visibility: image.visibility,
      diskFormat: image.disk_format ?? '',
      osDistro: String(image.os_distro ?? ''),
      osVersion: String(image.os_version ?? ''),
      ownerId: image.owner ?? '',
      properties: propertiesOf(image),
      backendCreatedAt: new Date(image.created_at),
    })),
  )
  const open = new Set(all.filter(({ visibility }) => visibility === 'public').map(({ id }) => id))
  const known = new Map(all.map((image) => [image.id, image]))
  const ask = async (id: string) => {
    const image = known.get(id)
    if (!image) return []
    const owner = image.owner ? [image.owner] : []
    if (image.visibility !== 'shared') return owner
    const members = await listImageMembers(glance, id)
    return [...owner, ...members.filter(({ status }) => status === 'accepted').map(({ member_id }) => member_id)]
  }
  await linkTenants(uuid, 'image', await accessOf(images, uuid, open, ask))
  return counts
}

export const pullVolumeTypes: Pull = async ({ uuid, options }, { cinder }) => {
  const blocked = new Set(options.volume_type_blacklist ?? [])
  const all = (await collect(listVolumeTypes(cinder))).filter(({ name }) => !blocked.has(name))
  const standard = await getDefaultVolumeType(cinder).catch((error: unknown) => {
    if (isGone(error)) return undefined
    throw error
  })
  const counts = await reconcile(
    volumeTypes,
    'openstack-volume-types',
    uuid,
    all.map(({ id, name, description }) => ({
      backendId: id,
      name,
      description: description ?? '',
      isDefault: id === standard?.id,
    })),
  )
  const open = new Set(all.filter(({ is_public }) => is_public).map(({ id }) => id))
  const ask = (id: string) => listVolumeTypeProjects(cinder, id)
  await linkTenants(uuid, 'volume_type', await accessOf(volumeTypes, uuid, open, ask))
  await followVolumeTypes(uuid)
  return counts
}

export const pullZones: Pull = async ({ uuid }, { nova, cinder }) => {
  const [compute, storage] = await Promise.all([listComputeZones(nova), listStorageZones(cinder)])
  const wanted = [
    // Nova's own services live in `internal`, where nobody can start a server.
    ...compute
      .filter(({ zoneName }) => zoneName !== 'internal')
      .map((zone) => ({ zone, service: 'instance' as const })),
    ...storage.map((zone) => ({ zone, service: 'volume' as const })),
  ].map(({ zone, service }) => ({
    backendId: zone.zoneName,
    name: zone.zoneName,
    service,
    available: zone.zoneState.available,
  }))
  const keyOf = (row: Record<string, unknown>) => `${row.service}/${row.backendId}`
  const counts = await reconcile(availabilityZones, 'openstack-availability-zones', uuid, wanted, keyOf)
  const rows = await db.select().from(availabilityZones).where(eq(availabilityZones.settingsUuid, uuid))
  for (const [service, kind] of [
    ['instance', 'instance_zone'],
    ['volume', 'volume_zone'],
  ] as const) {
    const zones = rows.filter((row) => row.service === service)
    await linkTenants(uuid, kind satisfies LinkKind, new Map(zones.map((row) => [row.uuid, 'all'])))
  }
  return counts
}

export const pullExternalNetworks: Pull = async ({ uuid }, { neutron }) => {
  const all = await collect(listNetworks(neutron, { 'router:external': true }))
  const subnets = all.length > 0 ? await collect(listSubnets(neutron, { network_id: all.map(({ id }) => id) })) : []
  return reconcile(
    externalNetworks,
    'openstack-external-networks',
    uuid,
    all.map((network) => ({
      backendId: network.id,
      name: network.name || network.id,
      isShared: network.shared,
      isDefault: network.is_default ?? false,
      status: network.status,
      subnets: subnets
        .filter((subnet) => subnet.network_id === network.id)
        .map((subnet) => ({
          backend_id: subnet.id,
          name: subnet.name ?? '',
          cidr: subnet.cidr,
          gateway_ip: subnet.gateway_ip,
          ip_version: subnet.ip_version,
          allocation_pools: subnet.allocation_pools,
        })),
    })),
  )
}

export const PROPERTY_PULLS = {
  flavors: pullFlavors,
  images: pullImages,
  volume_types: pullVolumeTypes,
  zones: pullZones,
  external_networks: pullExternalNetworks,
} as const satisfies Record<string, Pull>
export type PropertyGroup = keyof typeof PROPERTY_PULLS

/**
 * Pulls some or all groups of a provider. `session` when the caller has one with its own hooks.
 * @throws OpenStackError of the first service that does not answer; groups pulled before stay.
 */
export const pullProperties = async (
  settingsUuid: string,
  groups: readonly PropertyGroup[] = Object.keys(PROPERTY_PULLS) as PropertyGroup[],
  session?: CloudSession,
): Promise<Counts> => {
  const [provider] = await db.select().from(providers).where(eq(providers.uuid, settingsUuid))
  invariant(provider, `provider ${settingsUuid} exists`)
  const cloud = session ?? (await adminCloud(settingsUuid))
  const counts: Counts[] = []
  for (const group of groups) counts.push(await PROPERTY_PULLS[group](provider, cloud))
  return sumCounts(...counts)
}
