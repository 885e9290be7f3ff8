/** Keystone's schemas in so far as they refuse, with the first line of its words; and tags of projects. */
import { type Ctx, noContent, ok, Refusal, type Route } from '../http.ts'
import type { Loose, Project } from '../rows.ts'

const invalid = (field: string, value: string, what: string): Refusal =>
  new Refusal(400, `Invalid input for field '${field}': '${value}' ${what}`)

function checkName(given: Loose, required: boolean, longest: number): void {
  if (given.name === undefined) {
    if (required) throw new Refusal(400, "'name' is a required property")
    return
  }
  if (typeof given.name !== 'string') throw invalid('name', String(given.name), "is not of type 'string'")
  if (given.name === '') throw invalid('name', '', 'is too short')
  if (given.name.length > longest) throw invalid('name', given.name, 'is too long')
}

export function checkProject(given: Loose, creating: boolean): void {
  checkName(given, creating, 64)
  ;(given.tags ?? []).forEach((tag: string, index: number) => {
    if (/[,/]/.test(tag)) throw invalid(`tags/${index}`, tag, "does not match '^[^,/]*$'")
    if (tag.length > 255) throw invalid(`tags/${index}`, tag, 'is too long')
  })
}

export const checkUser = (given: Loose, creating: boolean): void => checkName(given, creating, 255)

export const projectTags = (
  projectOf: (ctx: Ctx) => Project,
  adminOnly: (ctx: Ctx, action: string) => void,
): readonly Route[] => [
  ['GET', '/projects/:id/tags', (ctx) => ok({ links: { self: ctx.base }, tags: projectOf(ctx).tags })],
  [
    'PUT',
    '/projects/:id/tags',
    (ctx) => {
      adminOnly(ctx, 'update_project_tags')
      const row = projectOf(ctx)
      checkProject({ tags: ctx.body?.tags }, false)
      row.tags = [...new Set<string>(ctx.body?.tags ?? [])]
      return ok({ links: { self: ctx.base }, tags: row.tags })
    },
  ],
  [
    'PUT',
    '/projects/:id/tags/:tag',
    (ctx) => {
      adminOnly(ctx, 'create_project_tag')
      const row = projectOf(ctx)
      if (!row.tags.includes(ctx.params.tag)) row.tags.push(ctx.params.tag)
      return { status: 201, headers: { Location: `${ctx.base}${ctx.path}` } }
    },
  ],
  [
    'HEAD',
    '/projects/:id/tags/:tag',
    (ctx) => {
      if (!projectOf(ctx).tags.includes(ctx.params.tag))
        throw new Refusal(404, `Could not find project tag: ${ctx.params.tag}.`)
      return noContent()
    },
  ],
  [
    'DELETE',
    '/projects/:id/tags/:tag',
    (ctx) => {
      adminOnly(ctx, 'delete_project_tag')
      const row = projectOf(ctx)
      if (!row.tags.includes(ctx.params.tag)) throw new Refusal(404, `Could not find project tag: ${ctx.params.tag}.`)
      row.tags = row.tags.filter((tag) => tag !== ctx.params.tag)
      return noContent()
    },
  ],
]
