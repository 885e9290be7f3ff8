/**
 * Every operation that the registry declares, as something that can be done over and over: what it needs beforehand, and
 * the request that starts it. The crash tests, the failure tests and the repetition tests all walk this table.
 */
import { eq, inArray } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import { adminCloud } from '../clouds.ts'
import type { EngineOptions } from '../jobs/engine.ts'
import { jobs } from '../jobs/table.ts'
import { createFakeCloud, type FakeCloud } from '../openstack/fake/index.ts'
import { setNetworkQuotas } from '../openstack/neutron/quotas.ts'
import { providers } from '../resources/provider/table.ts'
import { tenants } from '../resources/tenant/table.ts'
import { accessFromEnv, makeWorld, type World } from './world.ts'

// biome-ignore lint/suspicious/noExplicitAny: public JSON of any type
type Json = any

export type Stage = {
  fake: FakeCloud
  world: World
  tenant: Json
  subnet: Json
  network: Json
  flavors: Json[]
  image: Json
  /** A call as staff that must succeed. */
  call: (method: string, path: string, body?: unknown) => Promise<Json>
  /** Runs all that moves, then gives the object as it is; null when it is gone. */
  settled: (object: { url: string }) => Promise<Json>
}

const TABLES = [
  'servers',
  'volumes',
  'networks',
  'subnets',
  'ports',
  'routers',
  'floatingIps',
  'securityGroups',
  'securityGroupRules',
  'projects',
  'users',
] as const
export type Inventory = Record<(typeof TABLES)[number], number>

/** DHCP ports come and go with the cloud's own moods; of a deleted server Nova keeps the record. */
const counts = (row: object) =>
  (row as { device_owner?: string }).device_owner !== 'network:dhcp' &&
  (row as { vm_state?: string }).vm_state !== 'deleted'

/** How many objects of each kind the cloud holds. */
export const inventoryOf = (fake: FakeCloud): Inventory =>
  Object.fromEntries(TABLES.map((table) => [table, fake.control.rows(table).filter(counts).length])) as Inventory

export const difference = (before: Inventory, after: Inventory): Partial<Inventory> =>
  Object.fromEntries(TABLES.map((table) => [table, after[table] - before[table]] as const).filter(([, n]) => n !== 0))

export const makeStage = async (): Promise<Stage> => {
  const fake = await createFakeCloud({ clock: { pace: 0 }, settings: { extendAttached: false } })
  // Room for thousands of floating addresses.
  fake.control.patch('subnets', fake.ids.externalSubnetId, {
    cidr: '203.0.0.0/16',
    allocation_pools: [{ start: '203.0.0.10', end: '203.0.255.250' }],
  })
  const world = await makeWorld(accessFromEnv(fake.env), { pace: 0.01 })
  // What is tested is the work, not the waiting for one's turn.
  await db
    .update(providers)
    .set({
      options: {
        ...world.provider.options,
        max_concurrent_provision_instance: 50,
        max_concurrent_provision_volume: 50,
        max_concurrent_provision_snapshot: 50,
      },
    })
    .where(eq(providers.uuid, world.provider.uuid))
  const call: Stage['call'] = async (method, path, body) => {
    const answer = await world.staff(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }
  // And for thousands of ports: none of them goes.
  const { tenantUuid } = await world.orderTenant('stage', { subnet_cidr: '192.168.0.0/16' })
  await world.settle()
  const [subnet] = await call('GET', `/api/openstack-subnets/?tenant_uuid=${tenantUuid}`)
  const [network] = await call('GET', `/api/openstack-networks/?tenant_uuid=${tenantUuid}`)
  const flavors = await call('GET', `/api/openstack-flavors/?tenant_uuid=${tenantUuid}&o=ram`)
  const images = await call('GET', `/api/openstack-images/?tenant_uuid=${tenantUuid}`)
  const unlimited = ['floating_ip_count', 'network_count', 'subnet_count', 'port_count']
  const many = ['instances', 'volumes', 'snapshots', 'security_group_count', 'security_group_rule_count', 'vcpu']
  await call('POST', `/api/openstack-tenants/${tenantUuid}/set_quotas/`, {
    ...Object.fromEntries(unlimited.map((name) => [name, -1])),
    ...Object.fromEntries(many.map((name) => [name, 100_000])),
    ram: 100_000_000,
    storage: 1_000_000_000,
  })
  // Routers have a quota in Neutron (10), but none in the portal.
  const { neutron } = await adminCloud(world.provider.uuid)
  const [row] = await db.select().from(tenants).where(eq(tenants.uuid, tenantUuid))
  await setNetworkQuotas(neutron, row.backendId, { router: -1 })
  await world.settle()
  await runTasks(world)
  return {
    fake,
    world,
    tenant: await call('GET', `/api/openstack-tenants/${tenantUuid}/`),
    subnet,
    network,
    flavors,
    image: images.sort((a: Json, b: Json) => a.min_ram - b.min_ram || a.min_disk - b.min_disk)[0],
    call,
    settled: async ({ url }) => {
      await world.settle()
      const answer = await world.staff('GET', new URL(url, 'http://foyer.test').pathname)
      return answer.status === 404 ? null : answer.body
    },
  }
}

/** Background pulls that earlier work asked for, so that they do not mix with what is counted. */
export const runTasks = async (world: World, options: Partial<EngineOptions> = {}): Promise<void> => {
  const engine = world.engine(options)
  for (;;) {
    await db
      .update(jobs)
      .set({ runAt: new Date(0) })
      .where(inArray(jobs.state, ['queued']))
    await engine.tick()
    const left = (await db.select().from(jobs)).filter(({ state }) => state === 'queued' || state === 'running')
    if (left.length === 0) return
  }
}

/** Prepares, and gives the request; the request gives the object that the job works on. */
export type Operation = (stage: Stage) => Promise<() => Promise<{ url: string }>>

let counter = 0
const unique = (name: string) => `${name}-${++counter}`
const cidr = () => `10.${(counter >> 8) & 255}.${counter & 255}.0/24`

const under = (stage: Stage, action: string, body: object) =>
  stage.call('POST', `/api/openstack-tenants/${stage.tenant.uuid}/${action}/`, body)
const act =
  (object: { url: string }, stage: Stage, action: string, body: object = {}) =>
  async () => {
    await stage.call('POST', `${new URL(object.url).pathname}${action}/`, body)
    return object
  }
/** A synchronous action as preparation: its answer comes when the job has ended, so that runs meanwhile. */
const finished = async (stage: Stage, object: { url: string }, action: string, body: object): Promise<Json> => {
  let answered = false
  const asking = act(object, stage, action, body)().finally(() => {
    answered = true
  })
  const engine = stage.world.engine()
  while (!answered) {
    await stage.world.settle({ engine })
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await asking
  return stage.settled(object)
}
const edit = (object: { url: string }, stage: Stage, body: object) => async () => {
  await stage.call('PATCH', new URL(object.url).pathname, body)
  return object
}
const destroy = (object: { url: string }, stage: Stage) => async () => {
  await stage.call('DELETE', new URL(object.url).pathname)
  return object
}
const ordered = async (stage: Stage, type: 'OpenStack.Instance' | 'OpenStack.Volume', attributes: object) => {
  const { objectUuid } = await stage.world.order(stage.tenant.uuid, type, attributes as Record<string, unknown>)
  const collection = type === 'OpenStack.Instance' ? 'openstack-instances' : 'openstack-volumes'
  return { url: `http://foyer.test/api/${collection}/${objectUuid}/` }
}

const instanceOrder = (stage: Stage) => ({
  name: unique('vm'),
  flavor: stage.flavors[stage.flavors.length > 1 ? 1 : 0].url,
  image: stage.image.url,
  system_volume_size: Math.max(1024, stage.image.min_disk),
  data_volume_size: 1024,
  ports: [{ subnet: stage.subnet.url }],
  floating_ips: [{ subnet: stage.subnet.url }],
})
const instance = async (stage: Stage) => stage.settled(await ordered(stage, 'OpenStack.Instance', instanceOrder(stage)))
const stopped = async (stage: Stage) => stage.settled(await act(await instance(stage), stage, 'stop')())
const volume = async (stage: Stage) =>
  stage.settled(await ordered(stage, 'OpenStack.Volume', { name: unique('disk'), size: 1024 }))
const newSnapshot = async (stage: Stage, disk: Json) =>
  stage.call('POST', `${new URL(disk.url).pathname}snapshot/`, { name: unique('snapshot') })
const snapshot = async (stage: Stage) => stage.settled(await newSnapshot(stage, await volume(stage)))
const attached = async (stage: Stage) => {
  const machine = await stopped(stage)
  const disk = await volume(stage)
  return stage.settled(await act(disk, stage, 'attach', { instance: machine.url })())
}
const network = async (stage: Stage) => stage.settled(await under(stage, 'create_network', { name: unique('net') }))
const subnetIn = (stage: Stage, net: Json) =>
  stage.call('POST', `/api/openstack-networks/${net.uuid}/create_subnet/`, { name: unique('subnet'), cidr: cidr() })
const subnet = async (stage: Stage) => stage.settled(await subnetIn(stage, await network(stage)))
const newRouter = (stage: Stage) =>
  stage.call('POST', '/api/openstack-routers/', { tenant: stage.tenant.url, name: unique('router') })
const router = async (stage: Stage) => stage.settled(await newRouter(stage))
const newPort = (stage: Stage) =>
  stage.call('POST', '/api/openstack-ports/', {
    tenant: stage.tenant.url,
    name: unique('port'),
    network: stage.network.url,
  })
const port = async (stage: Stage) => stage.settled(await newPort(stage))
const address = async (stage: Stage) => stage.settled(await under(stage, 'create_floating_ip', {}))
const rule = (from: number) => ({
  ethertype: 'IPv4',
  direction: 'ingress',
  protocol: 'tcp',
  from_port: from,
  to_port: from,
  cidr: '0.0.0.0/0',
})
const group = async (stage: Stage) =>
  stage.settled(await under(stage, 'create_security_group', { name: unique('group'), rules: [rule(22)] }))
const loose = async (stage: Stage) => stage.settled(await act(await subnet(stage), stage, 'disconnect')())
const task = (stage: Stage, action: string) => async () => {
  await stage.call('POST', `/api/openstack-tenants/${stage.tenant.uuid}/${action}/`)
  return stage.tenant
}
const tenantOf = async (stage: Stage, name = unique('tenant')) => {
  const { tenantUuid, resourceUuid } = await stage.world.orderTenant(name)
  return { url: `http://foyer.test/api/openstack-tenants/${tenantUuid}/`, resourceUuid }
}

export const OPERATIONS: Record<string, Operation> = {
  'tenant.create': async (stage) => () => tenantOf(stage),
  'tenant.delete': async (stage) => {
    const tenant = await tenantOf(stage)
    await stage.settled(tenant)
    return async () => {
      await stage.world.terminate(tenant.resourceUuid)
      return tenant
    }
  },
  'tenant.update': async (stage) => edit(stage.tenant, stage, { description: unique('text') }),
  'tenant.pull': async (stage) => act(stage.tenant, stage, 'pull'),
  'tenant.set_quotas': async (stage) => act(stage.tenant, stage, 'set_quotas', { snapshots: 1000 + ++counter }),
  'tenant.pull_quotas': async (stage) => task(stage, 'pull_quotas'),
  'tenant.pull_properties': async (stage) => task(stage, 'pull_flavors'),
  'tenant.change_password': async (stage) =>
    act(stage.tenant, stage, 'change_password', { user_password: unique('Secret-word-9') }),
  'instance.create': async (stage) => () => ordered(stage, 'OpenStack.Instance', instanceOrder(stage)),
  'instance.delete': async (stage) => destroy(await instance(stage), stage),
  'instance.start': async (stage) => act(await stopped(stage), stage, 'start'),
  'instance.stop': async (stage) => act(await instance(stage), stage, 'stop'),
  'instance.restart': async (stage) => act(await instance(stage), stage, 'restart'),
  'instance.change_flavor': async (stage) =>
    act(await stopped(stage), stage, 'change_flavor', { flavor: stage.flavors[stage.flavors.length > 2 ? 2 : 0].url }),
  'instance.update': async (stage) => edit(await instance(stage), stage, { name: unique('renamed') }),
  'instance.update_security_groups': async (stage) => {
    const machine = await instance(stage)
    return act(machine, stage, 'update_security_groups', { security_groups: [(await group(stage)).url] })
  },
  'instance.pull': async (stage) => act(await instance(stage), stage, 'pull'),
  'volume.create': async (stage) => () => ordered(stage, 'OpenStack.Volume', { name: unique('disk'), size: 1024 }),
  'volume.delete': async (stage) => destroy(await volume(stage), stage),
  'volume.update': async (stage) => edit(await volume(stage), stage, { name: unique('renamed') }),
  'volume.extend': async (stage) => act(await attached(stage), stage, 'extend', { disk_size: 2048 }),
  'volume.attach': async (stage) => {
    const machine = await stopped(stage)
    return act(await volume(stage), stage, 'attach', { instance: machine.url })
  },
  'volume.detach': async (stage) => act(await attached(stage), stage, 'detach'),
  'volume.retype': async (stage) => {
    const disk = await volume(stage)
    const types = await stage.call('GET', `/api/openstack-volume-types/?tenant_uuid=${stage.tenant.uuid}`)
    return act(disk, stage, 'retype', { type: types.find((type: Json) => type.name !== disk.type_name).url })
  },
  'volume.restore': async (stage) => {
    const kept = await snapshot(stage)
    return () => stage.call('POST', `${new URL(kept.url).pathname}restore/`, { name: unique('restored') })
  },
  'volume.pull': async (stage) => act(await volume(stage), stage, 'pull'),
  'snapshot.create': async (stage) => {
    const disk = await volume(stage)
    return () => newSnapshot(stage, disk)
  },
  'snapshot.update': async (stage) => edit(await snapshot(stage), stage, { name: unique('renamed') }),
  'snapshot.delete': async (stage) => destroy(await snapshot(stage), stage),
  'snapshot.pull': async (stage) => act(await snapshot(stage), stage, 'pull'),
  'network.create': async (stage) => () => under(stage, 'create_network', { name: unique('net') }),
  'network.update': async (stage) => edit(await network(stage), stage, { name: unique('renamed') }),
  'network.set_mtu': async (stage) => act(await network(stage), stage, 'set_mtu', { mtu: 1400 }),
  'network.delete': async (stage) => destroy(await network(stage), stage),
  'network.pull': async (stage) => act(await network(stage), stage, 'pull'),
  'subnet.create': async (stage) => {
    const net = await network(stage)
    return () => subnetIn(stage, net)
  },
  'subnet.update': async (stage) => edit(await subnet(stage), stage, { name: unique('renamed') }),
  'subnet.connect': async (stage) => act(await loose(stage), stage, 'connect'),
  'subnet.disconnect': async (stage) => act(await subnet(stage), stage, 'disconnect'),
  'subnet.delete': async (stage) => destroy(await subnet(stage), stage),
  'subnet.pull': async (stage) => act(await subnet(stage), stage, 'pull'),
  'router.create': async (stage) => () => newRouter(stage),
  'router.set_routes': async (stage) => {
    const made = await router(stage)
    const net = await loose(stage)
    await finished(stage, made, 'add_router_interface', { subnet: net.url })
    const nexthop = net.cidr.replace(/\.0\/24$/, '.77')
    return act(made, stage, 'set_routes', { routes: [{ destination: '172.31.0.0/24', nexthop }] })
  },
  'router.set_gateway': async (stage) => {
    const [external] = await stage.call('GET', '/api/openstack-external-networks/')
    return act(await router(stage), stage, 'set_external_gateway', { external_network_id: external.backend_id })
  },
  'router.add_interface': async (stage) => {
    const net = await loose(stage)
    return act(await router(stage), stage, 'add_router_interface', { subnet: net.url })
  },
  'router.remove_interface': async (stage) => {
    const net = await loose(stage)
    const made = await router(stage)
    await finished(stage, made, 'add_router_interface', { subnet: net.url })
    return act(made, stage, 'remove_router_interface', { subnet: net.url })
  },
  'router.delete': async (stage) => destroy(await router(stage), stage),
  'router.pull': async (stage) => act(await router(stage), stage, 'pull'),
  'port.create': async (stage) => () => newPort(stage),
  'port.update': async (stage) => edit(await port(stage), stage, { name: unique('renamed') }),
  'port.set_admin_state': async (stage) => act(await port(stage), stage, 'disable_port'),
  'port.set_port_security': async (stage) => act(await port(stage), stage, 'disable_port_security'),
  'port.update_port_ip': async (stage) =>
    act(await port(stage), stage, 'update_port_ip', {
      subnet: stage.subnet.url,
      ip_address: `192.168.200.${1 + (++counter % 250)}`,
    }),
  'port.update_security_groups': async (stage) => {
    const made = await port(stage)
    return act(made, stage, 'update_security_groups', { security_groups: [(await group(stage)).url] })
  },
  'port.set_allowed_address_pairs': async (stage) =>
    act(await port(stage), stage, 'set_allowed_address_pairs', {
      allowed_address_pairs: [{ ip_address: '10.9.8.0/24' }],
    }),
  'port.delete': async (stage) => destroy(await port(stage), stage),
  'port.pull': async (stage) => act(await port(stage), stage, 'pull'),
  'floating_ip.create': async (stage) => () => under(stage, 'create_floating_ip', {}),
  'floating_ip.attach': async (stage) => {
    const free = await address(stage)
    return act(free, stage, 'attach_to_port', { port: (await port(stage)).url })
  },
  'floating_ip.detach': async (stage) => {
    const free = await address(stage)
    const held = await stage.settled(await act(free, stage, 'attach_to_port', { port: (await port(stage)).url })())
    return act(held, stage, 'detach_from_port')
  },
  'floating_ip.update_description': async (stage) =>
    act(await address(stage), stage, 'update_description', { description: unique('text') }),
  'floating_ip.delete': async (stage) => destroy(await address(stage), stage),
  'floating_ip.pull': async (stage) => act(await address(stage), stage, 'pull'),
  'security_group.create': async (stage) => () =>
    under(stage, 'create_security_group', { name: unique('group'), rules: [rule(22), rule(80)] }),
  'security_group.update': async (stage) => edit(await group(stage), stage, { name: unique('renamed') }),
  'security_group.set_rules': async (stage) => {
    const made = await group(stage)
    return async () => {
      await stage.call('POST', `${new URL(made.url).pathname}set_rules/`, [rule(443), rule(8080)])
      return made
    }
  },
  'security_group.delete': async (stage) => destroy(await group(stage), stage),
  'security_group.pull': async (stage) => act(await group(stage), stage, 'pull'),
}
