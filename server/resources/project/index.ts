/** Projects: what an organisation groups its tenants, people and bills by. */
import { and, asc, eq, inArray, ne, or, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { db, transaction } from '../../../db/client.ts'
import { authorOf } from '../../api/act.ts'
import { type Actor, actionFor, defineResource, defineRoute, type Filter } from '../../api/define.ts'
import { boolean, contains, containsAny, exact, holds, linkOrUuid, since, uuidOf } from '../../api/filters.ts'
import { allows, managers, permission, signedIn } from '../../api/rules.ts'
import { ApiError, conflict, fieldError } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { requireOpen, requireOpenCustomer, slugOf } from '../../identity/scopes.ts'
import { teamActions } from '../../identity/team.ts'
import { among, nothing, scopesOf, seesAll, visibleByScope } from '../../identity/visible.ts'
import { newUuid } from '../../ids.ts'
import { noteChange } from '../../live/changes.ts'
import { getSetting } from '../../settings/settings.ts'
import { type CustomerRow, customers } from '../customer/table.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { tenants } from '../tenant/table.ts'
import { type ProjectUpdateInput, presentProjects, projectInput, projectSchema, projectUpdateInput } from './schema.ts'
import { type ProjectRow, projects } from './table.ts'

const action = actionFor(projects)

const scopeOf = (row: ProjectRow) => ({ projectUuid: row.uuid, customerUuid: row.customerUuid })

const DETAIL_NAMES = ['backend_id', 'is_industry', 'oecd_fos_2007_code', 'kind'] as const

const columnsOf = (input: Partial<ProjectUpdateInput>, before: Partial<ProjectRow> = {}) => {
  const start = input.start_date === undefined ? before.startDate : input.start_date
  const end = input.end_date === undefined ? before.endDate : input.end_date
  if (start && end && end < start) throw fieldError('end_date', 'End date cannot be earlier than the start date.')
  const given = DETAIL_NAMES.filter((name) => input[name] !== undefined)
  return Object.fromEntries(
    Object.entries({
      name: input.name,
      slug: input.slug,
      description: input.description,
      startDate: input.start_date,
      endDate: input.end_date,
      details:
        given.length > 0
          ? { ...before.details, ...Object.fromEntries(given.map((name) => [name, input[name]])) }
          : undefined,
    }).filter(([, value]) => value !== undefined),
  ) as Partial<ProjectRow>
}

const create = defineRoute({
  summary: 'Create a project',
  method: 'POST',
  path: '',
  rule: signedIn,
  input: projectInput,
  output: projectSchema,
  status: 201,
  handle: async ({ input, call }) => {
    const customer = await call.resolve<CustomerRow>('customers', input.customer, 'customer')
    if (!allows(permission('PROJECT.CREATE', ['customer']), call.actor, { customerUuid: customer.uuid }))
      throw new ApiError('forbidden', 'You do not have permission to perform this action.')
    requireOpen(customer)
    if (!input.end_date && (await getSetting('PROJECT_END_DATE_MANDATORY')))
      throw fieldError('end_date', 'This field is required.')
    const now = new Date()
    const uuid = newUuid()
    const values = columnsOf(input)
    const row = await transaction(async () => {
      const [row] = await db
        .insert(projects)
        .values({
          slug: slugOf(input.name),
          ...values,
          name: input.name,
          uuid,
          customerUuid: customer.uuid,
          createdAt: now,
          modifiedAt: now,
        })
        .returning()
      await recordEvent({
        type: 'project_creation_succeeded',
        message: `Project ${row.name} has been created.`,
        author: authorOf(call),
        about: { type: 'projects', uuid, name: row.name, projectUuid: uuid, customerUuid: customer.uuid },
      })
      await noteChange('projects', 'created', { uuid, projectUuid: uuid, customerUuid: customer.uuid })
      return row
    })
    return { status: 201, body: (await presentProjects([row], call.view))[0] }
  },
})

/** Soft: the row stays for bills and the log. */
const destroy = action({
  summary: 'Delete a project',
  rule: permission('PROJECT.DELETE'),
  event: 'project_deletion',
  handle: async ({ row, call }) => {
    await transaction(async () => {
      // Set first, so that an order that is being accepted meanwhile meets the mark.
      const [removed] = await db
        .update(projects)
        .set({ isRemoved: true, modifiedAt: new Date() })
        .where(and(eq(projects.uuid, row.uuid), eq(projects.isRemoved, false)))
        .returning()
      if (!removed) throw conflict('The project has been removed.')
      const [resource] = await db
        .select({ uuid: marketplaceResources.uuid })
        .from(marketplaceResources)
        .where(and(eq(marketplaceResources.projectUuid, row.uuid), ne(marketplaceResources.state, 'Terminated')))
        .limit(1)
      const [tenant] = await db
        .select({ uuid: tenants.uuid })
        .from(tenants)
        .where(eq(tenants.projectUuid, row.uuid))
        .limit(1)
      if (resource || tenant) throw conflict('Cannot delete project with existing resources.')
      const about = { type: 'projects', uuid: row.uuid, name: row.name, ...scopeOf(row) }
      await recordEvent({
        type: 'project_deletion_succeeded',
        message: `Project ${row.name} has been deleted.`,
        author: authorOf(call),
        about,
      })
      await noteChange('projects', 'deleted', about)
    })
    return { status: 204 }
  },
})

/** Projects where the caller has one of the roles that the default rule names. */
const manageable = (actor: Actor) => {
  if (actor.isStaff) return undefined
  const grants = actor.grants.filter((grant) =>
    allows(managers, { ...actor, grants: [grant] }, { [`${grant.scopeType}Uuid`]: grant.scopeUuid }),
  )
  return visibleByScope(
    { isStaff: false, isSupport: false, grants },
    { projectUuid: projects.uuid, customerUuid: projects.customerUuid },
  )
}

const onlyWhen = (description: string, condition: (actor: Actor) => ReturnType<typeof manageable>): Filter => ({
  ...boolean(() => undefined, description),
  where: (values, actor) =>
    boolean((wanted) => {
      const sqlCondition = condition(actor) ?? sql`1 = 1`
      return wanted ? sqlCondition : sql`not (${sqlCondition})`
    }).where(values, actor),
})

const ofCustomer = (column: SQLiteColumn, description: string): Filter => ({
  description,
  where: ([text]) =>
    sql`${projects.customerUuid} in (select ${customers.uuid} from ${customers} where ${holds(column, text)})`,
})
const customerText = (column: SQLiteColumn) =>
  sql`(select ${column} from ${customers} where ${customers.uuid} = ${projects.customerUuid})`

export const projectResource = defineResource({
  path: 'projects',
  model: 'Project',
  summary: 'Projects',
  table: projects,
  schema: projectSchema,
  visible: (actor) => {
    const alive = eq(projects.isRemoved, false)
    if (seesAll(actor)) return alive
    const mine =
      or(among(projects.uuid, scopesOf(actor, 'project')), among(projects.customerUuid, scopesOf(actor, 'customer'))) ??
      nothing()
    return and(mine, alive)
  },
  present: presentProjects,
  scopeOf,
  list: true,
  retrieve: true,
  filters: {
    uuid: uuidOf(projects.uuid),
    name: contains(projects.name),
    name_exact: exact(projects.name),
    description: contains(projects.description),
    slug: exact(projects.slug),
    customer: linkOrUuid(projects.customerUuid),
    customer_uuid: uuidOf(projects.customerUuid),
    customer_name: ofCustomer(customers.name, "Part of the organisation's name."),
    customer_native_name: ofCustomer(customers.nativeName, 'Part of its native name.'),
    customer_abbreviation: ofCustomer(customers.abbreviation, 'Part of its abbreviation.'),
    created: since(projects.createdAt, 'Created at or after this time.'),
    can_manage: onlyWhen('Projects that the caller manages.', manageable),
    can_admin: onlyWhen('Projects where the caller is administrator.', (actor) =>
      inArray(
        projects.uuid,
        actor.grants.filter(({ role }) => role === 'PROJECT.ADMIN').map(({ scopeUuid }) => scopeUuid),
      ),
    ),
    current_user_has_role: onlyWhen('Projects in which the caller has a role of their own.', (actor) =>
      inArray(projects.uuid, scopesOf(actor, 'project')),
    ),
    query: containsAny('Name or organisation.', projects.name, customerText(customers.name)),
  },
  orderings: {
    name: projects.name,
    created: projects.createdAt,
    start_date: projects.startDate,
    end_date: projects.endDate,
    customer_name: customerText(customers.name),
    customer_native_name: customerText(customers.nativeName),
    customer_abbreviation: customerText(customers.abbreviation),
  },
  defaultOrder: [asc(projects.name)],
  update: action({
    summary: 'Change a project',
    rule: permission('PROJECT.UPDATE'),
    event: 'project_update',
    label: 'Update',
    input: projectUpdateInput,
    plan: async ({ row, input }) => {
      await requireOpenCustomer(row)
      return { patch: columnsOf(input, row) }
    },
  }),
  destroy,
  actions: {
    ...teamActions(
      projects,
      'project',
      (row) => ({ type: 'project', uuid: row.uuid, name: row.name, ...scopeOf(row) }),
      requireOpenCustomer,
    ),
  },
  routes: [create],
})
