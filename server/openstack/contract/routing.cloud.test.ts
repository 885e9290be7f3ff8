import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Cloud,
  createTenant,
  expectNeutronError,
  expectStatus,
  type Json,
  NOWHERE,
  openCloud,
  type Tenant,
  uniqueName,
  until,
} from './testing/cloud.ts'

let cloud: Cloud
let tenant: Tenant
let network: Json
let subnet: Json
let port: Json
let router: Json
beforeAll(async () => {
  cloud = await openCloud()
  tenant = await createTenant(cloud)
  network = await make('network', { name: 'n' })
  subnet = await make('subnet', { network_id: network.id, cidr: '10.70.0.0/24', ip_version: 4 })
  port = await make('port', { network_id: network.id, name: 'p' })
})
afterAll(async () => {
  await tenant?.remove()
  await cloud?.close()
})

const call = (method: string, path: string, body?: Json) =>
  tenant.call(method, 'network', path, body === undefined ? {} : { body })
const make = async (kind: string, fields: Json): Promise<Json> =>
  expectStatus(await call('POST', `/${kind}s`, { [kind]: fields }), 201)[kind]
const gateway = (info: Json) => call('PUT', `/routers/${router.id}`, { router: { external_gateway_info: info } })
const plug = (body: Json, id = router.id) => call('PUT', `/routers/${id}/add_router_interface`, body)
const unplug = (body: Json) => call('PUT', `/routers/${router.id}/remove_router_interface`, body)

test('a router bears its mark and takes an external network as gateway, nothing else', async () => {
  const mark = uniqueName('mark')
  router = await make('router', { name: 'r', description: mark })
  expect(router).toMatchObject({
    name: 'r',
    status: 'ACTIVE',
    admin_state_up: true,
    external_gateway_info: null,
    routes: [],
    description: mark,
    project_id: tenant.projectId,
  })
  expect(router).not.toHaveProperty('ha')
  expect((await call('GET', `/routers?description=${mark}&fields=id`)).body.routers).toEqual([{ id: router.id }])
  expectNeutronError(
    await gateway({ network_id: network.id }),
    400,
    'BadRequest',
    `Bad router request: Network ${network.id} is not an external network.`,
  )
  const { external_gateway_info: info } = expectStatus(
    await gateway({ network_id: cloud.externalNetworkId }),
    200,
  ).router
  expect(info).toMatchObject({
    network_id: cloud.externalNetworkId,
    enable_snat: true,
    external_fixed_ips: [{ ip_address: expect.any(String), subnet_id: expect.any(String) }],
  })
  expectNeutronError(
    await gateway({ network_id: cloud.externalNetworkId, enable_snat: false }),
    403,
    'PolicyNotAuthorized',
    /external_gateway_info:enable_snat/,
  )
  // The gateway's port is nobody's: the tenant does not see it, an administrator does.
  expect((await call('GET', `/ports?device_id=${router.id}`)).body.ports).toEqual([])
  const ports = (await cloud.admin.call('GET', 'network', `/ports?device_id=${router.id}`)).body.ports
  expect(ports).toEqual([expect.objectContaining({ device_owner: 'network:router_gateway', project_id: '' })])
})

test('a floating IP reaches a port only through a router', async () => {
  const answer = await call('POST', '/floatingips', {
    floatingip: { floating_network_id: cloud.externalNetworkId, port_id: port.id },
  })
  expectNeutronError(
    answer,
    404,
    'ExternalGatewayForFloatingIPNotFound',
    `External network ${cloud.externalNetworkId} is not reachable from subnet ${subnet.id}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`,
  )
})

test('a subnet is joined once, by its gateway address; twice is 400, by another router 409', async () => {
  expectNeutronError(
    await plug({}),
    400,
    'BadRequest',
    'Bad router request: Either subnet_id or port_id must be specified.',
  )
  expectNeutronError(await plug({ subnet_id: NOWHERE }), 404, 'SubnetNotFound', `Subnet ${NOWHERE} could not be found.`)
  expectNeutronError(
    await plug({ subnet_id: subnet.id, port_id: port.id }),
    400,
    'BadRequest',
    'Bad router request: Cannot specify both subnet-id and port-id.',
  )
  expect(expectStatus(await plug({ subnet_id: subnet.id }), 200)).toMatchObject({
    id: router.id,
    subnet_id: subnet.id,
    subnet_ids: [subnet.id],
    network_id: network.id,
    port_id: expect.any(String),
    tenant_id: tenant.projectId,
  })
  expectNeutronError(
    await plug({ subnet_id: subnet.id }),
    400,
    'BadRequest',
    `Bad router request: Router already has a port on subnet ${subnet.id}.`,
  )
  const other = await make('router', { name: 'other' })
  expectNeutronError(
    await plug({ subnet_id: subnet.id }, other.id),
    409,
    'IpAddressAlreadyAllocated',
    `IP address ${subnet.gateway_ip} already allocated in subnet ${subnet.id}`,
  )
  expectStatus(await call('DELETE', `/routers/${other.id}`), 204)
  const { ports } = (await call('GET', `/ports?device_id=${router.id}`)).body
  expect(ports).toEqual([
    expect.objectContaining({
      device_owner: 'network:router_interface',
      fixed_ips: [{ subnet_id: subnet.id, ip_address: subnet.gateway_ip }],
      project_id: tenant.projectId,
      security_groups: [],
      port_security_enabled: false,
    }),
  ])
  expectNeutronError(
    await call('DELETE', `/ports/${ports[0].id}`),
    409,
    'ServicePortInUse',
    `Port ${ports[0].id} cannot be deleted directly via the port API: has device owner network:router_interface.`,
  )
  expectNeutronError(
    await call('DELETE', `/subnets/${subnet.id}`),
    409,
    'SubnetInUse',
    /One or more ports have an IP allocation from this subnet\.$/,
  )
  expectNeutronError(
    await call('DELETE', `/routers/${router.id}`),
    409,
    'RouterInUse',
    `Router ${router.id} has ports still attached: ${ports[0].id}`,
  )
})

test('subnets without a gateway and overlapping ones are refused', async () => {
  const second = await make('network', { name: 'second' })
  const bare = await make('subnet', { network_id: second.id, cidr: '10.71.0.0/24', ip_version: 4, gateway_ip: null })
  expectNeutronError(
    await plug({ subnet_id: bare.id }),
    400,
    'BadRequest',
    'Bad router request: Subnet for router interface must have a gateway IP.',
  )
  const third = await make('network', { name: 'third' })
  const same = await make('subnet', { network_id: third.id, cidr: '10.70.0.0/25', ip_version: 4 })
  expectNeutronError(
    await plug({ subnet_id: same.id }),
    400,
    'BadRequest',
    `Bad router request: Cidr 10.70.0.0/25 of subnet ${same.id} overlaps with cidr 10.70.0.0/24 of subnet ${subnet.id}.`,
  )
})

test('routes lead through what the router is joined to', async () => {
  const set = (routes: Json) => call('PUT', `/routers/${router.id}`, { router: { routes } })
  expect(expectStatus(await set([{ destination: '10.50.0.0/24', nexthop: '10.70.0.5' }]), 200).router.routes).toEqual([
    { destination: '10.50.0.0/24', nexthop: '10.70.0.5' },
  ])
  expectNeutronError(
    await set([{ destination: '10.50.0.0/24', nexthop: '10.77.0.5' }]),
    400,
    'InvalidRoutes',
    "Invalid format for routes: [{'destination': '10.50.0.0/24', 'nexthop': '10.77.0.5'}], the nexthop is not connected with router",
  )
  expectNeutronError(
    await unplug({ subnet_id: subnet.id }),
    409,
    'RouterInterfaceInUseByRoute',
    /cannot be deleted, as it is required by one or more routes\.$/,
  )
  expectStatus(await set([]), 200)
})

test('a floating IP bears its mark, is bound, holds the way open, and is released', async () => {
  const mark = uniqueName('mark')
  const post = (fields: Json) => call('POST', '/floatingips', { floatingip: fields })
  const ip = expectStatus(
    await post({ floating_network_id: cloud.externalNetworkId, description: mark }),
    201,
  ).floatingip
  expect(ip).toMatchObject({
    status: 'DOWN',
    port_id: null,
    fixed_ip_address: null,
    router_id: null,
    port_details: null,
    description: mark,
    floating_network_id: cloud.externalNetworkId,
  })
  expect((await call('GET', `/floatingips?description=${mark}&fields=id`)).body.floatingips).toEqual([{ id: ip.id }])
  expectNeutronError(
    await post({}),
    400,
    'HTTPBadRequest',
    "Failed to parse request. Required attribute 'floating_network_id' not specified",
  )
  expectNeutronError(
    await post({ floating_network_id: network.id }),
    400,
    'BadRequest',
    `Bad floatingip request: Network ${network.id} is not a valid external network.`,
  )
  expectNeutronError(
    await post({ floating_network_id: NOWHERE }),
    404,
    'NetworkNotFound',
    `Network ${NOWHERE} could not be found.`,
  )
  expectNeutronError(
    await post({ floating_network_id: cloud.externalNetworkId, floating_ip_address: ip.floating_ip_address }),
    403,
    'PolicyNotAuthorized',
    '(rule:create_floatingip and rule:create_floatingip:floating_ip_address) is disallowed by policy',
  )
  const put = (id: string, fields: Json) => call('PUT', `/floatingips/${id}`, { floatingip: fields })
  expectNeutronError(await put(ip.id, { port_id: NOWHERE }), 404, 'PortNotFound', `Port ${NOWHERE} could not be found.`)
  expect(expectStatus(await put(ip.id, { port_id: port.id }), 200).floatingip).toMatchObject({
    port_id: port.id,
    router_id: router.id,
    fixed_ip_address: port.fixed_ips[0].ip_address,
    port_details: { name: 'p', network_id: network.id },
  })
  const second = expectStatus(await post({ floating_network_id: cloud.externalNetworkId }), 201).floatingip
  expectNeutronError(
    await put(second.id, { port_id: port.id }),
    409,
    'FloatingIPPortAlreadyAssociated',
    /^Cannot associate floating IP .* as that fixed IP already has a floating IP on external network /,
  )
  expectNeutronError(
    await gateway({}),
    409,
    'RouterExternalGatewayInUseByFloatingIp',
    /is required by one or more floating IPs\.$/,
  )
  expectNeutronError(
    await unplug({ subnet_id: subnet.id }),
    409,
    'RouterInterfaceInUseByFloatingIP',
    /is required by one or more floating IPs\.$/,
  )
  expect(expectStatus(await put(ip.id, { port_id: null }), 200).floatingip).toMatchObject({
    port_id: null,
    router_id: null,
    fixed_ip_address: null,
  })
  expect(expectStatus(await put(ip.id, { description: 'free text' }), 200).floatingip.description).toBe('free text')
  for (const one of [ip, second]) expectStatus(await call('DELETE', `/floatingips/${one.id}`), 204)
  expectNeutronError(
    await call('DELETE', `/floatingips/${ip.id}`),
    404,
    'FloatingIPNotFound',
    `Floating IP ${ip.id} could not be found`,
  )
})

test('a network without free addresses refuses a floating IP', async () => {
  const { admin } = cloud
  const outside = (
    await admin.call('POST', 'network', '/networks', {
      body: { network: { name: uniqueName(), 'router:external': true } },
    })
  ).body.network
  const narrow = {
    network_id: outside.id,
    cidr: '198.51.100.0/29',
    ip_version: 4,
    enable_dhcp: false,
    allocation_pools: [{ start: '198.51.100.2', end: '198.51.100.2' }],
  }
  expectStatus(await admin.call('POST', 'network', '/subnets', { body: { subnet: narrow } }), 201)
  const ip = expectStatus(
    await call('POST', '/floatingips', { floatingip: { floating_network_id: outside.id } }),
    201,
  ).floatingip
  expect(ip.floating_ip_address).toBe('198.51.100.2')
  expectNeutronError(
    await call('POST', '/floatingips', { floatingip: { floating_network_id: outside.id } }),
    409,
    'IpAddressGenerationFailure',
    `No more IP addresses available on network ${outside.id}.`,
  )
  expectStatus(await call('DELETE', `/floatingips/${ip.id}`), 204)
  expectStatus(await admin.call('DELETE', 'network', `/networks/${outside.id}`), 204)
})

test('everything comes apart again, and what is gone is 404', async () => {
  expect(expectStatus(await unplug({ subnet_id: subnet.id }), 200)).toMatchObject({
    id: router.id,
    subnet_id: subnet.id,
  })
  expectStatus(await unplug({ subnet_id: subnet.id }), 404)
  expect(expectStatus(await gateway(null), 200).router.external_gateway_info).toBeNull()
  expectStatus(await call('DELETE', `/routers/${router.id}`), 204)
  expectNeutronError(
    await call('DELETE', `/routers/${router.id}`),
    404,
    'RouterNotFound',
    `Router ${router.id} could not be found`,
  )
  await until(
    async () => (await cloud.admin.call('GET', 'network', `/ports?device_id=${router.id}`)).body.ports,
    (ports) => ports.length === 0,
    'the router’s ports to go',
    20,
  )
})
