/** Organisations. Waldur's word on the wire is customer. */
import { and, asc, eq, inArray, or } from 'drizzle-orm'
import { db, transaction } from '../../../db/client.ts'
import { authorOf } from '../../api/act.ts'
import { actionFor, defineResource, defineRoute } from '../../api/define.ts'
import { boolean, contains, containsAny, exact, uuidOf } from '../../api/filters.ts'
import { permission, signedIn } from '../../api/rules.ts'
import { ApiError, conflict } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { requireOpen, slugOf } from '../../identity/scopes.ts'
import { grants, roles } from '../../identity/table.ts'
import { teamActions } from '../../identity/team.ts'
import { among, nothing, scopesOf, seesAll } from '../../identity/visible.ts'
import { newUuid } from '../../ids.ts'
import { noteChange } from '../../live/changes.ts'
import { getSetting } from '../../settings/settings.ts'
import { projects } from '../project/table.ts'
import { type CustomerInput, customerInput, customerSchema, DETAIL_NAMES, presentCustomers } from './schema.ts'
import { type CustomerRow, customers } from './table.ts'

const action = actionFor(customers)

const scopeOf = (row: CustomerRow) => ({ customerUuid: row.uuid })

/** The columns of an input. Blocking and archiving are staff's. */
const columnsOf = (input: Partial<CustomerInput>, isStaff: boolean, before: Partial<CustomerRow> = {}) => {
  const blocks = (input.blocked ?? before.isBlocked ?? false) !== (before.isBlocked ?? false)
  const archives = (input.archived ?? before.isArchived ?? false) !== (before.isArchived ?? false)
  if ((blocks || archives) && !isStaff) throw new ApiError('forbidden', 'Only staff blocks and archives organisations.')
  const given = DETAIL_NAMES.filter((name) => input[name] !== undefined)
  return {
    name: input.name,
    nativeName: input.native_name,
    abbreviation: input.abbreviation,
    slug: input.slug,
    description: input.description,
    email: input.email,
    isBlocked: input.blocked,
    isArchived: input.archived,
    ...(given.length > 0 && {
      details: { ...before.details, ...Object.fromEntries(given.map((name) => [name, input[name]])) },
    }),
  }
}

/** What an absent value leaves as it is. */
const withoutAbsent = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never

const create = defineRoute({
  summary: 'Create an organisation',
  method: 'POST',
  path: '',
  rule: signedIn,
  input: customerInput,
  output: customerSchema,
  status: 201,
  handle: async ({ input, call }) => {
    const { actor } = call
    const isSelfService = !actor.isStaff && (await getSetting('OWNER_CAN_MANAGE_CUSTOMER'))
    if (!actor.isStaff && !isSelfService)
      throw new ApiError('forbidden', 'You do not have permission to perform this action.')
    const now = new Date()
    const uuid = newUuid()
    const values = withoutAbsent(columnsOf(input, actor.isStaff))
    await transaction(async () => {
      const [row] = await db
        .insert(customers)
        .values({ slug: slugOf(input.name), ...values, name: input.name, uuid, createdAt: now, modifiedAt: now })
        .returning()
      await recordEvent({
        type: 'customer_creation_succeeded',
        message: `Customer ${row.name} has been created.`,
        author: authorOf(call),
        about: { type: 'customers', uuid, name: row.name, customerUuid: uuid },
      })
      await noteChange('customers', 'created', { uuid, customerUuid: uuid })
      if (isSelfService) await becomeOwner(uuid, actor.userUuid, now)
    })
    const [row] = await db.select().from(customers).where(eq(customers.uuid, uuid))
    // Rendered from the row: who just became owner has no grant in this request yet.
    return { status: 201, body: (await presentCustomers([row], call.view))[0] }
  },
})

const becomeOwner = async (customerUuid: string, userUuid: string, now: Date) => {
  const [owner] = await db.select().from(roles).where(eq(roles.name, 'CUSTOMER.OWNER'))
  await db.insert(grants).values({
    uuid: newUuid(),
    userUuid,
    roleUuid: owner.uuid,
    scopeType: 'customer',
    scopeUuid: customerUuid,
    createdAt: now,
    createdBy: userUuid,
  })
}

export const customerResource = defineResource({
  path: 'customers',
  model: 'Customer',
  summary: 'Organisations',
  table: customers,
  schema: customerSchema,
  // Who has a role in a project sees its organisation, too (Waldur prints it with each project).
  visible: (actor) => {
    if (seesAll(actor)) return undefined
    const mine = scopesOf(actor, 'project')
    const ofProjects = db.select({ uuid: projects.customerUuid }).from(projects).where(inArray(projects.uuid, mine))
    return (
      or(
        among(customers.uuid, scopesOf(actor, 'customer')),
        mine.length > 0 ? inArray(customers.uuid, ofProjects) : undefined,
      ) ?? nothing()
    )
  },
  present: presentCustomers,
  scopeOf,
  list: true,
  retrieve: true,
  filters: {
    uuid: uuidOf(customers.uuid),
    name: contains(customers.name),
    name_exact: exact(customers.name),
    native_name: contains(customers.nativeName),
    abbreviation: contains(customers.abbreviation),
    archived: boolean(customers.isArchived),
    blocked: boolean(customers.isBlocked),
    is_service_provider: boolean(customers.isServiceProvider),
    query: containsAny(
      'Name, native name or abbreviation.',
      customers.name,
      customers.nativeName,
      customers.abbreviation,
    ),
  },
  orderings: {
    name: customers.name,
    native_name: customers.nativeName,
    abbreviation: customers.abbreviation,
    created: customers.createdAt,
  },
  defaultOrder: [asc(customers.name)],
  update: action({
    summary: 'Change an organisation',
    rule: permission('CUSTOMER.UPDATE', ['customer']),
    event: 'customer_update',
    label: 'Update',
    input: customerInput,
    plan: ({ row, input, call }) => {
      if (!call.actor.isStaff) requireOpen(row)
      return { patch: withoutAbsent(columnsOf(input, call.actor.isStaff, row)) }
    },
  }),
  destroy: action({
    summary: 'Delete an organisation',
    rule: permission('CUSTOMER.DELETE', ['customer']),
    event: 'customer_deletion',
    plan: async ({ row }) => {
      const [project] = await db
        .select({ uuid: projects.uuid })
        .from(projects)
        .where(and(eq(projects.customerUuid, row.uuid), eq(projects.isRemoved, false)))
        .limit(1)
      if (project) throw conflict('Cannot delete organization with existing projects.')
      await db.update(grants).set({ revokedAt: new Date() }).where(eq(grants.scopeUuid, row.uuid))
      return {}
    },
  }),
  actions: {
    ...teamActions(
      customers,
      'customer',
      (row) => ({ type: 'customer', uuid: row.uuid, name: row.name, customerUuid: row.uuid }),
      async (row) => requireOpen(row),
    ),
  },
  routes: [create],
})
