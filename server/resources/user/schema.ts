/** Public JSON of people. Nobody's password or token hash is in it; the token itself is shown to its owner alone. */
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import type { Actor, View } from '../../api/define.ts'
import { fullNameOf, heldNow } from '../../identity/actor.ts'
import { grants, roles, type UserRow, users } from '../../identity/table.ts'
import { signInTokenRow, tokenEndsAt } from '../../identity/tokens.ts'
import { scopesOf, seesAll } from '../../identity/visible.ts'
import { decrypt } from '../../secrets.ts'
import { byUuid, uuidField, wireTime, wireTimeOrNull } from '../base/present.ts'
import { customers } from '../customer/table.ts'
import { offerings } from '../offering/table.ts'
import { projects } from '../project/table.ts'

/** Descriptive fields that are kept as they come, with their longest length. */
const DETAILS = {
  native_name: 100,
  job_title: 120,
  phone_number: 255,
  organization: 255,
  description: 4096,
  personal_title: 50,
  address: 300,
  country_of_residence: 2,
  nationality: 2,
} as const
type DetailName = keyof typeof DETAILS
export const DETAIL_NAMES = Object.keys(DETAILS) as DetailName[]

const details = <T extends z.ZodType>(field: (maxLength: number) => T) =>
  Object.fromEntries(DETAIL_NAMES.map((name) => [name, field(DETAILS[name])])) as Record<DetailName, T>

const time = z.iso.datetime({ offset: true })

export const permissionSchema = z
  .object({
    uuid: uuidField,
    user_uuid: uuidField,
    user_name: z.string(),
    user_slug: z.string(),
    user_username: z.string(),
    user_email: z.string(),
    created: time,
    created_by_full_name: z.string(),
    created_by_username: z.string(),
    expiration_time: time.nullable(),
    is_active: z.boolean(),
    role_name: z.string(),
    role_description: z.string(),
    role_uuid: uuidField,
    role_permissions: z
      .array(z.string())
      .meta({ description: "The role's permission names, for rules judged in the browser." }),
    scope_type: z.enum(['customer', 'project', 'offering']),
    scope_uuid: uuidField,
    scope_name: z.string(),
    scope_is_removed: z.boolean(),
    customer_uuid: z.string().nullable(),
    customer_name: z.string(),
    project_uuid: z.string().nullable(),
    resource_uuid: z.string().nullable(),
  })
  .meta({ id: 'Permission' })
export type Permission = z.infer<typeof permissionSchema>

export const userSchema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    username: z.string(),
    slug: z.string(),
    full_name: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    email: z.string(),
    ...details(() => z.string()),
    civil_number: z.string().nullable(),
    is_staff: z.boolean(),
    is_support: z.boolean(),
    is_active: z.boolean(),
    token: z.string().optional().meta({ description: 'Shown to its owner alone.' }),
    token_lifetime: z.int().nullable().optional().meta({ description: 'Seconds; null: the token never expires.' }),
    token_expires_at: time.nullable().optional(),
    registration_method: z.string(),
    identity_provider_name: z.string(),
    identity_provider_label: z.string(),
    identity_provider_management_url: z.string(),
    identity_provider_fields: z.array(z.string()),
    identity_source: z.string(),
    date_joined: time,
    last_sign_in: time.nullable(),
    agreement_date: time.nullable(),
    preferred_language: z.string(),
    preferences: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: "The person's screen settings, of the browser's choosing. Shown to its owner alone." }),
    permissions: z.array(permissionSchema).meta({ description: 'Roles held, as far as the caller may see.' }),
    requested_email: z.string().nullable(),
    affiliations: z.array(z.string()),
    image: z.string().nullable(),
    should_protect_user_details: z.boolean(),
    has_active_session: z.boolean(),
    has_usable_password: z.boolean(),
    ip_address: z.string().nullable(),
    notifications_enabled: z.boolean(),
    can_use_personal_access_tokens: z.boolean(),
    uid_number: z.int().nullable(),
    primary_gid: z.int().nullable(),
    is_admin_deactivated: z.boolean(),
  })
  .meta({ id: 'User' })
export type UserJson = z.infer<typeof userSchema>

const Language = z.string().max(10)
const Preferences = z
  .record(z.string().max(200), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 64 * 1024, { error: 'Preferences may take 64 KiB.' })

/** What PUT and PATCH take. The fields from `username` on are staff's. */
export const userUpdateInput = z.object({
  first_name: z.string().max(100).optional(),
  last_name: z.string().max(100).optional(),
  email: z.union([z.email().max(254), z.literal('')]).optional(),
  preferred_language: Language.optional(),
  preferences: Preferences.optional().meta({ description: 'Replaces the stored ones.' }),
  token_lifetime: z.int().min(60).max(2_147_483_647).nullish(),
  ...details((maxLength) => z.string().max(maxLength).optional()),
  username: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[0-9a-z_.@+-]+$/)
    .optional(),
  is_staff: z.boolean().optional(),
  is_support: z.boolean().optional(),
  is_active: z.boolean().optional(),
})
export type UserUpdateInput = z.infer<typeof userUpdateInput>

export const userInput = userUpdateInput.extend({
  username: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[0-9a-z_.@+-]+$/),
  email: z.email().max(254),
})

/** The roles held by users, each with the names of its scope. At most five queries, whatever the number of users. */
export const permissionsOf = async (userUuids: string[]): Promise<Map<string, Permission[]>> => {
  const held = await db
    .select({ grant: grants, role: roles, user: users })
    .from(grants)
    .innerJoin(roles, eq(roles.uuid, grants.roleUuid))
    .innerJoin(users, eq(users.uuid, grants.userUuid))
    .where(and(inArray(grants.userUuid, userUuids), heldNow()))
    .orderBy(grants.createdAt, grants.uuid)
  const uuidsOf = (type: string) => held.flatMap(({ grant }) => (grant.scopeType === type ? [grant.scopeUuid] : []))
  const inProjects = await byUuid(uuidsOf('project'), (uuids) =>
    db.select().from(projects).where(inArray(projects.uuid, uuids)),
  )
  const inOfferings = await byUuid(uuidsOf('offering'), (uuids) =>
    db.select().from(offerings).where(inArray(offerings.uuid, uuids)),
  )
  const owners = [...inProjects.values(), ...inOfferings.values()].map((row) => row.customerUuid)
  const inCustomers = await byUuid([...uuidsOf('customer'), ...owners], (uuids) =>
    db.select().from(customers).where(inArray(customers.uuid, uuids)),
  )
  const givers = await byUuid(
    held.map(({ grant }) => grant.createdBy),
    (uuids) => db.select().from(users).where(inArray(users.uuid, uuids)),
  )
  const byUser = new Map<string, Permission[]>()
  for (const { grant, role, user } of held) {
    const project = grant.scopeType === 'project' ? inProjects.get(grant.scopeUuid) : undefined
    const below = project ?? (grant.scopeType === 'offering' ? inOfferings.get(grant.scopeUuid) : undefined)
    const customer = inCustomers.get(below?.customerUuid ?? grant.scopeUuid)
    const giver = givers.get(grant.createdBy ?? '')
    const permission: Permission = {
      uuid: grant.uuid,
      user_uuid: user.uuid,
      user_name: fullNameOf(user),
      user_slug: user.username,
      user_username: user.username,
      user_email: user.email,
      created: wireTime(grant.createdAt),
      created_by_full_name: giver ? fullNameOf(giver) : '',
      created_by_username: giver?.username ?? '',
      expiration_time: wireTimeOrNull(grant.expiresAt),
      is_active: true,
      role_name: role.name,
      role_description: role.description,
      role_uuid: role.uuid,
      role_permissions: role.permissions,
      scope_type: grant.scopeType,
      scope_uuid: grant.scopeUuid,
      scope_name: (below ?? customer)?.name ?? '',
      scope_is_removed: project?.isRemoved ?? false,
      customer_uuid: customer?.uuid ?? null,
      customer_name: customer?.name ?? '',
      project_uuid: project?.uuid ?? null,
      resource_uuid: null,
    }
    byUser.set(user.uuid, [...(byUser.get(user.uuid) ?? []), permission])
  }
  return byUser
}

/** Of somebody else's roles one sees those in one's own scopes. */
const seenBy = (actor: Actor | null, userUuid: string, permissions: Permission[]) => {
  if (!actor) return []
  if (seesAll(actor) || actor.userUuid === userUuid) return permissions
  const mine = [...scopesOf(actor, 'customer'), ...scopesOf(actor, 'project')]
  return permissions.filter(
    ({ scope_uuid, customer_uuid }) => mine.includes(scope_uuid) || mine.includes(customer_uuid ?? ''),
  )
}

/** The caller's own token in clear, if one was made and can still be read. */
const ownToken = async (user: UserRow): Promise<Pick<UserJson, 'token' | 'token_expires_at'>> => {
  const row = await signInTokenRow(user.uuid)
  if (!row?.sealed) return { token: '', token_expires_at: null }
  const endsAt = wireTimeOrNull(tokenEndsAt(row, user))
  try {
    return { token: decrypt(row.sealed), token_expires_at: endsAt }
  } catch {
    return { token: '', token_expires_at: endsAt } // sealed with a key that is no more; signing in makes another
  }
}

export const presentUsers = async (rows: UserRow[], view: View): Promise<UserJson[]> => {
  const { actor, link, wants } = view
  const held = wants('permissions') ? await permissionsOf(rows.map((row) => row.uuid)) : undefined
  const self = rows.find((row) => row.uuid === actor?.userUuid)
  // A token that reads the token of its owner would pass on more than it has.
  const mayReadToken = actor !== null && actor.impersonatorUuid === null && !(await isLimited(actor))
  const token = self && mayReadToken && wants('token', 'token_expires_at') ? await ownToken(self) : {}
  return rows.map((row) => {
    const isSelf = row === self
    const text = (name: DetailName) => (typeof row.details[name] === 'string' ? row.details[name] : '')
    const isLocal = row.registrationMethod === 'local'
    return {
      url: link('users', row.uuid),
      uuid: row.uuid,
      username: row.username,
      slug: row.username.replaceAll(/[^-a-zA-Z0-9_]/g, '-').slice(0, 50),
      full_name: fullNameOf(row),
      first_name: row.firstName,
      last_name: row.lastName,
      email: row.email,
      ...(Object.fromEntries(DETAIL_NAMES.map((name) => [name, text(name)])) as Record<DetailName, string>),
      civil_number: null,
      is_staff: row.isStaff,
      is_support: row.isSupport,
      is_active: row.isActive,
      ...(isSelf && token),
      ...((isSelf || actor?.isStaff) && { token_lifetime: row.tokenLifetimeSeconds }),
      registration_method: isLocal ? 'default' : 'oidc',
      identity_provider_name: isLocal ? '' : row.registrationMethod,
      identity_provider_label: isLocal ? '' : new URL(row.registrationMethod).host,
      identity_provider_management_url: '',
      identity_provider_fields: isLocal ? [] : ['first_name', 'last_name', 'email'],
      identity_source: isLocal ? '' : row.registrationMethod,
      date_joined: wireTime(row.createdAt),
      last_sign_in: wireTimeOrNull(row.lastSignInAt),
      agreement_date: null,
      preferred_language: row.preferredLanguage,
      ...(isSelf && { preferences: row.preferences }),
      permissions: seenBy(actor, row.uuid, held?.get(row.uuid) ?? []),
      requested_email: null,
      affiliations: [],
      image: null,
      should_protect_user_details: !isLocal,
      has_active_session: isSelf && actor?.sessionUuid !== null,
      has_usable_password: row.passwordHash !== null,
      ip_address: isSelf ? (actor?.ipAddress ?? null) : null,
      notifications_enabled: row.details.notifications_enabled !== false,
      can_use_personal_access_tokens: true,
      uid_number: null,
      primary_gid: null,
      is_admin_deactivated: !row.isActive,
    }
  })
}

/** Whether the caller came with a personal token. */
export const isLimited = async (actor: Actor): Promise<boolean> => {
  if (!actor.tokenUuid) return false
  const row = await signInTokenRow(actor.userUuid)
  return row?.uuid !== actor.tokenUuid
}
