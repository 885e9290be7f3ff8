/** Every module against a real OpenStack that `OS_*` names: a project of its own, made and removed here. */

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAttachments } from './cinder/attachments.ts'
import { listMessages } from './cinder/messages.ts'
import { getStorageQuotas, resetStorageQuotas, setStorageQuotas } from './cinder/quotas.ts'
import { listStoragePools, listStorageServices } from './cinder/services.ts'
import {
  createSnapshot,
  deleteSnapshot,
  findSnapshotsByMetadata,
  getSnapshot,
  listSnapshots,
  resetSnapshotStatus,
  updateSnapshot,
} from './cinder/snapshots.ts'
import { getDefaultVolumeType, listVolumeTypes } from './cinder/types.ts'
import {
  actOnVolume,
  createVolume,
  deleteVolume,
  findVolumesByMetadata,
  getVolume,
  listVolumes,
  updateVolume,
  volumeAction,
} from './cinder/volumes.ts'
import { listStorageZones } from './cinder/zones.ts'
import { isConflict, isGone, isQuota, type OpenStackError } from './errors.ts'
import {
  createImage,
  deleteImage,
  getImage,
  listImageMembers,
  listImages,
  propertiesOf,
  updateImage,
  uploadImage,
} from './glance/images.ts'
import { type CallOutcome, collect } from './http.ts'
import { listDomains, resolveDomainId } from './keystone/domains.ts'
import {
  createProject,
  deleteProject,
  findProjectByName,
  findProjectsByTag,
  getProject,
  listProjectsOfUser,
  type Project,
  updateProject,
} from './keystone/projects.ts'
import {
  findRoleByName,
  grantProjectRole,
  hasProjectRole,
  listAssignments,
  revokeProjectRole,
} from './keystone/roles.ts'
import { createUser, deleteUser, findUserByName, getUser, type User, updateUser } from './keystone/users.ts'
import { type CloudSession, connect, type PasswordCredentials, regionsOf, SERVICE_NAMES } from './login.ts'
import { listExtensions, listNetworkAgents, listNetworkZones } from './neutron/extensions.ts'
import {
  createFloatingIp,
  deleteFloatingIp,
  findFloatingIpsByDescription,
  getFloatingIp,
  listFloatingIps,
  updateFloatingIp,
} from './neutron/floatingips.ts'
import {
  createNetwork,
  deleteNetwork,
  findNetworksByDescription,
  getNetwork,
  getNetworkAvailability,
  listNetworks,
  type Network,
  updateNetwork,
} from './neutron/networks.ts'
import {
  createPort,
  deletePort,
  findPortsByDescription,
  getPort,
  listPorts,
  listRouterInterfaces,
  updatePort,
} from './neutron/ports.ts'
import { getNetworkQuotas, resetNetworkQuotas, setNetworkQuotas } from './neutron/quotas.ts'
import { createRbacPolicy, deleteRbacPolicy, listRbacPolicies } from './neutron/rbac.ts'
import {
  addRouterInterface,
  createRouter,
  deleteRouter,
  findRoutersByDescription,
  getRouter,
  listRouters,
  type Router,
  removeRouterInterface,
  updateRouter,
} from './neutron/routers.ts'
import {
  createRule,
  createSecurityGroup,
  deleteRule,
  deleteSecurityGroup,
  findSecurityGroupsByDescription,
  getSecurityGroup,
  listRules,
  listSecurityGroups,
  updateSecurityGroup,
} from './neutron/securitygroups.ts'
import {
  createSubnet,
  deleteSubnet,
  findSubnetsByDescription,
  getSubnet,
  type Subnet,
  updateSubnet,
} from './neutron/subnets.ts'
import { findActionFailure, listActionEvents, listInstanceActions } from './nova/actions.ts'
import { attachVolume, detachVolume, listVolumeAttachments } from './nova/attachments.ts'
import { createConsole } from './nova/consoles.ts'
import { type Flavor, getFlavor, listFlavors } from './nova/flavors.ts'
import { attachInterface, detachInterface, listInterfaces } from './nova/interfaces.ts'
import { createKeyPair, deleteKeyPair, getKeyPair, listKeyPairs } from './nova/keypairs.ts'
import { getComputeLimits } from './nova/limits.ts'
import { getComputeQuotas, resetComputeQuotas, setComputeQuotas } from './nova/quotas.ts'
import { createServerGroup, deleteServerGroup, getServerGroup, listServerGroups } from './nova/servergroups.ts'
import {
  actOnServer,
  createServer,
  deleteServer,
  findServersByTag,
  getConsoleOutput,
  getServer,
  listServers,
  serverAction,
  updateServer,
} from './nova/servers.ts'
import { getHypervisorStatistics, listComputeServices } from './nova/services.ts'
import { listComputeZones } from './nova/zones.ts'
import { formatTime, parseTime } from './time.ts'

const env = process.env
const credentials: PasswordCredentials = {
  authUrl: env.OS_AUTH_URL ?? '',
  username: env.OS_USERNAME ?? '',
  password: env.OS_PASSWORD ?? '',
  projectName: env.OS_PROJECT_NAME,
  userDomain: env.OS_USER_DOMAIN_NAME,
  projectDomain: env.OS_PROJECT_DOMAIN_NAME,
  region: env.OS_REGION_NAME,
}
const mark = `foyer-test-${randomUUID()}`
const password = randomUUID()
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+LzPpXRnaGCVOAMJ4zRkGNS2aQqVZ3rh0OYlDwcTWb'

let admin: CloudSession
let project: Project
let user: User
/** The administrator inside the test's project, as the portal works. */
let inside: CloudSession
/** The project's own user. */
let member: CloudSession
const calls: CallOutcome[] = []
/** What to remove at the end, last made first; each may be gone already. */
const cleanups: (() => Promise<unknown>)[] = []
const later = (cleanup: () => Promise<unknown>) => cleanups.unshift(cleanup)

/** Asks until the answer is right; a real cloud takes seconds. */
async function until<T>(what: string, ask: () => Promise<T>, right: (value: T) => boolean, seconds = 120): Promise<T> {
  for (let tries = 0; tries < seconds * 2; tries += 1) {
    const value = await ask()
    if (right(value)) return value
    await sleep(500)
  }
  throw new Error(`${what} did not happen within ${seconds} s`)
}

const gone = (what: string, ask: () => Promise<unknown>) =>
  until(
    what,
    () => ask().then(() => false, isGone),
    (value) => value,
  )

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: OpenStackError) => error,
  )

async function serverStatus(id: string, status: string) {
  const server = await until(
    `server ${status}`,
    () => getServer(inside.nova, id),
    (found) => [status, 'ERROR'].includes(found.status) && !found['OS-EXT-STS:task_state'],
  )
  if (server.status !== status) throw new Error(`The server is ${server.status}: ${server.fault?.message}`)
  return server
}
const volumeStatus = (id: string, status: string) =>
  until(
    `volume ${status}`,
    () => getVolume(inside.cinder, id),
    (volume) => volume.status === status,
  )

beforeAll(async () => {
  admin = await connect(credentials, { hooks: { afterCall: (call) => void calls.push(call) } })
  const domainId = (await admin.access()).user.domainId
  project = await createProject(admin.keystone, {
    name: mark,
    domain_id: domainId,
    description: 'made by a test',
    tags: [mark],
  })
  later(() => deleteProject(admin.keystone, project.id))
  user = await createUser(admin.keystone, { name: mark, domain_id: domainId, password, description: mark })
  later(() => deleteUser(admin.keystone, user.id))
  const role = await findRoleByName(admin.keystone, 'nobody', 'member', '_member_')
  const adminRole = await findRoleByName(admin.keystone, 'admin')
  await grantProjectRole(admin.keystone, project.id, user.id, role!.id)
  await grantProjectRole(admin.keystone, project.id, (await admin.access()).user.id, adminRole!.id)
  inside = admin.forProject(project.id)
  member = admin.asUser({ username: mark, password, projectId: project.id, userDomain: domainId })
})

afterAll(async () => {
  for (const cleanup of cleanups) {
    await cleanup().catch((error) => {
      if (!isGone(error)) console.error(error)
    })
  }
  await admin?.close()
})

describe('the account', () => {
  it('sees who it is and every service in the catalogue', async () => {
    const access = await member.access()
    expect(access).toMatchObject({ user: { id: user.id }, project: { id: project.id, name: mark } })
    expect(access.roles.map((role) => role.toLowerCase())).toContain('member')
    expect(regionsOf(access).length).toBeGreaterThan(0)
    for (const service of SERVICE_NAMES) expect(await member[service].endpoint()).toMatch(/^https?:/)
  })

  it('is refused with a wrong password, and the sentence is Keystone’s', async () => {
    const error = await failure(connect({ ...credentials, password: 'wrong-password' }))
    expect(error).toMatchObject({
      kind: 'auth',
      status: 401,
      service: 'keystone',
      requestId: expect.stringMatching(/^req-/),
    })
    expect(JSON.stringify(error) + error?.message).not.toContain('wrong-password')
  })

  it('does not get into a project without a role there', async () => {
    const { project: home } = await admin.access()
    expect(await failure(member.forProject(home!.id).access())).toMatchObject({ kind: 'auth', status: 401 })
  })
})

describe('Keystone', () => {
  it('finds a project by its tag and by its name, and changes it', async () => {
    expect(await findProjectsByTag(admin.keystone, mark)).toMatchObject([{ id: project.id, tags: [mark] }])
    expect((await findProjectByName(admin.keystone, mark, project.domain_id))?.id).toBe(project.id)
    await updateProject(admin.keystone, project.id, { description: 'changed' })
    expect((await getProject(admin.keystone, project.id)).description).toBe('changed')
    expect((await collect(listProjectsOfUser(admin.keystone, user.id))).map(({ id }) => id)).toEqual([project.id])
    expect(isConflict(await failure(createProject(admin.keystone, { name: mark, domain_id: project.domain_id })))).toBe(
      true,
    )
  })

  it('finds a user by name, with the description that marks it', async () => {
    expect(await findUserByName(admin.keystone, mark, user.domain_id)).toMatchObject({ id: user.id, description: mark })
    await updateUser(admin.keystone, user.id, { description: `${mark} changed` })
    expect((await getUser(admin.keystone, user.id)).description).toBe(`${mark} changed`)
  })

  it('grants, finds and revokes a role', async () => {
    const reader = (await findRoleByName(admin.keystone, 'reader', 'service'))!
    const grant = [admin.keystone, project.id, user.id, reader.id] as const
    expect(await hasProjectRole(...grant)).toBe(false)
    await grantProjectRole(...grant)
    await grantProjectRole(...grant)
    expect(await hasProjectRole(...grant)).toBe(true)
    const assignments = await collect(
      listAssignments(admin.keystone, { 'user.id': user.id, 'scope.project.id': project.id }),
    )
    expect(assignments.map(({ role }) => role.id)).toContain(reader.id)
    await revokeProjectRole(...grant)
    expect(isGone(await failure(revokeProjectRole(...grant)))).toBe(true)
  })

  it('knows a domain by name and by id', async () => {
    const domains = await collect(listDomains(admin.keystone))
    for (const { id, name } of domains) expect(await resolveDomainId(admin.keystone, name)).toBe(id)
    expect(await resolveDomainId(admin.keystone, '')).toBe('default')
  })
})

describe('quotas', () => {
  it('of Nova are set, read with usage and reset', async () => {
    await setComputeQuotas(admin.nova, project.id, { cores: 7, ram: 2048, instances: 3 })
    expect(await getComputeQuotas(admin.nova, project.id)).toMatchObject({
      cores: { limit: 7, in_use: 0 },
      ram: { limit: 2048 },
      instances: { limit: 3 },
    })
    expect(await getComputeLimits(member.nova)).toMatchObject({ maxTotalCores: 7, totalCoresUsed: 0 })
    later(() => resetComputeQuotas(admin.nova, project.id))
  })

  it('of Cinder are set by type too, and a refusal is of kind quota', async () => {
    const [type] = await collect(listVolumeTypes(admin.cinder))
    await setStorageQuotas(admin.cinder, project.id, { volumes: 4, gigabytes: 6, [`gigabytes_${type.name}`]: 5 })
    later(() => resetStorageQuotas(admin.cinder, project.id))
    expect(await getStorageQuotas(admin.cinder, project.id)).toMatchObject({
      gigabytes: { limit: 6, in_use: 0 },
      [`gigabytes_${type.name}`]: { limit: 5 },
    })
    const error = await failure(createVolume(inside.cinder, { name: mark, size: 50 }))
    expect(isQuota(error), String(error)).toBe(true)
    expect(error?.message).toMatch(/quota/i)
  })

  it('of Neutron are set and read with usage, and a refusal is of kind quota', async () => {
    await setNetworkQuotas(admin.neutron, project.id, { network: 0, floatingip: 2 })
    later(() => resetNetworkQuotas(admin.neutron, project.id))
    expect(await getNetworkQuotas(admin.neutron, project.id)).toMatchObject({
      network: { limit: 0, used: 0 },
      floatingip: { limit: 2 },
    })
    const error = await failure(createNetwork(inside.neutron, { name: mark }))
    expect(error).toMatchObject({ kind: 'quota', status: 409, code: 'OverQuota', retryable: false })
    await setNetworkQuotas(admin.neutron, project.id, { network: 3 })
  })
})

describe('what the whole cloud has', () => {
  it('is listed: zones, types, services, capacity, agents, extensions', async () => {
    expect((await listComputeZones(member.nova)).length).toBeGreaterThan(0)
    expect((await listStorageZones(member.cinder)).length).toBeGreaterThan(0)
    expect((await listNetworkZones(member.neutron)).length).toBeGreaterThan(0)
    expect((await listComputeServices(admin.nova)).map(({ binary }) => binary)).toContain('nova-compute')
    expect((await listStorageServices(admin.cinder)).map(({ binary }) => binary)).toContain('cinder-volume')
    expect((await getHypervisorStatistics(admin.nova)).vcpus).toBeGreaterThan(0)
    expect((await listStoragePools(admin.cinder)).length).toBeGreaterThan(0)
    expect((await collect(listNetworkAgents(admin.neutron))).some(({ alive }) => alive)).toBe(true)
    expect((await listExtensions(member.neutron)).has('rbac-policies')).toBe(true)
    expect((await getDefaultVolumeType(member.cinder)).id).toBeTruthy()
  })

  it('has flavors with their sizes', async () => {
    const [flavor] = await collect(listFlavors(admin.nova))
    expect(await getFlavor(admin.nova, flavor.id)).toMatchObject({
      id: flavor.id,
      vcpus: flavor.vcpus,
      ram: flavor.ram,
    })
  })

  it('pages: one by one gives the same as all at once', async () => {
    const ids = async (limit: number) =>
      (await collect(listSecurityGroups(admin.neutron, { limit }))).map(({ id }) => id).sort()
    expect(await ids(1)).toEqual(await ids(1000))
    const flavors = async (limit: number) =>
      (await collect(listFlavors(admin.nova, { is_public: 'None', limit }))).map(({ id }) => id).sort()
    expect(await flavors(1)).toEqual(await flavors(1000))
    const images = async (limit: number) =>
      (await collect(listImages(admin.glance, { limit }))).map(({ id }) => id).sort()
    expect(await images(1)).toEqual(await images(1000))
  })
})

describe('Glance', () => {
  it('makes an image with our id, takes its data, changes and deletes it', async () => {
    const id = randomUUID()
    const wanted = {
      id,
      name: mark,
      disk_format: 'raw',
      container_format: 'bare',
      min_ram: 64,
      properties: { os_distro: 'tiny' },
    } as const
    const image = await createImage(inside.glance, wanted)
    later(() => deleteImage(inside.glance, id))
    expect(image).toMatchObject({ id, status: 'queued', owner: project.id })
    expect(isConflict(await failure(createImage(inside.glance, wanted)))).toBe(true)
    await uploadImage(inside.glance, id, new Uint8Array(4096))
    const active = await getImage(inside.glance, id)
    expect(active).toMatchObject({ status: 'active', size: 4096 })
    expect(propertiesOf(active)).toMatchObject({ os_distro: 'tiny' })
    await updateImage(inside.glance, id, [
      { op: 'replace', path: '/name', value: 'changed' },
      { op: 'add', path: '/os_version', value: '1' },
    ])
    expect(await collect(listImages(inside.glance, { owner: project.id }))).toMatchObject([
      { name: 'changed', os_version: '1' },
    ])
    expect(await listImageMembers(inside.glance, id).catch((error) => error.status)).toEqual(expect.anything())
    await deleteImage(inside.glance, id)
    const error = await failure(getImage(inside.glance, id))
    expect(isGone(error)).toBe(true)
    expect(error?.message).toContain(id)
  })
})

describe('networks and machines', () => {
  let network: Network
  let subnet: Subnet
  let router: Router
  let flavor: Flavor
  let imageId: string
  const external = () => env.OS_EXTERNAL_NETWORK_ID ?? env.EXTERNAL_NETWORK_ID ?? ''

  it('makes a network, a subnet and a router, and finds each by its description', async () => {
    network = await createNetwork(inside.neutron, { name: mark, description: mark, mtu: 1400 })
    later(() => deleteNetwork(inside.neutron, network.id))
    expect(network).toMatchObject({ project_id: project.id, mtu: 1400 })
    subnet = await createSubnet(inside.neutron, {
      ...{ network_id: network.id, name: mark, description: mark, cidr: '192.168.91.0/24', ip_version: 4 as const },
      allocation_pools: [{ start: '192.168.91.10', end: '192.168.91.99' }],
    })
    later(() => deleteSubnet(inside.neutron, subnet.id))
    router = await createRouter(inside.neutron, { name: mark, description: mark })
    later(() => deleteRouter(inside.neutron, router.id))
    expect((await findNetworksByDescription(admin.neutron, mark)).map(({ id }) => id)).toEqual([network.id])
    expect((await findSubnetsByDescription(admin.neutron, mark)).map(({ id }) => id)).toEqual([subnet.id])
    expect((await findRoutersByDescription(admin.neutron, mark)).map(({ id }) => id)).toEqual([router.id])
    const overlap = { network_id: network.id, cidr: '192.168.91.0/25', ip_version: 4 as const }
    expect(await failure(createSubnet(inside.neutron, overlap))).toMatchObject({
      kind: 'bad_request',
      message: expect.stringMatching(/overlap/i),
    })
    expect((await getNetwork(inside.neutron, network.id)).subnets).toEqual([subnet.id])
    expect((await getSubnet(inside.neutron, subnet.id)).gateway_ip).toBe('192.168.91.1')
  })

  it('changes them', async () => {
    expect(await updateNetwork(inside.neutron, network.id, { name: `${mark}-2`, description: 'text' })).toMatchObject({
      name: `${mark}-2`,
      description: 'text',
    })
    expect(await updateSubnet(inside.neutron, subnet.id, { dns_nameservers: ['192.0.2.53'] })).toMatchObject({
      dns_nameservers: ['192.0.2.53'],
    })
    expect(await getNetworkAvailability(admin.neutron, network.id)).toMatchObject({
      network_id: network.id,
      total_ips: 90,
    })
    // With filter validation, on since Rocky, Neutron has no way to ask what changed.
    const refused = await failure(collect(listNetworks(admin.neutron, { changed_since: '2026-01-01T00:00:00Z' })))
    if (refused) expect(refused).toMatchObject({ status: 400, message: expect.stringMatching(/changed_since/) })
  })

  it('joins the router: gateway, interface, routes; a twin interface is 400', async () => {
    await updateRouter(inside.neutron, router.id, { external_gateway_info: { network_id: external() } })
    expect(await addRouterInterface(inside.neutron, router.id, { subnet_id: subnet.id })).toMatchObject({
      subnet_id: subnet.id,
    })
    later(() => removeRouterInterface(inside.neutron, router.id, { subnet_id: subnet.id }))
    const twin = await failure(addRouterInterface(inside.neutron, router.id, { subnet_id: subnet.id }))
    expect(twin).toMatchObject({ status: 400, message: expect.stringMatching(/already has a port/) })
    expect(await listRouterInterfaces(inside.neutron, router.id)).toMatchObject([
      { fixed_ips: [{ subnet_id: subnet.id, ip_address: '192.168.91.1' }] },
    ])
    await updateRouter(inside.neutron, router.id, {
      routes: [{ destination: '10.9.0.0/16', nexthop: '192.168.91.20' }],
    })
    expect(await getRouter(inside.neutron, router.id)).toMatchObject({
      routes: [{ nexthop: '192.168.91.20' }],
      external_gateway_info: { network_id: external() },
    })
    await updateRouter(inside.neutron, router.id, { routes: [] })
    expect((await collect(listRouters(admin.neutron, { project_id: project.id }))).map(({ id }) => id)).toEqual([
      router.id,
    ])
  })

  it('makes a security group and rules; a twin rule is refused with the id of the first', async () => {
    const group = await createSecurityGroup(inside.neutron, { name: mark, description: mark })
    later(() => deleteSecurityGroup(inside.neutron, group.id))
    const rule = {
      security_group_id: group.id,
      direction: 'ingress',
      ethertype: 'IPv4',
      protocol: 'tcp',
      port_range_min: 22,
      port_range_max: 22,
    } as const
    const made = await createRule(inside.neutron, rule)
    const twin = await failure(createRule(inside.neutron, rule))
    expect(twin).toMatchObject({ kind: 'conflict', code: 'SecurityGroupRuleExists' })
    expect(twin?.message).toContain(made.id)
    expect((await getSecurityGroup(inside.neutron, group.id)).security_group_rules).toHaveLength(3)
    expect(await findSecurityGroupsByDescription(admin.neutron, mark)).toMatchObject([{ id: group.id }])
    await deleteRule(inside.neutron, made.id)
    expect(await collect(listRules(inside.neutron, { security_group_id: group.id }))).toHaveLength(2)
    expect((await updateSecurityGroup(inside.neutron, group.id, { name: `${mark}-2` })).name).toBe(`${mark}-2`)
  })

  it('shares a network by policy; a twin is refused', async () => {
    const target = (await admin.access()).project!.id
    const wanted = {
      object_type: 'network',
      object_id: network.id,
      action: 'access_as_shared',
      target_tenant: target,
    } as const
    const policy = await createRbacPolicy(inside.neutron, wanted)
    expect(isConflict(await failure(createRbacPolicy(inside.neutron, wanted)))).toBe(true)
    expect((await collect(listRbacPolicies(admin.neutron, { object_id: network.id }))).map(({ id }) => id)).toEqual([
      policy.id,
    ])
    await deleteRbacPolicy(inside.neutron, policy.id)
  })

  it('gives a floating IP to a port and takes it back', async () => {
    const port = await createPort(inside.neutron, { network_id: network.id, name: mark, description: mark })
    later(() => deletePort(inside.neutron, port.id))
    const ip = await createFloatingIp(inside.neutron, { floating_network_id: external(), description: mark })
    later(() => deleteFloatingIp(inside.neutron, ip.id))
    expect((await findFloatingIpsByDescription(admin.neutron, mark)).map(({ id }) => id)).toEqual([ip.id])
    expect(await updateFloatingIp(inside.neutron, ip.id, { port_id: port.id })).toMatchObject({
      port_id: port.id,
      router_id: router.id,
    })
    expect(await updateFloatingIp(inside.neutron, ip.id, { port_id: null })).toMatchObject({ port_id: null })
    expect((await getFloatingIp(inside.neutron, ip.id)).fixed_ip_address).toBeNull()
    expect(await collect(listFloatingIps(admin.neutron, { project_id: project.id }))).toHaveLength(1)
    expect((await findPortsByDescription(admin.neutron, mark)).map(({ id }) => id)).toEqual([port.id])
    const changed = await updatePort(inside.neutron, port.id, {
      security_groups: [],
      port_security_enabled: false,
      admin_state_up: false,
    })
    expect(changed).toMatchObject({ port_security_enabled: false, admin_state_up: false, security_groups: [] })
    await deleteFloatingIp(inside.neutron, ip.id)
    await deletePort(inside.neutron, port.id)
    expect(isGone(await failure(getPort(inside.neutron, port.id)))).toBe(true)
  })

  it('stores a key pair for the project’s user; a second of the name is 409', async () => {
    const key = { name: mark, public_key: PUBLIC_KEY, user_id: user.id }
    await createKeyPair(inside.nova, key)
    later(() => deleteKeyPair(inside.nova, mark, user.id))
    expect(isConflict(await failure(createKeyPair(inside.nova, key)))).toBe(true)
    expect((await getKeyPair(inside.nova, mark, user.id)).public_key).toBe(PUBLIC_KEY)
    expect((await collect(listKeyPairs(member.nova))).map(({ name }) => name)).toEqual([mark])
    expect((await collect(listKeyPairs(admin.nova, user.id))).map(({ name }) => name)).toEqual([mark])
  })

  it('makes a server group', async () => {
    const group = await createServerGroup(inside.nova, { name: mark, policy: 'soft-anti-affinity' })
    later(() => deleteServerGroup(inside.nova, group.id))
    expect(await getServerGroup(inside.nova, group.id)).toMatchObject({
      policy: 'soft-anti-affinity',
      project_id: project.id,
    })
    expect((await collect(listServerGroups(inside.nova))).map(({ id }) => id)).toEqual([group.id])
    expect((await collect(listServerGroups(admin.nova, { all_projects: true }))).map(({ id }) => id)).toContain(
      group.id,
    )
  })

  it('boots a server of a volume and a port of ours, and works with it', async () => {
    const flavors = (await collect(listFlavors(admin.nova))).filter(
      (candidate) => candidate['os-flavor-access:is_public'],
    )
    flavor = flavors.toSorted((a, b) => a.ram - b.ram)[0]
    imageId =
      env.IMAGE_ID ?? (await collect(listImages(admin.glance, { status: 'active', visibility: 'public' })))[0].id
    const { cinder, neutron, nova } = inside

    const system = await createVolume(cinder, {
      name: mark,
      size: 1,
      imageRef: imageId,
      metadata: { foyer_uuid: mark },
    })
    later(async () => {
      await deleteVolume(cinder, system.id)
      await gone('deleted volume', () => getVolume(cinder, system.id))
    })
    expect((await findVolumesByMetadata(admin.cinder, { foyer_uuid: mark })).map(({ id }) => id)).toEqual([system.id])
    expect(await volumeStatus(system.id, 'available')).toMatchObject({ bootable: true, size: 1 })
    const changed = await collect(
      listVolumes(admin.cinder, { all_tenants: 1, updated_at: `gt:${system.created_at.slice(0, 19)}` }),
    )
    expect(changed.map(({ id }) => id)).toContain(system.id)

    const port = await createPort(neutron, { network_id: network.id, description: `${mark}-server` })
    later(() => deletePort(neutron, port.id))
    // As the project's user, whose key pair it is.
    const { id } = await createServer(member.nova, {
      ...{
        name: 'test',
        flavorRef: flavor.id,
        networks: [{ port: port.id }],
        key_name: mark,
        tags: [mark],
        config_drive: false,
      },
      block_device_mapping_v2: [
        {
          boot_index: 0,
          uuid: system.id,
          source_type: 'volume',
          destination_type: 'volume',
          delete_on_termination: false,
        },
      ],
    })
    later(async () => {
      await deleteServer(nova, id)
      await gone('deleted server', () => getServer(nova, id))
    })
    expect((await findServersByTag(admin.nova, mark)).map((server) => server.id)).toEqual([id])
    const server = await serverStatus(id, 'ACTIVE')
    expect(server).toMatchObject({
      tenant_id: project.id,
      user_id: user.id,
      image: '',
      tags: [mark],
      flavor: { ram: flavor.ram },
    })
    expect(server['os-extended-volumes:volumes_attached']).toEqual([{ id: system.id, delete_on_termination: false }])
    expect((await getComputeQuotas(admin.nova, project.id)).instances.in_use).toBe(1)
    expect(
      (await collect(listServers(admin.nova, { all_tenants: 1, project_id: project.id }))).map((each) => each.id),
    ).toEqual([id])
    const sinceMinute = formatTime(new Date(parseTime(server.created)!.getTime() - 60_000))
    expect(
      (await collect(listServers(admin.nova, { all_tenants: 1, 'changes-since': sinceMinute }))).map((each) => each.id),
    ).toContain(id)
    await updateServer(nova, id, { name: 'renamed', description: 'text' })
    expect(await getServer(nova, id)).toMatchObject({ name: 'renamed', description: 'text' })

    await until(
      'a console log',
      () => getConsoleOutput(nova, id, 50),
      (text) => text.length > 0,
    )
    expect((await createConsole(nova, id, 'novnc')).url).toMatch(/token/)
    expect((await createConsole(nova, id, 'serial')).url).toMatch(/^wss?:/)
    expect((await listInstanceActions(nova, id)).map(({ action }) => action)).toContain('create')
    const [create] = (await listInstanceActions(nova, id)).filter(({ action }) => action === 'create')
    expect((await listActionEvents(nova, id, create.request_id)).length).toBeGreaterThan(0)
    expect(await findActionFailure(nova, id)).toBeUndefined()

    // Volumes
    const data = await createVolume(cinder, { name: `${mark}-data`, size: 1 })
    later(async () => {
      await deleteVolume(cinder, data.id)
      await gone('deleted volume', () => getVolume(cinder, data.id))
    })
    await volumeStatus(data.id, 'available')
    await actOnVolume(cinder, data.id, volumeAction.extend(2))
    await until(
      'extended',
      () => getVolume(cinder, data.id),
      (volume) => volume.size === 2 && volume.status === 'available',
    )
    await updateVolume(cinder, data.id, { description: 'text' })
    await actOnVolume(cinder, data.id, volumeAction.setBootable(true))
    expect(await getVolume(cinder, data.id)).toMatchObject({ description: 'text', bootable: true })
    await attachVolume(nova, id, data.id)
    expect((await volumeStatus(data.id, 'in-use')).attachments).toMatchObject([{ server_id: id }])
    expect((await listVolumeAttachments(nova, id)).map(({ volumeId }) => volumeId).sort()).toEqual(
      [system.id, data.id].sort(),
    )
    expect((await collect(listAttachments(cinder, { instance_id: id }))).length).toBe(2)
    expect(isGone(await failure(detachVolume(nova, id, randomUUID())))).toBe(true)
    const snapshot = await createSnapshot(cinder, { volume_id: system.id, name: mark, metadata: { foyer_uuid: mark } })
    later(async () => {
      await deleteSnapshot(cinder, snapshot.id)
      await gone('deleted snapshot', () => getSnapshot(cinder, snapshot.id))
    })
    await until(
      'snapshot',
      () => getSnapshot(cinder, snapshot.id),
      ({ status }) => status === 'available',
    )
    expect((await findSnapshotsByMetadata(admin.cinder, { foyer_uuid: mark })).map((each) => each.id)).toEqual([
      snapshot.id,
    ])
    await updateSnapshot(cinder, snapshot.id, { name: 'renamed' })
    await resetSnapshotStatus(cinder, snapshot.id, 'available')
    expect(await collect(listSnapshots(cinder))).toMatchObject([{ name: 'renamed', volume_id: system.id }])
    await deleteSnapshot(cinder, snapshot.id)
    await gone('deleted snapshot', () => getSnapshot(cinder, snapshot.id))
    await detachVolume(nova, id, data.id)
    await volumeStatus(data.id, 'available')
    expect(await collect(listMessages(cinder, data.id))).toEqual([])

    // A second port, by Nova
    const second = await createPort(neutron, { network_id: network.id, description: `${mark}-second` })
    later(() => deletePort(neutron, second.id))
    await attachInterface(nova, id, second.id)
    expect((await listInterfaces(nova, id)).map(({ port_id }) => port_id).sort()).toEqual([port.id, second.id].sort())
    await detachInterface(nova, id, second.id)
    await until(
      'detached',
      () => getPort(neutron, second.id),
      ({ device_id }) => device_id === '',
    )
    expect((await collect(listPorts(neutron, { device_id: id }))).map((each) => each.id)).toEqual([port.id])

    // Power and size
    await actOnServer(nova, id, serverAction.stop())
    await serverStatus(id, 'SHUTOFF')
    const wrong = await failure(actOnServer(nova, id, serverAction.stop()))
    expect(wrong).toMatchObject({ status: 409, kind: 'conflict', code: 'conflictingRequest', retryable: false })
    await actOnServer(nova, id, serverAction.start())
    await serverStatus(id, 'ACTIVE')
    await actOnServer(nova, id, serverAction.reboot('HARD'))
    await serverStatus(id, 'ACTIVE')
    const larger = flavors.find((candidate) => candidate.ram > flavor.ram && candidate.ram <= 1024)
    if (larger) {
      await actOnServer(nova, id, serverAction.resize(larger.id))
      await serverStatus(id, 'VERIFY_RESIZE')
      await actOnServer(nova, id, serverAction.revertResize())
      expect((await serverStatus(id, 'ACTIVE')).flavor).toMatchObject({ ram: flavor.ram })
      await actOnServer(nova, id, serverAction.resize(larger.id))
      await serverStatus(id, 'VERIFY_RESIZE')
      await actOnServer(nova, id, serverAction.confirmResize())
      expect((await serverStatus(id, 'ACTIVE')).flavor).toMatchObject({ ram: larger.ram })
    }
  })
})

it('every call has a request id of the service', () => {
  const silent = calls.filter((call) => call.requestId === '')
  expect(silent.map(({ service, method, path }) => `${service} ${method} ${path}`)).toEqual([])
  expect(calls.length).toBeGreaterThan(100)
})
