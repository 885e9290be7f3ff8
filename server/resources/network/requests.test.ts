/** What the API accepts and refuses for the network types, before any job runs. */
import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { db } from '../../../db/client.ts'
import type { Actor } from '../../api/define.ts'
import { events } from '../../events/table.ts'
import { newUuid } from '../../ids.ts'
import { jobs } from '../../jobs/table.ts'
import { quotas } from '../../quotas/table.ts'
import { registry } from '../../registry.ts'
import { encrypt } from '../../secrets.ts'
import { apiOf, makeActor, makeHolder } from '../../testing/api.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { makeProject } from '../../testing/identity.ts'
import { insertRow, resourceValues } from '../../testing/rows.ts'
import { externalNetworks } from '../external-network/table.ts'
import { makeFloatingIp } from '../floating-ip/factory.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { offerings } from '../offering/table.ts'
import { makePort } from '../port/factory.ts'
import { portSecurityGroups } from '../port/table.ts'
import { providers } from '../provider/table.ts'
import { makeRouter } from '../router/factory.ts'
import { makeSecurityGroup } from '../security-group/factory.ts'
import { makeSubnet } from '../subnet/factory.ts'
import { type TenantRow, tenants } from '../tenant/table.ts'
import { makeNetwork } from './factory.ts'

openTestDatabase()

const times = { createdAt: new Date(), modifiedAt: new Date() }

const makeTenant = async (more: Partial<TenantRow> = {}): Promise<TenantRow> => {
  const project = await makeProject()
  const provider = await insertRow(providers, {
    uuid: newUuid(),
    name: 'Cloud',
    customerUuid: newUuid(),
    secrets: '',
    options: { dns_nameservers: ['9.9.9.9', '2620:fe::fe'] },
    ...times,
  })
  const uuid = newUuid()
  return insertRow(tenants, {
    ...resourceValues('tenant'),
    uuid,
    tenantUuid: uuid,
    projectUuid: project.uuid,
    customerUuid: project.customerUuid,
    settingsUuid: provider.uuid,
    ...more,
  })
}

/** Columns of what lives in the tenant. */
const inside = ({ uuid, projectUuid, customerUuid, settingsUuid }: TenantRow) => ({
  tenantUuid: uuid,
  projectUuid,
  customerUuid,
  settingsUuid,
})
const manager = ({ projectUuid }: TenantRow) => makeHolder('PROJECT.MANAGER', 'project', projectUuid)
const send = (actor: Actor) => apiOf(registry, actor)
const staff = () => send(makeActor())
const setQuota = (tenant: TenantRow, name: string, limit: number) =>
  insertRow(quotas, { tenantUuid: tenant.uuid, name, limit, modifiedAt: new Date() })

test('both forms of creation make the same network, and its job', async () => {
  const tenant = await makeTenant()
  await setQuota(tenant, 'network_count', 2)
  const api = send(manager(tenant))
  const below = await api('POST', `/api/openstack-tenants/${tenant.uuid}/create_network/`, { name: ' one ' })
  const beside = await api('POST', '/api/openstack-networks/', {
    name: 'two',
    tenant: `/api/openstack-tenants/${tenant.uuid}/`,
  })
  expect([below.status, beside.status]).toEqual([201, 201])
  expect(below.body).toMatchObject({ name: 'one', state: 'CREATION_SCHEDULED', tenant_uuid: tenant.uuid, subnets: [] })
  expect(Object.keys(below.body).sort()).toEqual(Object.keys(beside.body).sort())
  const found = await db.select().from(jobs).where(eq(jobs.tenantUuid, tenant.uuid))
  expect(found.map((job) => job.name)).toEqual(['network.create', 'network.create'])
  const third = await api('POST', `/api/openstack-tenants/${tenant.uuid}/create_network/`, { name: 'three' })
  expect([third.status, third.body]).toEqual([
    400,
    { non_field_errors: ['One or more quotas were exceeded: network_count quota limit: 2, requires 3'] },
  ])
  const scheduled = and(eq(events.tenantUuid, tenant.uuid), eq(events.eventType, 'resource_creation_scheduled'))
  expect(await db.select().from(events).where(scheduled)).toHaveLength(2)
})

test('the MTU of the offering is that of new networks', async () => {
  const tenant = await makeTenant()
  const offeringUuid = newUuid()
  await insertRow(offerings, {
    uuid: offeringUuid,
    name: 'Cloud',
    type: 'OpenStack.Tenant',
    state: 'Active',
    categoryUuid: newUuid(),
    customerUuid: newUuid(),
    settingsUuid: tenant.settingsUuid,
    pluginOptions: { default_internal_network_mtu: 1400 },
    ...times,
  })
  await insertRow(marketplaceResources, {
    uuid: newUuid(),
    name: 'tenant',
    state: 'OK',
    offeringUuid,
    projectUuid: tenant.projectUuid,
    customerUuid: tenant.customerUuid,
    scopeType: 'OpenStack.Tenant',
    scopeUuid: tenant.uuid,
    ...times,
  })
  const path = `/api/openstack-tenants/${tenant.uuid}/create_network/`
  expect((await staff()('POST', path, { name: 'a' })).body.mtu).toBe(1400)
  expect((await staff()('POST', path, { name: 'b', mtu: 1300 })).body.mtu).toBe(1300)
  expect((await staff()('POST', path, { name: 'c', mtu: 67 })).body).toHaveProperty('mtu')
})

test('who may not manage the tenant is refused as its action would refuse; outsiders see no tenant', async () => {
  const tenant = await makeTenant()
  const link = `/api/openstack-tenants/${tenant.uuid}/`
  const reader = makeHolder('PROJECT.READER', 'project', tenant.projectUuid)
  const outsider = makeHolder('PROJECT.MANAGER', 'project', newUuid())
  for (const [path, body] of [
    ['openstack-networks', { name: 'n', tenant: link }],
    ['openstack-floating-ips', { tenant: link }],
    ['openstack-sgp', { name: 'g', rules: [], tenant: link }],
  ] as const) {
    expect((await send(reader)('POST', `/api/${path}/`, body)).status).toBe(403)
    const refused = await send(outsider)('POST', `/api/${path}/`, body)
    expect([refused.status, refused.body]).toEqual([400, { tenant: ['Invalid hyperlink - Object does not exist.'] }])
  }
  const router = await send(reader)('POST', '/api/openstack-routers/', { name: 'r', tenant: link })
  expect([router.status, Object.keys(router.body)]).toEqual([400, ['tenant']])
})

test('a member changes networks, a reader only looks', async () => {
  const network = await makeNetwork()
  const as = (role: string) => send(makeHolder(role, 'project', network.projectUuid))
  const path = `/api/openstack-networks/${network.uuid}/`
  for (const [method, below] of [
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', 'set_mtu/'],
    ['POST', 'create_subnet/'],
  ])
    expect([method, below, (await as('PROJECT.READER')(method, `${path}${below}`, {})).status]).toEqual([
      method,
      below,
      403,
    ])
  expect((await as('PROJECT.READER')('GET', path)).status).toBe(200)
  expect((await as('PROJECT.MEMBER')('PATCH', path, { name: 'renamed' })).status).toBe(200)
})

test('nothing is made in a tenant that is not OK', async () => {
  const tenant = await makeTenant({ state: 'UPDATING' })
  const link = `/api/openstack-tenants/${tenant.uuid}/`
  for (const path of ['openstack-networks', 'openstack-routers']) {
    const { status, body } = await staff()('POST', `/api/${path}/`, { name: 'n', tenant: link })
    expect([status, body]).toEqual([409, { detail: 'Valid states for operation: OK.' }])
  }
})

test('the segment of a network is shown to staff alone', async () => {
  const tenant = await makeTenant()
  const network = await makeNetwork({ ...inside(tenant), segmentationId: 77 })
  const path = `/api/openstack-networks/${network.uuid}/`
  expect((await staff()('GET', path)).body.segmentation_id).toBe(77)
  expect((await send(manager(tenant))('GET', path)).body.segmentation_id).toBeNull()
})

test('any member changes a network; only managers change a subnet', async () => {
  const tenant = await makeTenant()
  const network = await makeNetwork(inside(tenant))
  const subnet = await makeSubnet({ ...inside(tenant), networkUuid: network.uuid })
  const member = send(makeHolder('PROJECT.MEMBER', 'project', tenant.projectUuid))
  expect((await member('PATCH', `/api/openstack-networks/${network.uuid}/`, { name: 'new' })).body).toMatchObject({
    name: 'new',
    state: 'UPDATE_SCHEDULED',
  })
  expect((await member('PATCH', `/api/openstack-subnets/${subnet.uuid}/`, { name: 'new' })).status).toBe(403)
})

test('a subnet takes name servers of its version, refuses its neighbours, and is alone in its network', async () => {
  const tenant = await makeTenant()
  const [network, other, third] = [
    await makeNetwork(inside(tenant)),
    await makeNetwork(inside(tenant)),
    await makeNetwork(inside(tenant)),
  ]
  const create = (uuid: string) => `/api/openstack-networks/${uuid}/create_subnet/`
  const first = await staff()('POST', create(network.uuid), { name: 'sub' })
  expect(first.body).toMatchObject({
    cidr: '192.168.42.0/24',
    gateway_ip: '192.168.42.1',
    dns_nameservers: ['9.9.9.9'],
    ip_version: 4,
    enable_dhcp: true,
  })
  const six = await staff()('POST', create(third.uuid), { name: 'six', cidr: 'fd00:5::/64' })
  expect(six.body).toMatchObject({ ip_version: 6, dns_nameservers: ['2620:fe::fe'], gateway_ip: null })
  expect((await staff()('POST', create(other.uuid), { name: 'sub', cidr: '192.168.0.0/16' })).body).toEqual({
    cidr: ['CIDR 192.168.0.0/16 overlaps with CIDR 192.168.42.0/24.'],
  })
  const link = `/api/openstack-networks/${network.uuid}/`
  const second = await staff()('POST', '/api/openstack-subnets/', { name: 'two', cidr: '10.0.0.0/24', network: link })
  expect([second.status, second.body]).toEqual([
    400,
    { non_field_errors: ['Internal network cannot have more than one subnet.'] },
  ])
})

test('PUT without host routes clears them, PATCH leaves them', async () => {
  const tenant = await makeTenant()
  const network = await makeNetwork(inside(tenant))
  const hostRoutes = [{ destination: '10.9.0.0/24', nexthop: '192.168.42.5' }]
  const make = () => makeSubnet({ ...inside(tenant), networkUuid: network.uuid, hostRoutes })
  const patched = await staff()('PATCH', `/api/openstack-subnets/${(await make()).uuid}/`, { name: 'x' })
  expect(patched.body.host_routes).toEqual(hostRoutes)
  const put = await staff()('PUT', `/api/openstack-subnets/${(await make()).uuid}/`, { name: 'x' })
  expect(put.body).toMatchObject({ host_routes: [], gateway_ip: '192.168.42.1' })
  const pool = [{ start: '192.168.42.250', end: '192.168.43.5' }]
  const bad = await staff()('PATCH', `/api/openstack-subnets/${(await make()).uuid}/`, { allocation_pools: pool })
  expect([bad.status, Object.keys(bad.body)]).toEqual([400, ['allocation_pools']])
})

test('a gateway needs a network of the catalogue, and the provider for SNAT and addresses', async () => {
  const tenant = await makeTenant()
  const router = await makeRouter(inside(tenant))
  const external = await insertRow(externalNetworks, {
    uuid: newUuid(),
    settingsUuid: tenant.settingsUuid,
    backendId: newUuid(),
    name: 'outside',
    subnets: [
      { backend_id: 's1', name: 's1', cidr: '203.0.113.0/24', gateway_ip: null, ip_version: 4, allocation_pools: [] },
    ],
    ...times,
  })
  const path = `/api/openstack-routers/${router.uuid}/set_gateway/`
  const body = { external_network_id: external.backendId }
  const may = makeHolder('PROJECT.MANAGER', 'project', tenant.projectUuid, ['OPENSTACK_ROUTER.MANAGE_GATEWAY'])
  expect((await send(manager(tenant))('POST', path, body)).status).toBe(403)
  expect((await send(may)('POST', path, { external_network_id: 'other' })).body).toHaveProperty('external_network_id')
  expect((await send(may)('POST', path, { ...body, enable_snat: false })).body).toHaveProperty('enable_snat')
  const fixed = { ...body, external_fixed_ips: [{ ip_address: '198.51.100.1' }] }
  expect((await staff()('POST', path, fixed)).body).toEqual({
    external_fixed_ips: ['198.51.100.1 is in no subnet of outside.'],
  })
  expect((await staff()('POST', `/api/openstack-routers/${router.uuid}/remove_external_gateway/`)).body).toEqual({
    detail: 'The router has no external gateway.',
  })
  expect((await send(may)('POST', path, body)).status).toBe(202)
  expect((await send(may)('POST', path, body)).status).toBe(409)
  const listed = await staff()('GET', `/api/openstack-routers/${router.uuid}/available_external_networks/`)
  expect(listed.body).toMatchObject([{ backend_id: external.backendId, name: 'outside', source: 'global' }])
})

test('an interface is given by subnet or by port, free and of the same tenant', async () => {
  const tenant = await makeTenant()
  const router = await makeRouter(inside(tenant))
  const path = `/api/openstack-routers/${router.uuid}/add_router_interface/`
  expect((await staff()('POST', path, {})).body).toHaveProperty('non_field_errors')
  const refused = async (port: { uuid: string }) =>
    (await staff()('POST', path, { port: `/api/openstack-ports/${port.uuid}/` })).body
  expect(await refused(await makePort({ ...inside(tenant), deviceOwner: 'compute:nova' }))).toHaveProperty('port')
  expect(await refused(await makePort({ ...inside(tenant), runtimeState: 'ACTIVE' }))).toHaveProperty('port')
  expect(await refused(await makePort())).toEqual({ port: ['The port is of another tenant.'] })
})

test('a port has addresses of its network that nobody else has', async () => {
  const tenant = await makeTenant()
  const network = await makeNetwork(inside(tenant))
  const subnet = await makeSubnet({ ...inside(tenant), networkUuid: network.uuid })
  const fixed = (ip_address: string) => ({ ip_address, subnet_id: subnet.backendId })
  await makePort({ ...inside(tenant), networkUuid: network.uuid, name: 'taken', fixedIps: [fixed('192.168.42.9')] })
  const create = async (more: Record<string, unknown>) =>
    (
      await staff()('POST', '/api/openstack-ports/', {
        name: 'p',
        network: `/api/openstack-networks/${network.uuid}/`,
        ...more,
      })
    ).body
  expect(await create({ fixed_ips: [fixed('192.168.42.9')] })).toEqual({
    fixed_ips: ['192.168.42.9 is taken by taken.'],
  })
  expect(await create({ fixed_ips: [fixed('10.0.0.9')] })).toEqual({
    fixed_ips: ['10.0.0.9 is not in 192.168.42.0/24.'],
  })
  expect(await create({ fixed_ips: [{ subnet_id: newUuid() }] })).toHaveProperty('fixed_ips')
  expect(await create({ fixed_ips: [{ ip_address: '' }] })).toHaveProperty('fixed_ips')
  expect(await create({ fixed_ips: [{}] })).toHaveProperty('fixed_ips')
  expect(await create({ mac_address: '01:00:5e:00:00:01' })).toHaveProperty('mac_address')
  expect(await create({ target_tenant: `/api/openstack-tenants/${(await makeTenant()).uuid}/` })).toEqual({
    target_tenant: ['The network is not shared to this tenant.'],
  })
  for (const ip_address of ['8.8.8.8', '192.168.1.5/24', '0.0.0.0/0', 'fd00::1', 'text'])
    expect(await create({ allowed_address_pairs: [{ ip_address }] }), ip_address).toHaveProperty(
      'allowed_address_pairs',
    )
  expect(await create({ fixed_ips: [fixed('192.168.42.10')] })).toMatchObject({ state: 'CREATION_SCHEDULED' })
})

test('a port of a router is not deleted', async () => {
  const port = await makePort({ deviceOwner: 'network:router_interface' })
  const { status, body } = await staff()('DELETE', `/api/openstack-ports/${port.uuid}/`)
  expect([status, body]).toEqual([409, { detail: 'The port belongs to a router or to DHCP.' }])
})

test('a floating IP needs an external network; the Python SDK is told 200', async () => {
  const tenant = await makeTenant()
  const path = `/api/openstack-tenants/${tenant.uuid}/create_floating_ip/`
  expect((await staff()('POST', path, {})).status).toBe(409)
  const router = await makeRouter({ ...inside(tenant), externalNetworkId: 'ext-1' })
  const link = `/api/openstack-routers/${router.uuid}/`
  expect((await staff()('POST', path, { router: link })).body).toMatchObject({ backend_network_id: 'ext-1' })
  const sdk = await staff()('POST', path, {}, { 'user-agent': 'python-httpx/0.28.1' })
  expect(sdk.status).toBe(200)
})

test('a floating IP goes to a port of its tenant that is OK, by port or by instance', async () => {
  const tenant = await makeTenant()
  const address = await makeFloatingIp(inside(tenant))
  const attach = (body: unknown) => staff()('POST', `/api/openstack-floating-ips/${address.uuid}/assign/`, body)
  const link = (port: { uuid: string }) => ({ port: `/api/openstack-ports/${port.uuid}/` })
  expect((await attach(link(await makePort()))).body).toEqual({ port: ['The port is of another tenant.'] })
  expect((await attach(link(await makePort({ ...inside(tenant), state: 'UPDATING' })))).status).toBe(409)
  expect((await attach({})).status).toBe(400)
  expect((await attach(link(await makePort(inside(tenant))))).body).toEqual({ status: 'attaching was scheduled' })
  const free = await staff()('GET', `/api/openstack-floating-ips/?tenant_uuid=${tenant.uuid}&free=true`)
  expect(free.headers.get('x-result-count')).toBe('1')
})

test('group names are unique in their tenant, and `default` is the cloud’s', async () => {
  const tenant = await makeTenant()
  const group = await makeSecurityGroup({ ...inside(tenant), name: 'web' })
  const own = await makeSecurityGroup({ ...inside(tenant), name: 'default' })
  const create = (name: string) =>
    staff()('POST', `/api/openstack-tenants/${tenant.uuid}/create_security_group/`, { name, rules: [] })
  expect((await create('web')).body).toHaveProperty('name')
  expect((await create('default')).body).toHaveProperty('name')
  for (const method of ['PATCH', 'DELETE']) {
    const { status, body } = await staff()(method, `/api/openstack-sgp/${own.uuid}/`, { name: 'x' })
    expect([status, Object.keys(body)]).toEqual([400, ['name']])
  }
  const path = `/api/openstack-sgp/${group.uuid}/`
  expect((await staff()('GET', path)).body.url).toContain('/api/openstack-security-groups/')
  expect((await staff()('PATCH', path, { name: 'web' })).status).toBe(200)
})

test('rules name groups of the tenant, none twice, and ids of the group', async () => {
  const tenant = await makeTenant()
  const group = await makeSecurityGroup(inside(tenant))
  const stranger = await makeSecurityGroup()
  const path = `/api/openstack-security-groups/${group.uuid}/set_rules/`
  const ssh = { protocol: 'tcp', from_port: 22, to_port: 22 }
  const foreign = { ...ssh, remote_group: `/api/openstack-security-groups/${stranger.uuid}/` }
  expect((await staff()('POST', path, [ssh, foreign])).body).toEqual({
    non_field_errors: [{}, { remote_group: ['The security group is of another tenant.'] }],
  })
  expect((await staff()('POST', path, [ssh, { ...ssh, cidr: '0.0.0.0/0' }])).body).toEqual({
    non_field_errors: [{}, { non_field_errors: ['The rule is named twice.'] }],
  })
  expect((await staff()('POST', path, [{ ...ssh, id: 999_999 }])).body).toHaveProperty('id')
  expect((await staff()('POST', path, [])).body).toEqual({ status: 'Rules update was successfully scheduled.' })
  expect((await staff()('GET', `/api/openstack-security-groups/${group.uuid}/`)).body.rules).toEqual([])
})

test('the rule quota counts what is added', async () => {
  const tenant = await makeTenant()
  await setQuota(tenant, 'security_group_rule_count', 1)
  const group = await makeSecurityGroup(inside(tenant))
  const rule = { protocol: 'udp', from_port: 53, to_port: 53 }
  const add = () => staff()('POST', `/api/openstack-security-groups/${group.uuid}/rules/`, rule)
  expect((await add()).status).toBe(201)
  const second = await makeSecurityGroup(inside(tenant))
  const refused = await staff()('POST', `/api/openstack-security-groups/${second.uuid}/rules/`, rule)
  expect(refused.body.non_field_errors[0]).toMatch(/security_group_rule_count quota limit: 1, requires 2/)
  // Refused as a whole: the rows are as they were.
  expect((await staff()('GET', `/api/openstack-security-groups/${second.uuid}/`)).body.rules).toHaveLength(1)
})

test('ports are found by status, owner, address, group of words and excluded subnets, and ordered by names', async () => {
  const tenant = await makeTenant()
  const network = await makeNetwork({ ...inside(tenant), name: 'backbone' })
  const subnet = await makeSubnet({ ...inside(tenant), networkUuid: network.uuid })
  const common = { ...inside(tenant), networkUuid: network.uuid }
  const one = await makePort({ ...common, name: 'b', subnetUuid: subnet.uuid, deviceOwner: 'compute:nova' })
  const two = await makePort({ ...common, name: 'a', fixedIps: [{ ip_address: '172.16.3.4', subnet_id: 'x' }] })
  const found = async (query: string) =>
    (await staff()('GET', `/api/openstack-ports/?tenant_uuid=${tenant.uuid}&${query}`)).body.map(
      (port: { uuid: string }) => port.uuid,
    )
  expect(await found('has_device_owner=true')).toEqual([one.uuid])
  expect(await found('fixed_ips=172.16.3')).toEqual([two.uuid])
  expect(await found(`exclude_subnet_uuids=${subnet.uuid}`)).toEqual([two.uuid])
  expect(await found('network_name=BACK&o=-name')).toEqual([one.uuid, two.uuid])
  expect(await found('o=network_name,subnet_name')).toHaveLength(2)
  expect(await found(`query=${one.backendId}`)).toEqual([one.uuid])
  expect(await found('status=ACTIVE')).toEqual([])
})

test('addresses behind a NAT are shown with routers', async () => {
  const tenant = await makeTenant()
  const offeringUuid = newUuid()
  const mapping = [{ floating_ip: '10.20.0.0/16', external_ip: '203.0.113.0/24' }]
  await insertRow(offerings, {
    uuid: offeringUuid,
    name: 'Cloud',
    type: 'OpenStack.Tenant',
    state: 'Active',
    categoryUuid: newUuid(),
    customerUuid: newUuid(),
    settingsUuid: tenant.settingsUuid,
    secretOptions: encrypt(JSON.stringify({ ipv4_external_ip_mapping: mapping })),
    ...times,
  })
  await insertRow(marketplaceResources, {
    uuid: newUuid(),
    name: 'tenant',
    state: 'OK',
    offeringUuid,
    projectUuid: tenant.projectUuid,
    customerUuid: tenant.customerUuid,
    scopeType: 'OpenStack.Tenant',
    scopeUuid: tenant.uuid,
    ...times,
  })
  const externalFixedIps = [{ ip_address: '10.20.0.9', subnet_id: 's' }]
  const router = await makeRouter({ ...inside(tenant), externalNetworkId: 'e', externalFixedIps })
  const { body } = await staff()('GET', `/api/openstack-routers/${router.uuid}/`)
  expect(body).toMatchObject({ has_external_gateway: true, offering_external_ips: ['203.0.113.9'] })
})

test('unlinking a group leaves no rule and no bearer behind', async () => {
  const group = await makeSecurityGroup()
  const port = await makePort()
  await insertRow(portSecurityGroups, { portUuid: port.uuid, securityGroupUuid: group.uuid })
  expect((await staff()('POST', `/api/openstack-security-groups/${group.uuid}/unlink/`)).status).toBe(204)
  expect((await staff()('GET', `/api/openstack-ports/${port.uuid}/`)).body.security_groups).toEqual([])
})
