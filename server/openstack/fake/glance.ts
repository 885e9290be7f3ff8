/** Image API v2. */
import { isoSeconds } from './clock.ts'
import { type Ctx, created, isTrue, noContent, ok, Refusal, type Reply, type Route } from './http.ts'
import { isUuid, md5, sha, uuid } from './ids.ts'
import type { Image, Loose } from './rows.ts'

/** Fields that are not free properties. */
const FIELDS = [
  'id',
  'name',
  'visibility',
  'disk_format',
  'container_format',
  'min_ram',
  'min_disk',
  'protected',
  'os_hidden',
  'tags',
] as const
const READ_ONLY = [
  'status',
  'checksum',
  'size',
  'virtual_size',
  'owner',
  'created_at',
  'updated_at',
  'self',
  'file',
  'schema',
  'direct_url',
  'os_hash_algo',
  'os_hash_value',
]
const DISK_FORMATS = [null, 'ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop']
const CONTAINER_FORMATS = [null, 'ami', 'ari', 'aki', 'bare', 'ovf', 'ova', 'docker', 'compressed']
const VISIBILITIES = ['community', 'public', 'private', 'shared']

const view = (row: Image) => ({
  ...row.properties,
  name: row.name,
  disk_format: row.disk_format,
  container_format: row.container_format,
  visibility: row.visibility,
  size: row.size,
  virtual_size: row.virtual_size,
  status: row.status,
  checksum: row.checksum,
  protected: row.protected,
  min_ram: row.min_ram,
  min_disk: row.min_disk,
  owner: row.owner,
  os_hidden: row.os_hidden,
  os_hash_algo: row.os_hash_value === null ? null : 'sha512',
  os_hash_value: row.os_hash_value,
  id: row.id,
  created_at: isoSeconds(row.createdAtMs),
  updated_at: isoSeconds(row.updatedAtMs),
  tags: row.tags,
  self: `/v2/images/${row.id}`,
  file: `/v2/images/${row.id}/file`,
  schema: '/v2/schemas/image',
})

const sees = (ctx: Ctx, row: Image): boolean =>
  ctx.identity.isAdmin || row.owner === ctx.identity.projectId || ['public', 'community'].includes(row.visibility)

/** @throws Refusal 404 */
function imageOf(ctx: Ctx, lost = `No image found with ID ${ctx.params.id}`): Image {
  const row = ctx.cloud.state.images.get(ctx.params.id)
  if (!row || !sees(ctx, row)) throw new Refusal(404, lost)
  return row
}
const own = (ctx: Ctx, row: Image): Image => {
  if (!ctx.identity.isAdmin && row.owner !== ctx.identity.projectId) throw new Refusal(403, 'You do not own this image')
  return row
}

const oneOf = (value: unknown, list: readonly unknown[], field: string): void => {
  if (value === undefined || list.includes(value)) return
  const names = list.map((one) => (one === null ? 'None' : `'${one}'`)).join(', ')
  throw new Refusal(
    400,
    `Provided object does not match schema 'image': '${value}' is not one of [${names}]\n\nFailed validating 'enum' in schema['properties']['${field}']`,
  )
}

function check(ctx: Ctx, given: Loose): void {
  oneOf(given.disk_format, DISK_FORMATS, 'disk_format')
  oneOf(given.container_format, CONTAINER_FORMATS, 'container_format')
  oneOf(given.visibility, VISIBILITIES, 'visibility')
  if (typeof given.name === 'string' && given.name.length > 255)
    throw new Refusal(400, `Provided object does not match schema 'image': '${given.name}' is too long`)
  if (given.visibility === 'public' && !ctx.identity.isAdmin)
    throw new Refusal(403, 'You are not authorized to complete publicize_image action.')
  const bad = READ_ONLY.find((name) => given[name] !== undefined && name !== 'owner')
  if (bad) throw new Refusal(403, `Attribute '${bad}' is read-only.`)
}

function create(ctx: Ctx): Reply {
  const given = ctx.body ?? {}
  check(ctx, given)
  if (given.id !== undefined && !isUuid(given.id)) throw new Refusal(400, `Invalid image id format`)
  const id = given.id ?? uuid()
  const { images } = ctx.cloud.state
  if (images.has(id)) throw new Refusal(409, `Image ID ${id} already exists!`)
  const now = ctx.cloud.now()
  const properties = Object.entries(given).filter(
    ([name]) => !(FIELDS as readonly string[]).includes(name) && name !== 'owner',
  )
  const row: Image = {
    id,
    name: given.name ?? null,
    owner: ctx.identity.isAdmin ? (given.owner ?? ctx.identity.projectId) : ctx.identity.projectId,
    status: 'queued',
    visibility: given.visibility ?? 'shared',
    disk_format: given.disk_format ?? null,
    container_format: given.container_format ?? null,
    size: null,
    virtual_size: null,
    checksum: null,
    os_hash_value: null,
    min_ram: given.min_ram ?? 0,
    min_disk: given.min_disk ?? 0,
    protected: given.protected ?? false,
    os_hidden: given.os_hidden ?? false,
    tags: given.tags ?? [],
    properties: Object.fromEntries(properties.map(([name, value]) => [name, String(value)])),
    createdAtMs: now,
    updatedAtMs: now,
  }
  images.set(id, row)
  return { ...created(view(row)), headers: { Location: `${ctx.base}/images/${id}` } }
}

/** JSON patch as Glance reads it: one segment deep. */
function patch(ctx: Ctx): Reply {
  const row = own(ctx, imageOf(ctx))
  if (!Array.isArray(ctx.body)) throw new Refusal(400, 'Request body must be a JSON array of operation objects.')
  for (const { op, path, value } of ctx.body) {
    const name = String(path).replace(/^\//, '')
    if (READ_ONLY.includes(name) || name === 'id') throw new Refusal(403, `Attribute '${name}' is read-only.`)
    check(ctx, { [name]: value })
    if ((FIELDS as readonly string[]).includes(name)) Object.assign(row, { [name]: value })
    else if (op === 'remove') {
      if (!(name in row.properties)) throw new Refusal(409, `Property ${name} does not exist.`)
      delete row.properties[name]
    } else {
      if (op === 'replace' && !(name in row.properties)) throw new Refusal(409, `Property ${name} does not exist.`)
      row.properties[name] = String(value)
    }
  }
  row.updatedAtMs = ctx.cloud.now()
  return ok(view(row))
}

function upload(ctx: Ctx): Reply {
  const row = own(ctx, imageOf(ctx))
  if (row.status !== 'queued')
    throw new Refusal(409, `Image status transition from ${row.status} to saving is not allowed`)
  if (!row.disk_format || !row.container_format)
    throw new Refusal(400, 'Properties disk_format, container_format must be set prior to saving data.')
  Object.assign(row, {
    status: 'active',
    size: ctx.raw.length,
    virtual_size: row.disk_format === 'raw' ? ctx.raw.length : null,
    checksum: md5(ctx.raw),
    os_hash_value: sha('sha512', ctx.raw),
    updatedAtMs: ctx.cloud.now(),
  })
  return noContent()
}

function remove(ctx: Ctx): Reply {
  const row = imageOf(ctx, `Failed to find image ${ctx.params.id} to delete`)
  own(ctx, row)
  if (row.protected) throw new Refusal(403, `Image ${row.id} is protected and cannot be deleted.`)
  ctx.cloud.state.images.delete(row.id)
  return noContent()
}

function list(ctx: Ctx): Reply {
  const { query } = ctx
  const hidden = isTrue(query.get('os_hidden'))
  const filters = [...query].filter(
    ([name]) =>
      !['limit', 'marker', 'sort', 'sort_key', 'sort_dir', 'os_hidden', 'member_status', 'tag'].includes(name),
  )
  let rows = [...ctx.cloud.state.images.values()].filter((row) => {
    if (!sees(ctx, row) || row.os_hidden !== hidden) return false
    if (
      row.visibility === 'community' &&
      row.owner !== ctx.identity.projectId &&
      query.get('visibility') !== 'community' &&
      !ctx.identity.isAdmin
    )
      return false
    if (query.getAll('tag').some((tag) => !row.tags.includes(tag))) return false
    const shown = view(row) as Record<string, unknown>
    return filters.every(([name, value]) => {
      if (name === 'size_min') return (row.size ?? 0) >= Number(value)
      if (name === 'size_max') return (row.size ?? 0) <= Number(value)
      if (value.startsWith('in:')) return value.slice(3).split(',').includes(String(shown[name]))
      return (name === 'visibility' && value === 'all') || String(shown[name]) === value
    })
  })
  sort(rows, query)
  const marker = query.get('marker')
  if (marker) {
    const at = rows.findIndex((row) => row.id === marker)
    if (at < 0) throw new Refusal(400, `Invalid marker: ${marker}`)
    rows = rows.slice(at + 1)
  }
  const limit = Math.min(Number(query.get('limit') ?? 25), 1000)
  if (Number.isNaN(limit) || limit < 0) throw new Refusal(400, 'limit param must be an integer')
  const page = rows.slice(0, limit)
  const text = query.toString()
  const body: Record<string, unknown> = {
    images: page.map(view),
    first: `/v2/images${text ? `?${text}` : ''}`,
    schema: '/v2/schemas/images',
  }
  if (limit > 0 && page.length === limit) {
    const next = new URLSearchParams(query)
    next.set('marker', page[page.length - 1].id)
    body.next = `/v2/images?${next}`
  }
  return ok(body)
}

function sort(rows: Image[], query: URLSearchParams): void {
  const given =
    query.get('sort')?.split(',') ??
    (query.has('sort_key')
      ? query.getAll('sort_key').map((key, index) => `${key}:${query.getAll('sort_dir')[index] ?? 'desc'}`)
      : ['created_at:desc'])
  const keys = [...given.map((part) => part.split(':') as [string, string?]), ['id', 'desc'] as [string, string?]]
  const value = (row: Image, key: string) =>
    key === 'created_at'
      ? row.createdAtMs
      : key === 'updated_at'
        ? row.updatedAtMs
        : ((row as unknown as Record<string, string>)[key] ?? '')
  rows.sort((a, b) => {
    for (const [key, direction] of keys) {
      const [x, y] = [value(a, key), value(b, key)]
      if (x !== y) return (x < y ? -1 : 1) * (direction === 'asc' ? 1 : -1)
    }
    return 0
  })
}

const property = (type: string | string[], description: string, extra: object = {}) => ({ type, description, ...extra })
const SCHEMA = {
  name: 'image',
  properties: {
    id: property('string', 'An identifier for the image'),
    name: property(['null', 'string'], 'Descriptive name for the image', { maxLength: 255 }),
    status: property('string', 'Status of the image', {
      readOnly: true,
      enum: [
        'queued',
        'saving',
        'active',
        'killed',
        'deleted',
        'uploading',
        'importing',
        'pending_delete',
        'deactivated',
      ],
    }),
    visibility: property('string', 'Scope of image accessibility', { enum: VISIBILITIES }),
    container_format: property(['null', 'string'], 'Format of the container', { enum: CONTAINER_FORMATS }),
    disk_format: property(['null', 'string'], 'Format of the disk', { enum: DISK_FORMATS }),
    min_ram: property('integer', 'Amount of ram (in MB) required to boot image.'),
    min_disk: property('integer', 'Amount of disk space (in GB) required to boot image.'),
    protected: property('boolean', 'If true, image will not be deletable.'),
    tags: property('array', 'List of strings related to the image', { items: { type: 'string', maxLength: 255 } }),
  },
  additionalProperties: { type: 'string' },
  links: [
    { rel: 'self', href: '{self}' },
    { rel: 'enclosure', href: '{file}' },
    { rel: 'describedby', href: '{schema}' },
  ],
}

export const glanceRoutes: readonly Route[] = [
  ['GET', '/images', list],
  ['POST', '/images', create],
  ['GET', '/images/:id', (ctx) => ok(view(imageOf(ctx)))],
  ['PATCH', '/images/:id', patch],
  ['DELETE', '/images/:id', remove],
  ['PUT', '/images/:id/file', upload],
  [
    'GET',
    '/images/:id/members',
    (ctx) => {
      imageOf(ctx)
      return ok({ members: [], schema: '/v2/schemas/members' })
    },
  ],
  [
    'PUT',
    '/images/:id/tags/:tag',
    (ctx) => {
      const row = own(ctx, imageOf(ctx))
      if (!row.tags.includes(ctx.params.tag)) row.tags.push(ctx.params.tag)
      return noContent()
    },
  ],
  [
    'DELETE',
    '/images/:id/tags/:tag',
    (ctx) => {
      const row = own(ctx, imageOf(ctx))
      row.tags = row.tags.filter((tag) => tag !== ctx.params.tag)
      return noContent()
    },
  ],
  ['GET', '/schemas/image', () => ok(SCHEMA)],
  [
    'GET',
    '/info/import',
    () => ok({ 'import-methods': { description: 'Import methods available.', type: 'array', value: [] } }),
  ],
]
