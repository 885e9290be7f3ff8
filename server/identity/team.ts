/** Who holds which role in a scope: add_user, update_user, delete_user, list_users of customers, projects, offerings. */
import { and, count, desc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../db/client.ts'
import { authorOf } from '../api/act.ts'
import type { ActionDef, AnyTable, Call, RowOf } from '../api/define.ts'
import { containsAny, uuidFrom } from '../api/filters.ts'
import { linkHeader, pageSizeOf } from '../api/page.ts'
import { permission, type Rule, type Scope } from '../api/rules.ts'
import { ApiError, conflict, fieldError, objectError } from '../errors.ts'
import { recordEvent } from '../events/record.ts'
import { newUuid, parseUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { wireTime, wireTimeOrNull } from '../resources/base/present.ts'
import { fullNameOf } from './actor.ts'
import { type GrantRow, grants, type RoleRow, roles, type UserRow, users } from './table.ts'

type ScopeType = GrantRow['scopeType']

/** The object in which roles are held. */
export type TeamScope = Pick<Scope, 'projectUuid' | 'customerUuid'> & {
  type: ScopeType
  uuid: string
  name: string
}

const COLLECTION: Record<ScopeType, string> = {
  customer: 'customers',
  project: 'projects',
  offering: 'marketplace-provider-offerings',
}

const roleInput = z.object({
  role: z.string().min(1).max(150).meta({ description: 'Name or UUID of the role.' }),
  user: z.string().min(1).max(200).meta({ description: 'UUID of the user.' }),
  expiration_time: z.iso.datetime({ offset: true, local: true }).nullish().meta({ description: 'Null: without end.' }),
})
type RoleInput = z.infer<typeof roleInput>

const roleOf = async (text: string, scopeType: ScopeType): Promise<RoleRow> => {
  const uuid = parseUuid(text)
  const [role] = await db
    .select()
    .from(roles)
    .where(and(uuid ? eq(roles.uuid, uuid) : eq(roles.name, text), eq(roles.scopeType, scopeType)))
  if (!role) throw fieldError('role', `Role ${text} does not exist in this kind of scope.`)
  return role
}

const userOf = async (text: string): Promise<UserRow> => {
  const uuid = parseUuid(text.includes('/') ? (text.split('/').filter(Boolean).at(-1) ?? '') : text)
  const [user] = uuid ? await db.select().from(users).where(eq(users.uuid, uuid)) : []
  if (!user) throw fieldError('user', 'User does not exist.')
  return user
}

const expiryOf = (text: string | null | undefined): Date | null => {
  if (!text) return null
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw fieldError('expiration_time', 'Enter a valid date/time.')
  if (date <= new Date())
    throw fieldError('expiration_time', 'Role expiration time should be greater than current time.')
  return date
}

const notEnded = () => and(isNull(grants.revokedAt), or(isNull(grants.expiresAt), gt(grants.expiresAt, new Date())))

const held = (scope: TeamScope, role: RoleRow, user?: UserRow) =>
  and(
    eq(grants.scopeType, scope.type),
    eq(grants.scopeUuid, scope.uuid),
    eq(grants.roleUuid, role.uuid),
    user && eq(grants.userUuid, user.uuid),
    notEnded(),
  )

const aboutOf = (scope: TeamScope) => ({
  type: COLLECTION[scope.type],
  uuid: scope.uuid,
  name: scope.name,
  projectUuid: scope.projectUuid,
  customerUuid: scope.customerUuid,
})

type Change = { type: string; verb: string; context?: Record<string, unknown> }

/** The log's entry and the news of a change of roles. */
const tell = async (grant: GrantRow, scope: TeamScope, role: RoleRow, user: UserRow, call: Call, change: Change) => {
  await recordEvent({
    type: change.type,
    message: `User ${user.username} ${change.verb} role ${role.name} in ${scope.type} ${scope.name}.`,
    author: authorOf(call),
    about: aboutOf(scope),
    context: {
      affected_user_uuid: user.uuid,
      affected_user_username: user.username,
      role_name: role.name,
      scope_type: scope.type,
      scope_uuid: scope.uuid,
      scope_name: scope.name,
      ...change.context,
    },
  })
  const operation = change.type === 'role_granted' ? 'created' : change.type === 'role_revoked' ? 'deleted' : 'updated'
  await noteChange('user-permissions', operation, {
    uuid: grant.uuid,
    userUuid: user.uuid,
    projectUuid: scope.projectUuid,
    customerUuid: scope.customerUuid,
  })
}

/** Gives a role. @throws ApiError 400 when it is held already, unknown, or switched off. */
export const addUser = async (scope: TeamScope, input: RoleInput, call: Call): Promise<GrantRow> => {
  const expiresAt = expiryOf(input.expiration_time)
  const role = await roleOf(input.role, scope.type)
  if (!role.isActive) throw fieldError('role', 'Role is not active.')
  const user = await userOf(input.user)
  if (!user.isActive) throw fieldError('user', 'User is not active.')
  return transaction(async () => {
    const [already] = await db
      .select({ uuid: grants.uuid })
      .from(grants)
      .where(held(scope, role, user))
    if (already) throw objectError('User already has this role.')
    const [grant] = await db
      .insert(grants)
      .values({
        uuid: newUuid(),
        userUuid: user.uuid,
        roleUuid: role.uuid,
        scopeType: scope.type,
        scopeUuid: scope.uuid,
        createdAt: new Date(),
        createdBy: call.actor.userUuid,
        expiresAt,
      })
      .returning()
    await tell(grant, scope, role, user, call, {
      type: 'role_granted',
      verb: 'has gained',
      context: { expiration_time: wireTimeOrNull(expiresAt) },
    })
    return grant
  })
}

const existing = async (scope: TeamScope, input: RoleInput) => {
  const role = await roleOf(input.role, scope.type)
  const user = await userOf(input.user)
  const [grant] = await db
    .select()
    .from(grants)
    .where(held(scope, role, user))
  if (!grant) throw objectError('User does not have this role.')
  return { role, user, grant }
}

/** Changes until when a role is held. */
export const updateUser = async (scope: TeamScope, input: RoleInput, call: Call): Promise<GrantRow> => {
  const expiresAt = expiryOf(input.expiration_time)
  return transaction(async () => {
    const { role, user, grant } = await existing(scope, input)
    const [updated] = await db.update(grants).set({ expiresAt }).where(eq(grants.uuid, grant.uuid)).returning()
    await tell(grant, scope, role, user, call, {
      type: 'role_updated',
      verb: 'has a new end of',
      context: { old_expiration_time: wireTimeOrNull(grant.expiresAt), expiration_time: wireTimeOrNull(expiresAt) },
    })
    return updated
  })
}

/** Takes a role away. @throws ApiError 409 for an organisation's last owner, unless staff does it. */
export const deleteUser = async (scope: TeamScope, input: RoleInput, call: Call): Promise<void> =>
  transaction(async () => {
    const { role, user, grant } = await existing(scope, input)
    if (role.name === 'CUSTOMER.OWNER' && !call.actor.isStaff) {
      const [{ owners }] = await db.select({ owners: count() }).from(grants).where(held(scope, role))
      if (owners <= 1) throw conflict('The last owner of an organisation cannot leave.')
    }
    await db.update(grants).set({ revokedAt: new Date() }).where(eq(grants.uuid, grant.uuid))
    await tell(grant, scope, role, user, call, { type: 'role_revoked', verb: 'has lost' })
  })

const memberSchema = z
  .object({
    uuid: z.string(),
    created: z.string(),
    expiration_time: z.string().nullable(),
    role_name: z.string(),
    role_uuid: z.string(),
    user_email: z.string(),
    user_full_name: z.string(),
    user_username: z.string(),
    user_uuid: z.string(),
    user_image: z.string().nullable(),
    created_by_full_name: z.string(),
    created_by_uuid: z.string().nullable(),
    last_sign_in: z.string().nullable(),
  })
  .meta({ id: 'UserRoleDetails' })

const fullName = sql`lower(${users.firstName} || ' ' || ${users.lastName})`
const memberFilters = async (query: URLSearchParams, call: Call): Promise<SQL | undefined> => {
  const named = query.getAll('role').filter(Boolean)
  const user = query.get('user')
  const text = query.get('search_string') ?? query.get('full_name')
  const username = query.get('username')
  const search = containsAny('', users.username, users.email, fullName)
  return and(
    named.length > 0
      ? or(
          inArray(roles.name, named),
          inArray(
            roles.uuid,
            named.flatMap((name) => parseUuid(name) ?? []),
          ),
        )
      : undefined,
    user ? eq(users.uuid, uuidFrom(user)) : undefined,
    text ? await search.where([text], call.actor) : undefined,
    username ? await containsAny('', users.username).where([username], call.actor) : undefined,
  )
}

const MEMBER_ORDERS: Record<string, SQL> = {
  username: sql`${users.username}`,
  full_name: fullName,
  email: sql`${users.email}`,
  created: sql`${grants.createdAt}`,
  role: sql`${roles.name}`,
  expiration_time: sql`${grants.expiresAt}`,
}

/** The people of a scope, one entry per role. */
const listUsers = async (scope: TeamScope, call: Call) => {
  const where = and(
    eq(grants.scopeType, scope.type),
    eq(grants.scopeUuid, scope.uuid),
    notEnded(),
    await memberFilters(call.query, call),
  )
  const size = pageSizeOf(call.query)
  const page = Math.max(1, Number(call.query.get('page') ?? 1) || 1)
  const o = call.query.get('o') ?? ''
  const by = MEMBER_ORDERS[o.replace(/^-/, '')]
  const [{ total }] = await db
    .select({ total: count() })
    .from(grants)
    .innerJoin(roles, eq(roles.uuid, grants.roleUuid))
    .innerJoin(users, eq(users.uuid, grants.userUuid))
    .where(where)
  const pages = Math.max(1, Math.ceil(total / size))
  if (page > pages) throw new ApiError('not_found', 'Invalid page.')
  const rows = await db
    .select({ grant: grants, role: roles, user: users })
    .from(grants)
    .innerJoin(roles, eq(roles.uuid, grants.roleUuid))
    .innerJoin(users, eq(users.uuid, grants.userUuid))
    .where(where)
    .orderBy(...(by ? [o.startsWith('-') ? desc(by) : by] : []), users.username, grants.uuid)
    .limit(size)
    .offset((page - 1) * size)
  const givers = await db
    .select()
    .from(users)
    .where(
      inArray(
        users.uuid,
        rows.flatMap(({ grant }) => grant.createdBy ?? []),
      ),
    )
  const giverOf = new Map(givers.map((user) => [user.uuid, user]))
  const body = rows.map(({ grant, role, user }) => {
    const giver = giverOf.get(grant.createdBy ?? '')
    return {
      uuid: grant.uuid,
      created: wireTime(grant.createdAt),
      expiration_time: wireTimeOrNull(grant.expiresAt),
      role_name: role.name,
      role_uuid: role.uuid,
      user_email: user.email,
      user_full_name: fullNameOf(user),
      user_username: user.username,
      user_uuid: user.uuid,
      user_image: null,
      created_by_full_name: giver ? fullNameOf(giver) : '',
      created_by_uuid: giver?.uuid ?? null,
      last_sign_in: wireTimeOrNull(user.lastSignInAt),
    } satisfies z.infer<typeof memberSchema>
  })
  const url = call.view.link(COLLECTION[scope.type], scope.uuid, 'list_users')
  const headers = { 'X-Result-Count': String(total), Link: linkHeader(url, call.query, page, pages) }
  const asked = call.query.getAll('field').filter((name) => Object.hasOwn(memberSchema.shape, name))
  const fields = asked.length > 0 ? asked : Object.keys(memberSchema.shape)
  return {
    status: 200,
    body: body.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => fields.includes(name)))),
    headers,
  }
}

const expirationSchema = z.object({ expiration_time: z.string().nullable() }).meta({ id: 'UserRoleExpirationTime' })

/**
 * The four actions of a type in which roles are held. `ready` may refuse a change, such as below a blocked organisation.
 *
 *   actions: { ...teamActions(projects, 'project', scopeOfProject) }
 */
export const teamActions = <T extends AnyTable>(
  _table: T,
  type: ScopeType,
  scopeOf: (row: RowOf<T>) => TeamScope | Promise<TeamScope>,
  ready: (row: RowOf<T>) => Promise<void> = async () => {},
) => {
  const rule = (verb: string): Rule =>
    permission(`${type.toUpperCase()}.${verb}_PERMISSION`, type === 'offering' ? ['offering', 'provider'] : undefined)
  return {
    add_user: {
      summary: 'Grant a role',
      rule: rule('CREATE'),
      input: roleInput,
      output: expirationSchema,
      answer: { status: 201 },
      handle: async ({ row, input, call }) => {
        await ready(row)
        const grant = await addUser(await scopeOf(row), input, call)
        return { status: 201, body: { expiration_time: wireTimeOrNull(grant.expiresAt) } }
      },
    },
    update_user: {
      summary: 'Change until when a role is held',
      rule: rule('UPDATE'),
      input: roleInput,
      output: expirationSchema,
      handle: async ({ row, input, call }) => {
        await ready(row)
        const grant = await updateUser(await scopeOf(row), input, call)
        return { status: 200, body: { expiration_time: wireTimeOrNull(grant.expiresAt) } }
      },
    },
    delete_user: {
      summary: 'Revoke a role',
      rule: rule('DELETE'),
      input: roleInput,
      handle: async ({ row, input, call }) => {
        await deleteUser(await scopeOf(row), input, call)
        return { status: 200 }
      },
    },
    list_users: {
      summary: 'People with a role here',
      method: 'GET',
      output: z.array(memberSchema),
      handle: async ({ row, call }) => listUsers(await scopeOf(row), call),
    },
    // biome-ignore lint/suspicious/noExplicitAny: inputs differ by action
  } satisfies Record<string, ActionDef<RowOf<T>, any, any>>
}
