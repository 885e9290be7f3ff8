/** The timers of the portal: what runs by itself, how often, when next; "run now". */
import { and, desc, eq, gt, inArray, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { actionFor, defineResource } from '../../api/define.ts'
import { boolean, contains } from '../../api/filters.ts'
import { staff } from '../../api/rules.ts'
import { recordEvent } from '../../events/record.ts'
import { nothing, seesAll } from '../../identity/visible.ts'
import { noteChange } from '../../live/changes.ts'
import { TIMERS } from '../../sync/schedules.ts'
import { schedules, syncRuns } from '../../sync/table.ts'
import { authorOf } from '../base/actions.ts'
import { wireTime, wireTimeOrNull } from '../base/present.ts'

const time = z.iso.datetime({ offset: true })
const SHORTEST_SECONDS = 10
const LONGEST_SECONDS = 30 * 86_400

const schema = z
  .object({
    url: z.url(),
    uuid: z.string().meta({ description: 'The name: timers have no other.' }),
    name: z.string(),
    summary: z.string(),
    group: z.enum(['quotas', 'resources', 'subresources', 'properties']).nullable(),
    every_seconds: z.int(),
    default_every_seconds: z.int(),
    enabled: z.boolean(),
    is_running: z.boolean(),
    next_run: time,
    last_run: z
      .object({
        started: time,
        ended: time.nullable(),
        state: z.enum(['running', 'done', 'failed']),
        error_message: z.string(),
      })
      .nullable()
      .meta({ description: 'The newest entry of its history.' }),
  })
  .meta({ id: 'FoyerSchedule' })

const isRunningNow = () => and(isNotNull(schedules.leaseUntil), gt(schedules.leaseUntil, new Date()))

/** The newest entry of each timer's history. */
const lastRuns = async (names: string[]) => {
  const rows = []
  for (const name of names) {
    const [run] = await db
      .select()
      .from(syncRuns)
      .where(eq(syncRuns.schedule, name))
      .orderBy(desc(syncRuns.startedAt))
      .limit(1)
    if (run) rows.push(run)
  }
  return new Map(rows.map((run) => [run.schedule, run]))
}

const action = actionFor(schedules)
const aboutTimer = (name: string) => ({ type: 'foyer-schedules', uuid: name, name })

export const scheduleResource = defineResource({
  path: 'foyer-schedules',
  model: 'Schedule',
  summary: 'Timers',
  table: schedules,
  key: schedules.name,
  schema,
  visible: (actor) => (seesAll(actor) ? inArray(schedules.name, Object.keys(TIMERS)) : nothing()),
  scopeOf: () => ({}),
  present: async (rows, { link, wants }) => {
    const now = new Date()
    const runs = wants('last_run') ? await lastRuns(rows.map(({ name }) => name)) : new Map()
    return rows.map((row) => {
      const run = runs.get(row.name)
      return {
        url: link('foyer-schedules', row.name),
        uuid: row.name,
        name: row.name,
        summary: TIMERS[row.name]?.summary ?? '',
        group: TIMERS[row.name]?.group ?? null,
        every_seconds: row.everySeconds,
        default_every_seconds: TIMERS[row.name]?.everySeconds ?? row.everySeconds,
        enabled: row.enabled,
        is_running: row.leaseUntil !== null && row.leaseUntil > now,
        next_run: wireTime(row.nextRunAt),
        last_run: run
          ? {
              started: wireTime(run.startedAt),
              ended: wireTimeOrNull(run.endedAt),
              state: run.state,
              error_message: run.errorMessage,
            }
          : null,
      }
    })
  },
  list: true,
  retrieve: true,
  pageSize: 50,
  filters: {
    name: contains(schedules.name, 'Part of the name.'),
    enabled: boolean(schedules.enabled, 'Switched on.'),
  },
  orderings: { name: schedules.name, next_run: schedules.nextRunAt },
  defaultOrder: [schedules.name],
  update: action({
    summary: 'Change its period, switch it on or off',
    rule: staff,
    input: z.object({
      every_seconds: z.int().min(SHORTEST_SECONDS).max(LONGEST_SECONDS).optional(),
      enabled: z.boolean().optional(),
    }),
    handle: async ({ row, input, call }) => {
      const everySeconds = input.every_seconds ?? row.everySeconds
      const enabled = input.enabled ?? row.enabled
      await transaction(async () => {
        const soonest = new Date(Date.now() + everySeconds * 1000)
        const nextRunAt = row.nextRunAt < soonest ? row.nextRunAt : soonest
        await db.update(schedules).set({ everySeconds, enabled, nextRunAt }).where(eq(schedules.name, row.name))
        await noteChange('foyer-schedules', 'updated', { uuid: row.name })
        await recordEvent({
          type: 'settings_updated',
          message: `The timer ${row.name} has been changed.`,
          author: authorOf(call.actor),
          about: aboutTimer(row.name),
          context: {
            old: { every_seconds: row.everySeconds, enabled: row.enabled },
            new: { every_seconds: everySeconds, enabled },
          },
        })
      })
      return { status: 200, body: await call.render('foyer-schedules', row.name) }
    },
  }),
  actions: {
    run: action({
      summary: 'Run it now',
      description: 'One that runs already is not run twice.',
      rule: staff,
      handle: async ({ row, call }) => {
        const started = await transaction(async () => {
          const [running] = await db
            .select()
            .from(schedules)
            .where(and(eq(schedules.name, row.name), isRunningNow()))
          if (running) return false
          await db.update(schedules).set({ nextRunAt: new Date() }).where(eq(schedules.name, row.name))
          await noteChange('foyer-schedules', 'updated', { uuid: row.name })
          await recordEvent({
            type: 'resource_pull_scheduled',
            result: 'scheduled',
            message: `The timer ${row.name} was asked to run.`,
            author: authorOf(call.actor),
            about: aboutTimer(row.name),
          })
          return true
        })
        return { status: 202, body: { status: started ? 'run was scheduled' : 'it is running already' } }
      },
    }),
  },
})
