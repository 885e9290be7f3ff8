/** Nova's quota sets, limits and usage reports. */
import { isoMicros } from '../clock.ts'
import { type Cloud, ofProject } from '../cloud.ts'
import { accepted, type Ctx, isTrue, ok, Refusal, type Reply, type Route } from '../http.ts'
import type { Limits, Server } from '../rows.ts'
import { adminOnly, badRequest, invalid, python } from './base.ts'

export const QUOTA_DEFAULTS: Limits = {
  cores: 20,
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 10240,
  injected_file_path_bytes: 255,
  injected_files: 5,
  instances: 10,
  key_pairs: 100,
  metadata_items: 128,
  ram: 51200,
  security_group_rules: -1,
  security_groups: -1,
  server_group_members: 10,
  server_groups: 10,
}
/** Hidden since Neutron (2.36) and since files are no longer injected (2.57). */
const shown = (ctx: Ctx, name: string): boolean =>
  !(ctx.version >= 36 && ['fixed_ips', 'floating_ips', 'security_groups', 'security_group_rules'].includes(name)) &&
  !(ctx.version >= 57 && name.startsWith('injected_file'))

export const limitsOf = (cloud: Cloud, projectId: string): Limits => ({
  ...QUOTA_DEFAULTS,
  ...cloud.state.novaQuotas.get(projectId),
})

const alive = (row: Server): boolean => row.vm_state !== 'deleted'

export function usageOf(cloud: Cloud, projectId: string): Limits {
  const rows = ofProject(cloud.state.servers, projectId).filter(alive)
  // A server in resize counts as the larger of both flavors.
  const sum = (of: (row: Server) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    instances: rows.length,
    cores: sum((row) => Math.max(row.flavor.vcpus, row.old_flavor?.vcpus ?? 0)),
    ram: sum((row) => Math.max(row.flavor.ram, row.old_flavor?.ram ?? 0)),
    server_groups: ofProject(cloud.state.serverGroups, projectId).length,
  }
}

/** @throws Refusal 403 in Nova's words (TooManyInstances) */
export function reserve(
  cloud: Cloud,
  projectId: string,
  wanted: { instances?: number; cores?: number; ram?: number },
): void {
  const limits = limitsOf(cloud, projectId)
  const used = usageOf(cloud, projectId)
  const over = (['cores', 'instances', 'ram'] as const).filter(
    (name) => (wanted[name] ?? 0) > 0 && limits[name] >= 0 && used[name] + wanted[name]! > limits[name],
  )
  if (over.length === 0) return
  const join = (value: (name: 'cores' | 'instances' | 'ram') => unknown) => over.map(value).join(', ')
  const names = over.join(', ')
  throw new Refusal(
    403,
    `Quota exceeded for ${names}: Requested ${join((name) => wanted[name])}, but already used ${join((name) => used[name])} of ${join((name) => limits[name])} ${names}`,
  )
}

function projectOf(ctx: Ctx, rule: 'show' | 'update' | 'delete' | 'detail' | 'defaults'): string {
  const { id } = ctx.params
  const own = id === ctx.identity.projectId && ['show', 'detail'].includes(rule)
  if (!own && rule !== 'defaults') adminOnly(ctx, `os-quota-sets:${rule}`)
  return id
}

const setOf = (ctx: Ctx, limits: Limits) =>
  Object.fromEntries(Object.entries(limits).filter(([name]) => shown(ctx, name)))

function detail(ctx: Ctx): Reply {
  const id = projectOf(ctx, 'detail')
  const used = usageOf(ctx.cloud, id)
  const rows = Object.entries(setOf(ctx, limitsOf(ctx.cloud, id))).map(([name, limit]) => [
    name,
    { limit, in_use: name in used ? used[name] : 0, reserved: 0 },
  ])
  return ok({ quota_set: { id, ...Object.fromEntries(rows) } })
}

function update(ctx: Ctx): Reply {
  const id = projectOf(ctx, 'update')
  const given = ctx.body?.quota_set
  if (!given) throw invalid('quota_set', python(ctx.body), "'quota_set' is a required property")
  const used = usageOf(ctx.cloud, id)
  const wanted: Limits = {}
  for (const [name, value] of Object.entries(given)) {
    if (name === 'force' || name === 'tenant_id') continue
    if (!(name in QUOTA_DEFAULTS) || !shown(ctx, name))
      throw invalid('quota_set', python(given), `Additional properties are not allowed ('${name}' was unexpected)`)
    if (!/^-?[0-9]+$/.test(String(value))) throw invalid(name, value, `'${value}' does not match '^-?[0-9]+$'`)
    if (Number(value) < -1) throw invalid(name, value, `${value} is less than the minimum of -1`)
    wanted[name] = Number(value)
  }
  const force = isTrue(String(given.force ?? 'false'))
  for (const [name, value] of Object.entries(wanted))
    if (!force && value >= 0 && value < (used[name] ?? 0))
      throw badRequest(
        `Quota limit ${value} for ${name} must be greater than or equal to already used and reserved ${used[name]}.`,
      )
  ctx.cloud.state.novaQuotas.set(id, { ...ctx.cloud.state.novaQuotas.get(id), ...wanted })
  return ok({ quota_set: setOf(ctx, limitsOf(ctx.cloud, id)) })
}

function limits(ctx: Ctx): Reply {
  const id = ctx.identity.isAdmin ? (ctx.query.get('tenant_id') ?? ctx.identity.projectId) : ctx.identity.projectId
  const own = limitsOf(ctx.cloud, id)
  const used = usageOf(ctx.cloud, id)
  return ok({
    limits: {
      rate: [],
      absolute: {
        maxTotalInstances: own.instances,
        maxTotalCores: own.cores,
        maxTotalRAMSize: own.ram,
        maxServerMeta: own.metadata_items,
        ...(ctx.version < 39 ? { maxImageMeta: own.metadata_items } : {}),
        ...(ctx.version < 57
          ? { maxPersonality: own.injected_files, maxPersonalitySize: own.injected_file_content_bytes }
          : {}),
        maxTotalKeypairs: own.key_pairs,
        maxServerGroups: own.server_groups,
        maxServerGroupMembers: own.server_group_members,
        ...(ctx.version < 36 ? { maxTotalFloatingIps: -1, maxSecurityGroups: -1, maxSecurityGroupRules: -1 } : {}),
        totalRAMUsed: used.ram,
        totalCoresUsed: used.cores,
        totalInstancesUsed: used.instances,
        ...(ctx.version < 36 ? { totalFloatingIpsUsed: 0, totalSecurityGroupsUsed: 0 } : {}),
        totalServerGroupsUsed: used.server_groups,
      },
    },
  })
}

const HOUR_MS = 3_600_000

function usage(ctx: Ctx, projectId: string, startMs: number, stopMs: number): Record<string, unknown> {
  let hours = 0
  let vcpus = 0
  let memory = 0
  let disk = 0
  for (const row of ofProject(ctx.cloud.state.servers, projectId)) {
    const from = Math.max(row.launchedAtMs ?? stopMs, startMs)
    const share = Math.max(Math.min(row.terminatedAtMs ?? stopMs, stopMs) - from, 0) / HOUR_MS
    hours += share
    vcpus += share * row.flavor.vcpus
    memory += share * row.flavor.ram
    disk += share * row.flavor.disk
  }
  return {
    tenant_id: projectId,
    total_hours: hours,
    total_vcpus_usage: vcpus,
    total_memory_mb_usage: memory,
    total_local_gb_usage: disk,
    start: isoMicros(startMs),
    stop: isoMicros(stopMs),
  }
}

function usages(ctx: Ctx, projectId: string | null): Reply {
  const given = (name: string) => {
    const text = ctx.query.get(name)
    return text === null ? ctx.cloud.now() : Date.parse(`${text}Z`)
  }
  if (projectId === null) adminOnly(ctx, 'os-simple-tenant-usage:list')
  else if (projectId !== ctx.identity.projectId) adminOnly(ctx, 'os-simple-tenant-usage:show')
  const [start, end] = [given('start'), given('end')]
  if (projectId !== null) return ok({ tenant_usage: usage(ctx, projectId, start, end) })
  const ids = new Set([...ctx.cloud.state.servers.values()].map((row) => row.project_id))
  return ok({ tenant_usages: [...ids].map((id) => usage(ctx, id, start, end)) })
}

export const quotaRoutes: readonly Route[] = [
  [
    'GET',
    '/os-quota-sets/:id',
    (ctx) => ok({ quota_set: { id: projectOf(ctx, 'show'), ...setOf(ctx, limitsOf(ctx.cloud, ctx.params.id)) } }),
  ],
  ['GET', '/os-quota-sets/:id/detail', detail],
  [
    'GET',
    '/os-quota-sets/:id/defaults',
    (ctx) => ok({ quota_set: { id: projectOf(ctx, 'defaults'), ...setOf(ctx, QUOTA_DEFAULTS) } }),
  ],
  ['PUT', '/os-quota-sets/:id', update],
  [
    'DELETE',
    '/os-quota-sets/:id',
    (ctx) => {
      ctx.cloud.state.novaQuotas.delete(projectOf(ctx, 'delete'))
      return accepted()
    },
  ],
  [
    'GET',
    '/os-quota-class-sets/:id',
    (ctx) => ok({ quota_class_set: { id: ctx.params.id, ...setOf(ctx, QUOTA_DEFAULTS) } }),
  ],
  ['GET', '/limits', limits],
  ['GET', '/os-simple-tenant-usage', (ctx) => usages(ctx, null)],
  ['GET', '/os-simple-tenant-usage/:id', (ctx) => usages(ctx, ctx.params.id)],
]
