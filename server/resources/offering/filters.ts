import { and, eq, or, sql } from 'drizzle-orm'
import type { Filter } from '../../api/define.ts'
import { boolean, byUuid, contains, containsAny, exact, linkOrUuid, oneOf, uuidOf } from '../../api/filters.ts'
import { projects } from '../project/table.ts'
import { OFFERING_TYPES, offerings } from './table.ts'

/** Offerings that may be ordered in a project: shared ones, its own, and its organisation's. */
const orderableIn = byUuid('Offerings that may be ordered in this project.', (uuid) =>
  or(
    eq(offerings.projectUuid, uuid),
    and(
      sql`${offerings.projectUuid} is null`,
      or(
        eq(offerings.shared, true),
        sql`${offerings.customerUuid} in (select ${projects.customerUuid} from ${projects} where ${projects.uuid} = ${uuid})`,
      ),
    ),
  ),
)

const STATES = ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable']

/** Filters of both spellings. */
export const offeringFilters: Record<string, Filter> = {
  uuid: uuidOf(offerings.uuid, 'The offering itself.'),
  name: contains(offerings.name, 'Part of the name.'),
  name_exact: exact(offerings.name, 'The whole name.'),
  slug: exact(offerings.slug),
  description: contains(offerings.description, 'Part of the description.'),
  keyword: containsAny('Part of name or description.', offerings.name, offerings.description),
  query: containsAny('Part of name or description.', offerings.name, offerings.description),
  type: oneOf(offerings.type, OFFERING_TYPES, 'Type.'),
  state: oneOf(offerings.state, STATES, 'State.'),
  customer: linkOrUuid(offerings.customerUuid, 'Organisation that sells.'),
  customer_uuid: uuidOf(offerings.customerUuid, 'Organisation that sells.'),
  project_uuid: orderableIn,
  category_uuid: uuidOf(offerings.categoryUuid, 'Category.'),
  parent_uuid: uuidOf(offerings.parentUuid, 'Offering that it comes from.'),
  scope_uuid: {
    ...uuidOf(offerings.tenantUuid, 'Tenant, or provider settings of a tenant offering.'),
    where: (values, actor) => {
      const tenant = uuidOf(offerings.tenantUuid).where(values, actor)
      const settings = uuidOf(offerings.settingsUuid).where(values, actor)
      return sql`(${tenant} or (${offerings.tenantUuid} is null and ${settings}))`
    },
  },
  service_settings_uuid: uuidOf(offerings.settingsUuid, 'Provider.'),
  billable: boolean(offerings.billable),
  shared: boolean(offerings.shared),
}

export const offeringOrderings = {
  name: offerings.name,
  created: offerings.createdAt,
  type: offerings.type,
  state: offerings.state,
}
