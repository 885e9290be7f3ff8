/** The audit log (contract 5.3, 8). */
import { desc, eq, gte, inArray, lte, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { type Actor, type Answer, defineResource, defineRoute, type Filter } from '../../api/define.ts'
import { contains, exact, integerFrom, uuidFrom, uuidFromLink, uuidOf } from '../../api/filters.ts'
import { allOf, countRows, filtersOf } from '../../api/page.ts'
import { signedIn } from '../../api/rules.ts'
import { ApiError } from '../../errors.ts'
import { EVENT_GROUPS, SCOPE_TYPES } from '../../events/groups.ts'
import { type EventRow, events } from '../../events/table.ts'
import { among, scopesOf, seesAll } from '../../identity/visible.ts'
import { uuidField, wireTime } from '../base/present.ts'

const schema = z
  .object({
    uuid: uuidField,
    created: z.iso.datetime({ offset: true }),
    event_type: z.string(),
    message: z.string(),
    context: z.record(z.string(), z.unknown()),
    number: z.int().meta({ description: 'Grows with each entry: the order of the log.' }),
    result: z.enum(['scheduled', 'succeeded', 'failed']),
  })
  .meta({ id: 'Event' })

/** Entries of one's projects and organisations, and one's own acts. */
const visible = (actor: Actor): SQL | undefined => {
  if (seesAll(actor)) return undefined
  return or(
    eq(events.userUuid, actor.userUuid),
    among(events.projectUuid, scopesOf(actor, 'project')),
    among(events.customerUuid, scopesOf(actor, 'customer')),
  )
}

const malformed = (message: string) => new ApiError('invalid', message)

/** Seconds since 1970. */
const unixTime = (compare: (at: Date) => SQL, description: string): Filter => ({
  description,
  type: 'integer',
  where: ([text]) => {
    const at = new Date(integerFrom(text) * 1000)
    if (Number.isNaN(at.getTime())) throw malformed('A valid integer is required.')
    return compare(at)
  },
})

/** Events about an object, named by its URL. Of a scope that means all that happened in it. */
const aboutUrl = (text: string): SQL | undefined => {
  const uuid = uuidFromLink(text)
  const collection = text.split(/[?#]/)[0].split('/').filter(Boolean).at(-2)
  if (collection === 'customers') return eq(events.customerUuid, uuid)
  if (collection === 'projects') return eq(events.projectUuid, uuid)
  if (collection === 'openstack-tenants') return or(eq(events.tenantUuid, uuid), eq(events.resourceUuid, uuid))
  if (collection === 'users') return or(eq(events.userUuid, uuid), eq(events.resourceUuid, uuid))
  return eq(events.resourceUuid, uuid)
}

const groupOf = (name: string) => {
  const types = Object.hasOwn(EVENT_GROUPS, name) ? EVENT_GROUPS[name] : undefined
  if (!types) throw malformed(`Select a valid choice. ${name.slice(0, 100)} is not one of the available choices.`)
  return types
}

const filters: Record<string, Filter> = {
  uuid: uuidOf(events.uuid),
  event_type: exact(events.eventType, 'Types of events.'),
  feature: {
    description: 'Groups of events.',
    values: Object.keys(EVENT_GROUPS),
    repeatable: true,
    where: (names) => inArray(events.eventType, names.flatMap(groupOf)),
  },
  scope: { description: 'URL of the object.', where: ([text]) => aboutUrl(text) },
  customer_uuid: uuidOf(events.customerUuid),
  project_uuid: uuidOf(events.projectUuid),
  tenant_uuid: uuidOf(events.tenantUuid),
  resource_uuid: uuidOf(events.resourceUuid),
  user_uuid: uuidOf(events.userUuid, 'Who acted.'),
  username: exact(events.username, 'Name of who acted; `system` of the portal itself.'),
  related_user_uuid: {
    description: 'Who acted, or whom it is about.',
    type: 'uuid',
    where: ([text]) => or(eq(events.userUuid, uuidFrom(text)), eq(events.resourceUuid, uuidFrom(text))),
  },
  result: exact(events.result, 'scheduled, succeeded or failed.'),
  resource_type: exact(events.resourceType, "The object's collection."),
  message: contains(events.message, 'Part of the message.'),
  created_from: unixTime((at) => gte(events.createdAt, at), 'From this time, in seconds since 1970.'),
  created_to: unixTime((at) => lte(events.createdAt, at), 'Up to this time, in seconds since 1970.'),
}

const count = defineRoute({
  summary: 'How many events there are',
  method: 'GET',
  path: 'count',
  rule: signedIn,
  output: z.object({ count: z.int() }).meta({ id: 'EventCount' }),
  handle: async ({ call }): Promise<Answer> => {
    const where = allOf(visible(call.actor), ...(await filtersOf(eventResource, call.query, call.actor)))
    return { status: 200, body: { count: await countRows(eventResource, where) } }
  },
})

const groups = defineRoute({
  summary: 'Groups of events and their types',
  method: 'GET',
  path: 'event_groups',
  rule: signedIn,
  output: z.record(z.string(), z.array(z.string())),
  handle: async () => ({ status: 200, body: EVENT_GROUPS }),
})

const scopeTypes = defineRoute({
  summary: 'Kinds of objects that events are about',
  method: 'GET',
  path: 'scope_types',
  rule: signedIn,
  output: z.array(z.string()),
  handle: async () => ({ status: 200, body: Object.values(SCOPE_TYPES) }),
})

export const eventResource = defineResource({
  path: 'events',
  model: 'Event',
  summary: 'Audit log',
  table: events,
  schema,
  visible,
  present: async (rows) =>
    rows.map((row: EventRow) => ({
      uuid: row.uuid,
      created: wireTime(row.createdAt),
      event_type: row.eventType,
      message: row.message,
      context: row.context,
      number: row.number,
      result: row.result,
    })),
  scopeOf: (row) => ({ projectUuid: row.projectUuid, customerUuid: row.customerUuid }),
  list: true,
  retrieve: true,
  filters,
  orderings: { created: events.number },
  defaultOrder: [desc(events.number)],
  routes: [count, groups, scopeTypes],
})
