/** Marketplace resources: what orders made (contract 6.4). */
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { actionFor, type Call, defineResource } from '../../api/define.ts'
import { before, boolean, contains, containsAny, exact, linkOrUuid, oneOf, since, uuidOf } from '../../api/filters.ts'
import { anyOf, members, permission, staff } from '../../api/rules.ts'
import { conflict, fieldError } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { noteResource, offeringOf, setResource } from '../../marketplace/flow.ts'
import { orderHandlerFor } from '../../marketplace/handlers.ts'
import { PUBLIC } from '../../marketplace/links.ts'
import { placeLimits, placeTermination } from '../../marketplace/place.ts'
import { today } from '../../marketplace/review.ts'
import { authorOf } from '../base/actions.ts'
import { scopeFilters } from '../base/filters.ts'
import { OFFERING_TYPES, offerings } from '../offering/table.ts'
import { COLLECTIONS, presentResources, resourceSchema, subresourceOfferings } from './schema.ts'
import { type MarketplaceResourceRow, type MarketplaceState, marketplaceResources as table } from './table.ts'

const PATH = 'marketplace-resources'
const STATES: MarketplaceState[] = ['Creating', 'OK', 'Erred', 'Updating', 'Terminating', 'Terminated']
const action = actionFor(table)
const onEitherSide = ['project', 'customer', 'provider'] as const

const date = z.iso.date({ error: 'Date has wrong format. Use YYYY-MM-DD.' }).nullable()

/** @throws ApiError 409 */
const assertState = (row: MarketplaceResourceRow, ...states: MarketplaceState[]) => {
  if (!states.includes(row.state)) throw conflict(`Valid states for operation: ${states.join(', ')}.`)
}

const setEndDate = async (row: MarketplaceResourceRow, endDate: string | null, call: Call) => {
  if (endDate !== null && endDate < today()) throw fieldError('end_date', 'The date must not be in the past.')
  await transaction(async () => {
    const changed = await setResource(row, { endDate })
    await recordEvent({
      type: 'marketplace_resource_update_end_date_succeeded',
      message: endDate ? `${row.name} ends on ${endDate}.` : `${row.name} has no end date any more.`,
      author: authorOf(call.actor),
      about: { ...changed, type: PATH },
      context: { old_end_date: row.endDate, new_end_date: endDate },
    })
  })
  return { status: 200, body: { status: 'End date has been updated.' } }
}

const endDateInput = z.object({ end_date: date })

export const marketplaceResourceResource = defineResource({
  path: PATH,
  model: 'Resource',
  summary: 'What orders made',
  table,
  schema: resourceSchema,
  visible: (actor) => visibleByScope(actor, table),
  scopeOf: async (row) => ({
    projectUuid: row.projectUuid,
    customerUuid: row.customerUuid,
    providerCustomerUuid: (await offeringOf(row)).customerUuid,
    offeringUuid: row.offeringUuid,
  }),
  present: presentResources,
  list: true,
  retrieve: true,
  filters: {
    uuid: uuidOf(table.uuid, 'The resource itself.'),
    ...scopeFilters(table),
    name: contains(table.name, 'Part of the name.'),
    name_exact: exact(table.name, 'The whole name.'),
    slug: exact(table.slug),
    state: oneOf(table.state, STATES, 'State.'),
    offering: linkOrUuid(table.offeringUuid, 'Offering.'),
    offering_uuid: uuidOf(table.offeringUuid, 'Offering.'),
    offering_type: oneOf(table.scopeType, OFFERING_TYPES, 'Type of the offering.'),
    parent_offering_uuid: {
      description: 'Offering that the tenant was ordered from.',
      type: 'uuid',
      where: async (values, actor) => {
        const where = await uuidOf(offerings.parentUuid).where(values, actor)
        return sql`${table.offeringUuid} in (select ${offerings.uuid} from ${offerings} where ${where})`
      },
    },
    parent_uuid: uuidOf(table.parentUuid, 'Resource that it lives in.'),
    resource_uuid: uuidOf(table.scopeUuid, 'The OpenStack object.'),
    created: since(table.createdAt),
    created_before: before(table.createdAt),
    modified: since(table.modifiedAt),
    has_terminate_date: boolean((has) => (has ? sql`${table.endDate} is not null` : sql`${table.endDate} is null`)),
    query: containsAny('Part of the name or the slug.', table.name, table.slug),
  },
  orderings: {
    name: table.name,
    created: table.createdAt,
    modified: table.modifiedAt,
    state: table.state,
    end_date: table.endDate,
  },
  defaultOrder: [table.createdAt],
  update: action({
    summary: 'Change name, description or end date',
    rule: anyOf(permission('RESOURCE.UPDATE'), members),
    input: z.object({
      name: z.string().trim().min(1).max(150),
      description: z.string().max(4096).default(''),
      end_date: date.optional(),
    }),
    handle: async ({ row, input, call }) => {
      if (input.end_date && input.end_date < today()) throw fieldError('end_date', 'The date must not be in the past.')
      await transaction(() =>
        setResource(row, {
          ...(input.name !== undefined && { name: input.name }),
          ...(input.description !== undefined && { description: input.description }),
          ...(input.end_date !== undefined && { endDate: input.end_date }),
        }),
      )
      return { status: 200, body: await call.render(PATH, row.uuid) }
    },
  }),
  actions: {
    terminate: action({
      summary: 'Order the end of the resource',
      rule: permission('RESOURCE.TERMINATE', onEitherSide),
      input: z.object({ attributes: z.record(z.string(), z.unknown()).default({}) }),
      handle: async ({ row, input, call }) => {
        assertState(row, 'OK', 'Erred')
        const order = await placeTermination(call.actor, row, input.attributes)
        return { status: 200, body: { order_uuid: order.uuid } }
      },
    }),
    update_limits: action({
      summary: 'Order other limits',
      rule: permission('RESOURCE.SET_LIMITS'),
      input: z.object({
        limits: z.record(z.string(), z.unknown()),
        request_comment: z.string().max(255).default(''),
      }),
      handle: async ({ row, input, call }) => {
        assertState(row, 'OK')
        const order = await placeLimits(call.actor, row, input.limits, input.request_comment)
        return { status: 200, body: { order_uuid: order.uuid } }
      },
    }),
    set_end_date: action({
      summary: 'Set the day on which it ends',
      rule: permission('RESOURCE.SET_END_DATE'),
      input: endDateInput,
      handle: ({ row, input, call }) => setEndDate(row, input.end_date, call),
    }),
    set_end_date_by_staff: action({
      summary: 'Set the day on which it ends, as staff',
      rule: staff,
      input: endDateInput,
      handle: ({ row, input, call }) => setEndDate(row, input.end_date, call),
    }),
    details: action({
      summary: 'The OpenStack object behind it',
      method: 'GET',
      handle: async ({ row, call }) => {
        const body = row.scopeUuid ? await call.render(COLLECTIONS[row.scopeType], row.scopeUuid) : null
        return body ? { status: 200, body } : { status: 204 }
      },
    }),
    offering: action({
      summary: 'The offering that it was ordered from',
      method: 'GET',
      handle: async ({ row, call }) => ({ status: 200, body: await call.render(PUBLIC, row.offeringUuid) }),
    }),
    offering_for_subresources: action({
      summary: 'Offerings of machines and volumes in the tenant',
      method: 'GET',
      output: z.array(z.object({ uuid: z.string(), type: z.string() })),
      handle: async ({ row }) => ({ status: 200, body: await subresourceOfferings(row) }),
    }),
    pull: action({
      summary: 'Read the OpenStack object from the cloud now',
      handle: async ({ row, call }) => {
        const { pull } = orderHandlerFor((await offeringOf(row)).type)
        if (!pull || !row.scopeUuid) throw conflict('Pull operation is not implemented.')
        await pull(row.scopeUuid, authorOf(call.actor))
        return { status: 202, body: { detail: 'Pull operation was successfully scheduled.' } }
      },
    }),
    unlink: action({
      summary: 'Forget the resource and its object without touching the cloud',
      rule: staff,
      handle: async ({ row, call }) => {
        await transaction(async () => {
          if (row.scopeUuid) await orderHandlerFor((await offeringOf(row)).type).discard(row.scopeUuid)
          await db.delete(table).where(eq(table.uuid, row.uuid))
          await noteResource(row, 'deleted')
          await recordEvent({
            type: 'marketplace_resource_unlinked',
            message: `${row.name} has been unlinked; the cloud keeps its object.`,
            author: authorOf(call.actor),
            about: { ...row, type: PATH },
          })
        })
        return { status: 204 }
      },
    }),
  },
})
