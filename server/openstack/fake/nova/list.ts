/** `GET /servers` and `/servers/detail`: filters, sorting, pages. */
import type { Cloud } from '../cloud.ts'
import { type Ctx, isTrue, ok, type Reply } from '../http.ts'
import type { Server } from '../rows.ts'
import { badRequest, forbidden, STATUSES, statusOf } from './base.ts'
import { links, lookupOf, serverView } from './view.ts'

const MOST = 1000

/** What the schema of 2.75 knows. */
const KNOWN =
  'access_ip_v4 access_ip_v6 all_tenants auto_disk_config availability_zone block_device_mapping changes-since changes-before cell_name config_drive created_at deleted description display_description display_name fault flavor host hostname image image_ref info_cache instance_type_id ip ip6 kernel_id key_name launch_index launched_at limit locked locked_by marker metadata name node not-tags not-tags-any power_state progress project_id ramdisk_id reservation_id root_device_name security_groups services soft_deleted sort_dir sort_key status system_metadata tags tags-any task_state tenant_id terminated_at user_id uuid vm_state vm_mode'.split(
    ' ',
  )

type Filter = (row: Server, value: string, cloud: Cloud) => boolean
const regex = (text: string): RegExp => {
  try {
    return new RegExp(text)
  } catch {
    throw badRequest(`Invalid filter value '${text}'`)
  }
}
const addresses = (cloud: Cloud, row: Server): string[] =>
  row.nics.flatMap(({ port_id }) => cloud.state.ports.get(port_id)?.fixed_ips.map((ip) => ip.ip_address) ?? [])
const tags = (value: string) => value.split(',')

/** Everybody's filters. */
const FILTERS: Record<string, Filter> = {
  name: (row, value) => regex(value).test(row.name),
  image: (row, value) => row.image_id === value,
  flavor: (row, value) => row.flavor.id === value,
  ip: (row, value, cloud) => addresses(cloud, row).some((address) => regex(value).test(address)),
  reservation_id: (row, value) => row.reservation_id === value,
  tags: (row, value) => tags(value).every((tag) => row.tags.includes(tag)),
  'tags-any': (row, value) => tags(value).some((tag) => row.tags.includes(tag)),
  'not-tags': (row, value) => !tags(value).every((tag) => row.tags.includes(tag)),
  'not-tags-any': (row, value) => !tags(value).some((tag) => row.tags.includes(tag)),
  locked: (row, value) => row.locked === isTrue(value),
}
/** Administrators' (since 2.83 some of them everybody's). */
const MORE: Record<string, Filter> = {
  uuid: (row, value) => row.id === value,
  host: (row, value) => row.host === value,
  availability_zone: (row, value) => row.az === value,
  key_name: (row, value) => row.key_name === value,
  user_id: (row, value) => row.user_id === value,
  vm_state: (row, value) => row.vm_state === value,
  task_state: (row, value) => (row.task_state ?? 'None') === value,
  power_state: (row, value) => String(row.power_state) === value,
  config_drive: (row, value) => (row.config_drive !== '') === isTrue(value),
  hostname: (row, value) => row.hostname === value,
  description: (row, value) => regex(value).test(row.description ?? ''),
}
const OPEN_SINCE_83 = [
  'availability_zone',
  'config_drive',
  'key_name',
  'power_state',
  'task_state',
  'vm_state',
  'user_id',
]

function time(query: URLSearchParams, name: string): number | null {
  const text = query.get(name)
  if (text === null) return null
  const value = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  if (Number.isNaN(value))
    throw badRequest(`Invalid input for query parameters ${name}. Value: ${text}. '${text}' is not a 'date-time'`)
  return value
}

/** @throws Refusal 400, 403 */
function select(ctx: Ctx, detailed: boolean): Server[] {
  const { query, identity, cloud, version } = ctx
  const unknown = [...query.keys()].find((name) => !KNOWN.includes(name) && !name.startsWith('_'))
  if (unknown && version >= 75) throw badRequest(`'${unknown}' does not match any of the regexes: '^_'`)
  const all =
    query.has('all_tenants') && query.get('all_tenants') !== '0' && query.get('all_tenants')?.toLowerCase() !== 'false'
  if (all && !identity.isAdmin) throw forbidden(`servers:${detailed ? 'detail' : 'index'}:get_all_tenants`)
  if (identity.isAdmin && query.has('metadata')) throw badRequest('Invalid filter field: metadata.')
  const since = time(query, 'changes-since')
  const before = version >= 66 ? time(query, 'changes-before') : null
  const statuses = query.getAll('status').map((one) => one.toUpperCase())
  if (
    statuses.length &&
    !Object.values(STATUSES).some((map) => Object.values(map).some((one) => statuses.includes(one)))
  ) {
    if (version >= 38) throw badRequest('Invalid status value')
    return []
  }
  // A bare list leaves deleted servers out; asking for changes brings them.
  const withDeleted = since !== null || before !== null || (identity.isAdmin && isTrue(query.get('deleted')))
  const projectId = all ? (query.get('project_id') ?? query.get('tenant_id')) : identity.projectId
  const checks: [Filter, string][] = []
  for (const [name, value] of query) {
    if (name.includes('tags') && version < 26) continue
    if (name === 'locked' && version < 73) continue
    const filter =
      FILTERS[name] ?? (identity.isAdmin || (version >= 83 && OPEN_SINCE_83.includes(name)) ? MORE[name] : undefined)
    if (filter) checks.push([filter, value])
  }
  const rows: Server[] = []
  for (const row of cloud.state.servers.values()) {
    if (projectId && row.project_id !== projectId) continue
    if (row.vm_state === 'deleted' && !withDeleted) continue
    if (since !== null && row.updatedAtMs < since) continue
    if (before !== null && row.updatedAtMs > before) continue
    if (statuses.length && !statuses.includes(statusOf(row))) continue
    if (checks.every(([filter, value]) => filter(row, value, cloud))) rows.push(row)
  }
  return rows
}

const SORT: Record<string, (row: Server) => string | number> = {
  created_at: (row) => row.createdAtMs,
  updated_at: (row) => row.updatedAtMs,
  display_name: (row) => row.name,
  name: (row) => row.name,
  uuid: (row) => row.id,
  vm_state: (row) => row.vm_state,
  launched_at: (row) => row.launchedAtMs ?? 0,
}

function sorted(rows: Server[], query: URLSearchParams): Server[] {
  const dirs = query.getAll('sort_dir')
  const keys = query.getAll('sort_key').map((key, index) => [key, dirs[index] ?? 'desc'] as const)
  const order = [...keys, ['created_at', 'desc'], ['uuid', 'desc']] as const
  return rows.sort((a, b) => {
    for (const [key, dir] of order) {
      const value = SORT[key]
      if (value && value(a) !== value(b)) return (value(a) < value(b) ? -1 : 1) * (dir === 'asc' ? 1 : -1)
    }
    return 0
  })
}

export function listServers(ctx: Ctx, detailed: boolean): Reply {
  const { query } = ctx
  const limitText = query.get('limit')
  if (limitText !== null && !/^[0-9]*$/.test(limitText))
    throw badRequest(
      `Invalid input for query parameters limit. Value: ${limitText}. '${limitText}' does not match '^[0-9]*$'`,
    )
  const limit = limitText === null || limitText === '' ? MOST : Math.min(Number(limitText), MOST)
  let rows = sorted(select(ctx, detailed), query)
  const marker = query.get('marker')
  if (marker) {
    const at = rows.findIndex((row) => row.id === marker)
    if (at < 0) throw badRequest(`marker [${marker}] not found`)
    rows = rows.slice(at + 1)
  }
  const page = rows.slice(0, limit)
  const lookup = lookupOf(ctx.cloud, detailed ? page : [])
  const body: Record<string, unknown> = {
    servers: page.map((row) =>
      detailed
        ? { ...serverView(ctx, row, lookup), server_groups: undefined }
        : { id: row.id, name: row.name, links: links(ctx, 'servers', row.id) },
    ),
  }
  // A link follows a full page even if nothing comes after it.
  if (limit > 0 && page.length === limit) {
    const next = new URLSearchParams(query)
    next.set('marker', page[page.length - 1].id)
    body.servers_links = [{ rel: 'next', href: `${ctx.base}/servers${detailed ? '/detail' : ''}?${next}` }]
  }
  return ok(body)
}
