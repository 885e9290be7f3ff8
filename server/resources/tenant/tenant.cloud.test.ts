/** Tenants on the real OpenStack that `OS_*` names: ordered, used, resized, removed, and nothing is left. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeClouds } from '../../clouds.ts'
import { collect } from '../../openstack/http.ts'
import { listProjects } from '../../openstack/keystone/projects.ts'
import { listUsers } from '../../openstack/keystone/users.ts'
import { listNetworks } from '../../openstack/neutron/networks.ts'
import { listPorts } from '../../openstack/neutron/ports.ts'
import { listRouters } from '../../openstack/neutron/routers.ts'
import { listSecurityGroups } from '../../openstack/neutron/securitygroups.ts'
import { startTestPortal, type TestPortal } from '../../testing/cloud.ts'
import { openTestDatabase } from '../../testing/database.ts'

openTestDatabase()

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(async () => {
  await portal?.stop()
  await closeClouds()
})

const limits = { cores: 4, ram: 4096, storage: 20_480 }
const unique = () => `foyer test ${Math.random().toString(36).slice(2, 8)}`
const order = (name: string, attributes: Record<string, unknown> = {}) =>
  portal.api('POST', '/api/marketplace-orders/', {
    offering: `/api/marketplace-provider-offerings/${portal.offering.uuid}/`,
    project: `/api/projects/${portal.projectUuid}/`,
    attributes: { name, ...attributes },
    limits,
  })

/** What the cloud holds under the projects of a name. */
const holdings = async (projectId: string, username: string) => {
  const { keystone, neutron } = await portal.cloud()
  const own = { project_id: projectId }
  const [projects, users, networks, routers, ports] = await Promise.all([
    collect(listProjects(keystone)),
    collect(listUsers(keystone, { name: username })),
    collect(listNetworks(neutron, own)),
    collect(listRouters(neutron, own)),
    collect(listPorts(neutron, own)),
  ])
  return {
    projects: projects.filter(({ id }) => id === projectId).length,
    users: users.length,
    networks: networks.length,
    routers: routers.length,
    ports: ports.length,
  }
}

describe('a tenant', () => {
  test('is ordered, stands in the cloud with all its parts, and goes without a trace', async () => {
    const name = unique()
    const ordered = await order(name)
    expect(ordered.body).toMatchObject({ state: 'executing', type: 'Create', resource_name: name })
    expect(ordered.status).toBe(201)
    await portal.settle()

    const done = (await portal.api('GET', `/api/marketplace-orders/${ordered.body.uuid}/`)).body
    expect(done).toMatchObject({ state: 'done', error_message: '' })
    const tenant = (await portal.api('GET', `/api/openstack-tenants/${done.resource_uuid}/`)).body
    expect(tenant).toMatchObject({ state: 'OK', name, error_message: '' })
    expect(tenant.user_password).toBeUndefined()
    const quota = (wanted: string) => tenant.quotas.find((one: { name: string }) => one.name === wanted)
    expect(quota('vcpu')).toMatchObject({ limit: 4, usage: 0 })
    expect(quota('ram')).toMatchObject({ limit: 4096 })
    expect(quota('storage')).toMatchObject({ limit: 20_480 })
    expect(quota('network_count')).toMatchObject({ limit: 10, usage: 1 })
    expect(quota('security_group_count')).toMatchObject({ usage: 5 })

    const groups = (await portal.api('GET', `/api/openstack-security-groups/?tenant_uuid=${tenant.uuid}&page_size=50`))
      .body
    expect(groups.map((group: { name: string }) => group.name).sort()).toEqual(['default', 'ping', 'rdp', 'ssh', 'web'])
    const { neutron } = await portal.cloud()
    const inCloud = await collect(listSecurityGroups(neutron, { project_id: tenant.backend_id }))
    const ssh = inCloud.find((group) => group.name === 'ssh')
    expect(ssh?.description).toBe('Security group for secure shell access')
    expect(ssh?.security_group_rules.filter((rule) => rule.direction === 'ingress')).toMatchObject([
      { protocol: 'tcp', port_range_min: 22, port_range_max: 22 },
    ])
    const [network] = await collect(listNetworks(neutron, { project_id: tenant.backend_id }))
    expect(network).toMatchObject({ id: tenant.internal_network_id, description: '' })
    const [router] = await collect(listRouters(neutron, { project_id: tenant.backend_id }))
    expect(router.external_gateway_info?.network_id).toBe(tenant.external_network_id)

    const flavors = await portal.api('GET', `/api/openstack-flavors/?tenant_uuid=${tenant.uuid}`)
    expect(flavors.body.length).toBeGreaterThan(0)
    const offerings = await portal.api('GET', `/api/marketplace-public-offerings/?scope_uuid=${tenant.uuid}&o=name`)
    expect(offerings.body.map((one: { name: string }) => one.name)).toEqual([
      `Virtual machine in ${name}`,
      `Volume in ${name}`,
    ])

    const resource = `/api/marketplace-resources/${done.marketplace_resource_uuid}/`
    expect((await portal.api('GET', resource)).body).toMatchObject({ state: 'OK', resource_uuid: tenant.uuid, limits })
    const resized = await portal.api('POST', `${resource}update_limits/`, { limits: { ...limits, cores: 6 } })
    expect(resized.status).toBe(200)
    await portal.settle()
    expect((await portal.api('GET', resource)).body).toMatchObject({ state: 'OK', limits: { cores: 6 } })
    const quotas = (await portal.api('GET', `/api/openstack-tenants/${tenant.uuid}/quotas/`)).body
    expect(quotas.find((one: { name: string }) => one.name === 'vcpu')).toMatchObject({ limit: 6 })

    const username = (await order(name)).body
    expect(username).toEqual({ name: [`Name '${name}' already exists.`] })

    const ended = await portal.api('POST', `${resource}terminate/`, {})
    expect(ended.status).toBe(200)
    await portal.settle()
    expect((await portal.api('GET', `/api/marketplace-orders/${ended.body.order_uuid}/`)).body).toMatchObject({
      state: 'done',
      error_message: '',
    })
    expect((await portal.api('GET', `/api/openstack-tenants/${tenant.uuid}/`)).status).toBe(404)
    expect((await portal.api('GET', resource)).body).toMatchObject({ state: 'Terminated' })
    expect(await holdings(tenant.backend_id, 'none')).toEqual({
      projects: 0,
      users: 0,
      networks: 0,
      routers: 0,
      ports: 0,
    })
  })
})
