/** Keystone roles and who has them. Reference: Identity API v3, "Roles" and "Role assignments". */

import { z } from 'zod'
import { collect, type Query, type ServiceClient } from '../http.ts'

const Role = z.object({ id: z.string(), name: z.string(), domain_id: z.string().nullish() })
export type Role = z.infer<typeof Role>

const Assignment = z.object({
  role: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }).optional(), // absent where a group has the role
  group: z.object({ id: z.string() }).optional(),
  scope: z.object({ project: z.object({ id: z.string() }).optional() }),
})
export type Assignment = z.infer<typeof Assignment>

export const listRoles = (keystone: ServiceClient, query: Query = {}) =>
  keystone.list('/roles', 'roles', Role, { query })

/** The first of the names that exists, whatever its case: clouds call the ordinary role `member`, `Member` or `_member_`. */
export async function findRoleByName(keystone: ServiceClient, ...names: string[]): Promise<Role | undefined> {
  const roles = await collect(listRoles(keystone))
  return names
    .map((name) => roles.find((role) => role.name.toLowerCase() === name.toLowerCase()))
    .find((role) => role !== undefined)
}

const grant = (projectId: string, userId: string, roleId: string) => [
  'projects',
  projectId,
  'users',
  userId,
  'roles',
  roleId,
]

/** Twice is as good as once. */
export const grantProjectRole = (
  keystone: ServiceClient,
  projectId: string,
  userId: string,
  roleId: string,
): Promise<void> => keystone.put(grant(projectId, userId, roleId), undefined, { safe: true })

export const hasProjectRole = (keystone: ServiceClient, projectId: string, userId: string, roleId: string) =>
  keystone.head(grant(projectId, userId, roleId))

/** @throws OpenStackError 404 when there is no such grant. */
export const revokeProjectRole = (keystone: ServiceClient, projectId: string, userId: string, roleId: string) =>
  keystone.delete(grant(projectId, userId, roleId))

/** Query: `user.id`, `scope.project.id`, `role.id`, `effective`. */
export const listAssignments = (keystone: ServiceClient, query: Query = {}) =>
  keystone.list('/role_assignments', 'role_assignments', Assignment, { query })
