/** Flavors and their extra specs. */
import { accepted, type Ctx, ok, type Reply, type Route } from '../http.ts'
import { uuid } from '../ids.ts'
import type { Flavor } from '../rows.ts'
import { adminOnly, badRequest, conflict, flavorOf, invalid, missing, python } from './base.ts'
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

export const flavorRoutes: readonly Route[] = [
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
]
