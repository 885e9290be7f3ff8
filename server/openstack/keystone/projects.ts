/** Keystone projects. Reference: Identity API v3, "Projects" and "Project tags". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const Project = z.object({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  description: z.string().nullish(),
  enabled: z.boolean(),
  parent_id: z.string().nullish(),
  tags: z.array(z.string()).default([]),
})
export type Project = z.infer<typeof Project>
const One = z.object({ project: Project })

/** Query: `name`, `domain_id`, `tags` (comma-separated, all of them), `enabled`. */
export const listProjects = (keystone: ServiceClient, query: Query = {}) =>
  keystone.list('/projects', 'projects', Project, { query })

/** The projects an account has a role in: needs no admin rights. */
export const listProjectsOfUser = (keystone: ServiceClient, userId: string) =>
  keystone.list(['users', userId, 'projects'], 'projects', Project)

export const getProject = async (keystone: ServiceClient, id: string) =>
  (await keystone.get(['projects', id], One)).project

export type NewProject = {
  /** Up to 64 characters, unique in its domain whatever the case: a second one is 409. */
  name: string
  domain_id: string
  description?: string
  /** Each up to 255 characters without `/` and `,`: the mark a lost creation is found again by. */
  tags?: string[]
  enabled?: boolean
  parent_id?: string
}

export const createProject = async (keystone: ServiceClient, project: NewProject) =>
  (await keystone.post('/projects', One, { body: { project } })).project

export const findProjectsByTag = (keystone: ServiceClient, tag: string) =>
  collect(listProjects(keystone, { tags: tag }))

export const findProjectByName = async (keystone: ServiceClient, name: string, domainId: string) =>
  (await collect(listProjects(keystone, { name, domain_id: domainId }))).at(0)

export const updateProject = async (keystone: ServiceClient, id: string, project: Partial<NewProject>) =>
  (await keystone.patch(['projects', id], One, { body: { project } })).project

/** Removes the project only: Keystone does not tell the other services, so what they hold of it is orphaned. */
export const deleteProject = (keystone: ServiceClient, id: string) => keystone.delete(['projects', id])
