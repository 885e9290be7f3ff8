/** What every Neutron list and body has in common: filters, fields, sorting, pages, unknown attributes, tags. */
import type { Ctx, Reply } from '../http.ts'
import { ok, Refusal } from '../http.ts'
import type { Loose } from '../rows.ts'

export type View = Record<string, Loose>

export const neutronError = (status: number, type: string, message: string): Refusal =>
  new Refusal(status, message, type)
export const notFound = (type: string, message: string): Refusal => neutronError(404, type, message)
export const badRequest = (message: string): Refusal => neutronError(400, 'HTTPBadRequest', message)
export const policy = (rule: string): Refusal =>
  neutronError(403, 'PolicyNotAuthorized', `${rule} is disallowed by policy`)

const CONTROLS = ['fields', 'limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir']
const TAGS = ['tags', 'tags-any', 'not-tags', 'not-tags-any']

const same = (value: unknown, wanted: string): boolean =>
  typeof value === 'boolean'
    ? String(value) === wanted.toLowerCase()
    : value === null
      ? wanted === '' || wanted === 'None'
      : String(value) === wanted

function tagFilter(query: URLSearchParams, tags: string[]): boolean {
  const given = (name: string) => query.get(name)?.split(',')
  const all = given('tags')
  const any = given('tags-any')
  const notAll = given('not-tags')
  const notAny = given('not-tags-any')
  return (
    (!all || all.every((tag) => tags.includes(tag))) &&
    (!any || any.some((tag) => tags.includes(tag))) &&
    !notAll?.every((tag) => tags.includes(tag)) &&
    !notAny?.some((tag) => tags.includes(tag))
  )
}

/** `fields=` of lists and details. */
export function project(query: URLSearchParams, view: View): View {
  const fields = query.getAll('fields')
  if (fields.length === 0) return view
  return Object.fromEntries(Object.entries(view).filter(([name]) => fields.includes(name)))
}

export type ListOptions<T> = {
  /** `networks`, `security_groups` */
  plural: string
  rows: T[]
  view: (row: T) => View
  /** What may be filtered and sorted by. */
  attributes: readonly string[]
  /** Filters that are not simply an attribute of the view; undefined: compare. */
  filter?: (row: T, name: string, values: string[]) => boolean | undefined
  /** Path of the list, for links. */
  path: string
}

/** @throws Refusal 400 for an unknown filter or sort key */
export function listReply<T>(ctx: Ctx, options: ListOptions<T>): Reply {
  const { query } = ctx
  const { attributes } = options
  const names = [...new Set(query.keys())].filter((name) => !CONTROLS.includes(name))
  const unknown = names.filter((name) => !attributes.includes(name) && !TAGS.includes(name))
  if (unknown.length)
    throw badRequest(`[${unknown.map((name) => `'${name}'`).join(', ')}] is invalid attribute for filtering`)
  const keys = query.getAll('sort_key')
  const dirs = query.getAll('sort_dir')
  const badKey = keys.filter((key) => !attributes.includes(key))
  if (badKey.length)
    throw badRequest(`[${badKey.map((key) => `'${key}'`).join(', ')}] is invalid attribute for sort_keys`)
  if (keys.length !== dirs.length) throw badRequest('The number of sort_keys and sort_dirs must be same')
  const filters = names.filter((name) => !TAGS.includes(name)).map((name) => [name, query.getAll(name)] as const)
  const tagged = TAGS.some((name) => query.has(name))
  const views: View[] = []
  for (const row of options.rows) {
    const special = filters.map(([name, values]) => options.filter?.(row, name, values))
    if (special.includes(false)) continue
    const view = options.view(row)
    if (!filters.every(([name, values], index) => special[index] ?? values.some((value) => same(view[name], value))))
      continue
    if (tagged && !tagFilter(query, view.tags ?? [])) continue
    views.push(view)
  }
  return page(ctx, options, views, keys, dirs)
}

function page<T>(ctx: Ctx, options: ListOptions<T>, all: View[], keys: string[], dirs: string[]): Reply {
  const { query } = ctx
  let views = all
  const limit = Number(query.get('limit') ?? 0)
  if (query.has('limit') && !(Number.isInteger(limit) && limit >= 0))
    throw badRequest(`Limit must be an integer 0 or greater and not '${query.get('limit')}'`)
  const order = [...keys.map((key, index) => [key, dirs[index] === 'desc' ? -1 : 1] as const)]
  if (limit || order.length) {
    if (!keys.includes('id')) order.push(['id', 1])
    views.sort((a, b) => {
      for (const [key, sign] of order) if (a[key] !== b[key]) return (a[key] ?? '') < (b[key] ?? '') ? -sign : sign
      return 0
    })
  }
  const reverse = query.get('page_reverse')?.toLowerCase() === 'true'
  if (reverse) views.reverse()
  const marker = query.get('marker')
  if (marker && limit) views = views.slice(views.findIndex((view) => view.id === marker) + 1)
  const more = limit > 0 && views.length >= limit
  if (limit) views = views.slice(0, limit)
  if (reverse) views.reverse()
  const body: View = { [options.plural]: views.map((view) => project(query, view)) }
  if (limit) {
    const link = (rel: string, id: string) => {
      const next = new URLSearchParams(query)
      next.set('marker', id)
      next.delete('page_reverse')
      if (rel === 'previous') next.set('page_reverse', 'True')
      return { rel, href: `${ctx.base}${options.path}?${next}` }
    }
    const links = []
    if (more && !reverse) links.push(link('next', views[views.length - 1].id))
    if (views.length) links.push(link('previous', views[0].id))
    if (links.length) body[`${options.plural}_links`] = links
  }
  return ok(body)
}

/**
 * The object of a body, or the refusal of its first unknown attribute.
 * @param readOnly attributes that exist and cannot be written here
 */
export function bodyOf(ctx: Ctx, name: string, allowed: readonly string[], readOnly: readonly string[] = []): Loose {
  const given = ctx.body?.[name]
  if (given === undefined || given === null || typeof given !== 'object')
    throw badRequest(`Unable to find '${name}' in request body`)
  const updating = ctx.method === 'PUT'
  for (const key of Object.keys(given)) {
    if (allowed.includes(key)) continue
    if (readOnly.includes(key))
      throw badRequest(updating ? `Cannot update read-only attribute ${key}` : `Attribute '${key}' not allowed in POST`)
  }
  const unknown = Object.keys(given).filter((key) => !allowed.includes(key))
  if (unknown.length) throw badRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`)
  for (const key of ['name', 'description']) {
    const value = given[key]
    if (value === undefined || value === null) continue
    if (typeof value !== 'string')
      throw badRequest(`Invalid input for ${key}. Reason: '${value}' is not a valid string.`)
    if (value.length > 255)
      throw badRequest(`Invalid input for ${key}. Reason: '${value}' exceeds maximum length of 255.`)
  }
  return given
}

/** The project a new object will belong to: the caller's own, unless an administrator names another. */
export function ownerOf(ctx: Ctx, given: Loose): string {
  const named = given.project_id ?? given.tenant_id
  if (named === undefined || named === ctx.identity.projectId) return ctx.identity.projectId
  if (!ctx.identity.isAdmin)
    throw badRequest(
      "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin privileges",
    )
  return named
}
