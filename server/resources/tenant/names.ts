/** Names, users and passwords of new tenants: which are free, and what they are made of (contract 4.1). */
import { randomBytes } from 'node:crypto'
import { and, inArray, ne } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { Neighbourhood } from '../../clouds.ts'
import { fieldError } from '../../errors.ts'
import { slugOf } from '../../marketplace/place.ts'
import { getSetting } from '../../settings/settings.ts'
import { tenants } from './table.ts'

/** @throws ApiError 400 on `name` */
export const assertFreeName = async (near: Neighbourhood, name: string, exceptUuid = ''): Promise<void> => {
  const taken = await db
    .select({ name: tenants.name })
    .from(tenants)
    .where(and(inArray(tenants.settingsUuid, near.settingsUuids), ne(tenants.uuid, exceptUuid)))
  // Keystone compares project names without case.
  const names = [...taken.map((row) => row.name), ...near.projectNames].map((one) => one.toLowerCase())
  if (names.includes(name.toLowerCase())) throw fieldError('name', `Name '${name}' already exists.`)
}

/** @throws ApiError 400 on `user_username` */
export const assertFreeUsername = async (
  near: Neighbourhood,
  username: string,
  blacklist: readonly string[] = [],
): Promise<void> => {
  const blocked = [...(await getSetting('DEFAULT_BLACKLISTED_USERNAMES')), ...blacklist]
  if (blocked.some((name) => name.toLowerCase() === username.toLowerCase()))
    throw fieldError('user_username', `Name "${username}" cannot be used as tenant user username.`)
  const taken = await db
    .select({ username: tenants.userUsername })
    .from(tenants)
    .where(inArray(tenants.settingsUuid, near.settingsUuids))
  const names = [...taken.map((row) => row.username), ...near.usernames].map((one) => one.toLowerCase())
  if (names.includes(username.toLowerCase()))
    throw fieldError('user_username', `Name "${username}" is already used by another tenant.`)
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
const randomText = (length: number) => [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')

/** First 25 characters of the slug of a tenant's name: the stem of what is made with it. */
export const stemOf = (name: string): string => slugOf(name).slice(0, 25) || 'tenant'
export const generateUsername = (name: string): string => `${stemOf(name)}-user-${randomText(4)}`
/** 128 bits and more, in characters that survive any shell. */
export const generatePassword = (): string => randomBytes(24).toString('base64url')
