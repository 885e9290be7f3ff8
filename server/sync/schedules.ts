/** The timers of the portal, under Waldur's names where it has them (contract 7). Their periods are rows that staff edits. */
import { and, eq, lte, ne } from 'drizzle-orm'
import { db } from '../../db/client.ts'
import type { AnyResource } from '../api/define.ts'
import { adminCloud } from '../clouds.ts'
import { ApiError, invariant } from '../errors.ts'
import { SYSTEM } from '../events/record.ts'
import { acceptJob } from '../jobs/accept.ts'
import { leftovers } from '../jobs/table.ts'
import { retryLeftover } from '../leftovers.ts'
import { log } from '../log.ts'
import { releaseWaitingOrders, terminateExpired } from '../marketplace/timers.ts'
import { isOpenStackError } from '../openstack/errors.ts'
import type { CloudSession } from '../openstack/login.ts'
import { pullProperties } from '../properties/pull.ts'
import { pullQuotas } from '../quotas/pull.ts'
import { type ProviderRow, providers } from '../resources/provider/table.ts'
import { tenants } from '../resources/tenant/table.ts'
import { noteReach, pullProvider } from './provider.ts'
import { prune } from './prune.ts'
import { each } from './removal.ts'
import { lineOf, type RunOutcome, recordNews, recordRun } from './runs.ts'
import { endStuck, STUCK } from './stuck.ts'

export type TimerContext = {
  resources: readonly AnyResource[]
  settleMs: number
  /** Ends the calls of a worker that stops. */
  signal?: AbortSignal
}

export type Timer = {
  everySeconds: number
  summary: string
  /** What it pulls; null: it tidies up. */
  group: 'quotas' | 'resources' | 'subresources' | 'properties' | null
  run: (context: TimerContext) => Promise<void>
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const TENANTS_AT_ONCE = 3
/** Clocks differ, and a change may be written a moment after its time. */
const OVERLAP_MS = 120_000

type PullOne = (provider: ProviderRow, session: CloudSession, startedAt: Date) => Promise<RunOutcome>

/** All providers side by side: one that is down keeps no other waiting. */
const forEachProvider = async (
  name: string,
  { signal }: TimerContext,
  pull: PullOne,
  record: typeof recordRun = recordRun,
): Promise<void> => {
  const all = await db.select().from(providers)
  await Promise.all(
    all.map((provider) =>
      record({ schedule: name, settingsUuid: provider.uuid }, async (startedAt) => {
        try {
          const session = (await adminCloud(provider.uuid)).with({ signal })
          const outcome = await pull(provider, session, startedAt)
          await noteReach(provider, { startedAt })
          return outcome
        } catch (error) {
          if (isOpenStackError(error)) await noteReach(provider, { error })
          throw error
        }
      }),
    ),
  )
}

const pullGroup =
  (name: string, group: 'resources' | 'subresources') =>
  (context: TimerContext): Promise<void> =>
    forEachProvider(name, context, (provider, session) => pullProvider({ ...context, group, session, provider }))

/** What has changed since the last look. */
const pullChanged =
  (name: string) =>
  (context: TimerContext): Promise<void> =>
    forEachProvider(
      name,
      context,
      (provider, session) => {
        // Without a full pass before it there is nothing to go on from.
        if (!provider.lastSyncAt) return Promise.resolve({ created: 0, updated: 0, removed: 0 })
        const since = new Date(provider.lastSyncAt.getTime() - OVERLAP_MS)
        return pullProvider({ ...context, group: 'resources', session, provider, since })
      },
      recordNews,
    )

const pullAllQuotas =
  (name: string) =>
  (context: TimerContext): Promise<void> =>
    forEachProvider(name, context, async (provider, session) => {
      const rows = await db
        .select({ uuid: tenants.uuid, name: tenants.name })
        .from(tenants)
        .where(and(eq(tenants.settingsUuid, provider.uuid), eq(tenants.state, 'OK'), ne(tenants.backendId, '')))
      let updated = 0
      let first: unknown
      const errors: string[] = []
      await each(
        rows,
        async (tenant) => {
          try {
            updated += await pullQuotas(tenant.uuid, session)
          } catch (error) {
            first ??= error
            errors.push(`${tenant.name}: ${lineOf(error, { tenant: tenant.uuid })}`)
          }
        },
        TENANTS_AT_ONCE,
      )
      if (first && errors.length === rows.length) throw first
      return { created: 0, updated, removed: 0, errors }
    })

const retryLeftovers = async ({ signal }: TimerContext): Promise<void> => {
  for (const row of await db.select().from(leftovers)) {
    const [provider] = await db.select().from(providers).where(eq(providers.uuid, row.settingsUuid))
    if (!provider || provider.unreachableSince) continue
    await retryLeftover(row, (await adminCloud(provider.uuid)).with({ signal }))
  }
}

/** Deletes what was to be kept until now. What is busy waits for the next round. */
const deleteExpired =
  (path: string) =>
  async ({ resources }: TimerContext): Promise<void> => {
    const def = resources.find((one) => one.path === path)
    const job = def?.destroy?.job
    invariant(def && job, `${path} is deleted by a job`)
    const expired = await db
      .select()
      .from(def.table)
      .where(and(eq(def.table.state, 'OK'), lte(def.table.keptUntil, new Date())))
    for (const row of expired)
      try {
        await acceptJob({ def, job, row, author: SYSTEM, label: 'Delete', event: 'resource_deletion' })
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        log.info({ uuid: row.uuid, reason: error.message }, 'what has expired is busy')
      }
  }

const stuck =
  (rule: keyof typeof STUCK) =>
  async ({ resources }: TimerContext): Promise<void> => {
    await endStuck(resources, STUCK[rule])
  }

const pulls = (
  name: string,
  everySeconds: number,
  group: NonNullable<Timer['group']>,
  summary: string,
  run: (name: string) => Timer['run'],
): Record<string, Timer> => ({ [name]: { everySeconds, group, summary, run: run(name) } })

const tidies = (name: string, everySeconds: number, summary: string, run: Timer['run']): Record<string, Timer> => ({
  [name]: { everySeconds, group: null, summary, run },
})

export const TIMERS: Readonly<Record<string, Timer>> = {
  ...pulls('openstack-tenant-pull-quotas', 12 * HOUR, 'quotas', 'Quotas and usage of every tenant.', pullAllQuotas),
  ...pulls(
    'openstack-tenant-resources-list-pull-task',
    HOUR,
    'resources',
    'Instances, volumes and snapshots of every tenant.',
    (name) => pullGroup(name, 'resources'),
  ),
  ...pulls(
    'openstack-tenant-subresources-list-pull-task',
    2 * HOUR,
    'subresources',
    'Networks, subnets, routers, ports, security groups, floating IPs.',
    (name) => pullGroup(name, 'subresources'),
  ),
  ...pulls(
    'openstack-tenant-properties-list-pull-task',
    24 * HOUR,
    'properties',
    'Flavors, images, volume types, zones, external networks.',
    (name) => (context) =>
      forEachProvider(name, context, (provider, session) => pullProperties(provider.uuid, undefined, session)),
  ),
  ...pulls(
    'foyer-pull-changed',
    MINUTE,
    'resources',
    'Instances and volumes that have changed since the last look.',
    pullChanged,
  ),
  ...tidies('structure-set-erred-stuck-resources', HOUR, 'Creations that nobody works on any more.', stuck('creating')),
  ...tidies(
    'openstack_mark_stuck_updating_tenants_as_erred',
    HOUR,
    'Tenants whose update nobody works on any more.',
    stuck('updatingTenants'),
  ),
  ...tidies(
    'openstack_mark_as_erred_old_tenants_in_deleting_state',
    24 * HOUR,
    'Tenants whose deletion nobody works on any more.',
    stuck('deletingTenants'),
  ),
  ...tidies('core-reset-updating-resources', 10 * MINUTE, 'Updates that nobody works on any more.', stuck('updating')),
  ...tidies(
    'openstack-delete-expired-snapshots',
    10 * MINUTE,
    'Deletes snapshots that were to be kept until now.',
    deleteExpired('openstack-snapshots'),
  ),
  ...tidies('foyer-retry-leftovers', 10 * MINUTE, 'Removes again what a removal has left in a cloud.', retryLeftovers),
  ...tidies('process_pending_start_date_orders', 2 * HOUR, 'Orders that waited for their day.', releaseWaitingOrders),
  ...tidies('terminate_expired_resources', 24 * HOUR, 'Ends what was to last until today.', terminateExpired),
  ...tidies('foyer-prune', HOUR, 'Drops what is kept for a while only.', () => prune()),
}
