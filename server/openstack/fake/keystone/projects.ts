/** Making and changing projects. */
import { type Ctx, created, ok, Refusal, type Reply } from '../http.ts'
import { hexId } from '../ids.ts'
import type { Project } from '../rows.ts'
import { adminOnly, projectOf, projectView } from './base.ts'
import { checkProject } from './checks.ts'

export function createProject(ctx: Ctx): Reply {
  adminOnly(ctx, 'create_project')
  const given = ctx.body?.project ?? {}
  checkProject(given, true)
  const domainId = given.domain_id ?? 'default'
  const { projects } = ctx.cloud.state
  const id = hexId()
  for (const row of projects.values())
    if (row.name === given.name && row.domain_id === domainId)
      throw new Refusal(
        409,
        `Conflict occurred attempting to store project - it is not permitted to have two projects with either the same name or same id in the same domain: name is ${given.name}, project id ${id}.`,
      )
  const row: Project = {
    id,
    name: given.name,
    domain_id: domainId,
    description: given.description ?? '',
    enabled: given.enabled ?? true,
    tags: given.tags ?? [],
  }
  projects.set(id, row)
  return created({ project: projectView(ctx, row) })
}

export function updateProject(ctx: Ctx): Reply {
  adminOnly(ctx, 'update_project')
  const row = projectOf(ctx)
  const given = ctx.body?.project ?? {}
  checkProject(given, false)
  for (const other of ctx.cloud.state.projects.values())
    if (other !== row && other.name === given.name && other.domain_id === row.domain_id)
      throw new Refusal(
        409,
        `Conflict occurred attempting to store project - it is not permitted to have two projects with either the same name or same id in the same domain: name is ${given.name}, project id ${row.id}.`,
      )
  for (const key of ['name', 'description', 'enabled', 'tags'] as const)
    if (given[key] !== undefined) Object.assign(row, { [key]: given[key] })
  return ok({ project: { ...projectView(ctx, row), extra: {} } })
}
