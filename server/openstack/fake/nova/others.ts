/** Flavors, key pairs, server groups, zones, hosts. */
import { isoMicros } from '../clock.ts'
import { ofProject } from '../cloud.ts'
import { accepted, type Ctx, noContent, ok, Refusal, type Reply, type Route } from '../http.ts'
import { md5, stableUuid, uuid } from '../ids.ts'
import type { Flavor, Keypair, ServerGroup } from '../rows.ts'
import { adminOnly, badRequest, conflict, flavorOf, forbidden, invalid, missing, python } from './base.ts'
import { limitsOf } from './quotas.ts'
import { links } from './view.ts'

const flavorView = (ctx: Ctx, row: Flavor) => ({
  id: row.id,
  name: row.name,
  ram: row.ram,
  disk: row.disk,
  swap: row.swap || (ctx.version >= 75 ? 0 : ''),
  'OS-FLV-EXT-DATA:ephemeral': row.ephemeral,
  'OS-FLV-DISABLED:disabled': false,
  vcpus: row.vcpus,
  'os-flavor-access:is_public': row.is_public,
  rxtx_factor: 1.0,
  ...(ctx.version >= 55 ? { description: row.description } : {}),
  ...(ctx.version >= 61 ? { extra_specs: row.extra_specs } : {}),
  links: links(ctx, 'flavors', row.id),
})

function listFlavors(ctx: Ctx, detailed: boolean): Reply {
  const { query } = ctx
  const key = query.get('sort_key')
  const value = (row: Flavor) =>
    key === 'name'
      ? row.name
      : key === 'flavorid' || key === null
        ? row.id
        : (row as unknown as Record<string, number>)[key === 'memory_mb' ? 'ram' : key]
  let rows = [...ctx.cloud.state.flavors.values()].filter(
    (row) =>
      (row.is_public || (ctx.identity.isAdmin && /^(none|false)$/i.test(query.get('is_public') ?? ''))) &&
      row.ram >= Number(query.get('minRam') ?? 0) &&
      row.disk >= Number(query.get('minDisk') ?? 0),
  )
  rows.sort((a, b) => (value(a) === value(b) ? 0 : value(a) < value(b) ? -1 : 1))
  if (query.get('sort_dir') === 'desc') rows.reverse()
  const marker = query.get('marker')
  if (marker) {
    const at = rows.findIndex((row) => row.id === marker)
    if (at < 0) throw badRequest(`marker [${marker}] not found`)
    rows = rows.slice(at + 1)
  }
  const limit = Math.min(Number(query.get('limit') ?? 1000), 1000)
  const page = rows.slice(0, limit)
  const body: Record<string, unknown> = {
    flavors: page.map((row) =>
      detailed ? flavorView(ctx, row) : { id: row.id, name: row.name, links: links(ctx, 'flavors', row.id) },
    ),
  }
  if (limit > 0 && page.length === limit) {
    const next = new URLSearchParams(query)
    next.set('marker', page[page.length - 1].id)
    body.flavors_links = [{ rel: 'next', href: `${ctx.base}/flavors${detailed ? '/detail' : ''}?${next}` }]
  }
  return ok(body)
}

function createFlavor(ctx: Ctx): Reply {
  adminOnly(ctx, 'os-flavor-manage:create')
  const given = ctx.body?.flavor ?? {}
  for (const key of ['name', 'ram', 'vcpus', 'disk'])
    if (given[key] === undefined) throw invalid('flavor', python(given), `'${key}' is a required property`)
  const id = given.id && given.id !== 'auto' ? String(given.id) : uuid()
  for (const row of ctx.cloud.state.flavors.values()) {
    if (row.name === given.name) throw conflict(`Flavor with name ${given.name} already exists.`)
    if (row.id === id) throw conflict(`Flavor with ID ${id} already exists.`)
  }
  const row: Flavor = {
    id,
    name: given.name,
    ram: Number(given.ram),
    disk: Number(given.disk),
    vcpus: Number(given.vcpus),
    ephemeral: Number(given['OS-FLV-EXT-DATA:ephemeral'] ?? 0),
    swap: Number(given.swap ?? 0),
    is_public: given['os-flavor-access:is_public'] ?? true,
    description: given.description ?? null,
    extra_specs: {},
  }
  ctx.cloud.state.flavors.set(id, row)
  return ok({ flavor: flavorView(ctx, row) })
}

const pairView = (ctx: Ctx, row: Keypair) => ({
  name: row.name,
  public_key: row.public_key,
  fingerprint: row.fingerprint,
  ...(ctx.version >= 2 ? { type: row.type } : {}),
})

/** Whose key pairs: one's own, or an administrator's choice since 2.10. */
function pairOwner(ctx: Ctx, named: string | null | undefined, rule: string): string {
  if (!named || ctx.version < 10 || named === ctx.identity.userId) return ctx.identity.userId
  if (!ctx.identity.isAdmin) throw forbidden(`os-keypairs:${rule}`)
  return named
}

const pairsOf = (ctx: Ctx, userId: string): Keypair[] =>
  [...ctx.cloud.state.keypairs.values()].filter((row) => row.user_id === userId)

function pairOf(ctx: Ctx, rule: string): Keypair {
  const owner = pairOwner(ctx, ctx.query.get('user_id'), rule)
  const row = pairsOf(ctx, owner).find((pair) => pair.name === ctx.params.name)
  if (!row) throw missing(`Keypair ${ctx.params.name} not found for user ${owner}`)
  return row
}

function createPair(ctx: Ctx): Reply {
  const given = ctx.body?.keypair
  if (!given?.name) throw invalid('keypair', python(given ?? {}), "'name' is a required property")
  if (!given.public_key) {
    // Nova no longer makes keys itself since 2.92; before that the tests of a portal do not need it.
    throw invalid('keypair', python(given), "'public_key' is a required property")
  }
  const owner = pairOwner(ctx, given.user_id, 'create')
  if (!/^[\w\- ]+$/.test(given.name) && !(ctx.version >= 92 && /^[\w\-@. ]+$/.test(given.name)))
    throw badRequest(
      "An invalid 'name' value was provided. The name must be: Only expected characters: [_- 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ]",
    )
  const [type, blob] = String(given.public_key).trim().split(/\s+/)
  const data = Buffer.from(blob ?? '', 'base64')
  if (!/^(ssh-|ecdsa-|sk-)/.test(type) || data.length < 20 || data.subarray(4, 4 + type.length).toString() !== type)
    throw badRequest('Keypair data is invalid: failed to generate fingerprint')
  const pairs = pairsOf(ctx, owner)
  if (pairs.some((pair) => pair.name === given.name)) throw conflict(`Key pair '${given.name}' already exists.`)
  if (pairs.length >= limitsOf(ctx.cloud, ctx.identity.projectId).key_pairs)
    throw new Refusal(403, 'Quota exceeded, too many key pairs.')
  const row: Keypair = {
    id: ctx.cloud.next('keypairs'),
    name: given.name,
    user_id: owner,
    public_key: given.public_key,
    fingerprint: md5(data).match(/../g)!.join(':'),
    type: given.type ?? 'ssh',
    createdAtMs: ctx.cloud.now(),
  }
  ctx.cloud.state.keypairs.set(row.id, row)
  return { status: ctx.version >= 2 ? 201 : 200, body: { keypair: { ...pairView(ctx, row), user_id: owner } } }
}

const showPair = (ctx: Ctx): Reply => {
  const row = pairOf(ctx, 'show')
  return ok({
    keypair: {
      ...pairView(ctx, row),
      user_id: row.user_id,
      created_at: isoMicros(row.createdAtMs),
      deleted: false,
      deleted_at: null,
      id: row.id,
      updated_at: null,
    },
  })
}

function groupView(ctx: Ctx, row: ServerGroup) {
  const members = [...ctx.cloud.state.servers.values()].filter(
    (one) => one.group_id === row.id && one.vm_state !== 'deleted',
  )
  const ids = members.map((one) => one.id)
  const owner = ctx.version >= 13 ? { project_id: row.project_id, user_id: row.user_id } : {}
  return ctx.version >= 64
    ? { id: row.id, name: row.name, policy: row.policy, rules: row.rules, members: ids, ...owner }
    : { id: row.id, name: row.name, policies: [row.policy], metadata: {}, members: ids, ...owner }
}

const POLICIES = ['anti-affinity', 'affinity', 'soft-anti-affinity', 'soft-affinity']

function createGroup(ctx: Ctx): Reply {
  const given = ctx.body?.server_group ?? {}
  if (!given.name) throw invalid('server_group', python(given), "'name' is a required property")
  const field = ctx.version >= 64 ? 'policy' : 'policies'
  if (given[field] === undefined) throw invalid('server_group', python(given), `'${field}' is a required property`)
  const policy = ctx.version >= 64 ? given.policy : given.policies[0]
  if (!POLICIES.includes(policy))
    throw invalid(ctx.version >= 64 ? 'policy' : '0', policy, `${python(policy)} is not one of ${python(POLICIES)}`)
  const limit = limitsOf(ctx.cloud, ctx.identity.projectId).server_groups
  if (limit >= 0 && ofProject(ctx.cloud.state.serverGroups, ctx.identity.projectId).length >= limit)
    throw new Refusal(403, 'Quota exceeded, too many server groups.')
  const row: ServerGroup = {
    id: uuid(),
    name: given.name,
    policy,
    rules: given.rules ?? {},
    project_id: ctx.identity.projectId,
    user_id: ctx.identity.userId,
  }
  ctx.cloud.state.serverGroups.set(row.id, row)
  return ok({ server_group: groupView(ctx, row) })
}

function groupOf(ctx: Ctx): ServerGroup {
  const row = ctx.cloud.state.serverGroups.get(ctx.params.id)
  if (!row || !(ctx.identity.isAdmin || row.project_id === ctx.identity.projectId))
    throw missing(`Instance group ${ctx.params.id} could not be found.`)
  return row
}

function listGroups(ctx: Ctx): Reply {
  const all = ctx.identity.isAdmin && ctx.query.has('all_projects')
  const rows = [...ctx.cloud.state.serverGroups.values()].filter(
    (row) => all || row.project_id === ctx.identity.projectId,
  )
  const offset = Number(ctx.query.get('offset') ?? 0)
  return ok({
    server_groups: rows
      .slice(offset, offset + Math.min(Number(ctx.query.get('limit') ?? 1000), 1000))
      .map((row) => groupView(ctx, row)),
  })
}

const HOST = 'compute1'
const BINARIES = [
  ['nova-conductor', 'internal'],
  ['nova-scheduler', 'internal'],
  ['nova-compute', 'nova'],
] as const

function services(ctx: Ctx): Reply {
  adminOnly(ctx, 'os-services:list')
  return ok({
    services: BINARIES.map(([binary, zone], index) => ({
      binary,
      host: HOST,
      id: ctx.version >= 53 ? stableUuid(binary) : index + 1,
      zone,
      status: 'enabled',
      state: 'up',
      updated_at: isoMicros(ctx.cloud.now()),
      disabled_reason: null,
      ...(ctx.version >= 11 ? { forced_down: false } : {}),
    })),
  })
}

function totals(ctx: Ctx) {
  const rows = [...ctx.cloud.state.servers.values()].filter((row) => row.host !== null && row.vm_state !== 'deleted')
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  const used = {
    vcpus_used: sum((row) => row.flavor.vcpus),
    memory_mb_used: sum((row) => row.flavor.ram),
    local_gb_used: sum((row) => (row.image_id ? row.flavor.disk : 0)),
  }
  const { hostVcpus, hostRamMib } = ctx.cloud.settings
  const size = { vcpus: hostVcpus, memory_mb: hostRamMib, local_gb: 10_240 }
  return {
    ...size,
    ...used,
    free_ram_mb: size.memory_mb - used.memory_mb_used,
    free_disk_gb: size.local_gb - used.local_gb_used,
    current_workload: 0,
    running_vms: rows.length,
    disk_available_least: size.local_gb - used.local_gb_used,
  }
}

function hypervisors(ctx: Ctx, detailed: boolean): Reply {
  adminOnly(ctx, 'os-hypervisors:list')
  const byUuid = ctx.version >= 53
  const row = {
    id: byUuid ? stableUuid('hypervisor') : 1,
    hypervisor_hostname: `${HOST}.built-in`,
    state: 'up',
    status: 'enabled',
    ...(detailed
      ? {
          hypervisor_type: 'built-in',
          hypervisor_version: 1_000_000,
          host_ip: '127.0.0.1',
          service: { id: byUuid ? stableUuid('nova-compute') : 3, host: HOST, disabled_reason: null },
          ...(ctx.version >= 88 ? { uptime: null } : totals(ctx)),
        }
      : {}),
  }
  return ok({ hypervisors: [row] })
}

function zones(ctx: Ctx, detailed: boolean): Reply {
  if (!detailed)
    return ok({ availabilityZoneInfo: [{ zoneName: 'nova', zoneState: { available: true }, hosts: null }] })
  adminOnly(ctx, 'os-availability-zone:detail')
  const up = { available: true, active: true, updated_at: isoMicros(ctx.cloud.now()) }
  const hosts = (zone: string) => ({
    [HOST]: Object.fromEntries(BINARIES.filter(([, place]) => place === zone).map(([binary]) => [binary, up])),
  })
  return ok({
    availabilityZoneInfo: ['internal', 'nova'].map((zone) => ({
      zoneName: zone,
      zoneState: { available: true },
      hosts: hosts(zone),
    })),
  })
}

export const otherRoutes: readonly Route[] = [
  ['GET', '/flavors', (ctx) => listFlavors(ctx, false)],
  ['GET', '/flavors/detail', (ctx) => listFlavors(ctx, true)],
  ['POST', '/flavors', createFlavor],
  ['GET', '/flavors/:id', (ctx) => ok({ flavor: flavorView(ctx, flavorOf(ctx, ctx.params.id)) })],
  [
    'DELETE',
    '/flavors/:id',
    (ctx) => {
      adminOnly(ctx, 'os-flavor-manage:delete')
      ctx.cloud.state.flavors.delete(flavorOf(ctx, ctx.params.id).id)
      return accepted()
    },
  ],
  ['GET', '/flavors/:id/os-extra_specs', (ctx) => ok({ extra_specs: flavorOf(ctx, ctx.params.id).extra_specs })],
  [
    'POST',
    '/flavors/:id/os-extra_specs',
    (ctx) => {
      adminOnly(ctx, 'os-flavor-extra-specs:create')
      Object.assign(flavorOf(ctx, ctx.params.id).extra_specs, ctx.body?.extra_specs)
      return ok({ extra_specs: ctx.body?.extra_specs })
    },
  ],
  [
    'DELETE',
    '/flavors/:id/os-extra_specs/:key',
    (ctx) => {
      adminOnly(ctx, 'os-flavor-extra-specs:delete')
      const { extra_specs, id } = flavorOf(ctx, ctx.params.id)
      if (!(ctx.params.key in extra_specs)) throw missing(`Flavor ${id} has no extra specs with key ${ctx.params.key}.`)
      delete extra_specs[ctx.params.key]
      return { status: 200 }
    },
  ],
  [
    'GET',
    '/os-keypairs',
    (ctx) =>
      ok({
        keypairs: pairsOf(ctx, pairOwner(ctx, ctx.query.get('user_id'), 'index')).map((row) => ({
          keypair: pairView(ctx, row),
        })),
      }),
  ],
  ['POST', '/os-keypairs', createPair],
  ['GET', '/os-keypairs/:name', showPair],
  [
    'DELETE',
    '/os-keypairs/:name',
    (ctx) => {
      ctx.cloud.state.keypairs.delete(pairOf(ctx, 'delete').id)
      return ctx.version >= 2 ? noContent() : accepted()
    },
  ],
  ['GET', '/os-server-groups', listGroups],
  ['POST', '/os-server-groups', createGroup],
  ['GET', '/os-server-groups/:id', (ctx) => ok({ server_group: groupView(ctx, groupOf(ctx)) })],
  ['DELETE', '/os-server-groups/:id', (ctx) => (ctx.cloud.state.serverGroups.delete(groupOf(ctx).id), noContent())],
  ['GET', '/os-availability-zone', (ctx) => zones(ctx, false)],
  ['GET', '/os-availability-zone/detail', (ctx) => zones(ctx, true)],
  ['GET', '/os-services', services],
  ['GET', '/os-hypervisors', (ctx) => hypervisors(ctx, false)],
  ['GET', '/os-hypervisors/detail', (ctx) => hypervisors(ctx, true)],
  [
    'GET',
    '/os-hypervisors/statistics',
    (ctx) => {
      adminOnly(ctx, 'os-hypervisors:statistics')
      return ok({ hypervisor_statistics: { count: 1, ...totals(ctx) } })
    },
  ],
  ['GET', '/os-aggregates', (ctx) => (adminOnly(ctx, 'os-aggregates:index'), ok({ aggregates: [] }))],
  ['GET', '/os-migrations', (ctx) => (adminOnly(ctx, 'os-migrations:index'), ok({ migrations: [] }))],
  ['GET', '/extensions', () => ok({ extensions: [] })],
]
