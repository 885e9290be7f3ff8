/** Roles and their permission sets (contract 2.2). */
import { and, asc, count, countDistinct, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { db, isUniqueViolation, transaction } from '../../../db/client.ts'
import { authorOf } from '../../api/act.ts'
import { type Actor, actionFor, type Call, defineResource, defineRoute } from '../../api/define.ts'
import { boolean, contains, containsAny, oneOf } from '../../api/filters.ts'
import { staff } from '../../api/rules.ts'
import { conflict, fieldError } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { PERMISSION_NAMES } from '../../identity/roles.ts'
import { grants, type RoleRow, roles } from '../../identity/table.ts'
import { newUuid } from '../../ids.ts'
import { noteChange } from '../../live/changes.ts'
import { uuidField } from '../base/present.ts'

const action = actionFor(roles)
const SCOPE_TYPES = ['customer', 'project', 'offering'] as const

const schema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    name: z.string(),
    description: z.string(),
    description_en: z.string().nullable(),
    permissions: z.array(z.string()),
    is_system_role: z.boolean(),
    is_active: z.boolean(),
    users_count: z.int(),
    content_type: z.enum(SCOPE_TYPES),
    template_uuid: z.string().nullable(),
    template_name: z.string().nullable(),
    customer_uuid: z.string().nullable(),
    customer_name: z.string().nullable(),
  })
  .meta({ id: 'RoleDetails' })

const permissions = z
  .array(z.string().refine((name) => PERMISSION_NAMES.includes(name), { error: 'Unknown permission.' }))
  .max(500)

const input = z.object({
  name: z.string().trim().min(1).max(150),
  description: z.string().max(4096).optional(),
  permissions,
  is_active: z.boolean().optional(),
  content_type: z.enum(SCOPE_TYPES),
})

const tell = async (row: RoleRow, call: Call, type: string, message: string, context: Record<string, unknown> = {}) => {
  await recordEvent({
    type,
    message,
    author: authorOf(call),
    about: { type: 'roles', uuid: row.uuid, name: row.name },
    context,
  })
  const operation = /creation/.test(type) ? 'created' : /deletion/.test(type) ? 'deleted' : 'updated'
  await noteChange('roles', operation, { uuid: row.uuid })
}

const present = async (
  rows: RoleRow[],
  { link, wants }: { link: Call['view']['link']; wants: Call['view']['wants'] },
) => {
  const holders = wants('users_count')
    ? await db
        .select({ uuid: grants.roleUuid, n: countDistinct(grants.userUuid) })
        .from(grants)
        .where(
          and(
            inArray(
              grants.roleUuid,
              rows.map((row) => row.uuid),
            ),
            isNull(grants.revokedAt),
          ),
        )
        .groupBy(grants.roleUuid)
    : []
  const countOf = new Map(holders.map(({ uuid, n }) => [uuid, n]))
  return rows.map((row) => ({
    url: link('roles', row.uuid),
    uuid: row.uuid,
    name: row.name,
    description: row.description,
    description_en: row.description,
    permissions: row.permissions,
    is_system_role: row.isSystem,
    is_active: row.isActive,
    users_count: countOf.get(row.uuid) ?? 0,
    content_type: row.scopeType,
    template_uuid: null,
    template_name: null,
    customer_uuid: null,
    customer_name: null,
  }))
}

const taken = (error: unknown) => {
  if (isUniqueViolation(error)) throw fieldError('name', 'Role with this name already exists.')
  throw error
}

const create = defineRoute({
  summary: 'Create a role',
  method: 'POST',
  path: '',
  rule: staff,
  input,
  output: schema,
  status: 201,
  handle: async ({ input, call }) => {
    const row = await transaction(async () => {
      const [row] = await db
        .insert(roles)
        .values({
          uuid: newUuid(),
          name: input.name,
          description: input.description,
          scopeType: input.content_type,
          isSystem: false,
          isActive: input.is_active,
          permissions: input.permissions,
        })
        .returning()
      await tell(row, call, 'role_creation_succeeded', `Role ${row.name} has been created.`)
      return row
    }).catch(taken)
    return { status: 201, body: (await present([row], call.view))[0] }
  },
})

/** Sets columns of a role and answers the role. */
const change = async (row: RoleRow, patch: Partial<RoleRow>, call: Call) => {
  const updated = await transaction(async () => {
    const given = Object.values(patch).some((value) => value !== undefined)
    const [updated] = given ? await db.update(roles).set(patch).where(eq(roles.uuid, row.uuid)).returning() : [row]
    await tell(updated, call, 'role_update_succeeded', `Role ${updated.name} has been changed.`, {
      old_permissions: row.permissions,
      new_permissions: updated.permissions,
      is_active: updated.isActive,
    })
    return updated
  }).catch(taken)
  return { status: 200, body: (await present([updated], call.view))[0] }
}

const activeOrStaff = (actor: Actor) => (actor.isStaff || actor.isSupport ? undefined : eq(roles.isActive, true))

export const roleResource = defineResource({
  path: 'roles',
  model: 'Role',
  summary: 'Roles and what each may do',
  table: roles,
  schema,
  visible: activeOrStaff,
  present,
  scopeOf: () => ({}),
  list: true,
  retrieve: true,
  pageSize: 50,
  filters: {
    name: contains(roles.name),
    description: contains(roles.description),
    is_active: boolean(roles.isActive),
    is_system_role: boolean(roles.isSystem),
    content_type: oneOf(roles.scopeType, SCOPE_TYPES),
    query: containsAny('Name or description.', roles.name, roles.description),
  },
  orderings: { name: roles.name, description: roles.description, created: roles.name },
  defaultOrder: [asc(roles.scopeType), asc(roles.name)],
  update: action({
    summary: 'Change a role',
    rule: staff,
    input,
    handle: async ({ row, input, call }) => {
      const isOther = (input.name ?? row.name) !== row.name || (input.content_type ?? row.scopeType) !== row.scopeType
      if (row.isSystem && isOther) throw conflict('Name and scope of a system role cannot be changed.')
      const patch = {
        name: input.name ?? row.name,
        scopeType: input.content_type ?? row.scopeType,
        description: input.description ?? row.description,
        permissions: input.permissions ?? row.permissions,
        isActive: input.is_active ?? row.isActive,
      }
      return change(row, patch, call)
    },
  }),
  destroy: action({
    summary: 'Delete a role',
    rule: staff,
    handle: async ({ row, call }) => {
      if (row.isSystem) throw conflict('A system role cannot be deleted.')
      await transaction(async () => {
        const held = and(eq(grants.roleUuid, row.uuid), isNull(grants.revokedAt))
        const [{ n }] = await db.select({ n: count() }).from(grants).where(held)
        if (n > 0) throw conflict('Cannot delete role with existing users.')
        await db.delete(roles).where(eq(roles.uuid, row.uuid))
        await tell(row, call, 'role_deletion_succeeded', `Role ${row.name} has been deleted.`)
      })
      return { status: 204 }
    },
  }),
  actions: {
    enable: action({
      summary: 'Switch a role on',
      rule: staff,
      handle: ({ row, call }) => change(row, { isActive: true }, call),
    }),
    disable: action({
      summary: 'Switch a role off: who holds it has nothing of it',
      rule: staff,
      handle: ({ row, call }) => change(row, { isActive: false }, call),
    }),
  },
  routes: [create],
})
