import { db } from '../../../db/client.ts'
import { schedules } from '../../sync/table.ts'
import { makeActor } from '../../testing/api.ts'
import { type Factories, factory, type Make } from '../../testing/factories.ts'

/** One of the portal's timers, due in an hour. */
export const makeSchedule: Make<typeof schedules> = async (overrides = {}) => {
  const values = { everySeconds: 3600, nextRunAt: new Date(Date.now() + 3_600_000), ...overrides }
  const [row] = await db
    .insert(schedules)
    .values({ name: 'foyer-prune', ...values })
    .onConflictDoUpdate({ target: schedules.name, set: { leaseOwner: null, leaseUntil: null, ...values } })
    .returning()
  return row
}

const support = () => makeActor({ isStaff: false, isSupport: true })

export const factories: Factories = { 'foyer-schedules': factory(makeSchedule, {}, { reader: support }) }
