/** Settings that staff change while the portal runs (`/api/override-settings/`). Names are Waldur's where it has one. */
import { eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../db/client.ts'
import { noteChange } from '../live/changes.ts'
import { settings } from './table.ts'

type Definition = {
  schema: z.ZodType
  value: unknown
  description: string
  /** Left out of what anybody may read. */
  isSecret?: boolean
}

const setting = <T>(value: T, schema: z.ZodType<T>, description: string, isSecret = false) => ({
  value,
  schema,
  description,
  isSecret,
})
const text = (value: string, description: string) => setting(value, z.string().max(4000), description)
const flag = (value: boolean, description: string) => setting(value, z.boolean(), description)

/** Every setting with its default. */
export const SETTINGS = {
  SITE_NAME: text('Foyer', 'Name of the portal, shown in titles.'),
  SITE_DESCRIPTION: text('Your single pane of control for clouds.', 'One sentence on the sign-in page.'),
  SITE_EMAIL: text('', 'Address that users write to.'),
  SITE_PHONE: text('', 'Telephone number that users call.'),
  DOCS_URL: text('', 'Documentation for users.'),
  CURRENCY_NAME: setting('EUR', z.string().regex(/^[A-Z]{3}$/), 'Currency of prices, ISO 4217.'),
  ANONYMOUS_USER_CAN_VIEW_OFFERINGS: flag(false, 'Offerings are shown to who is not signed in.'),
  ANONYMOUS_USER_CAN_VIEW_PLANS: flag(false, 'Plans and prices are shown to who is not signed in.'),
  OWNER_CAN_MANAGE_CUSTOMER: flag(false, 'Any user may create organisations.'),
  PROJECT_END_DATE_MANDATORY: flag(false, 'A project needs an end date.'),
  ALLOW_CUSTOMER_USERS_OPENSTACK_CONSOLE_ACCESS: flag(true, 'Users with the permission may open consoles.'),
  REQUIRE_AVAILABILITY_ZONE: flag(false, 'An instance order has to name an availability zone.'),
  TENANT_CREDENTIALS_VISIBLE: flag(false, 'Tenants show the name and password of their OpenStack user.'),
  ALLOW_DIRECT_EXTERNAL_NETWORK_CONNECTION: flag(false, 'Instances may be connected to an external network directly.'),
  AUTOMATICALLY_CREATE_PRIVATE_OFFERING: flag(true, 'A new tenant gets offerings of instances and volumes of its own.'),
  DEFAULT_BLACKLISTED_USERNAMES: setting(
    ['admin', 'service'],
    z.array(z.string().min(1).max(255)).max(1000),
    'Names that no tenant user may have.',
  ),
  OPENSTACK_ALLOWED_ADDRESSES: setting(
    [] as string[],
    z.array(z.string().min(1).max(255)).max(1000),
    'Hosts and networks (CIDR) on private addresses that providers other than staff may name.',
  ),
  PERSONAL_ACCESS_TOKEN_MAX_DAYS: setting(
    365,
    z.int().min(1).max(3650),
    'Longest life of a personal access token, in days.',
  ),
  PERSONAL_ACCESS_TOKEN_MAY_LAST: flag(false, 'Personal access tokens without an end are allowed.'),
} satisfies Record<string, Definition>

export type SettingName = keyof typeof SETTINGS
export type SettingValue<N extends SettingName> = (typeof SETTINGS)[N]['value']

const isName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name)

/** A stored value that no longer fits its definition counts as absent. */
const valid = <N extends SettingName>(name: N, stored: unknown): SettingValue<N> => {
  const parsed = SETTINGS[name].schema.safeParse(stored)
  return (parsed.success ? parsed.data : SETTINGS[name].value) as SettingValue<N>
}

/** The value of a setting: what staff chose, else the default. Read each time, so that a change acts at once. */
export const getSetting = async <N extends SettingName>(name: N): Promise<SettingValue<N>> => {
  const [row] = await db.select().from(settings).where(eq(settings.name, name))
  return row ? valid(name, row.value.value) : SETTINGS[name].value
}

/** The values of all settings. */
export const allSettings = async (): Promise<{ [N in SettingName]: SettingValue<N> }> => {
  const rows = await db.select().from(settings)
  const stored = new Map(rows.map((row) => [row.name, row.value.value]))
  const entries = (Object.keys(SETTINGS) as SettingName[]).map((name) => [
    name,
    stored.has(name) ? valid(name, stored.get(name)) : SETTINGS[name].value,
  ])
  return Object.fromEntries(entries)
}

/**
 * Stores settings; null puts one back to its default.
 * @returns the names that changed, with old and new values.
 */
export const setSettings = async (
  given: { [N in SettingName]?: unknown },
): Promise<{ name: SettingName; old: unknown; new: unknown }[]> =>
  transaction(async () => {
    const before = await allSettings()
    const names = Object.keys(given).filter(isName)
    const back = names.filter((name) => given[name] === null)
    if (back.length > 0) await db.delete(settings).where(inArray(settings.name, back))
    const modifiedAt = new Date()
    for (const name of names.filter((name) => given[name] !== null)) {
      const value = { value: given[name] }
      await db
        .insert(settings)
        .values({ name, value, modifiedAt })
        .onConflictDoUpdate({ target: settings.name, set: { value, modifiedAt } })
    }
    const changed = names
      .map((name) => ({ name, old: before[name], new: given[name] ?? SETTINGS[name].value }))
      .filter((change) => JSON.stringify(change.old) !== JSON.stringify(change.new))
    for (const { name } of changed) await noteChange('override-settings', 'updated', { uuid: name })
    return changed
  })
