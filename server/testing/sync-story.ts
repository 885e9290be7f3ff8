/**
 * What sync sees of a tenant whose objects were made, changed and removed past the portal: the same story on the built-in
 * cloud and on a real one. Each step builds on the ones before.
 */
import { and, desc, eq, gt } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { events } from '../events/table.ts'
import { newUuid } from '../ids.ts'
import { lastChange } from '../live/changes.ts'
import { changes } from '../live/table.ts'
import { createVolume, deleteVolume, getVolume, updateVolume } from '../openstack/cinder/volumes.ts'
import { isGone } from '../openstack/errors.ts'
import { listImages } from '../openstack/glance/images.ts'
import { collect } from '../openstack/http.ts'
import { createFloatingIp } from '../openstack/neutron/floatingips.ts'
import { createNetwork, deleteNetwork, updateNetwork } from '../openstack/neutron/networks.ts'
import { createPort, deletePort } from '../openstack/neutron/ports.ts'
import { addRouterInterface, createRouter } from '../openstack/neutron/routers.ts'
import { createRule, createSecurityGroup } from '../openstack/neutron/securitygroups.ts'
import { createSubnet } from '../openstack/neutron/subnets.ts'
import { listFlavors } from '../openstack/nova/flavors.ts'
import { createServer, deleteServer, getServer, updateServer } from '../openstack/nova/servers.ts'
import { registry } from '../registry.ts'
import { floatingIps } from '../resources/floating-ip/table.ts'
import { instances } from '../resources/instance/table.ts'
import { networks } from '../resources/network/table.ts'
import { portSecurityGroups, ports } from '../resources/port/table.ts'
import { routers } from '../resources/router/table.ts'
import { securityGroupRules, securityGroups } from '../resources/security-group/table.ts'
import { subnets } from '../resources/subnet/table.ts'
import { volumes } from '../resources/volume/table.ts'
import { type PassResult, pullProvider } from '../sync/provider.ts'
import { drifts } from '../sync/table.ts'
import { insertRow } from './rows.ts'
import { type CloudAccess, type TenantOnCloud, tenantOnCloud } from './tenant-on-cloud.ts'

export type SyncStory = {
  on: TenantOnCloud
  pull: (group: 'resources' | 'subresources', since?: Date) => Promise<PassResult>
}

/** Collections whose rows show what the cloud's agents are doing. */
const SETTLING = ['openstack-ports', 'openstack-routers', 'openstack-floating-ips']

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const until = async <T>(read: () => Promise<T>, test: (value: T) => boolean): Promise<T> => {
  for (let n = 0; n < 300; n++) {
    const value = await read()
    if (test(value)) return value
    await pause(500)
  }
  throw new Error('It does not become what was waited for')
}

const goneFrom = (read: () => Promise<unknown>) =>
  until(
    () =>
      read().then(
        () => false,
        (error: unknown) => {
          if (isGone(error)) return true
          throw error
        },
      ),
    Boolean,
  )

export const tellSyncStory = (accessOf: () => Promise<CloudAccess> | CloudAccess, pace = 1): (() => SyncStory) => {
  let on: TenantOnCloud
  let externalNetworkId: string
  const made: Record<string, string> = {}
  const pull: SyncStory['pull'] = (group, since) =>
    pullProvider({
      resources: registry,
      group,
      session: on.admin,
      provider: { uuid: on.tenant.settingsUuid, name: 'Cloud' },
      settleMs: 0,
      since,
    })
  const place = () => {
    const { tenantUuid, projectUuid, customerUuid, settingsUuid } = on.tenant
    return { tenantUuid, projectUuid, customerUuid, settingsUuid }
  }
  // biome-ignore lint/suspicious/noExplicitAny: tables of all types
  const rowOf = async (table: any, id: string) =>
    (await db.select().from(table).where(eq(table.backendId, id)))[0] as Record<string, unknown> & { uuid: string }
  const eventsOf = async (type: string) =>
    (
      await db
        .select()
        .from(events)
        .where(and(eq(events.eventType, type), eq(events.tenantUuid, on.tenant.uuid)))
        .orderBy(desc(events.number))
    ).map(({ context }) => context.resource_name)

  beforeAll(async () => {
    const access = await accessOf()
    externalNetworkId = access.externalNetworkId
    on = await tenantOnCloud(registry, access, { pace })
  })
  afterAll(async () => {
    if (!on) return
    if (made.server) await deleteServer(on.admin.nova, made.server).catch(() => {})
    if (made.volume) await deleteVolume(on.admin.cinder, made.volume).catch(() => {})
    await on.end()
  })

  test('networks and what belongs to them become rows, each in its place', async () => {
    const { neutron } = on.admin.forProject(on.tenant.backendId)
    const network = await createNetwork(neutron, { name: 'outside', description: 'Made past the portal' })
    const subnet = await createSubnet(neutron, {
      network_id: network.id,
      cidr: '10.77.0.0/24',
      ip_version: 4,
      name: 'sub',
    })
    const router = await createRouter(neutron, {
      name: 'way out',
      external_gateway_info: { network_id: externalNetworkId },
    })
    await addRouterInterface(neutron, router.id, { subnet_id: subnet.id })
    const group = await createSecurityGroup(neutron, { name: 'theirs' })
    const other = await createSecurityGroup(neutron, { name: 'others' })
    await createRule(neutron, {
      security_group_id: group.id,
      direction: 'ingress',
      ethertype: 'IPv4',
      protocol: 'tcp',
      port_range_min: 22,
      port_range_max: 22,
      remote_group_id: other.id,
    })
    const port = await createPort(neutron, { network_id: network.id, name: 'nic', security_groups: [group.id] })
    const address = await createFloatingIp(neutron, { floating_network_id: externalNetworkId, port_id: port.id })
    Object.assign(made, { network: network.id, router: router.id, group: group.id, port: port.id, address: address.id })

    const result = await pull('subresources')
    expect(result.errors).toEqual([])
    const networkRow = await rowOf(networks, network.id)
    expect(networkRow).toMatchObject({ ...place(), name: 'outside', state: 'OK', description: 'Made past the portal' })
    const subnetRow = await rowOf(subnets, subnet.id)
    expect(subnetRow).toMatchObject({ networkUuid: networkRow.uuid, cidr: '10.77.0.0/24', isConnected: true })
    expect(await rowOf(routers, router.id)).toMatchObject({ name: 'way out', externalNetworkId })
    const groupRow = await rowOf(securityGroups, group.id)
    const portRow = await rowOf(ports, port.id)
    expect(portRow).toMatchObject({ networkUuid: networkRow.uuid, subnetUuid: subnetRow.uuid, name: 'nic' })
    expect(await db.select().from(portSecurityGroups).where(eq(portSecurityGroups.portUuid, portRow.uuid))).toEqual([
      { portUuid: portRow.uuid, securityGroupUuid: groupRow.uuid },
    ])
    expect(await rowOf(floatingIps, address.id)).toMatchObject({
      portUuid: portRow.uuid,
      address: address.floating_ip_address,
      fixedIpAddress: port.fixed_ips[0].ip_address,
    })
    const routerPorts = await db.select().from(ports).where(eq(ports.deviceId, router.id))
    expect(routerPorts.map(({ deviceOwner }) => deviceOwner)).toEqual([expect.stringContaining('router')])
    expect(await eventsOf('openstack_network_imported')).toEqual(['outside'])
    expect((await eventsOf('openstack_security_group_imported')).sort()).toEqual(['default', 'others', 'theirs'])
  })

  test('rules name the groups that came with them', async () => {
    const group = await rowOf(securityGroups, made.group)
    const rules = await db.select().from(securityGroupRules).where(eq(securityGroupRules.securityGroupUuid, group.uuid))
    const [others] = await db.select().from(securityGroups).where(eq(securityGroups.name, 'others'))
    expect(rules.find((rule) => rule.protocol === 'tcp')).toMatchObject({ fromPort: 22, remoteGroupUuid: others.uuid })
    expect(rules).toHaveLength(3)
  })

  test('a second look changes nothing, and nobody is told', async () => {
    const quiet = await until(
      async () => {
        // A cloud settles for a moment: ports, routers and addresses become ACTIVE.
        await pull('subresources')
        await pause(1500)
        const before = await lastChange()
        const { created, updated, removed } = await pull('subresources')
        return { changes: created + updated + removed, told: (await lastChange()) - before }
      },
      ({ changes }) => changes === 0,
    )
    expect(quiet.told).toBe(0)
  })

  test('a new name and a new rule show', async () => {
    await updateNetwork(on.admin.neutron, made.network, { name: 'renamed' })
    const { neutron } = on.admin.forProject(on.tenant.backendId)
    await createRule(neutron, { security_group_id: made.group, direction: 'ingress', ethertype: 'IPv6' })
    const before = await lastChange()
    expect(await pull('subresources')).toMatchObject({ created: 0, removed: 0 })
    const [network, group] = [await rowOf(networks, made.network), await rowOf(securityGroups, made.group)]
    expect(network).toMatchObject({ name: 'renamed' })
    const told = await db
      .select()
      .from(changes)
      .where(and(gt(changes.number, before), eq(changes.operation, 'updated')))
    expect(told.map(({ uuid }) => uuid)).toEqual(expect.arrayContaining([network.uuid, group.uuid]))
    // In a real cloud a port, a router or an address may become ACTIVE in this very moment.
    const others = told.filter(
      ({ uuid, type }) => ![network.uuid, group.uuid].includes(uuid) && !SETTLING.includes(type),
    )
    expect(others).toEqual([])
    expect(await eventsOf('openstack_security_group_rules_changed')).toEqual(['theirs'])
  })

  test('an ERRED row whose object is well becomes OK', async () => {
    const row = await rowOf(networks, made.network)
    await db.update(networks).set({ state: 'ERRED', errorMessage: 'Once.' }).where(eq(networks.uuid, row.uuid))
    await pull('subresources')
    expect(await rowOf(networks, made.network)).toMatchObject({ state: 'OK', errorMessage: '' })
  })

  test('what is gone from the cloud goes here, with an entry', async () => {
    await deletePort(on.admin.neutron, made.port)
    expect(await pull('subresources')).toMatchObject({ removed: 1 })
    expect(await rowOf(ports, made.port)).toBeUndefined()
    expect(await rowOf(floatingIps, made.address)).toMatchObject({ portUuid: null })
    expect(await eventsOf('openstack_port_cleaned')).toEqual(['nic'])
  })

  test('a network of another project is none of ours', async () => {
    const foreign = await createNetwork(on.admin.neutron, { name: `foreign-${newUuid().slice(0, 6)}` })
    try {
      await pull('subresources')
      expect(await rowOf(networks, foreign.id)).toBeUndefined()
    } finally {
      await deleteNetwork(on.admin.neutron, foreign.id)
    }
  })

  test('servers and volumes that the portal does not know are shown as drift', async () => {
    const session = on.admin.forProject(on.tenant.backendId)
    const flavors = (await collect(listFlavors(session.nova))).sort((a, b) => a.ram - b.ram)
    const image = (await collect(listImages(session.glance))).find(
      ({ status, min_disk, min_ram }) => status === 'active' && min_disk <= 1 && min_ram <= flavors[0].ram,
    )
    const volume = await createVolume(session.cinder, { name: 'theirs', size: 1 })
    made.volume = volume.id
    const flavor = flavors.find(({ disk }) => disk > 0) ?? flavors[0]
    made.server = (
      await createServer(session.nova, {
        name: 'theirs',
        flavorRef: flavor.id,
        imageRef: image!.id,
        networks: 'none',
      })
    ).id
    await until(
      () => getVolume(session.cinder, volume.id),
      ({ status }) => status === 'available',
    )
    await until(
      () => getServer(session.nova, made.server),
      ({ status }) => status !== 'BUILD',
    )
    expect(await pull('resources')).toMatchObject({ created: 0, updated: 0, removed: 0, errors: [] })
    const found = await db.select().from(drifts).where(eq(drifts.tenantUuid, on.tenant.uuid))
    expect(found.map(({ kind, subject, state }) => [kind, subject, state]).sort()).toEqual([
      ['missing_in_portal', `openstack-instances/${made.server}`, 'new'],
      ['missing_in_portal', `openstack-volumes/${made.volume}`, 'new'],
    ])
  })

  test('known ones follow the cloud, and are no drift', async () => {
    const now = new Date()
    const times = { createdAt: now, modifiedAt: now }
    const common = { ...place(), state: 'OK' as const, name: 'x', ...times }
    await insertRow(volumes, { ...common, uuid: newUuid(), backendId: made.volume, sizeMib: 1 })
    await insertRow(instances, { ...common, uuid: newUuid(), backendId: made.server })
    expect(await pull('resources')).toMatchObject({ updated: 2 })
    expect(await rowOf(volumes, made.volume)).toMatchObject({
      name: 'theirs',
      sizeMib: 1024,
      runtimeState: 'available',
    })
    expect(await rowOf(instances, made.server)).toMatchObject({ name: 'theirs' })
    const open = await db
      .select()
      .from(drifts)
      .where(and(eq(drifts.tenantUuid, on.tenant.uuid), eq(drifts.state, 'new')))
    expect(open).toEqual([])
    expect(await pull('resources')).toEqual({ created: 0, updated: 0, removed: 0, errors: [] })
  })

  test('a look at what has changed since sees changes and deletions', async () => {
    const since = new Date(Date.now() - 2000)
    await updateServer(on.admin.nova, made.server, { name: 'renamed' })
    await updateVolume(on.admin.cinder, made.volume, { name: 'renamed' })
    expect(await pull('resources', since)).toMatchObject({ updated: 2, removed: 0 })
    expect(await rowOf(instances, made.server)).toMatchObject({ name: 'renamed' })
    expect(await rowOf(volumes, made.volume)).toMatchObject({ name: 'renamed' })
    await deleteServer(on.admin.nova, made.server)
    await goneFrom(() => getServer(on.admin.nova, made.server))
    expect(await pull('resources', since)).toMatchObject({ removed: 1 })
    expect(await rowOf(instances, made.server)).toBeUndefined()
    expect(await eventsOf('resource_deletion_succeeded')).toEqual(['renamed'])
  })

  test('a volume that is gone goes here too', async () => {
    await deleteVolume(on.admin.cinder, made.volume)
    await goneFrom(() => getVolume(on.admin.cinder, made.volume))
    expect(await pull('resources')).toMatchObject({ removed: 1 })
    expect(await rowOf(volumes, made.volume)).toBeUndefined()
  })

  return () => ({ on, pull })
}
