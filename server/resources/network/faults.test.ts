/** What the network types leave behind when the cloud refuses, fails, or answers and is not heard. */
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { db } from '../../../db/client.ts'
import { leftovers } from '../../jobs/table.ts'
import { createFakeCloud, type FakeCloud } from '../../openstack/fake/index.ts'
import { collect } from '../../openstack/http.ts'
import { deleteNetwork, listNetworks } from '../../openstack/neutron/networks.ts'
import { createPort, deletePort } from '../../openstack/neutron/ports.ts'
import { getSecurityGroup } from '../../openstack/neutron/securitygroups.ts'
import { quotas } from '../../quotas/table.ts'
import { registry } from '../../registry.ts'
import { openTestDatabase } from '../../testing/database.ts'
import { type TenantOnCloud, tenantOnCloud } from '../../testing/tenant-on-cloud.ts'

openTestDatabase()

// biome-ignore lint/suspicious/noExplicitAny: public JSON of several types
type Json = any

let cloud: FakeCloud
let on: TenantOnCloud
const at = (object: Json, action = '') => `${new URL(object.url).pathname}${action && `${action}/`}`
const below = (action: string) => `/api/openstack-tenants/${on.tenant.uuid}/${action}/`
const make = async (action: string, body: Json) => on.ok(at(await on.ask(201, 'POST', below(action), body)))
const refusal = (message: string, type = 'BadRequest') => ({ NeutronError: { type, message, detail: '' } })

beforeAll(async () => {
  cloud = await createFakeCloud()
  const access = {
    authUrl: cloud.authUrl,
    username: cloud.env.OS_USERNAME,
    password: cloud.env.OS_PASSWORD,
    projectName: cloud.env.OS_PROJECT_NAME,
    domain: cloud.env.OS_USER_DOMAIN_NAME,
    externalNetworkId: cloud.ids.externalNetworkId,
  }
  on = await tenantOnCloud(registry, access, { pace: 0.05, settleSeconds: 0.5 })
})
afterEach(() => cloud.faults.clear())
afterAll(async () => {
  await on?.end()
  await cloud?.close()
})

const reserved = async (name: string) => {
  const rows = await db.select().from(quotas).where(eq(quotas.tenantUuid, on.tenant.uuid))
  return rows.find((row) => row.name === name)?.reserved
}

test('an answer that was lost does not make a second network', async () => {
  cloud.faults.add({ service: 'neutron', method: 'POST', path: '^/networks', cut: 'after' })
  const network = (await make('create_network', { name: 'once', description: 'Mine' })) as Json
  const found = await collect(listNetworks(on.admin.neutron, { project_id: on.tenant.backendId }))
  expect(found.map(({ id, description }) => [id, description])).toEqual([[network.backend_id, 'Mine']])
  await on.ask(204, 'DELETE', at(network))
  await on.gone(at(network))
})

test('a creation that fails half-way leaves nothing in the cloud and no room taken', async () => {
  cloud.faults.add({
    service: 'neutron',
    method: 'PUT',
    path: '^/networks/',
    status: 400,
    body: refusal('No such thing.'),
  })
  const before = await reserved('network_count')
  const network = await on.ask(201, 'POST', below('create_network'), { name: 'half' })
  const failed = (await on.erred(at(network))) as Json
  expect(failed.error_message).toMatch(/No such thing\..*neutron, request req-/)
  expect([failed.backend_id, await reserved('network_count')]).toEqual([null, before])
  expect(await on.leftInCloud()).toEqual({})
  await on.ask(204, 'DELETE', at(network))
  await on.gone(at(network))
})

test('a subnet whose router refuses it is taken back', async () => {
  const network = (await make('create_network', { name: 'net' })) as Json
  const tenant = `/api/openstack-tenants/${on.tenant.uuid}/`
  const router = await on.ask(201, 'POST', '/api/openstack-routers/', { tenant, name: 'gate' })
  await on.ok(at(router))
  cloud.faults.add({
    service: 'neutron',
    method: 'PUT',
    path: 'add_router_interface',
    status: 409,
    body: refusal('Something is in the way.', 'Conflict'),
  })
  const subnet = await on.ask(201, 'POST', at(network, 'create_subnet'), { name: 'sub', cidr: '10.5.0.0/24' })
  expect(((await on.erred(at(subnet))) as Json).error_message).toMatch(/in the way/)
  expect(Object.keys(await on.leftInCloud()).sort()).toEqual(['networks', 'routers'])
  for (const one of [subnet, network, router]) {
    await on.ask(204, 'DELETE', at(one))
    await on.gone(at(one))
  }
  expect(await on.leftInCloud()).toEqual({})
})

test('rules that the cloud refuses are as before, in the cloud and here', async () => {
  const rules = [{ protocol: 'tcp', from_port: 22, to_port: 22, cidr: '10.0.0.0/8' }]
  const group = (await make('create_security_group', { name: 'web', rules })) as Json
  cloud.faults.add({
    service: 'neutron',
    method: 'POST',
    path: '^/security-group-rules',
    // Not just the number: ids hold it by chance.
    bodyMatches: '"port_range_min":444\\b',
    times: null,
    status: 400,
    body: refusal('Port 444 is not liked.'),
  })
  await on.ask(202, 'POST', at(group, 'set_rules'), [
    { protocol: 'tcp', from_port: 443, to_port: 443 },
    { protocol: 'tcp', from_port: 444, to_port: 444 },
  ])
  const failed = (await on.erred(at(group))) as Json
  const texts = (list: Json[]) => list.map((rule) => [rule.direction, rule.from_port, rule.cidr].join()).sort()
  expect(texts(failed.rules)).toEqual(texts(group.rules))
  const [job] = (await on.ask(200, 'GET', `/api/foyer-jobs/?resource_uuid=${group.uuid}&o=-created`)) as Json[]
  expect(job.error_detail).toMatchObject({ rule_index: 1, text: expect.stringMatching(/444/) })
  const { security_group_rules } = await getSecurityGroup(on.admin.neutron, group.backend_id)
  expect(security_group_rules).toHaveLength(3)
  await on.ask(204, 'DELETE', at(group))
  await on.gone(at(group))
})

test('a name that the cloud refuses is the old one again, and a pull makes it well', async () => {
  const network = (await make('create_network', { name: 'good' })) as Json
  cloud.faults.add({ service: 'neutron', method: 'PUT', path: '^/networks/', status: 400, body: refusal('Bad.') })
  await on.ask(200, 'PATCH', at(network), { name: 'bad' })
  expect(await on.erred(at(network))).toMatchObject({ name: 'good', state: 'ERRED' })
  await on.ask(202, 'POST', at(network, 'pull'))
  expect(await on.ok(at(network))).toMatchObject({ name: 'good', error_message: '' })
  await on.ask(204, 'DELETE', at(network))
  await on.gone(at(network))
})

test('a refused synchronous action answers with the reason and leaves the port well', async () => {
  const network = (await make('create_network', { name: 'net' })) as Json
  const made = await on.ask(201, 'POST', '/api/openstack-ports/', { name: 'nic', network: network.url })
  const port = (await on.ok(at(made))) as Json
  cloud.faults.add({ service: 'neutron', method: 'PUT', path: '^/ports/', status: 400, body: refusal('Not now.') })
  const refused = await on.ask(400, 'POST', at(port, 'disable_port'))
  expect(refused).toMatchObject({ detail: expect.stringMatching(/Not now\./), openstack_request_ids: [/^req-/] })
  expect(await on.ask(200, 'GET', at(port))).toMatchObject({ state: 'OK', admin_state_up: true })
  await on.ask(204, 'DELETE', at(port))
  await on.gone(at(port))
  await on.ask(204, 'DELETE', at(network))
  await on.gone(at(network))
})

test('what is gone already is deleted without complaint, and a pull of it says so', async () => {
  const network = (await make('create_network', { name: 'net' })) as Json
  await deleteNetwork(on.admin.neutron, network.backend_id)
  await on.ask(202, 'POST', at(network, 'pull'))
  expect(((await on.erred(at(network))) as Json).error_message).toMatch(/^Does not exist at backend\./)
  await on.ask(204, 'DELETE', at(network))
  await on.gone(at(network))
})

test('a deletion that the cloud refuses keeps the row and its words; a forced one remembers what it left', async () => {
  const network = (await make('create_network', { name: 'net' })) as Json
  // A port that the portal has not heard of yet.
  const { neutron } = on.admin
  const stranger = await createPort(neutron, { network_id: network.backend_id, project_id: on.tenant.backendId })
  await on.ask(204, 'DELETE', at(network))
  expect(((await on.erred(at(network))) as Json).error_message).toMatch(
    /still in use by 1 port\. The cloud said: .*one or more ports still in use/i,
  )
  await on.ask(204, 'DELETE', at(network))
  await on.gone(at(network))
  const kept = await db.select().from(leftovers).where(eq(leftovers.backendId, network.backend_id))
  expect(kept.map((one) => one.kind)).toEqual(['network'])
  await deletePort(neutron, stranger.id)
  await deleteNetwork(neutron, network.backend_id)
})

test('an empty pool is told in plain words', async () => {
  const message = `No more IP addresses available on network ${cloud.ids.externalNetworkId}.`
  cloud.faults.add({
    service: 'neutron',
    method: 'POST',
    path: '^/floatingips',
    status: 409,
    body: refusal(message, 'IpAddressGenerationFailure'),
  })
  const address = await on.ask(201, 'POST', below('create_floating_ip'), {})
  expect(((await on.erred(at(address))) as Json).error_message).toMatch(/^The address pool is empty/)
  await on.ask(204, 'DELETE', at(address))
  await on.gone(at(address))
})
