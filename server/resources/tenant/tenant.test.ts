/** Tenants on the built-in cloud: made, undone when the cloud refuses, tried again, cancelled, resized, drifted. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '../../../db/client.ts'
import { closeClouds } from '../../clouds.ts'
import { leftovers } from '../../jobs/table.ts'
import { setStorageQuotas } from '../../openstack/cinder/quotas.ts'
import { createFakeCloud, type FakeCloud } from '../../openstack/fake/index.ts'
import { collect } from '../../openstack/http.ts'
import { listProjects } from '../../openstack/keystone/projects.ts'
import { listUsers } from '../../openstack/keystone/users.ts'
import { listNetworks } from '../../openstack/neutron/networks.ts'
import { drifts } from '../../sync/table.ts'
import { startTestPortal, type TestPortal } from '../../testing/cloud.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { networks } from '../network/table.ts'
import { securityGroups } from '../security-group/table.ts'

openTestDatabase()

let cloud: FakeCloud
let portal: TestPortal
beforeAll(async () => {
  cloud = await createFakeCloud()
  portal = await startTestPortal(cloud.env, 0.02)
})
afterAll(async () => {
  await portal?.stop()
  await closeClouds()
  await cloud?.close()
})

const limits = { cores: 4, ram: 4096, storage: 20_480 }
let made = 0
const nextName = () => `tenant ${++made}`

const order = async (attributes: Record<string, unknown> = {}, asked: Record<string, unknown> = limits) =>
  portal.api('POST', '/api/marketplace-orders/', {
    offering: `/api/marketplace-public-offerings/${portal.offering.uuid}/`,
    project: `/api/projects/${portal.projectUuid}/`,
    attributes: { name: nextName(), ...attributes },
    limits: asked,
  })

const ordered = async (uuid: string) => (await portal.api('GET', `/api/marketplace-orders/${uuid}/`)).body
const tenantAt = async (uuid: string) => portal.api('GET', `/api/openstack-tenants/${uuid}/`)
const quotaOf = (tenant: { quotas: { name: string }[] }, name: string) => tenant.quotas.find((one) => one.name === name)

/** A tenant that stands. */
const ready = async (attributes: Record<string, unknown> = {}) => {
  const { body } = await order(attributes)
  await portal.settle(30)
  const { resource_uuid, marketplace_resource_uuid } = await ordered(body.uuid)
  const tenant = (await tenantAt(resource_uuid)).body
  expect(tenant).toMatchObject({ state: 'OK', error_message: '' })
  return { tenant, resource: `/api/marketplace-resources/${marketplace_resource_uuid}/` }
}

/** Projects, users and networks that the cloud has beyond its own. */
const holdings = async () => {
  const { keystone, neutron } = await portal.cloud()
  return {
    projects: (await collect(listProjects(keystone))).length,
    users: (await collect(listUsers(keystone))).length,
    networks: (await collect(listNetworks(neutron))).length,
  }
}

describe('creation', () => {
  test('a tenant stands with everything the contract names, and its end leaves nothing', async () => {
    const before = await holdings()
    const { tenant, resource } = await ready()
    expect(quotaOf(tenant, 'vcpu')).toMatchObject({ limit: 4, usage: 0 })
    expect(quotaOf(tenant, 'instances')).toMatchObject({ limit: 30 })
    expect(quotaOf(tenant, 'network_count')).toMatchObject({ limit: 10, usage: 1 })
    const list = async (path: string) =>
      (await portal.api('GET', `/api/${path}/?tenant_uuid=${tenant.uuid}&page_size=50&o=name`)).body
    expect((await list('openstack-networks')).map((row: { name: string }) => row.name)).toEqual(['tenant-1-int-net'])
    expect(await list('openstack-subnets')).toMatchObject([{ cidr: '192.168.42.0/24', is_connected: true }])
    expect(await list('openstack-routers')).toMatchObject([{ name: 'tenant-1-int-net-router', state: 'OK' }])
    const groups = await list('openstack-security-groups')
    expect(groups.map((row: { name: string }) => row.name)).toEqual(['default', 'ping', 'rdp', 'ssh', 'web'])
    expect((await list('openstack-flavors')).length).toBeGreaterThan(0)
    expect(await portal.api('GET', `${resource}offering_for_subresources/`)).toMatchObject({ status: 200 })
    expect((await portal.api('GET', `${resource}offering_for_subresources/`)).body).toHaveLength(2)
    await portal.api('POST', `${resource}terminate/`, {})
    await portal.settle(30)
    expect((await tenantAt(tenant.uuid)).status).toBe(404)
    expect((await portal.api('GET', resource)).body.state).toBe('Terminated')
    expect(await holdings()).toEqual(before)
    expect(await db.select().from(networks).where(eq(networks.tenantUuid, tenant.uuid))).toEqual([])
    const offerings = await portal.api('GET', `/api/marketplace-provider-offerings/?scope_uuid=${tenant.uuid}`)
    expect(offerings.body.map((row: { state: string }) => row.state)).toEqual(['Archived', 'Archived'])
  })

  test('a list of groups in the order replaces the default ones, an empty one too', async () => {
    const { tenant } = await ready({ security_groups: [], skip_creation_of_default_subnet: true })
    const groups = await db.select().from(securityGroups).where(eq(securityGroups.tenantUuid, tenant.uuid))
    expect(groups.map(({ name }) => name)).toEqual(['default'])
    expect(tenant.internal_network_id).toBe('')
  })

  test('what the cloud refuses is undone, told in the cloud’s words, and tried again with success', async () => {
    const before = await holdings()
    const fault = cloud.faults.add({
      service: 'neutron',
      method: 'POST',
      path: 'routers',
      times: null,
      status: 409,
      body: {
        NeutronError: { type: 'IpAddressGenerationFailure', message: 'No more IP addresses available on network x.' },
      },
    })
    const { body } = await order()
    await portal.settle(30)
    const failed = await ordered(body.uuid)
    expect(failed).toMatchObject({ state: 'erred' })
    expect(failed.error_message).toContain('The address pool is empty')
    expect(failed.error_message).toContain('No more IP addresses available')
    expect((await tenantAt(failed.resource_uuid)).body).toMatchObject({ state: 'ERRED', backend_id: null })
    expect(await holdings()).toEqual(before)
    expect(await db.select().from(networks).where(eq(networks.tenantUuid, failed.resource_uuid))).toEqual([])
    expect(await db.select().from(leftovers)).toEqual([])

    cloud.faults.remove(fault)
    expect((await portal.api('POST', `/api/marketplace-orders/${body.uuid}/retry/`, {})).status).toBe(200)
    await portal.settle(30)
    expect(await ordered(body.uuid)).toMatchObject({ state: 'done', error_message: '' })
    expect((await tenantAt(failed.resource_uuid)).body).toMatchObject({ state: 'OK', error_message: '' })
    const rows = await db.select().from(networks).where(eq(networks.tenantUuid, failed.resource_uuid))
    expect(rows).toMatchObject([{ state: 'OK' }])
  })

  test('cancelling takes everything back and closes the order', async () => {
    const before = await holdings()
    const slow = cloud.faults.add({ service: 'neutron', method: 'POST', path: 'subnets', latencyMs: 500 })
    const { body } = await order()
    expect((await portal.api('POST', `/api/marketplace-orders/${body.uuid}/cancel/`, {})).status).toBe(202)
    await portal.settle(30)
    cloud.faults.remove(slow)
    expect(await ordered(body.uuid)).toMatchObject({ state: 'canceled', resource_uuid: null })
    expect(await holdings()).toEqual(before)
  })
})

describe('validation', () => {
  test.each([
    [{ subnet_cidr: '8.8.8.0/24' }, 'subnet_cidr'],
    [{ subnet_cidr: '192.168.0.0/8' }, 'subnet_cidr'],
    [{ subnet_cidr: 'home' }, 'subnet_cidr'],
    [{ name: 'x'.repeat(65) }, 'name'],
    [{ name: '' }, 'name'],
    [{ availability_zone: 'atlantis' }, 'availability_zone'],
    [{ security_groups: [{ name: 'default' }] }, 'security_groups'],
    [{ security_groups: [{ name: 'a', rules: [{ protocol: 'tcp', from_port: 9, to_port: 1 }] }] }, 'security_groups'],
  ])('%j is refused by name', async (attributes, field) => {
    const { status, body } = await order(attributes)
    expect(status).toBe(400)
    expect(Object.keys(body)).toEqual([field])
  })

  test.each([
    [{ ram: 1024, storage: 1024 }, 'CPU limit is mandatory.'],
    [{ cores: 1, storage: 1024 }, 'RAM limit is mandatory.'],
    [{ cores: 1, ram: 1024 }, 'Storage limit is mandatory.'],
  ])('limits %j lack something', async (asked, message) => {
    expect(await order({}, asked)).toMatchObject({ status: 400, body: { limits: [message] } })
  })

  test('unknown components and odd numbers are refused under their names', async () => {
    const { body } = await order({}, { ...limits, cores: 1.5, beer: 3 })
    expect(Object.keys(body.limits).sort()).toEqual(['beer', 'cores'])
  })
})

describe('quotas', () => {
  test('a limit that the cloud refuses leaves the tenant OK and its limits as they were', async () => {
    const { tenant, resource } = await ready()
    cloud.faults.add({
      service: 'nova',
      method: 'PUT',
      path: 'os-quota-sets',
      status: 400,
      body: { badRequest: { code: 400, message: 'Quota limit 1 for cores must be greater than or equal to 2.' } },
    })
    const { body } = await portal.api('POST', `${resource}update_limits/`, { limits: { cores: 8 } })
    await portal.settle(30)
    expect(await ordered(body.order_uuid)).toMatchObject({ state: 'erred' })
    expect((await ordered(body.order_uuid)).error_message).toContain('must be greater than')
    const now = (await tenantAt(tenant.uuid)).body
    expect(now.state).toBe('OK')
    expect(quotaOf(now, 'vcpu')).toMatchObject({ limit: 4 })
    expect((await portal.api('GET', resource)).body).toMatchObject({ state: 'OK', limits: { cores: 4 } })
  })

  test('bad values are refused on their key, unknown keys are ignored', async () => {
    const { tenant } = await ready()
    const path = `/api/openstack-tenants/${tenant.uuid}/set_quotas/`
    expect(await portal.api('POST', path, { vcpu: 0, network_count: -2, ram: 'much' })).toMatchObject({
      status: 400,
      body: { vcpu: expect.any(Array), network_count: expect.any(Array), ram: expect.any(Array) },
    })
    const accepted = await portal.api('POST', path, { vcpu: 7, port_count: -1, beer: 1 })
    expect(accepted).toMatchObject({ status: 202, body: { detail: 'Quota update has been scheduled' } })
    await portal.settle(30)
    expect(quotaOf((await tenantAt(tenant.uuid)).body, 'vcpu')).toMatchObject({ limit: 7 })
  })

  test('a limit changed in the cloud becomes one drift row, and agreeing again resolves it', async () => {
    const { tenant } = await ready()
    const { cinder } = await portal.cloud()
    const pull = async () => {
      await portal.api('POST', `/api/openstack-tenants/${tenant.uuid}/pull_quotas/`)
      await portal.settle(30)
      return db.select().from(drifts).where(eq(drifts.tenantUuid, tenant.uuid))
    }
    await setStorageQuotas(cinder, tenant.backend_id, { volumes: 3 })
    const expected = { kind: 'quota_limit', portalValue: '50', cloudValue: '3', state: 'new' }
    expect(await pull()).toMatchObject([expected])
    expect(await pull()).toMatchObject([expected])
    expect(quotaOf((await tenantAt(tenant.uuid)).body, 'volumes')).toMatchObject({ limit: 3 })
    await setStorageQuotas(cinder, tenant.backend_id, { volumes: 50 })
    expect(await pull()).toMatchObject([{ state: 'resolved' }])
  })
})

test('switching to dynamic storage gives each tenant the limits that it uses, and pushes them', async () => {
  const { tenant, resource } = await ready()
  const path = `/api/marketplace-provider-offerings/${portal.offering.uuid}/update_integration/`
  const mode = async (storage_mode: string) => {
    expect((await portal.api('POST', path, { plugin_options: { storage_mode } })).status).toBe(200)
    await portal.settle(30)
  }
  await mode('dynamic')
  const { limits: now } = (await portal.api('GET', resource)).body
  expect(now).toMatchObject({ cores: 4, ram: 4096, gigabytes_ssd: 0, gigabytes_hdd: 0 })
  expect(now).not.toHaveProperty('storage')
  expect(quotaOf((await tenantAt(tenant.uuid)).body, 'gigabytes_ssd')).toMatchObject({ limit: 0 })
  const types = (await portal.api('GET', `/api/marketplace-public-offerings/${portal.offering.uuid}/`)).body.components
  expect(types.map((one: { type: string }) => one.type)).toEqual(['cores', 'ram', 'gigabytes_hdd', 'gigabytes_ssd'])
  await mode('fixed')
  expect((await portal.api('GET', resource)).body.limits).toMatchObject({ storage: 0 })
})

test('renaming reaches Keystone and the private offerings; a taken name is refused', async () => {
  const { tenant } = await ready()
  const other = await ready()
  const path = `/api/openstack-tenants/${tenant.uuid}/`
  expect(await portal.api('PATCH', path, { name: other.tenant.name })).toMatchObject({
    status: 400,
    body: { name: [`Name '${other.tenant.name}' already exists.`] },
  })
  expect((await portal.api('PATCH', path, { name: 'renamed' })).status).toBe(200)
  await portal.settle(30)
  const { keystone } = await portal.cloud()
  expect((await collect(listProjects(keystone, { name: 'renamed' }))).map(({ id }) => id)).toEqual([tenant.backend_id])
  const offerings = await portal.api('GET', `/api/marketplace-public-offerings/?scope_uuid=${tenant.uuid}&o=name`)
  expect(offerings.body.map((row: { name: string }) => row.name)).toEqual([
    'Virtual machine in renamed',
    'Volume in renamed',
  ])
})
