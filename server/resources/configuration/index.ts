/** Version, public configuration, and the settings that staff change (contract 5.4). */
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { authorOf } from '../../api/act.ts'
import { defineResource, defineRoute } from '../../api/define.ts'
import { anyone, signedIn, staff } from '../../api/rules.ts'
import { recordEvent } from '../../events/record.ts'
import { nothing } from '../../identity/visible.ts'
import { allSettings, SETTINGS, type SettingName, setSettings } from '../../settings/settings.ts'
import { settings } from '../../settings/table.ts'
import { categories } from '../offering/table.ts'

const VERSION: string = packageJson.version

/** Endpoints without rows: nothing lists or retrieves them. */
const withoutRows = {
  table: settings,
  key: settings.name,
  schema: z.object({}),
  visible: nothing,
  present: async () => [],
  scopeOf: () => ({}),
  defaultOrder: [settings.name],
} as const

export const versionResource = defineResource({
  ...withoutRows,
  path: 'version',
  model: 'Version',
  summary: 'Version of the portal',
  routes: [
    defineRoute({
      summary: 'Version of the portal',
      method: 'GET',
      path: '',
      rule: signedIn,
      output: z.object({ version: z.string(), latest_version: z.string() }).meta({ id: 'Version' }),
      handle: async () => ({ status: 200, body: { version: VERSION, latest_version: VERSION } }),
    }),
  ],
})

const openstackNames = [
  'ALLOW_CUSTOMER_USERS_OPENSTACK_CONSOLE_ACCESS',
  'REQUIRE_AVAILABILITY_ZONE',
  'ALLOW_DIRECT_EXTERNAL_NETWORK_CONNECTION',
  'TENANT_CREDENTIALS_VISIBLE',
] as const satisfies SettingName[]
const coreNames = [
  'SITE_NAME',
  'SITE_DESCRIPTION',
  'SITE_EMAIL',
  'SITE_PHONE',
  'DOCS_URL',
  'CURRENCY_NAME',
  'PROJECT_END_DATE_MANDATORY',
  'OWNER_CAN_MANAGE_CUSTOMER',
] as const satisfies SettingName[]
const marketplaceNames = [
  'ANONYMOUS_USER_CAN_VIEW_OFFERINGS',
  'ANONYMOUS_USER_CAN_VIEW_PLANS',
] as const satisfies SettingName[]

/** Only what is named here is public; a new setting is not until somebody says so. */
const publicConfiguration = async () => {
  const values = await allSettings()
  const pick = (names: readonly SettingName[]) => Object.fromEntries(names.map((name) => [name, values[name]]))
  const kinds = await db.select().from(categories)
  return {
    VERSION,
    WALDUR_CORE: pick(coreNames),
    WALDUR_MARKETPLACE: pick(marketplaceNames),
    WALDUR_OPENSTACK: pick(openstackNames),
    WALDUR_MARKETPLACE_OPENSTACK: {
      TENANT_CATEGORY_UUID: kinds.find((kind) => kind.defaultTenantCategory)?.uuid ?? null,
      INSTANCE_CATEGORY_UUID: kinds.find((kind) => kind.defaultVmCategory)?.uuid ?? null,
      VOLUME_CATEGORY_UUID: kinds.find((kind) => kind.defaultVolumeCategory)?.uuid ?? null,
    },
    FEATURES: {},
  }
}

export const configurationResource = defineResource({
  ...withoutRows,
  path: 'configuration',
  model: 'Configuration',
  summary: 'Public settings',
  routes: [
    defineRoute({
      summary: 'Public settings',
      method: 'GET',
      path: '',
      rule: anyone,
      output: z.record(z.string(), z.unknown()),
      handle: async () => ({ status: 200, body: await publicConfiguration() }),
    }),
  ],
})

const settingsInput = z
  .object(
    Object.fromEntries(
      Object.entries(SETTINGS).map(([name, { schema, description }]) => [
        name,
        (schema as z.ZodType).nullable().optional().meta({ description }),
      ]),
    ),
  )
  .meta({ description: 'Any of the settings; null puts one back to its default.' })

/** Values of settings that are secret stay out of answers and of the log. */
const shown = (name: SettingName, value: unknown) => ((SETTINGS[name].isSecret as boolean) ? '[hidden]' : value)

export const overrideSettingsResource = defineResource({
  ...withoutRows,
  path: 'override-settings',
  model: 'Settings',
  summary: 'Settings that staff change',
  routes: [
    defineRoute({
      summary: 'All settings',
      method: 'GET',
      path: '',
      rule: staff,
      output: z.record(z.string(), z.unknown()),
      handle: async () => {
        const values = Object.entries(await allSettings()) as [SettingName, unknown][]
        return { status: 200, body: Object.fromEntries(values.map(([name, value]) => [name, shown(name, value)])) }
      },
    }),
    defineRoute({
      summary: 'Change settings',
      method: 'POST',
      path: '',
      rule: staff,
      input: settingsInput,
      handle: async ({ input, call }) => {
        await transaction(async () => {
          for (const change of await setSettings(input))
            await recordEvent({
              type: 'settings_updated',
              message: `Setting ${change.name} has been changed.`,
              author: authorOf(call),
              context: {
                name: change.name,
                old_value: shown(change.name, change.old),
                new_value: shown(change.name, change.new),
              },
            })
        })
        return { status: 200 }
      },
    }),
  ],
})
