/** What a caller may see, as a condition on rows (contract 2.3). The rest of the rows do not exist for them. */
import { inArray, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Caller, Grant } from '../api/rules.ts'

/** The columns that say where a row stands. A table may have one of the two. */
export type ScopeColumns = { projectUuid?: SQLiteColumn; customerUuid?: SQLiteColumn }

/** Matches no row. */
export const nothing = (): SQL => sql`1 = 0`

/** Whether the caller sees everything: staff and support. */
export const seesAll = (caller: Caller): boolean => caller.isStaff || caller.isSupport

/** The scopes of a kind in which the caller has any role. */
export const scopesOf = (caller: Caller, scopeType: Grant['scopeType']): string[] => [
  ...new Set(caller.grants.filter((grant) => grant.scopeType === scopeType).map((grant) => grant.scopeUuid)),
]

/** `column in (…)`, or undefined for an empty list, so that `or` leaves it out. */
export const among = (column: SQLiteColumn | undefined, uuids: readonly string[]): SQL | undefined =>
  column && uuids.length > 0 ? inArray(column, [...uuids]) : undefined

/**
 * Rows of the caller's projects and customers: the condition of every type that has `projectUuid` or `customerUuid`.
 * Undefined for staff and support, who see all rows.
 *
 *   visible: (actor) => visibleByScope(actor, volumes)
 */
export const visibleByScope = (caller: Caller, table: ScopeColumns): SQL | undefined => {
  if (seesAll(caller)) return undefined
  return (
    or(
      among(table.projectUuid, scopesOf(caller, 'project')),
      among(table.customerUuid, scopesOf(caller, 'customer')),
    ) ?? nothing()
  )
}
