/**
 * The life of a tenant's network, asked for through the API and done by the engine: the same story on the built-in cloud
 * and on a real one. Each step builds on the ones before.
 */
import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { db } from '../../db/client.ts'
import { events } from '../events/table.ts'
import { getFloatingIp } from '../openstack/neutron/floatingips.ts'
import { getNetwork } from '../openstack/neutron/networks.ts'
import { getPort } from '../openstack/neutron/ports.ts'
import { getRouter } from '../openstack/neutron/routers.ts'
import { getSecurityGroup } from '../openstack/neutron/securitygroups.ts'
import { getSubnet } from '../openstack/neutron/subnets.ts'
import { quotas } from '../quotas/table.ts'
import { registry } from '../registry.ts'
import { type CloudAccess, type TenantOnCloud, tenantOnCloud } from './tenant-on-cloud.ts'

// biome-ignore lint/suspicious/noExplicitAny: public JSON of several types
type Json = any

/** Neutron's own `default` group and its rules are there as long as the project is. */
const STORY_QUOTAS = ['network_count', 'subnet_count', 'port_count', 'floating_ip_count']

const lastEvent = async (type: string) => {
  const [event] = await db.select().from(events).where(eq(events.eventType, type)).orderBy(desc(events.number)).limit(1)
  return event
}

export const tellNetworkStory = (accessOf: () => Promise<CloudAccess> | CloudAccess, pace = 1): void => {
  let on: TenantOnCloud
  let access: CloudAccess
  let group: Json
  let network: Json
  let subnet: Json
  let router: Json
  let port: Json
  let address: Json
  const at = (object: Json, action = '') => `${new URL(object.url).pathname}${action && `${action}/`}`
  const tenantPath = (action: string) => `/api/openstack-tenants/${on.tenant.uuid}/${action}/`
  const again = async (object: Json) => on.ask(200, 'GET', at(object))

  const usedQuotas = async () =>
    (await db.select().from(quotas).where(eq(quotas.tenantUuid, on.tenant.uuid)))
      .filter((quota) => STORY_QUOTAS.includes(quota.name) && quota.usage + quota.reserved > 0)
      .map(({ name, usage, reserved }) => ({ name, usage, reserved }))

  beforeAll(async () => {
    access = await accessOf()
    on = await tenantOnCloud(registry, access, { pace })
  })
  afterAll(async () => on?.end())

  test('a security group is made with its rules, and shows those that the cloud adds', async () => {
    const rules = [
      { protocol: 'tcp', from_port: 22, to_port: 22, cidr: '0.0.0.0/0', description: 'ssh' },
      { protocol: 'icmp', from_port: 8, to_port: -1 },
      { ethertype: 'IPv6', protocol: 'icmp', from_port: -1, to_port: -1, cidr: '::/0' },
      { protocol: '', from_port: -1, to_port: -1, cidr: '192.168.7.0/24' },
    ]
    const body = { name: 'web', description: 'Web servers', rules }
    group = await on.ask(201, 'POST', tenantPath('create_security_group'), body)
    expect(group).toMatchObject({ state: 'CREATION_SCHEDULED', name: 'web', backend_id: null })
    expect(group.rules).toHaveLength(4)
    group = await on.ok(at(group))
    expect(group.rules).toHaveLength(6)
    expect(group.rules.filter((rule: Json) => rule.direction === 'egress')).toHaveLength(2)
    const cloud = await getSecurityGroup(on.admin.neutron, group.backend_id)
    expect([cloud.name, cloud.description, cloud.security_group_rules.length]).toEqual(['web', 'Web servers', 6])
    await on.ask(400, 'POST', tenantPath('create_security_group'), body)
    expect((await lastEvent('openstack_security_group_rules_changed')).context).toMatchObject({
      added_count: 4,
      trigger: 'user_action',
    })
  })

  test('rules are replaced, edited by id, added and removed one by one', async () => {
    const [ssh] = group.rules
    const kept = group.rules.filter((rule: Json) => rule.direction === 'egress')
    const wanted = [
      { ...ssh, from_port: 2222, to_port: 2222, description: 'ssh elsewhere' },
      ...kept,
      { protocol: 'udp', from_port: 53, to_port: 53, remote_group: group.url },
    ]
    await on.ask(202, 'POST', at(group, 'set_rules'), wanted)
    group = await on.ok(at(group))
    expect(group.rules).toHaveLength(4)
    expect(group.rules.find((rule: Json) => rule.id === ssh.id)).toMatchObject({ from_port: 2222 })
    expect(group.rules.find((rule: Json) => rule.remote_group)).toMatchObject({ remote_group_name: 'web' })
    const cloud = await getSecurityGroup(on.admin.neutron, group.backend_id)
    expect(cloud.security_group_rules).toHaveLength(4)
    expect((await lastEvent('openstack_security_group_rules_changed')).context).toMatchObject({
      added_count: 1,
      removed_count: 3,
      modified_count: 1,
    })

    const https = { protocol: 'tcp', from_port: 443, to_port: 443 }
    const all = { protocol: 'udp', from_port: 1, to_port: 65535, cidr: '10.0.0.7/8' }
    expect((await on.ask(201, 'POST', at(group, 'rules'), https)).rules).toHaveLength(5)
    group = await on.ok(at(group))
    const { id } = group.rules.find((rule: Json) => rule.from_port === 443)
    await on.ask(202, 'DELETE', `${at(group, 'rules')}${id}/`)
    group = await on.ok(at(group))
    expect(group.rules).toHaveLength(4)
    await on.ask(201, 'POST', at(group, 'rules'), all)
    group = await on.ok(at(group))
    expect(group.rules).toMatchObject([{}, {}, {}, {}, all])
    await on.ask(202, 'POST', at(group, 'pull'))
    expect((await on.ok(at(group))).rules).toEqual(group.rules)
  })

  test('a network is made, renamed and given an MTU', async () => {
    network = await on.ask(201, 'POST', tenantPath('create_network'), { name: 'net', description: 'First' })
    network = await on.ok(at(network))
    const cloud = await getNetwork(on.admin.neutron, network.backend_id)
    expect([cloud.name, cloud.description, cloud.project_id]).toEqual(['net', 'First', on.tenant.backendId])
    expect(network.mtu).toBe(cloud.mtu)
    await on.ask(200, 'PATCH', at(network), { name: 'net-1' })
    network = await on.ok(at(network))
    expect((await getNetwork(on.admin.neutron, network.backend_id)).name).toBe('net-1')
    expect(await on.ask(202, 'POST', at(network, 'set_mtu'), { mtu: 1300 })).toEqual({ mtu: 1300 })
    expect((await on.ok(at(network))).mtu).toBe(1300)
  })

  test('a subnet is made in it, and only one', async () => {
    const body = {
      name: 'sub',
      cidr: '10.77.0.0/24',
      allocation_pools: [{ start: '10.77.0.10', end: '10.77.0.200' }],
      dns_nameservers: ['9.9.9.9'],
      host_routes: [{ destination: '10.99.0.0/24', nexthop: '10.77.0.5' }],
    }
    subnet = await on.ask(201, 'POST', at(network, 'create_subnet'), body)
    subnet = await on.ok(at(subnet))
    expect(subnet).toMatchObject({ ...body, gateway_ip: '10.77.0.1', is_connected: false, network_name: 'net-1' })
    const refused = await on.ask(400, 'POST', at(network, 'create_subnet'), { name: 'two', cidr: '10.78.0.0/24' })
    expect(refused).toEqual({ non_field_errors: ['Internal network cannot have more than one subnet.'] })
    await on.ask(200, 'PATCH', at(subnet), { dns_nameservers: ['9.9.9.9', '1.1.1.1'] })
    subnet = await on.ok(at(subnet))
    const cloud = await getSubnet(on.admin.neutron, subnet.backend_id)
    expect([cloud.dns_nameservers, cloud.host_routes]).toEqual([['9.9.9.9', '1.1.1.1'], body.host_routes])
  })

  test('a subnet of IPv6 has the gateway that the cloud chose', async () => {
    const second = await on.ok(at(await on.ask(201, 'POST', tenantPath('create_network'), { name: 'six' })))
    const path = '/api/openstack-subnets/'
    const body = { name: 'six', cidr: 'fd00:77::/64', network: (second as Json).url }
    const six = (await on.ok(at(await on.ask(201, 'POST', path, body)))) as Json
    expect(six).toMatchObject({ ip_version: 6, disable_gateway: false })
    expect(six.gateway_ip).toMatch(/^fd00:77::1?$/)
    await on.ask(200, 'PATCH', at(six), { gateway_ip: null, disable_gateway: true })
    expect(await on.ok(at(six))).toMatchObject({ gateway_ip: null, disable_gateway: true })
    await on.ask(204, 'DELETE', at(six))
    await on.gone(at(six))
    await on.ask(204, 'DELETE', at(second))
    await on.gone(at(second))
  })

  test('a router joins the subnet to the external network', async () => {
    const tenant = `/api/openstack-tenants/${on.tenant.uuid}/`
    router = await on.ask(201, 'POST', '/api/openstack-routers/', { tenant, name: 'gate' })
    router = await on.ok(at(router))
    await on.ask(202, 'POST', at(router, 'set_external_gateway'), { external_network_id: access.externalNetworkId })
    router = await on.ok(at(router))
    expect(router).toMatchObject({ has_external_gateway: true, external_network_id: access.externalNetworkId })
    await on.ask(202, 'POST', at(router, 'add_interface'), { subnet: subnet.url })
    router = await again(router)
    expect(router).toMatchObject({ state: 'OK', ports: [{ subnet_uuid: subnet.uuid }] })
    expect(router.fixed_ips[0].ip_address).toBe('10.77.0.1')
    expect((await again(subnet)).is_connected).toBe(true)
    const twice = await on.ask(400, 'POST', at(router, 'add_router_interface'), { subnet: subnet.url })
    expect(twice).toEqual({ subnet: ['The router is in this subnet already.'] })
    const cloud = await getRouter(on.admin.neutron, router.backend_id)
    expect(cloud.external_gateway_info?.network_id).toBe(access.externalNetworkId)
  })

  test('routes lead to neighbours, not to the router itself', async () => {
    const route = { destination: '10.200.0.0/16', nexthop: '10.77.0.9' }
    await on.ask(202, 'POST', at(router, 'set_routes'), { routes: [route] })
    router = await on.ok(at(router))
    expect(router.routes).toEqual([route])
    await on.ask(400, 'POST', at(router, 'set_routes'), { routes: [{ ...route, nexthop: '10.77.0.1' }] })
    const effective = await on.ask(200, 'GET', at(router, 'effective_routes'))
    expect(effective.routes.map((one: Json) => one.source)).toEqual(['default', 'connected', 'static'])
    await on.ask(202, 'POST', at(router, 'set_routes'), { routes: [] })
    await on.ok(at(router))
  })

  test('a port is made with a fixed address and a group', async () => {
    port = await on.ask(201, 'POST', '/api/openstack-ports/', {
      name: 'nic',
      description: 'Front',
      network: network.url,
      fixed_ips: [{ ip_address: '10.77.0.20', subnet_id: subnet.backend_id }],
      security_groups: [{ url: group.url }],
    })
    port = await on.ok(at(port))
    expect(port.fixed_ips).toEqual([{ ip_address: '10.77.0.20', subnet_id: subnet.backend_id }])
    expect(port.security_groups).toMatchObject([{ uuid: group.uuid }])
    const cloud = await getPort(on.admin.neutron, port.backend_id)
    expect([cloud.description, cloud.security_groups]).toEqual(['Front', [group.backend_id]])
  })

  test('a port changes address, pairs, groups and switches', async () => {
    await on.ask(200, 'POST', at(port, 'update_port_ip'), { subnet: subnet.url, ip_address: '10.77.0.21' })
    const pairs = { allowed_address_pairs: [{ ip_address: '192.168.9.0/24' }] }
    const paired = await on.ask(200, 'POST', at(port, 'set_allowed_address_pairs'), pairs)
    expect(paired.allowed_address_pairs).toMatchObject(pairs.allowed_address_pairs)
    await on.ask(409, 'POST', at(port, 'disable_port_security'))
    await on.ask(200, 'POST', at(port, 'set_allowed_address_pairs'), { allowed_address_pairs: [] })
    await on.ask(202, 'POST', at(port, 'update_security_groups'), { security_groups: [] })
    await on.ok(at(port))
    await on.ask(200, 'POST', at(port, 'disable_port_security'))
    await on.ask(409, 'POST', at(port, 'update_security_groups'), { security_groups: [group.url] })
    await on.ask(200, 'POST', at(port, 'enable_port_security'))
    await on.ask(200, 'POST', at(port, 'disable_port'))
    expect((await again(port)).admin_state_up).toBe(false)
    await on.ask(200, 'POST', at(port, 'enable_port'))
    await on.ask(202, 'POST', at(port, 'update_security_groups'), { security_groups: [group.url] })
    port = await on.ok(at(port))
    const cloud = await getPort(on.admin.neutron, port.backend_id)
    expect(cloud).toMatchObject({
      admin_state_up: true,
      port_security_enabled: true,
      security_groups: [group.backend_id],
      allowed_address_pairs: [],
    })
    expect(cloud.fixed_ips).toMatchObject([{ ip_address: '10.77.0.21' }])
  })

  test('a floating IP is taken, described, attached and detached', async () => {
    address = await on.ask(201, 'POST', tenantPath('create_floating_ip'), {})
    address = await on.ok(at(address))
    expect(address).toMatchObject({ name: address.address, port: null, runtime_state: 'DOWN' })
    await on.ask(202, 'POST', at(address, 'update_description'), { description: 'Entry' })
    await on.ok(at(address))
    await on.ask(202, 'POST', at(address, 'assign'), { port: port.url })
    address = await on.ok(at(address))
    expect(address).toMatchObject({ port: port.url, port_fixed_ips: port.fixed_ips })
    expect((await again(port)).floating_ips).toEqual([address.url])
    const cloud = await getFloatingIp(on.admin.neutron, address.backend_id)
    expect([cloud.port_id, cloud.description]).toEqual([port.backend_id, 'Entry'])
  })

  test('what is in use is not taken away, and says by what', async () => {
    const use = async (path: string, method: string, word: RegExp) =>
      expect((await on.ask(409, method, path)).detail).toMatch(word)
    await use(at(network), 'DELETE', /nic/)
    await use(at(subnet), 'DELETE', /10\.77\.0\.21/)
    await use(at(group), 'DELETE', /nic/)
    await use(at(router), 'DELETE', /interfaces/)
    await use(at(router, 'remove_external_gateway'), 'POST', new RegExp(address.address.replaceAll('.', '\\.')))
    const refused = await on.ask(400, 'POST', at(router, 'remove_interface'), { subnet: subnet.url })
    expect(refused.detail).toMatch(/required by one or more floating/i)
    // The cloud refused: the router is as it was.
    expect(await again(router)).toMatchObject({ state: 'OK', ports: [{ subnet_uuid: subnet.uuid }] })
  })

  test('everything goes, in its order, and the cloud is empty', async () => {
    await on.ask(202, 'POST', at(address, 'unassign'))
    expect(await on.ok(at(address))).toMatchObject({ port: null, runtime_state: 'DOWN' })
    await on.ask(400, 'POST', at(address, 'detach_from_port'))
    await on.ask(204, 'DELETE', at(address))
    await on.gone(at(address))
    await on.ask(204, 'DELETE', at(port))
    await on.gone(at(port))
    await on.ask(202, 'POST', at(router, 'remove_external_gateway'))
    await on.ok(at(router))
    await on.ask(202, 'POST', at(router, 'remove_router_interface'), { subnet: subnet.url })
    expect((await again(subnet)).is_connected).toBe(false)
    await on.ask(202, 'POST', at(subnet, 'connect'))
    expect(await on.ok(at(subnet))).toMatchObject({ is_connected: true })
    // The network leaves its router by itself.
    await on.ask(204, 'DELETE', at(network))
    await on.gone(at(network))
    await on.ask(404, 'GET', at(subnet))
    await on.ask(204, 'DELETE', at(router))
    await on.gone(at(router))
    await on.ask(204, 'DELETE', at(group))
    await on.gone(at(group))
    await on.idle()
    expect(await on.leftInCloud()).toEqual({})
    // What was taken has been given back; the pull that follows counts what is gone.
    await expect.poll(usedQuotas, { timeout: 20_000, interval: 200 }).toEqual([])
  })
}
