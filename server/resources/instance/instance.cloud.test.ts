/** The main story on a real OpenStack, through API and engine: tenant, instance, power, disks, flavor, and all of it gone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminCloud } from '../../clouds.ts'
import { findVolumesByMetadata } from '../../openstack/cinder/volumes.ts'
import { collect } from '../../openstack/http.ts'
import { listProjects } from '../../openstack/keystone/projects.ts'
import { findServersByTag } from '../../openstack/nova/servers.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { accessFromEnv, makeWorld, type World } from '../../testing/world.ts'
import { metadataMark, tagMark } from '../base/marks.ts'

openTestDatabase()

// biome-ignore lint/suspicious/noExplicitAny: public JSON
type Json = any

const SECONDS = 300

describe('an instance on a real cloud', () => {
  let world: World
  let tenant: { tenantUuid: string; resourceUuid: string }
  let order: { objectUuid: string; resourceUuid: string; orderUuid: string }
  let flavors: Json[]
  const name = `story-${Date.now()}`
  const get = async (path: string): Promise<Json> => (await world.manager('GET', path)).body
  const instance = () => get(`/api/openstack-instances/${order.objectUuid}/`)
  const settle = () => world.settle({ seconds: SECONDS })
  const act = async (path: string, body: object = {}) => {
    const answer = await world.manager('POST', path, body)
    expect(answer.status, answer.text).toBe(202)
    await settle()
  }

  beforeAll(async () => {
    world = await makeWorld(accessFromEnv(process.env), { pace: 1, settleSeconds: 5, leaseSeconds: 30 })
  })
  afterAll(async () => {
    const { keystone } = await adminCloud(world.provider.uuid)
    expect(await collect(listProjects(keystone, { name }))).toEqual([])
  })

  it('has a tenant with a network that has a way out', async () => {
    tenant = await world.orderTenant(name)
    await settle()
    const row = await get(`/api/openstack-tenants/${tenant.tenantUuid}/`)
    expect(row.state, row.error_message).toBe('OK')
    const [subnet] = await get(`/api/openstack-subnets/?tenant_uuid=${tenant.tenantUuid}`)
    expect(subnet).toMatchObject({ state: 'OK', is_connected: true })
  })

  it('boots with its disks, its port and a floating address', async () => {
    flavors = await get(`/api/openstack-flavors/?tenant_uuid=${tenant.tenantUuid}&o=ram`)
    const images = await get(`/api/openstack-images/?tenant_uuid=${tenant.tenantUuid}`)
    const [subnet] = await get(`/api/openstack-subnets/?tenant_uuid=${tenant.tenantUuid}`)
    order = await world.order(tenant.tenantUuid, 'OpenStack.Instance', {
      name: 'web-01',
      flavor: flavors[0].url,
      image: (images.find((image: Json) => image.name.includes('raw')) ?? images[0]).url,
      system_volume_size: 1024,
      data_volume_size: 1024,
      ports: [{ subnet: subnet.url }],
      floating_ips: [{ subnet: subnet.url }],
    })
    await settle()
    const made = await instance()
    expect(made.error_message).toBe('')
    expect(made).toMatchObject({ state: 'OK', runtime_state: 'ACTIVE' })
    expect(made.internal_ips).toHaveLength(1)
    expect(made.external_ips).toHaveLength(1)
    expect(made.volumes.map((volume: Json) => volume.runtime_state)).toEqual(['in-use', 'in-use'])
    expect((await get(`/api/marketplace-orders/${order.orderUuid}/`)).state).toBe('done')
    expect((await get(`/api/marketplace-resources/${order.resourceUuid}/`)).state).toBe('OK')
  })

  it('counts against the quotas', async () => {
    const { quotas } = await get(`/api/openstack-tenants/${tenant.tenantUuid}/`)
    const used = Object.fromEntries(quotas.map((quota: Json) => [quota.name, quota.usage]))
    expect(used).toMatchObject({ instances: 1, vcpu: flavors[0].cores, ram: flavors[0].ram, volumes: 2, storage: 2048 })
  })

  it('gives the address of its console and its log', async () => {
    const console_ = await world.manager('GET', `/api/openstack-instances/${order.objectUuid}/console/`)
    expect(console_.status, console_.text).toBe(200)
    expect(console_.body.url).toMatch(/^https?:\/\/.*token/)
    const log = await world.manager('GET', `/api/openstack-instances/${order.objectUuid}/console_log/?length=50`)
    expect(log.status).toBe(200)
    expect(typeof log.body).toBe('string')
  })

  it('restarts, and refuses to start while it runs', async () => {
    await act(`/api/openstack-instances/${order.objectUuid}/restart/`, { type: 'HARD' })
    expect(await instance()).toMatchObject({ state: 'OK', runtime_state: 'ACTIVE' })
    const again = await world.manager('POST', `/api/openstack-instances/${order.objectUuid}/start/`)
    expect(again.status).toBe(409)
  })

  it('loses a disk, which grows and changes its type, and gets it back', async () => {
    const disk = (await instance()).volumes.find((volume: Json) => !volume.bootable)
    await act(`/api/openstack-volumes/${disk.uuid}/detach/`)
    await act(`/api/openstack-volumes/${disk.uuid}/extend/`, { disk_size: 2048 })
    expect(await get(`/api/openstack-volumes/${disk.uuid}/`)).toMatchObject({ size: 2048, runtime_state: 'available' })
    const { type_name: before } = await get(`/api/openstack-volumes/${disk.uuid}/`)
    const types = await get(`/api/openstack-volume-types/?tenant_uuid=${tenant.tenantUuid}`)
    const other = types.find((type: Json) => type.name !== before)
    await act(`/api/openstack-volumes/${disk.uuid}/retype/`, { type: other.url })
    expect(await get(`/api/openstack-volumes/${disk.uuid}/`)).toMatchObject({ state: 'OK', type_name: other.name })
    await act(`/api/openstack-instances/${order.objectUuid}/attach_volume/`, { volume: disk.url })
    const back = await get(`/api/openstack-volumes/${disk.uuid}/`)
    expect(back).toMatchObject({ state: 'OK', runtime_state: 'in-use', instance_name: 'web-01' })
    expect(back.device).toMatch(/^\/dev\//)
  })

  it('has a disk in use kept, brought back as another, and both disks gone again', async () => {
    const disk = (await instance()).volumes.find((volume: Json) => !volume.bootable)
    const taken = await world.manager('POST', `/api/openstack-volumes/${disk.uuid}/snapshot/`, { name: 'before' })
    expect(taken.status, taken.text).toBe(201)
    await settle()
    const path = `/api/openstack-snapshots/${taken.body.uuid}/`
    expect(await get(path)).toMatchObject({ state: 'OK', error_message: '', runtime_state: 'available', size: 2048 })
    const { quotas } = await get(`/api/openstack-tenants/${tenant.tenantUuid}/`)
    const used = Object.fromEntries(quotas.map((quota: Json) => [quota.name, quota.usage]))
    expect(used).toMatchObject({ snapshots: 1, snapshots_size: 2048, storage: 5120 })

    const restored = await world.manager('POST', `${path}restore/`, { name: 'again' })
    expect(restored.status, restored.text).toBe(201)
    await settle()
    const again = await get(`/api/openstack-volumes/${restored.body.uuid}/`)
    expect(again).toMatchObject({ state: 'OK', error_message: '', runtime_state: 'available', size: 2048 })
    expect(again.marketplace_resource_state).toBe('OK')
    expect((await get(path)).restorations).toMatchObject([{ volume_name: 'again', volume_state: 'OK' }])

    const renamed = await world.manager('PATCH', path, { name: 'kept' })
    expect(renamed.status, renamed.text).toBe(200)
    await settle()
    await act(`${path}pull/`)
    expect(await get(path)).toMatchObject({ state: 'OK', name: 'kept' })

    // The disk that it was taken of goes with the instance, and the snapshot with the disk.
    const gone = await world.manager('DELETE', `/api/openstack-volumes/${again.uuid}/`)
    expect(gone.status, gone.text).toBe(202)
    const second = await world.manager('POST', `/api/openstack-volumes/${disk.uuid}/snapshot/`, { name: 'second' })
    await settle()
    const removed = await world.manager('DELETE', `/api/openstack-snapshots/${second.body.uuid}/`)
    expect(removed.status, removed.text).toBe(202)
    await settle()
    expect((await world.manager('GET', `/api/openstack-snapshots/${second.body.uuid}/`)).status).toBe(404)
  })

  it('is seen in the cloud and in the topology, and may use a second address', async () => {
    const path = `/api/openstack-tenants/${tenant.tenantUuid}/`
    const here = await instance()
    expect(await get(`${path}backend_instances/`)).toMatchObject([
      { name: 'web-01', backend_id: here.backend_id, runtime_state: 'ACTIVE', state: 'OK' },
    ])
    const disks = await get(`${path}backend_volumes/`)
    const ids = (list: Json[]) => list.map(({ backend_id }) => backend_id).sort()
    expect(ids(disks)).toEqual(ids(await get(`/api/openstack-volumes/?tenant_uuid=${tenant.tenantUuid}`)))
    const { nodes, edges } = await get(`${path}topology/`)
    const kinds = (list: Json[], key: string) => [...new Set(list.map((one) => one[key]))].sort()
    expect(kinds(nodes, 'type')).toEqual(
      ['external_network', 'floating_ip', 'instance', 'network', 'port', 'router', 'subnet', 'tenant'].sort(),
    )
    expect(kinds(edges, 'kind')).toEqual(
      ['attached_to', 'contains', 'floating_for', 'gateway', 'has_interface', 'has_port', 'has_subnet'].sort(),
    )
    await act(`/api/openstack-instances/${order.objectUuid}/update_allowed_address_pairs/`, {
      subnet: here.ports[0].subnet,
      allowed_address_pairs: [{ ip_address: '192.168.42.200' }],
    })
    expect((await instance()).ports[0].allowed_address_pairs).toMatchObject([{ ip_address: '192.168.42.200' }])
  })

  it('stops, and takes another flavor', async () => {
    await act(`/api/openstack-instances/${order.objectUuid}/stop/`)
    expect(await instance()).toMatchObject({ state: 'OK', runtime_state: 'SHUTOFF' })
    await act(`/api/openstack-instances/${order.objectUuid}/change_flavor/`, { flavor: flavors[1].url })
    expect(await instance()).toMatchObject({ state: 'OK', flavor_name: flavors[1].name, error_message: '' })
  })

  it('goes with its disks and address, and nothing of it stays', async () => {
    const { volumes } = await instance()
    await world.terminate(order.resourceUuid)
    await settle()
    expect((await world.manager('GET', `/api/openstack-instances/${order.objectUuid}/`)).status).toBe(404)
    const admin = await adminCloud(world.provider.uuid)
    expect(await findServersByTag(admin.nova, tagMark(order.objectUuid))).toEqual([])
    for (const { uuid } of volumes) expect(await findVolumesByMetadata(admin.cinder, metadataMark(uuid))).toEqual([])
    expect(await get(`/api/openstack-floating-ips/?tenant_uuid=${tenant.tenantUuid}`)).toEqual([])
    expect(await get(`/api/openstack-snapshots/?tenant_uuid=${tenant.tenantUuid}`)).toEqual([])
  })

  it('leaves no tenant behind', async () => {
    await world.terminate(tenant.resourceUuid)
    await settle()
    expect((await world.manager('GET', `/api/openstack-tenants/${tenant.tenantUuid}/`)).status).toBe(404)
  })
})
