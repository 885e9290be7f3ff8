import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
beforeAll(async () => {
  cloud = await openCloud()
  tenant = await createTenant(cloud)
})
afterAll(async () => {
  await tenant?.remove()
  await cloud?.close()
})

const call = (method: string, path: string, body?: Json) =>
  tenant.call(method, 'network', path, body === undefined ? {} : { body })
const make = async (kind: string, fields: Json): Promise<Json> =>
  expectStatus(await call('POST', `/${kind.replaceAll('_', '-')}s`, { [kind]: fields }), 201)[kind]
const makeNetwork = async (cidr: string, more: Json = {}) => {
  const network = await make('network', { name: uniqueName() })
  const subnet = await make('subnet', { network_id: network.id, cidr, ip_version: 4, ...more })
  return { network, subnet }
}

describe('networks and subnets', () => {
  test('a network bears its mark from the start and is found by it; what it may not have is refused', async () => {
    const mark = uniqueName('mark')
    const network = await make('network', { name: 'n', description: mark })
    expect(network).toMatchObject({
      name: 'n',
      description: mark,
      status: 'ACTIVE',
      admin_state_up: true,
      shared: false,
      'router:external': false,
      port_security_enabled: true,
      mtu: expect.any(Number),
      subnets: [],
      tags: [],
      revision_number: 1,
      project_id: tenant.projectId,
      tenant_id: tenant.projectId,
    })
    expect(network).not.toHaveProperty('provider:network_type')
    expect((await call('GET', `/networks?description=${mark}`)).body.networks.map((row: Json) => row.id)).toEqual([
      network.id,
    ])
    expect((await call('GET', `/networks?description=${mark}x`)).body.networks).toEqual([])
    const seen = (await cloud.admin.call('GET', 'network', `/networks/${network.id}`)).body.network
    expect(seen).toMatchObject({
      'provider:network_type': expect.any(String),
      'provider:segmentation_id': expect.any(Number),
    })
    const post = (fields: Json) => call('POST', '/networks', { network: fields })
    expectNeutronError(await post({ tags: ['a'] }), 400, 'HTTPBadRequest', "Attribute 'tags' not allowed in POST")
    expectNeutronError(
      await post({ description: 'x'.repeat(256) }),
      400,
      'HTTPBadRequest',
      /^Invalid input for description\. Reason: 'x{256}' exceeds maximum length of 255\.$/,
    )
    expectNeutronError(await post({ bogus: 1 }), 400, 'HTTPBadRequest', "Unrecognized attribute(s) 'bogus'")
    expectNeutronError(
      await call('POST', '/networks', {}),
      400,
      'HTTPBadRequest',
      "Unable to find 'network' in request body",
    )
    expectNeutronError(
      await post({ shared: true }),
      403,
      'PolicyNotAuthorized',
      '(rule:create_network and rule:create_network:shared) is disallowed by policy',
    )
    expect(
      (await call('PUT', `/networks/${network.id}`, { network: { name: 'm', mtu: 1400, description: 'free text' } }))
        .body.network,
    ).toMatchObject({ name: 'm', mtu: 1400, description: 'free text', revision_number: 2 })
    expectStatus(await call('DELETE', `/networks/${network.id}`), 204)
    expectNeutronError(
      await call('DELETE', `/networks/${network.id}`),
      404,
      'NetworkNotFound',
      `Network ${network.id} could not be found.`,
    )
  })

  test('a subnet gets a gateway and a pool, and overlaps with none of its network', async () => {
    const { network, subnet } = await makeNetwork('10.60.0.0/28', { name: 's', dns_nameservers: ['192.0.2.1'] })
    expect(subnet).toMatchObject({
      name: 's',
      cidr: '10.60.0.0/28',
      gateway_ip: '10.60.0.1',
      enable_dhcp: true,
      ip_version: 4,
      allocation_pools: [{ start: '10.60.0.2', end: '10.60.0.14' }],
      dns_nameservers: ['192.0.2.1'],
      host_routes: [],
      ipv6_ra_mode: null,
      ipv6_address_mode: null,
    })
    const post = (fields: Json) =>
      call('POST', '/subnets', { subnet: { network_id: network.id, ip_version: 4, ...fields } })
    expectNeutronError(
      await post({ cidr: '10.60.0.0/28' }),
      400,
      'InvalidInput',
      `Invalid input for operation: Requested subnet with cidr: 10.60.0.0/28 for network: ${network.id} overlaps with another subnet.`,
    )
    expectNeutronError(
      await post({ cidr: '10.61.0.0/33' }),
      400,
      'InvalidInput',
      'Invalid input for operation: 10.61.0.0/33 is not in a CIDR format.',
    )
    expectNeutronError(
      await post({ cidr: '10.61.0.0/24', network_id: NOWHERE }),
      404,
      'NetworkNotFound',
      `Network ${NOWHERE} could not be found.`,
    )
    expectNeutronError(
      await post({ cidr: '10.61.0.0/24', allocation_pools: [{ start: '10.7.0.1', end: '10.7.0.4' }] }),
      400,
      'OutOfBoundsAllocationPool',
      'The allocation pool 10.7.0.1-10.7.0.4 spans beyond the subnet cidr 10.61.0.0/24.',
    )
    expectNeutronError(
      await post({}),
      400,
      'BadRequest',
      'Bad subnets request: a subnetpool must be specified in the absence of a cidr.',
    )
    const six = expectStatus(
      await post({ cidr: 'fd00:60::/64', ip_version: 6, ipv6_address_mode: 'slaac', ipv6_ra_mode: 'slaac' }),
      201,
    ).subnet
    expect(six).toMatchObject({
      ip_version: 6,
      gateway_ip: 'fd00:60::',
      allocation_pools: [{ start: 'fd00:60::1', end: 'fd00:60::ffff:ffff:ffff:ffff' }],
    })
    const changed = await call('PUT', `/subnets/${subnet.id}`, {
      subnet: { name: 't', gateway_ip: null, host_routes: [{ destination: '10.99.0.0/16', nexthop: '10.60.0.1' }] },
    })
    expect(expectStatus(changed, 200).subnet).toMatchObject({
      name: 't',
      gateway_ip: null,
      host_routes: [{ destination: '10.99.0.0/16', nexthop: '10.60.0.1' }],
    })
    expectNeutronError(
      await call('PUT', `/subnets/${subnet.id}`, { subnet: { cidr: '10.62.0.0/24' } }),
      400,
      'HTTPBadRequest',
      'Cannot update read-only attribute cidr',
    )
    expectStatus(await call('DELETE', `/subnets/${six.id}`), 204)
    // The agent's DHCP port appears by itself and stands in nobody's way.
    const dhcp = await until(
      async () => (await call('GET', `/ports?network_id=${network.id}`)).body.ports,
      (ports) => ports.length === 1 && ports[0].fixed_ips.length === 1,
      'the DHCP port',
      30,
    )
    expect(dhcp[0]).toMatchObject({
      device_owner: 'network:dhcp',
      project_id: tenant.projectId,
      fixed_ips: [{ subnet_id: subnet.id }],
    })
    expectStatus(await call('DELETE', `/networks/${network.id}`), 204)
  })

  test('the external network is seen by all, its subnet by its owner only', async () => {
    const { network } = expectStatus(await call('GET', `/networks/${cloud.externalNetworkId}`), 200)
    expect(network).toMatchObject({ 'router:external': true, shared: false, status: 'ACTIVE' })
    expect(network.subnets.length).toBeGreaterThan(0)
    expectNeutronError(
      await call('GET', `/subnets/${network.subnets[0]}`),
      404,
      'SubnetNotFound',
      `Subnet ${network.subnets[0]} could not be found.`,
    )
    expectNeutronError(
      await call('POST', '/ports', { port: { network_id: network.id } }),
      403,
      'HTTPForbidden',
      `Tenant ${tenant.projectId} not allowed to create port on this network`,
    )
    expect((await call('GET', '/networks?router:external=True&fields=id')).body.networks).toContainEqual({
      id: network.id,
    })
  })

  test('lists: fields, sorting, pages by links, unknown filters', async () => {
    for (const name of ['list-a', 'list-b']) await make('network', { name })
    const one = expectStatus(
      await call('GET', '/networks?fields=id&fields=name&limit=1&sort_key=name&sort_dir=asc'),
      200,
    )
    expect(Object.keys(one.networks[0]).sort()).toEqual(['id', 'name'])
    expect(one.networks_links.map((link: Json) => link.rel)).toEqual(['next', 'previous'])
    const two = expectStatus(
      await call('GET', `/networks?fields=id&limit=1&sort_key=name&sort_dir=asc&marker=${one.networks[0].id}`),
      200,
    )
    expect(two.networks).toHaveLength(1)
    expect(two.networks[0].id).not.toBe(one.networks[0].id)
    expect(
      (await call('GET', '/networks?name=list-a&name=list-b&fields=name&sort_key=name&sort_dir=desc')).body.networks,
    ).toEqual([{ name: 'list-b' }, { name: 'list-a' }])
    expectNeutronError(
      await call('GET', '/networks?bogus=1'),
      400,
      'HTTPBadRequest',
      "['bogus'] is invalid attribute for filtering",
    )
    expectNeutronError(
      await call('GET', '/networks?sort_key=nope&sort_dir=asc'),
      400,
      'HTTPBadRequest',
      "['nope'] is invalid attribute for sort_keys",
    )
    expectNeutronError(
      await call('GET', '/networks?sort_key=name'),
      400,
      'HTTPBadRequest',
      'The number of sort_keys and sort_dirs must be same',
    )
    expect((await call('GET', '/extensions')).body.extensions.map((row: Json) => row.alias)).toEqual(
      expect.arrayContaining([
        'router',
        'security-group',
        'quota_details',
        'rbac-policies',
        'net-mtu',
        'standard-attr-description',
        'sorting',
        'pagination',
      ]),
    )
  })
})

describe('ports', () => {
  test('a port bears its mark, gets an address, and keeps to its subnet', async () => {
    const { network, subnet } = await makeNetwork('10.63.0.0/24')
    const mark = uniqueName('mark')
    const port = await make('port', { network_id: network.id, name: 'p', description: mark, tags: ['lost'] })
    expect(port).toMatchObject({
      name: 'p',
      description: mark,
      status: 'DOWN',
      device_id: '',
      device_owner: '',
      admin_state_up: true,
      port_security_enabled: true,
      tags: [],
      'binding:vnic_type': 'normal',
      mac_address: expect.stringMatching(/^fa:16:3e:/),
    })
    expect(port.fixed_ips).toEqual([{ subnet_id: subnet.id, ip_address: expect.stringMatching(/^10\.63\.0\.\d+$/) }])
    expect(port).not.toHaveProperty('binding:host_id')
    const groups = (await call('GET', '/security-groups?name=default')).body.security_groups
    expect(port.security_groups).toEqual([groups[0].id])
    expect((await call('GET', `/ports?description=${mark}&fields=id`)).body.ports).toEqual([{ id: port.id }])
    const post = (fields: Json) => call('POST', '/ports', { port: { network_id: network.id, ...fields } })
    const fixed = expectStatus(await post({ fixed_ips: [{ ip_address: '10.63.0.50' }] }), 201).port
    expect(fixed.fixed_ips[0].ip_address).toBe('10.63.0.50')
    expectNeutronError(
      await post({ fixed_ips: [{ subnet_id: subnet.id, ip_address: '10.63.0.50' }] }),
      409,
      'IpAddressAlreadyAllocated',
      `IP address 10.63.0.50 already allocated in subnet ${subnet.id}`,
    )
    expectNeutronError(
      await post({ fixed_ips: [{ subnet_id: subnet.id, ip_address: '10.99.0.5' }] }),
      400,
      'InvalidIpForSubnet',
      'IP address 10.99.0.5 is not a valid IP for the specified subnet.',
    )
    expectNeutronError(
      await post({ security_groups: [NOWHERE] }),
      404,
      'SecurityGroupNotFound',
      `Security group ${NOWHERE} does not exist`,
    )
    expectNeutronError(
      await post({ port_security_enabled: false, security_groups: port.security_groups }),
      400,
      'PortSecurityAndIPRequiredForSecurityGroups',
      'Port security must be enabled and port must have an IP address in order to use security groups.',
    )
    expect(expectStatus(await post({ port_security_enabled: false }), 201).port).toMatchObject({
      port_security_enabled: false,
      security_groups: [],
    })
    const put = (fields: Json) => call('PUT', `/ports/${port.id}`, { port: fields })
    expect(
      expectStatus(await put({ allowed_address_pairs: [{ ip_address: '10.63.0.99' }] }), 200).port
        .allowed_address_pairs,
    ).toEqual([{ ip_address: '10.63.0.99', mac_address: port.mac_address }])
    expectNeutronError(
      await put({ port_security_enabled: false }),
      409,
      'AddressPairAndPortSecurityRequired',
      'Port Security must be enabled in order to have allowed address pairs on a port.',
    )
    expect(
      expectStatus(await put({ port_security_enabled: false, security_groups: [], allowed_address_pairs: [] }), 200)
        .port.port_security_enabled,
    ).toBe(false)
    expect(
      expectStatus(
        await put({
          port_security_enabled: true,
          security_groups: port.security_groups,
          fixed_ips: [{ subnet_id: subnet.id, ip_address: '10.63.0.60' }],
        }),
        200,
      ).port.fixed_ips,
    ).toEqual([{ subnet_id: subnet.id, ip_address: '10.63.0.60' }])
    expect((await call('GET', '/ports?fixed_ips=ip_address%3D10.63.0.60&fields=id')).body.ports).toEqual([
      { id: port.id },
    ])
    expectNeutronError(
      await put({ mac_address: 'fa:16:3e:00:00:01' }),
      403,
      'PolicyNotAuthorized',
      '(rule:update_port and rule:update_port:mac_address) is disallowed by policy',
    )
    expectNeutronError(
      await call('DELETE', `/networks/${network.id}`),
      409,
      'NetworkInUse',
      /There are one or more ports still in use on the network, id for these ports is: /,
    )
    expectNeutronError(
      await call('DELETE', `/subnets/${subnet.id}`),
      409,
      'SubnetInUse',
      `Unable to complete operation on subnet ${subnet.id}: One or more ports have an IP allocation from this subnet.`,
    )
    expectStatus(await call('DELETE', `/ports/${port.id}`), 204)
    expectNeutronError(
      await call('DELETE', `/ports/${port.id}`),
      404,
      'PortNotFound',
      `Port ${port.id} could not be found.`,
    )
  })

  test('a full subnet gives no more addresses', async () => {
    const { network } = await makeNetwork('10.64.0.0/29', {
      enable_dhcp: false,
      allocation_pools: [{ start: '10.64.0.2', end: '10.64.0.2' }],
    })
    await make('port', { network_id: network.id })
    expectNeutronError(
      await call('POST', '/ports', { port: { network_id: network.id } }),
      409,
      'IpAddressGenerationFailure',
      `No more IP addresses available on network ${network.id}.`,
    )
  })
})

describe('security groups', () => {
  test('the default group comes by itself with its four rules and stays', async () => {
    const fresh = await createTenant(cloud)
    const groups = (await fresh.call('GET', 'network', '/security-groups')).body.security_groups
    expect(groups).toEqual([
      expect.objectContaining({
        name: 'default',
        description: 'Default security group',
        stateful: true,
        project_id: fresh.projectId,
      }),
    ])
    const rules = groups[0].security_group_rules.map(
      (rule: Json) => `${rule.direction} ${rule.ethertype} ${rule.remote_group_id === null}`,
    )
    expect(rules.sort()).toEqual(['egress IPv4 true', 'egress IPv6 true', 'ingress IPv4 false', 'ingress IPv6 false'])
    expectNeutronError(
      await fresh.call('POST', 'network', '/security-groups', { body: { security_group: { name: 'default' } } }),
      409,
      'SecurityGroupDefaultAlreadyExists',
      'Default security group already exists.',
    )
    expectNeutronError(
      await fresh.call('PUT', 'network', `/security-groups/${groups[0].id}`, {
        body: { security_group: { name: 'x' } },
      }),
      409,
      'SecurityGroupCannotUpdateDefault',
      'Updating default security group not allowed.',
    )
    expectStatus(await fresh.call('DELETE', 'network', `/security-groups/${groups[0].id}`), 409)
    await fresh.remove()
  })

  test('a new group lets everything out; its rules are checked and exist once', async () => {
    const mark = uniqueName('mark')
    const group = await make('security_group', { name: 'g', description: mark })
    expect(group.security_group_rules.map((rule: Json) => `${rule.direction} ${rule.ethertype}`).sort()).toEqual([
      'egress IPv4',
      'egress IPv6',
    ])
    expect(
      (await call('GET', `/security-groups?description=${mark}`)).body.security_groups.map((row: Json) => row.id),
    ).toEqual([group.id])
    const ssh = {
      security_group_id: group.id,
      direction: 'ingress',
      ethertype: 'IPv4',
      protocol: 'tcp',
      port_range_min: 22,
      port_range_max: 22,
      remote_ip_prefix: '0.0.0.0/0',
    }
    const post = (fields: Json) => call('POST', '/security-group-rules', { security_group_rule: { ...ssh, ...fields } })
    const rule = expectStatus(await post({ description: 'ssh' }), 201).security_group_rule
    expect(rule).toMatchObject({
      ...ssh,
      description: 'ssh',
      normalized_cidr: '0.0.0.0/0',
      remote_group_id: null,
      project_id: tenant.projectId,
    })
    expectNeutronError(
      await post({}),
      409,
      'SecurityGroupRuleExists',
      `Security group rule already exists. Rule id is ${rule.id}.`,
    )
    expectNeutronError(
      await post({ port_range_min: 30 }),
      400,
      'SecurityGroupInvalidPortRange',
      'For TCP/UDP protocols, port_range_min must be <= port_range_max',
    )
    expectNeutronError(
      await post({ port_range_max: 70_000 }),
      400,
      'SecurityGroupInvalidPortValue',
      'Invalid value for port 70000',
    )
    expectNeutronError(
      await post({ remote_group_id: group.id }),
      400,
      'SecurityGroupMultipleRemoteEntites',
      'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.',
    )
    expectNeutronError(
      await post({ protocol: 'bogus' }),
      400,
      'SecurityGroupRuleInvalidProtocol',
      /^Security group rule protocol bogus not supported\. Only protocol values \[None, 'ah'/,
    )
    expectNeutronError(
      await post({ ethertype: 'IPv6' }),
      400,
      'SecurityGroupRuleParameterConflict',
      'Conflicting value ethertype IPv6 for CIDR 0.0.0.0/0',
    )
    expectNeutronError(
      await post({ protocol: null }),
      400,
      'SecurityGroupProtocolRequiredWithPorts',
      'Must also specify protocol if port range is given.',
    )
    expectNeutronError(
      await post({ security_group_id: NOWHERE }),
      404,
      'SecurityGroupNotFound',
      `Security group ${NOWHERE} does not exist`,
    )
    expectStatus(await post({ protocol: 'icmp', port_range_min: 8, port_range_max: 0 }), 201)
    expectStatus(await call('DELETE', `/security-group-rules/${rule.id}`), 204)
    expectNeutronError(
      await call('DELETE', `/security-group-rules/${rule.id}`),
      404,
      'SecurityGroupRuleNotFound',
      `Security group rule ${rule.id} does not exist`,
    )
    const { network } = await makeNetwork('10.65.0.0/24')
    const port = await make('port', { network_id: network.id, security_groups: [group.id] })
    expectNeutronError(
      await call('DELETE', `/security-groups/${group.id}`),
      409,
      'SecurityGroupInUse',
      `Security Group ${group.id} in use.`,
    )
    expectStatus(await call('DELETE', `/ports/${port.id}`), 204)
    expectStatus(await call('DELETE', `/security-groups/${group.id}`), 204)
  })
})

describe('sharing and quotas', () => {
  test('a network shared by a policy is seen and used by the other project', async () => {
    const other = await createTenant(cloud)
    const { network, subnet } = await makeNetwork('10.66.0.0/24')
    expectNeutronError(
      await other.call('GET', 'network', `/networks/${network.id}`),
      404,
      'NetworkNotFound',
      `Network ${network.id} could not be found.`,
    )
    const fields = {
      object_type: 'network',
      object_id: network.id,
      action: 'access_as_shared',
      target_tenant: other.projectId,
    }
    const { rbac_policy: policy } = expectStatus(await call('POST', '/rbac-policies', { rbac_policy: fields }), 201)
    expect(policy).toMatchObject({ ...fields, project_id: tenant.projectId })
    expectNeutronError(
      await call('POST', '/rbac-policies', { rbac_policy: fields }),
      409,
      'DuplicateRbacPolicy',
      'An RBAC policy already exists with those values.',
    )
    expectNeutronError(
      await call('POST', '/rbac-policies', { rbac_policy: { ...fields, object_type: 'bogus' } }),
      400,
      'InvalidInput',
      "Invalid input for operation: 'bogus' is not a valid RBAC object type.",
    )
    expect((await other.call('GET', 'network', `/networks/${network.id}`)).body.network.shared).toBe(true)
    expectStatus(await other.call('GET', 'network', `/subnets/${subnet.id}`), 200)
    const port = await other.call('POST', 'network', '/ports', { body: { port: { network_id: network.id } } })
    expectStatus(port, 201)
    expectStatus(await call('DELETE', `/rbac-policies/${policy.id}`), 409)
    expectStatus(await other.call('DELETE', 'network', `/ports/${port.body.port.id}`), 204)
    expectStatus(await call('DELETE', `/rbac-policies/${policy.id}`), 204)
    await other.remove()
  })

  test('limits are set by an administrator, shown with use, and hold', async () => {
    const fresh = await createTenant(cloud)
    const path = `/quotas/${fresh.projectId}`
    const own = (method: string, at: string, body?: Json) =>
      fresh.call(method, 'network', at, body === undefined ? {} : { body })
    expect(expectStatus(await own('GET', path), 200).quota).toMatchObject({
      network: expect.any(Number),
      subnet: expect.any(Number),
      port: expect.any(Number),
      router: expect.any(Number),
      floatingip: expect.any(Number),
      security_group: expect.any(Number),
      security_group_rule: expect.any(Number),
      rbac_policy: expect.any(Number),
    })
    await own('GET', '/security-groups')
    const network = (await own('POST', '/networks', { network: { name: 'q' } })).body.network
    const limits = {
      network: 1,
      subnet: 0,
      port: 0,
      router: 0,
      floatingip: 0,
      security_group: 1,
      security_group_rule: 4,
    }
    expect(
      expectStatus(await fresh.admin.call('PUT', 'network', path, { body: { quota: limits } }), 200).quota,
    ).toMatchObject(limits)
    const details = expectStatus(await own('GET', `${path}/details`), 200).quota
    expect(details.network).toEqual({ limit: 1, used: 1, reserved: 0 })
    expect(details.security_group).toEqual({ limit: 1, used: 1, reserved: 0 })
    expect(details.security_group_rule).toEqual({ limit: 4, used: 4, reserved: 0 })
    const over = (resource: string) => `Quota exceeded for resources: ['${resource}'].`
    const group = (await own('GET', '/security-groups')).body.security_groups[0]
    for (const [at, body, resource] of [
      ['/networks', { network: {} }, 'network'],
      ['/subnets', { subnet: { network_id: network.id, cidr: '10.1.0.0/24', ip_version: 4 } }, 'subnet'],
      ['/ports', { port: { network_id: network.id } }, 'port'],
      ['/routers', { router: {} }, 'router'],
      ['/floatingips', { floatingip: { floating_network_id: cloud.externalNetworkId } }, 'floatingip'],
      ['/security-groups', { security_group: { name: 'x' } }, 'security_group'],
      [
        '/security-group-rules',
        {
          security_group_rule: {
            security_group_id: group.id,
            direction: 'ingress',
            protocol: 'tcp',
            port_range_min: 1,
            port_range_max: 1,
          },
        },
        'security_group_rule',
      ],
    ] as const)
      expectNeutronError(await own('POST', at, body), 409, 'OverQuota', over(resource))
    expectNeutronError(
      await fresh.admin.call('PUT', 'network', path, { body: { quota: { network: -2 } } }),
      400,
      'HTTPBadRequest',
      "Invalid input for network. Reason: '-2' is too small - must be at least '-1'.",
    )
    expectNeutronError(
      await fresh.admin.call('PUT', 'network', path, { body: { quota: { bogus: 2 } } }),
      400,
      'HTTPBadRequest',
      "Unrecognized attribute(s) 'bogus'",
    )
    expectNeutronError(
      await own('GET', `/quotas/${cloud.admin.projectId}`),
      403,
      'PolicyNotAuthorized',
      'rule:get_quota is disallowed by policy',
    )
    expectStatus(await fresh.admin.call('DELETE', 'network', path), 204)
    await fresh.remove()
  })
})
