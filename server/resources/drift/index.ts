/** Where portal and cloud disagree, and how a person decides: the cloud is right, the portal is right, or leave it. */
import { desc, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { type AnyResource, actionFor, defineResource, type Registry } from '../../api/define.ts'
import { oneOf, uuidOf } from '../../api/filters.ts'
import { provider } from '../../api/rules.ts'
import { type DriftRow, drifts } from '../../sync/table.ts'
import { byUuid, uuidField, wireTime } from '../base/present.ts'
import { scopeOfProvider, visibleByProvider } from '../base/provider-scope.ts'
import { providers } from '../provider/table.ts'
import { tenants } from '../tenant/table.ts'
import { adoptQuota, forgetObject, ignoreDrift, pushQuota } from './resolve.ts'
import { guards } from './rules.ts'

const time = z.iso.datetime({ offset: true })
const KINDS = ['quota_limit', 'missing_in_cloud', 'missing_in_portal'] as const
const STATES = ['new', 'resolved', 'ignored'] as const

const schema = z
  .object({
    url: z.url(),
    uuid: uuidField,
    kind: z.enum(KINDS),
    state: z.enum(STATES),
    service_settings_uuid: z.string(),
    service_name: z.string(),
    tenant_uuid: z.string().nullable(),
    tenant_name: z.string(),
    collection: z.string().meta({ description: 'Of the object; openstack-tenants for quotas.' }),
    object: z.string().meta({ description: "The quota's name, our uuid, or the cloud's id of what we do not know." }),
    portal_value: z.string(),
    cloud_value: z.string(),
    first_seen: time,
    last_seen: time,
    resolved_by: z.string().meta({ description: 'User name; empty when both agreed again by themselves.' }),
  })
  .meta({ id: 'FoyerDrift' })

/** `<tenant>/<quota>` or `<collection>/<object>`. */
const partsOf = ({ kind, subject }: DriftRow): [string, string] => {
  const at = subject.indexOf('/')
  const [first, second] = [subject.slice(0, at), subject.slice(at + 1)]
  return kind === 'quota_limit' ? ['openstack-tenants', second] : [first, second]
}

const action = actionFor(drifts)
const done = { status: 200, body: { status: 'resolved' } }

/**
 * The collection `foyer-drifts`.
 * @param registry all types: an object that is missing is removed as its own type says.
 */
export const driftResource = (registry: () => Registry): AnyResource =>
  defineResource({
    path: 'foyer-drifts',
    model: 'Drift',
    summary: 'Differences between portal and cloud',
    table: drifts,
    schema,
    visible: (actor) => visibleByProvider(actor, drifts),
    scopeOf: scopeOfProvider,
    present: async (rows, { link, wants }) => {
      const [providerOf, tenantOf] = await Promise.all([
        byUuid(wants('service_name') ? rows.map((row) => row.settingsUuid) : [], (uuids) =>
          db
            .select({ uuid: providers.uuid, name: providers.name })
            .from(providers)
            .where(inArray(providers.uuid, uuids)),
        ),
        byUuid(wants('tenant_name') ? rows.map((row) => row.tenantUuid) : [], (uuids) =>
          db.select({ uuid: tenants.uuid, name: tenants.name }).from(tenants).where(inArray(tenants.uuid, uuids)),
        ),
      ])
      return rows.map((row) => {
        const [collection, object] = partsOf(row)
        return {
          url: link('foyer-drifts', row.uuid),
          uuid: row.uuid,
          kind: row.kind,
          state: row.state,
          service_settings_uuid: row.settingsUuid,
          service_name: providerOf.get(row.settingsUuid)?.name ?? '',
          tenant_uuid: row.tenantUuid,
          tenant_name: tenantOf.get(row.tenantUuid ?? '')?.name ?? '',
          collection,
          object,
          portal_value: row.portalValue,
          cloud_value: row.cloudValue,
          first_seen: wireTime(row.firstSeenAt),
          last_seen: wireTime(row.lastSeenAt),
          resolved_by: row.resolvedBy ?? '',
        }
      })
    },
    list: true,
    retrieve: true,
    filters: {
      kind: oneOf(drifts.kind, KINDS, 'What differs.'),
      state: oneOf(drifts.state, STATES, 'Whether somebody has to decide.'),
      service_settings_uuid: uuidOf(drifts.settingsUuid, 'Provider.'),
      tenant_uuid: uuidOf(drifts.tenantUuid, 'Tenant.'),
    },
    orderings: { first_seen: drifts.firstSeenAt, last_seen: drifts.lastSeenAt, kind: drifts.kind, state: drifts.state },
    defaultOrder: [desc(drifts.firstSeenAt)],
    actions: {
      adopt: action({
        summary: "The cloud's limit is right: the portal takes it",
        rule: provider,
        guards: guards.adopt,
        handle: async ({ row, call }) => {
          await adoptQuota(row, call.actor)
          return done
        },
      }),
      push: action({
        summary: "The portal's limit is right: the cloud gets it",
        rule: provider,
        cloudError: 'detail',
        guards: guards.push,
        handle: async ({ row, call }) => {
          await pushQuota(row, call.actor)
          return done
        },
      }),
      remove: action({
        summary: 'The object is gone: remove it here',
        description: 'Asks the cloud once more; refused while it still knows the object.',
        rule: provider,
        cloudError: 'detail',
        guards: guards.remove,
        handle: async ({ row, call }) => {
          const [collection, uuid] = partsOf(row)
          const def = registry().find(({ path }) => path === collection)
          await forgetObject(row, def, uuid, call.actor)
          return done
        },
      }),
      ignore: action({
        summary: 'Leave it: it comes back when the values change',
        rule: provider,
        guards: guards.ignore,
        handle: async ({ row, call }) => {
          await ignoreDrift(row, call.actor)
          return { status: 200, body: { status: 'ignored' } }
        },
      }),
    },
  })
