/** Rows that wait for work that nobody does any more (contract 7). A row with a live job is that job's matter. */
import { and, eq, exists, inArray, lt, not, sql } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import type { AnyResource } from '../api/define.ts'
import { hasLifeCycle } from '../api/match.ts'
import { recordEvent, SYSTEM } from '../events/record.ts'
import type { State } from '../jobs/states.ts'
import { jobs } from '../jobs/table.ts'
import { noteChange } from '../live/changes.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../units.ts'
import { inBatches } from './compare.ts'
import type { SyncRow } from './reconcile.ts'

const LIVE = ['queued', 'running', 'undoing'] as const

type Rule = {
  states: State[]
  afterMs: number
  becomes: 'ERRED' | 'OK'
  message: string
  /** One collection; all when left out. */
  only?: string
}

export const STUCK = {
  creating: {
    states: ['CREATION_SCHEDULED', 'CREATING'],
    afterMs: 3 * HOUR_MS,
    becomes: 'ERRED',
    message: 'Provisioning has timed out.',
  },
  updatingTenants: {
    states: ['UPDATE_SCHEDULED', 'UPDATING'],
    afterMs: 2 * HOUR_MS,
    becomes: 'ERRED',
    message: 'Updating took more than two hours.',
    only: 'openstack-tenants',
  },
  deletingTenants: {
    states: ['DELETION_SCHEDULED', 'DELETING'],
    afterMs: DAY_MS,
    becomes: 'ERRED',
    message: 'Deletion error. Deleting took more than a day.',
    only: 'openstack-tenants',
  },
  updating: { states: ['UPDATE_SCHEDULED', 'UPDATING'], afterMs: 10 * MINUTE_MS, becomes: 'OK', message: '' },
} as const satisfies Record<string, { [key in keyof Rule]: Rule[key] extends State[] ? readonly State[] : Rule[key] }>

/** Ends the waiting of rows that a rule names. @returns how many. */
export const endStuck = async (
  resources: readonly AnyResource[],
  rule: Omit<Rule, 'states'> & { states: readonly State[] },
  now = new Date(),
): Promise<number> => {
  let ended = 0
  for (const def of resources) {
    if (!hasLifeCycle(def) || (rule.only && rule.only !== def.path)) continue
    const { table } = def
    const atWork = db
      .select({ one: sql`1` })
      .from(jobs)
      .where(and(eq(jobs.resourceUuid, table.uuid), inArray(jobs.state, [...LIVE])))
    const isStuck = and(
      inArray(table.state, [...rule.states]),
      lt(table.modifiedAt, new Date(now.getTime() - rule.afterMs)),
      not(exists(atWork)),
    )
    const rows = (await db.select().from(table).where(isStuck)) as SyncRow[]
    for (const batch of inBatches(rows))
      await transaction(async () => {
        for (const row of batch) {
          const [changed] = await db
            .update(table)
            .set({ state: rule.becomes, action: '', actionDetails: {}, errorMessage: rule.message, modifiedAt: now })
            .where(and(eq(table.uuid, row.uuid), isStuck))
            .returning({ uuid: table.uuid })
          if (!changed) continue
          ended++
          await noteChange(def.path, 'updated', row)
          if (rule.becomes === 'OK') continue
          await recordEvent({
            type: row.state.startsWith('CREAT') ? 'resource_creation_failed' : 'resource_deletion_failed',
            result: 'failed',
            message: `${row.name}: ${rule.message}`,
            author: SYSTEM,
            about: { ...row, type: def.path },
            context: { error_message: rule.message },
          })
        }
      })
  }
  return ended
}
