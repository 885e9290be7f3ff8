/** How many objects there are, by type and state: what dashboards count without reading rows. */
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { type Actor, type AnyResource, defineResource, defineRoute, type Registry } from '../../api/define.ts'
import { allOf, filtersOf } from '../../api/page.ts'
import { signedIn } from '../../api/rules.ts'
import { nothing } from '../../identity/visible.ts'
import { settings } from '../../settings/table.ts'

const schema = z
  .object({
    type: z.string().meta({ description: 'The collection, such as openstack-instances.' }),
    state: z.string(),
    runtime_state: z.string(),
    count: z.int(),
  })
  .meta({ id: 'FoyerSummary' })

const SCOPES = ['customer_uuid', 'project_uuid', 'tenant_uuid']

/** OpenStack objects that can be narrowed by every scope that was asked for. */
const isCounted = (def: AnyResource, scopes: readonly string[]): boolean =>
  def.list === true &&
  def.path.startsWith('openstack-') &&
  ['state', 'runtimeState', 'projectUuid'].every((column) => column in def.table) &&
  scopes.every((name) => name in (def.filters ?? {}))

const countsOf = async (def: AnyResource, query: URLSearchParams, actor: Actor) => {
  const where: SQL | undefined = allOf(await def.visible(actor), ...(await filtersOf(def, query, actor)))
  const { state, runtimeState } = def.table
  const rows = await db
    .select({ state, runtimeState, n: sql`count(*)`.mapWith(Number) })
    .from(def.table)
    .where(where)
    .groupBy(state, runtimeState)
  return rows.map((row) => ({
    type: def.path,
    state: String(row.state),
    runtime_state: String(row.runtimeState),
    count: row.n as number,
  }))
}

/**
 * The collection `foyer-summaries`: one query per type, of what the caller sees.
 * @param registry all types: those of OpenStack objects are counted.
 */
export const summaryResource = (registry: () => Registry): AnyResource =>
  defineResource({
    path: 'foyer-summaries',
    model: 'Summary',
    summary: 'Counts by type and state',
    table: settings,
    key: settings.name,
    schema,
    visible: nothing,
    present: async () => [],
    scopeOf: () => ({}),
    defaultOrder: [settings.name],
    routes: [
      defineRoute({
        summary: 'Objects counted by type and state',
        description: 'Narrowed by `customer_uuid`, `project_uuid` or `tenant_uuid`.',
        method: 'GET',
        path: '',
        rule: signedIn,
        output: z.array(schema),
        handle: async ({ call }) => {
          const scopes = SCOPES.filter((name) => call.query.get(name))
          const query = new URLSearchParams(scopes.map((name) => [name, call.query.get(name)!]))
          const counted = registry().filter((def) => isCounted(def, scopes))
          const counts = await Promise.all(counted.map((def) => countsOf(def, query, call.actor)))
          return { status: 200, body: counts.flat() }
        },
      }),
    ],
  })
