/** Provider settings: read only, written through their offering (contract 4.14). */
import { eq, inArray, or } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { type Actor, actionFor, defineResource } from '../../api/define.ts'
import { boolean, contains, exact, linkOrUuid, oneOf, uuidOf } from '../../api/filters.ts'
import { allows, anyOf, provider as providerRule, staffOrSupport } from '../../api/rules.ts'
import { among, nothing, scopesOf, seesAll, visibleByScope } from '../../identity/visible.ts'
import { pullProperties } from '../../properties/pull.ts'
import { shownAttributes } from '../../providers/input.ts'
import { byUuid, uuidField, wireTimeOrNull } from '../base/present.ts'
import { customers } from '../customer/table.ts'
import { tenants } from '../tenant/table.ts'
import { type ProviderRow, providers } from './table.ts'

const PATH = 'service-settings'
const action = actionFor(providers)

const schema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    name: z.string(),
    type: z.literal('OpenStack'),
    state: z.enum(['OK', 'ERRED']),
    error_message: z.string(),
    shared: z.boolean(),
    customer: z.url(),
    customer_name: z.string(),
    customer_native_name: z.string(),
    terms_of_services: z.string(),
    scope: z.null(),
    scope_uuid: z.null(),
    options: z.record(z.string(), z.unknown()).meta({
      description: 'How the cloud is reached: only for staff and those who run the provider, never with its password.',
    }),
    verify_ssl: z.boolean(),
    last_sync: z.string().nullable(),
    unreachable_since: z.string().nullable(),
  })
  .meta({ id: 'ServiceSettings' })

/** Those who run it see it, and those who have a tenant in it. */
const visible = (actor: Actor) => {
  if (seesAll(actor)) return undefined
  const used = db.select({ uuid: tenants.settingsUuid }).from(tenants).where(visibleByScope(actor, tenants))
  return (
    or(
      eq(providers.shared, true),
      among(providers.customerUuid, scopesOf(actor, 'customer')),
      inArray(providers.uuid, used),
    ) ?? nothing()
  )
}

const runs = (actor: Actor | null, row: ProviderRow) =>
  Boolean(actor?.isSupport) || allows(providerRule, actor, { providerCustomerUuid: row.customerUuid })

/** What everybody may know who uses the provider. */
const publicOptions = ({ options }: ProviderRow) => ({
  external_network_id: options.external_network_id ?? '',
  availability_zone: options.availability_zone ?? '',
  region: options.region ?? '',
  config_drive: options.config_drive ?? false,
  console_type: options.console_type ?? 'novnc',
  live_resize_of_volumes_enabled: options.live_resize_of_volumes_enabled ?? false,
})

export const providerResource = defineResource({
  path: PATH,
  model: 'ServiceSettings',
  summary: 'Provider settings',
  table: providers,
  schema,
  visible,
  scopeOf: (row) => ({ customerUuid: row.customerUuid, providerCustomerUuid: row.customerUuid }),
  present: async (rows, { link, actor, wants }) => {
    const customerOf = await byUuid(
      wants('customer_name', 'customer_native_name') ? rows.map((row) => row.customerUuid) : [],
      (list) => db.select().from(customers).where(inArray(customers.uuid, list)),
    )
    return rows.map((row) => ({
      url: link(PATH, row.uuid),
      uuid: row.uuid,
      name: row.name,
      type: 'OpenStack' as const,
      state: row.state,
      error_message: runs(actor, row) ? row.errorMessage : '',
      shared: row.shared,
      customer: link('customers', row.customerUuid),
      customer_name: customerOf.get(row.customerUuid)?.name ?? '',
      customer_native_name: customerOf.get(row.customerUuid)?.nativeName ?? '',
      terms_of_services: '',
      scope: null,
      scope_uuid: null,
      options: runs(actor, row) ? shownAttributes(row) : publicOptions(row),
      verify_ssl: row.options.verify_ssl ?? true,
      last_sync: wireTimeOrNull(row.lastSyncAt),
      unreachable_since: wireTimeOrNull(row.unreachableSince),
    }))
  },
  list: true,
  retrieve: true,
  filters: {
    uuid: uuidOf(providers.uuid, 'The settings themselves.'),
    name: contains(providers.name, 'Part of the name.'),
    name_exact: exact(providers.name, 'The whole name.'),
    customer: linkOrUuid(providers.customerUuid, 'Organisation.'),
    customer_uuid: uuidOf(providers.customerUuid, 'Organisation.'),
    state: oneOf(providers.state, ['OK', 'ERRED'], 'State.'),
    shared: boolean(providers.shared),
  },
  orderings: { name: providers.name, state: providers.state },
  defaultOrder: [providers.name],
  actions: {
    pull_properties: action({
      summary: 'Read flavors, images, types, zones and external networks from the cloud now',
      description: 'Waits for the cloud.',
      rule: anyOf(staffOrSupport, providerRule),
      cloudError: 'detail',
      handle: async ({ row }) => ({ status: 200, body: await pullProperties(row.uuid) }),
    }),
  },
})
