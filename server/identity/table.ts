import { k } from '../../db/columns.ts'

export const users = k.table(
  'users',
  {
    uuid: k.text('uuid').primaryKey(),
    username: k.text('username').notNull(),
    email: k.text('email').notNull().default(''),
    firstName: k.text('first_name').notNull().default(''),
    lastName: k.text('last_name').notNull().default(''),
    /** scrypt, null for people who sign in through an issuer only. */
    passwordHash: k.text('password_hash'),
    /** `local`, or the issuer's address. */
    registrationMethod: k.text('registration_method').notNull().default('local'),
    /** The issuer's `sub`; unique with the method. */
    subject: k.text('subject'),
    isActive: k.bool('is_active').notNull().default(true),
    isStaff: k.bool('is_staff').notNull().default(false),
    isSupport: k.bool('is_support').notNull().default(false),
    preferredLanguage: k.text('preferred_language').notNull().default(''),
    /** Seconds; null: the API token made by sign-in never expires. */
    tokenLifetimeSeconds: k.int('token_lifetime_seconds'),
    /** Screen preferences (theme, time zone, columns), keys and values of the browser's choosing. */
    preferences: k.json<Record<string, unknown>>('preferences').notNull().default({}),
    /** Waldur's further descriptive fields, by their names on the wire. */
    details: k.json<Record<string, unknown>>('details').notNull().default({}),
    createdAt: k.time('created_at').notNull(),
    modifiedAt: k.time('modified_at').notNull(),
    lastSignInAt: k.time('last_sign_in_at'),
  },
  (t) => [
    k.uniqueIndex('users_username').on(t.username),
    k.uniqueIndex('users_subject').on(t.registrationMethod, t.subject),
  ],
)
export type UserRow = typeof users.$inferSelect

export const roles = k.table(
  'roles',
  {
    uuid: k.text('uuid').primaryKey(),
    name: k.text('name').notNull(),
    description: k.text('description').notNull().default(''),
    scopeType: k.text('scope_type').$type<'customer' | 'project' | 'offering'>().notNull(),
    isSystem: k.bool('is_system').notNull().default(true),
    isActive: k.bool('is_active').notNull().default(true),
    permissions: k.json<string[]>('permissions').notNull().default([]),
  },
  (t) => [k.uniqueIndex('roles_name').on(t.name)],
)
export type RoleRow = typeof roles.$inferSelect

/** A role held by a user in a scope. Revoked ones stay, for the record. */
export const grants = k.table(
  'grants',
  {
    uuid: k.text('uuid').primaryKey(),
    userUuid: k.text('user_uuid').notNull(),
    roleUuid: k.text('role_uuid').notNull(),
    scopeType: k.text('scope_type').$type<'customer' | 'project' | 'offering'>().notNull(),
    scopeUuid: k.text('scope_uuid').notNull(),
    createdAt: k.time('created_at').notNull(),
    createdBy: k.text('created_by'),
    expiresAt: k.time('expires_at'),
    revokedAt: k.time('revoked_at'),
  },
  (t) => [k.index('grants_user').on(t.userUuid, t.revokedAt), k.index('grants_scope').on(t.scopeType, t.scopeUuid)],
)
export type GrantRow = typeof grants.$inferSelect

/** A browser's sign-in. next-auth's token names it; it is read at each request, so ending it acts at once. */
export const sessions = k.table(
  'sessions',
  {
    uuid: k.text('uuid').primaryKey(),
    userUuid: k.text('user_uuid').notNull(),
    userAgent: k.text('user_agent').notNull().default(''),
    ipAddress: k.text('ip_address').notNull().default(''),
    /** "Stay signed in on this device": no idle limit, the absolute one holds. */
    isRemembered: k.bool('is_remembered').notNull().default(false),
    createdAt: k.time('created_at').notNull(),
    lastSeenAt: k.time('last_seen_at').notNull(),
    endedAt: k.time('ended_at'),
  },
  (t) => [k.index('sessions_user').on(t.userUuid)],
)
export type SessionRow = typeof sessions.$inferSelect

/** API tokens, stored hashed. `kind` sign_in: the one that POST /api-auth/password/ gives. */
export const tokens = k.table(
  'tokens',
  {
    uuid: k.text('uuid').primaryKey(),
    userUuid: k.text('user_uuid').notNull(),
    kind: k.text('kind').$type<'sign_in' | 'personal'>().notNull(),
    name: k.text('name').notNull().default(''),
    hash: k.text('hash').notNull(),
    /** Encrypted value, for the sign-in token only: Waldur's clients read it again (contract 2.1). */
    sealed: k.text('sealed'),
    /** The first characters, for its owner to tell tokens apart. */
    prefix: k.text('prefix').notNull().default(''),
    /** Where a personal token acts; empty: wherever its owner may. */
    scopes: k.json<{ type: 'customer' | 'project'; uuid: string }[]>('scopes').notNull().default([]),
    /** `read` or `write`. */
    access: k.text('access').$type<'read' | 'write'>().notNull().default('write'),
    createdAt: k.time('created_at').notNull(),
    expiresAt: k.time('expires_at'),
    lastUsedAt: k.time('last_used_at'),
    lastUsedFrom: k.text('last_used_from').notNull().default(''),
    /** Counted once per minute of use. */
    useCount: k.int('use_count').notNull().default(0),
    revokedAt: k.time('revoked_at'),
  },
  (t) => [k.uniqueIndex('tokens_hash').on(t.hash), k.index('tokens_user').on(t.userUuid)],
)
export type TokenRow = typeof tokens.$inferSelect

/** Failed sign-ins of one user name from one address (contract 2.1: locked for 10 minutes after 4). */
export const signInFailures = k.table('sign_in_failures', {
  key: k.text('key').primaryKey(),
  count: k.int('count').notNull(),
  lastAt: k.time('last_at').notNull(),
})

/** One-time links that let a person set a password: the first staff account, an account made by staff. */
export const passwordCodes = k.table(
  'password_codes',
  {
    hash: k.text('hash').primaryKey(),
    userUuid: k.text('user_uuid').notNull(),
    createdAt: k.time('created_at').notNull(),
    expiresAt: k.time('expires_at').notNull(),
    usedAt: k.time('used_at'),
  },
  (t) => [k.index('password_codes_user').on(t.userUuid)],
)

export const sshKeys = k.table(
  'ssh_keys',
  {
    uuid: k.text('uuid').primaryKey(),
    userUuid: k.text('user_uuid').notNull(),
    name: k.text('name').notNull(),
    publicKey: k.text('public_key').notNull(),
    type: k.text('type').notNull(),
    fingerprintMd5: k.text('fingerprint_md5').notNull(),
    fingerprintSha256: k.text('fingerprint_sha256').notNull(),
    fingerprintSha512: k.text('fingerprint_sha512').notNull(),
    isShared: k.bool('is_shared').notNull().default(false),
    createdAt: k.time('created_at').notNull(),
  },
  (t) => [k.uniqueIndex('ssh_keys_fingerprint').on(t.userUuid, t.fingerprintSha512)],
)
export type SshKeyRow = typeof sshKeys.$inferSelect
