/** People. */
import { and, asc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { db, isUniqueViolation, transaction } from '../../../db/client.ts'
import { authorOf } from '../../api/act.ts'
import { type Actor, actionFor, type Call, defineResource, defineRoute } from '../../api/define.ts'
import { boolean, byUuid, contains, containsAny, exact, uuidOf } from '../../api/filters.ts'
import { signedIn, staff } from '../../api/rules.ts'
import { ApiError, conflict, fieldError } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { endSessions } from '../../identity/sessions.ts'
import { grants, sshKeys, tokens, type UserRow, users } from '../../identity/table.ts'
import { revokeTokens } from '../../identity/tokens.ts'
import { scopesOf, seesAll } from '../../identity/visible.ts'
import { newUuid } from '../../ids.ts'
import { noteChange } from '../../live/changes.ts'
import { projects } from '../project/table.ts'
import { accountActions, requireSelfOrStaff } from './account.ts'
import { DETAIL_NAMES, presentUsers, type UserUpdateInput, userInput, userSchema, userUpdateInput } from './schema.ts'

const action = actionFor(users)

/** Users with a role now on one of the customers, or on a project that is named or belongs to one of them. */
const inScopes = (customerUuids: string[], projectUuids: string[]): SQL => {
  const below = db.select({ uuid: projects.uuid }).from(projects).where(inArray(projects.customerUuid, customerUuids))
  const holders = db
    .select({ uuid: grants.userUuid })
    .from(grants)
    .where(
      and(
        isNull(grants.revokedAt),
        or(
          and(eq(grants.scopeType, 'customer'), inArray(grants.scopeUuid, customerUuids)),
          and(
            eq(grants.scopeType, 'project'),
            or(inArray(grants.scopeUuid, projectUuids), inArray(grants.scopeUuid, below)),
          ),
        ),
      ),
    )
  return inArray(users.uuid, holders)
}

/** Oneself, and the people of one's organisations and projects. */
const visible = (actor: Actor): SQL | undefined => {
  if (seesAll(actor)) return undefined
  const [inCustomers, inProjects] = [scopesOf(actor, 'customer'), scopesOf(actor, 'project')]
  const self = eq(users.uuid, actor.userUuid)
  if (inCustomers.length + inProjects.length === 0) return self
  return or(self, inScopes(inCustomers, inProjects))
}

const STAFF_ONLY = ['username', 'is_staff', 'is_support', 'is_active'] as const

const columnsOf = (input: Partial<UserUpdateInput>, before: Partial<UserRow> = {}): Partial<UserRow> => {
  const given = DETAIL_NAMES.filter((name) => input[name] !== undefined)
  return Object.fromEntries(
    Object.entries({
      username: input.username,
      email: input.email,
      firstName: input.first_name,
      lastName: input.last_name,
      preferredLanguage: input.preferred_language,
      preferences: input.preferences,
      tokenLifetimeSeconds: input.token_lifetime,
      isStaff: input.is_staff,
      isSupport: input.is_support,
      isActive: input.is_active,
      details:
        given.length > 0
          ? { ...before.details, ...Object.fromEntries(given.map((name) => [name, input[name]])) }
          : undefined,
    }).filter(([, value]) => value !== undefined),
  )
}

const taken = (error: unknown) => {
  if (isUniqueViolation(error)) throw fieldError('username', 'User with this username already exists.')
  throw error
}

const about = (row: UserRow) => ({ type: 'users', uuid: row.uuid, name: row.username })

const create = defineRoute({
  summary: 'Create a local account; foyer_password_link lets the person set a password',
  method: 'POST',
  path: '',
  rule: staff,
  input: userInput,
  output: userSchema,
  status: 201,
  handle: async ({ input, call }) => {
    const now = new Date()
    const row = await transaction(async () => {
      const [row] = await db
        .insert(users)
        .values({ ...columnsOf(input), username: input.username, uuid: newUuid(), createdAt: now, modifiedAt: now })
        .returning()
      await recordEvent({
        type: 'user_creation_succeeded',
        message: `User ${row.username} has been created.`,
        author: authorOf(call),
        about: about(row),
      })
      await noteChange('users', 'created', { uuid: row.uuid, userUuid: row.uuid })
      return row
    }).catch(taken)
    return { status: 201, body: (await presentUsers([row], call.view))[0] }
  },
})

const me = defineRoute({
  summary: 'The caller',
  method: 'GET',
  path: 'me',
  rule: signedIn,
  output: userSchema,
  handle: async ({ call }) => {
    const [row] = await db.select().from(users).where(eq(users.uuid, call.actor.userUuid))
    if (!row) throw new ApiError('unauthenticated', 'User inactive or deleted.')
    const [body] = await presentUsers([row], call.view)
    const asked = call.query.getAll('field').filter((name) => name in body)
    const complete = { is_complete: true, missing_fields: [], mandatory_fields: [], enforcement_enabled: false }
    if (asked.length === 0) return { status: 200, body: { ...body, profile_completeness: complete } }
    return { status: 200, body: Object.fromEntries(Object.entries(body).filter(([name]) => asked.includes(name))) }
  },
})

/** @throws ApiError when the caller may not change these fields of this person. */
const judgeUpdate = (row: UserRow, input: Partial<UserUpdateInput>, call: Call) => {
  requireSelfOrStaff(row, call)
  const { actor } = call
  const before = { username: row.username, is_staff: row.isStaff, is_support: row.isSupport, is_active: row.isActive }
  for (const name of STAFF_ONLY) {
    if (input[name] === undefined || input[name] === before[name]) continue
    if (!actor.isStaff) throw new ApiError('forbidden', `Only staff may change ${name}.`)
    if (row.uuid === actor.userUuid && name !== 'username')
      throw fieldError(name, 'Staff cannot take rights from their own account, or disable it.')
  }
  if (input.preferences && row.uuid !== actor.userUuid)
    throw fieldError('preferences', 'Only the person changes their preferences.')
  if (row.registrationMethod === 'local') return
  const theirs = { first_name: row.firstName, last_name: row.lastName, email: row.email }
  for (const name of ['first_name', 'last_name', 'email'] as const)
    if (input[name] !== undefined && input[name] !== theirs[name])
      throw fieldError(name, 'This comes from the identity provider and is changed there.')
}

const update = action({
  summary: 'Change a person: oneself, or anybody by staff. Disabling ends sign-ins and tokens at once',
  rule: signedIn,
  input: userUpdateInput,
  handle: async ({ row, input, call }) => {
    judgeUpdate(row, input, call)
    const patch = columnsOf(input, row)
    const updated = await transaction(async () => {
      const [updated] = await db
        .update(users)
        .set({ ...patch, modifiedAt: new Date() })
        .where(eq(users.uuid, row.uuid))
        .returning()
      if (row.isActive && !updated.isActive) {
        await endSessions({ userUuid: row.uuid })
        await revokeTokens({ userUuid: row.uuid })
      }
      // Themes and column widths are no matter of the log.
      const isNews = Object.keys(patch).some((name) => name !== 'preferences')
      if (isNews) await tellUpdate(row, updated, call)
      await noteChange('users', 'updated', { uuid: row.uuid, userUuid: row.uuid })
      return updated
    }).catch(taken)
    return { status: 200, body: (await presentUsers([updated], call.view))[0] }
  },
})

const tellUpdate = async (row: UserRow, updated: UserRow, call: Call) => {
  const switched = row.isActive !== updated.isActive
  const verb = updated.isActive ? 'activated' : 'deactivated'
  await recordEvent({
    type: switched ? `user_${updated.isActive ? 'activated' : 'deactivated'}` : 'user_update_succeeded',
    message: `User ${row.username} has been ${switched ? verb : 'updated'}.`,
    author: authorOf(call),
    about: about(row),
    context: { affected_user_uuid: row.uuid, affected_user_username: row.username },
  })
  if (row.tokenLifetimeSeconds !== updated.tokenLifetimeSeconds)
    await recordEvent({
      type: 'token_lifetime_updated',
      message: `Token lifetime of user ${row.username} has been changed.`,
      author: authorOf(call),
      about: about(row),
      context: { old_lifetime: row.tokenLifetimeSeconds, new_lifetime: updated.tokenLifetimeSeconds },
    })
}

const destroy = action({
  summary: 'Delete an account with its keys and tokens',
  rule: staff,
  handle: async ({ row, call }) => {
    if (row.uuid === call.actor.userUuid) throw conflict('You cannot delete your own account.')
    await transaction(async () => {
      const now = new Date()
      await endSessions({ userUuid: row.uuid }, now)
      await db
        .update(grants)
        .set({ revokedAt: now })
        .where(and(eq(grants.userUuid, row.uuid), isNull(grants.revokedAt)))
      await db.delete(tokens).where(eq(tokens.userUuid, row.uuid))
      await db.delete(sshKeys).where(eq(sshKeys.userUuid, row.uuid))
      await db.delete(users).where(eq(users.uuid, row.uuid))
      await recordEvent({
        type: 'user_deletion_succeeded',
        message: `User ${row.username} has been deleted.`,
        author: authorOf(call),
        about: about(row),
      })
      await noteChange('users', 'deleted', { uuid: row.uuid, userUuid: row.uuid })
    })
    return { status: 204 }
  },
})

const fullName = sql`lower(${users.firstName} || ' ' || ${users.lastName})`

export const userResource = defineResource({
  path: 'users',
  model: 'User',
  summary: 'People',
  table: users,
  schema: userSchema,
  visible,
  present: presentUsers,
  scopeOf: () => ({}),
  list: true,
  retrieve: true,
  filters: {
    uuid: uuidOf(users.uuid),
    username: contains(users.username),
    username_exact: exact(users.username),
    email: contains(users.email),
    full_name: contains(fullName, 'Part of the full name.'),
    is_active: boolean(users.isActive),
    is_staff: boolean(users.isStaff),
    is_support: boolean(users.isSupport),
    customer_uuid: byUuid('People with a role on the organisation or one of its projects.', (uuid) =>
      inScopes([uuid], []),
    ),
    project_uuid: byUuid('People with a role on the project.', (uuid) => inScopes([], [uuid])),
    query: containsAny('User name, e-mail or name.', users.username, users.email, fullName),
    user_keyword: containsAny('User name, e-mail or name.', users.username, users.email, fullName),
  },
  orderings: {
    username: users.username,
    email: users.email,
    full_name: fullName,
    date_joined: users.createdAt,
    last_sign_in: users.lastSignInAt,
    is_active: users.isActive,
    is_staff: users.isStaff,
    is_support: users.isSupport,
  },
  defaultOrder: [asc(users.username)],
  update,
  destroy,
  actions: accountActions,
  routes: [create, me],
})
