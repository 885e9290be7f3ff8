/** Filters and orderings that all OpenStack objects share (contract 1.6, 1.7). */
import { inArray, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Filter } from '../../api/define.ts'
import {
  atLeast,
  atMost,
  boolean,
  contains,
  exact,
  holds,
  ignored,
  integer,
  linkOrUuid,
  oneOf,
  uuidOf,
} from '../../api/filters.ts'
import { allows, managers } from '../../api/rules.ts'
import { STATES } from '../../jobs/states.ts'
import { customers } from '../customer/table.ts'
import { projects } from '../project/table.ts'
import { providers } from '../provider/table.ts'

/** Columns of `resourceColumns()`, as filters and orderings need them. */
export type ResourceTable = Record<
  | 'uuid'
  | 'name'
  | 'description'
  | 'state'
  | 'backendId'
  | 'tenantUuid'
  | 'projectUuid'
  | 'customerUuid'
  | 'settingsUuid'
  | 'createdAt',
  SQLiteColumn
>

type Named = typeof customers | typeof projects | typeof providers

/** Rows whose customer, project or provider holds the text. */
const ofNamed = (column: SQLiteColumn, table: Named, text: SQLiteColumn, description: string): Filter => ({
  description,
  where: ([value]) => sql`${column} in (select ${table.uuid} from ${table} where ${holds(text, value)})`,
})

/** Filters on the customer and project of a row, for any table that has both columns. */
export const scopeFilters = (table: Pick<ResourceTable, 'projectUuid' | 'customerUuid'>): Record<string, Filter> => ({
  customer: linkOrUuid(table.customerUuid, 'Organisation.'),
  customer_uuid: uuidOf(table.customerUuid, 'Organisation.'),
  customer_name: ofNamed(table.customerUuid, customers, customers.name, "Part of the organisation's name."),
  project: linkOrUuid(table.projectUuid, 'Project.'),
  project_uuid: uuidOf(table.projectUuid, 'Project.'),
  project_name: ofNamed(table.projectUuid, projects, projects.name, "Part of the project's name."),
})

/** Filters of every OpenStack object. `tenant` and `tenant_uuid` are in `tenantFilters`. */
export const commonFilters = (table: ResourceTable): Record<string, Filter> => ({
  uuid: uuidOf(table.uuid, 'The object itself.'),
  backend_id: exact(table.backendId, "OpenStack's id."),
  name: contains(table.name, 'Part of the name.'),
  name_exact: exact(table.name, 'The whole name.'),
  description: contains(table.description, 'Part of the description.'),
  state: oneOf(table.state, STATES, "The portal's state."),
  ...scopeFilters(table),
  customer_native_name: ofNamed(table.customerUuid, customers, customers.nativeName, 'Part of its native name.'),
  customer_abbreviation: ofNamed(table.customerUuid, customers, customers.abbreviation, 'Part of its abbreviation.'),
  service_settings_uuid: uuidOf(table.settingsUuid, 'Provider.'),
  service_settings_name: ofNamed(table.settingsUuid, providers, providers.name, "Part of the provider's name."),
  external_ip: ignored(),
  can_manage: {
    ...boolean(() => undefined, 'Objects that the caller may change.'),
    where: async (values, actor) => {
      const manageable = manageableBy(table, actor)
      return boolean((wanted) => (wanted ? manageable : sql`not (${manageable})`)).where(values, actor)
    },
  },
})

const manageableBy = (
  table: Pick<ResourceTable, 'projectUuid' | 'customerUuid'>,
  actor: Parameters<Filter['where']>[1],
) => {
  if (actor.isStaff) return sql`1 = 1`
  const held = actor.grants.filter((grant) =>
    allows(managers, { ...actor, grants: [grant] }, { [`${grant.scopeType}Uuid`]: grant.scopeUuid }),
  )
  const uuidsOf = (scopeType: string) =>
    held.filter((grant) => grant.scopeType === scopeType).map((grant) => grant.scopeUuid)
  return or(inArray(table.projectUuid, uuidsOf('project')), inArray(table.customerUuid, uuidsOf('customer'))) as SQL
}

/** Filters of what lives in a tenant. */
export const tenantFilters = (table: Pick<ResourceTable, 'tenantUuid'>): Record<string, Filter> => ({
  tenant: linkOrUuid(table.tenantUuid, 'Tenant.'),
  tenant_uuid: uuidOf(table.tenantUuid, 'Tenant.'),
})

/** `cores`, `cores__gte`, `cores__lte`. */
export const numberFilters = (name: string, column: SQLiteColumn): Record<string, Filter> => ({
  [name]: integer(column),
  [`${name}__gte`]: atLeast(column),
  [`${name}__lte`]: atMost(column),
})

const nameOf = (column: SQLiteColumn, table: Named, text: SQLiteColumn) =>
  sql`(select ${text} from ${table} where ${table.uuid} = ${column})`

/** Values of `o` that every OpenStack object has. */
export const commonOrderings = (table: ResourceTable): Record<string, SQLiteColumn | SQL> => ({
  name: table.name,
  state: table.state,
  created: table.createdAt,
  customer_name: nameOf(table.customerUuid, customers, customers.name),
  customer_native_name: nameOf(table.customerUuid, customers, customers.nativeName),
  customer_abbreviation: nameOf(table.customerUuid, customers, customers.abbreviation),
  project_name: nameOf(table.projectUuid, projects, projects.name),
  service_name: nameOf(table.settingsUuid, providers, providers.name),
})
