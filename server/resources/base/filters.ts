/** Filters and orderings that all OpenStack objects share (contract 1.6, 1.7). */
import { eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Filter } from '../../api/define.ts'
import { allows, managers } from '../../api/rules.ts'
import { fieldError } from '../../errors.ts'
import { parseUuid } from '../../ids.ts'
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

/** `column` contains `text`, whatever the case. Wildcards in `text` are plain characters. */
export const contains = (column: SQLiteColumn | SQL, text: string): SQL =>
  sql`lower(${column}) like ${`%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`

/** The uuid in a hyperlink or a bare one; undefined when there is none. */
export const uuidOfLink = (linkOrUuid: string): string | undefined =>
  parseUuid(
    linkOrUuid
      .replace(/[?#].*$/, '')
      .split('/')
      .filter(Boolean)
      .at(-1) ?? '',
  )

/** Rows whose column is the given text exactly; several values mean any of them. */
export const exactly = (column: SQLiteColumn, description: string): Filter => ({
  description,
  repeatable: true,
  where: (values) => inArray(column, values),
})

/** Rows whose column contains the text. */
export const containing = (column: SQLiteColumn | SQL, description: string): Filter => ({
  description,
  where: ([value]) => contains(column, value),
})

/** Rows whose column is one of the values. */
export const oneOf = (column: SQLiteColumn, values: readonly string[], description: string): Filter => ({
  description,
  repeatable: true,
  values,
  where: (given) => inArray(column, given),
})

export const parseUuidParameter = (name: string, value: string): string => {
  const uuid = uuidOfLink(value)
  if (!uuid) throw fieldError(name, 'Enter a valid UUID.')
  return uuid
}

/** Rows whose column is a uuid, given bare or as a hyperlink. `name` is the parameter, for the refusal. */
export const uuidIn = (name: string, column: SQLiteColumn, description: string): Filter => ({
  description,
  repeatable: true,
  where: (values) =>
    inArray(
      column,
      values.map((value) => parseUuidParameter(name, value)),
    ),
})

const TRUE = ['true', '1', 'True']
const FALSE = ['false', '0', 'False']
export const parseBoolean = (name: string, value: string): boolean => {
  if (TRUE.includes(value)) return true
  if (FALSE.includes(value)) return false
  throw fieldError(name, 'Must be true or false.')
}

export const booleanIs = (name: string, column: SQLiteColumn, description: string): Filter => ({
  description,
  where: ([value]) => eq(column, parseBoolean(name, value)),
})

const parseInteger = (name: string, value: string): number => {
  if (!/^-?\d{1,10}$/.test(value)) throw fieldError(name, 'Enter a whole number.')
  return Number(value)
}

/** `cores`, `cores__gte`, `cores__lte`. */
export const numberFilters = (name: string, column: SQLiteColumn, description: string): Record<string, Filter> => ({
  [name]: { description, where: ([value]) => eq(column, parseInteger(name, value)) },
  [`${name}__gte`]: {
    description: `${description} At least.`,
    where: ([value]) => sql`${column} >= ${parseInteger(`${name}__gte`, value)}`,
  },
  [`${name}__lte`]: {
    description: `${description} At most.`,
    where: ([value]) => sql`${column} <= ${parseInteger(`${name}__lte`, value)}`,
  },
})

const related = (column: SQLiteColumn, table: typeof customers | typeof projects | typeof providers, where: SQL) =>
  sql`${column} in (select ${table.uuid} from ${table} where ${where})`

const relatedContains = (
  column: SQLiteColumn,
  table: typeof customers | typeof projects | typeof providers,
  text: SQLiteColumn,
  description: string,
): Filter => ({ description, where: ([value]) => related(column, table, contains(text, value)) })

/** Filters of every OpenStack object. `tenant` and `tenant_uuid` are in `tenantFilters`. */
export const commonFilters = (table: ResourceTable): Record<string, Filter> => ({
  uuid: uuidIn('uuid', table.uuid, 'The object itself.'),
  backend_id: exactly(table.backendId, "OpenStack's id."),
  name: containing(table.name, 'Part of the name.'),
  name_exact: exactly(table.name, 'The whole name.'),
  description: containing(table.description, 'Part of the description.'),
  state: oneOf(table.state, STATES, "The portal's state."),
  customer: uuidIn('customer', table.customerUuid, 'Organisation.'),
  customer_uuid: uuidIn('customer_uuid', table.customerUuid, 'Organisation.'),
  customer_name: relatedContains(table.customerUuid, customers, customers.name, 'Part of the organisation’s name.'),
  customer_native_name: relatedContains(
    table.customerUuid,
    customers,
    customers.nativeName,
    'Part of the organisation’s native name.',
  ),
  customer_abbreviation: relatedContains(
    table.customerUuid,
    customers,
    customers.abbreviation,
    'Part of the organisation’s abbreviation.',
  ),
  project: uuidIn('project', table.projectUuid, 'Project.'),
  project_uuid: uuidIn('project_uuid', table.projectUuid, 'Project.'),
  project_name: relatedContains(table.projectUuid, projects, projects.name, 'Part of the project’s name.'),
  service_settings_uuid: uuidIn('service_settings_uuid', table.settingsUuid, 'Provider.'),
  service_settings_name: relatedContains(table.settingsUuid, providers, providers.name, 'Part of the provider’s name.'),
  external_ip: { description: 'Accepted without effect.', where: () => undefined },
  can_manage: {
    description: 'Objects that the caller may change.',
    where: ([value], actor) => {
      const wanted = parseBoolean('can_manage', value)
      if (actor.isStaff) return wanted ? undefined : sql`1 = 0`
      const scopes = actor.grants.filter((grant) =>
        allows(managers, { ...actor, grants: [grant] }, { [`${grant.scopeType}Uuid`]: grant.scopeUuid }),
      )
      const uuidsOf = (scopeType: string) =>
        scopes.filter((grant) => grant.scopeType === scopeType).map((grant) => grant.scopeUuid)
      const manageable =
        or(inArray(table.projectUuid, uuidsOf('project')), inArray(table.customerUuid, uuidsOf('customer'))) ??
        sql`1 = 0`
      return wanted ? manageable : sql`not (${manageable})`
    },
  },
})

/** Filters of what lives in a tenant. */
export const tenantFilters = (table: Pick<ResourceTable, 'tenantUuid'>): Record<string, Filter> => ({
  tenant: uuidIn('tenant', table.tenantUuid, 'Tenant.'),
  tenant_uuid: uuidIn('tenant_uuid', table.tenantUuid, 'Tenant.'),
})

const nameOf = (
  column: SQLiteColumn,
  table: typeof customers | typeof projects | typeof providers,
  text: SQLiteColumn,
) => sql`(select ${text} from ${table} where ${table.uuid} = ${column})`

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
