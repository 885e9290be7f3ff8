/** Who sees which offerings (contract 2.3, 6.1). */
import { and, eq, inArray, or, type SQL } from 'drizzle-orm'
import type { Actor } from '../../api/define.ts'
import type { Scope } from '../../api/rules.ts'
import { seesAll, visibleByScope } from '../../identity/visible.ts'
import { type OfferingRow, offerings } from './table.ts'

/** The shop window: what is offered now, to everyone or to the caller's own project or organisation. */
export const visiblePublicly = (actor: Actor): SQL | undefined =>
  and(
    inArray(offerings.state, ['Active', 'Paused']),
    seesAll(actor) ? undefined : or(eq(offerings.shared, true), visibleByScope(actor, offerings)),
  )

/** The back office: offerings of the caller's organisations and projects, in any state. */
export const visibleToProvider = (actor: Actor): SQL | undefined => visibleByScope(actor, offerings)

export const scopeOfOffering = (row: OfferingRow): Scope => ({
  projectUuid: row.projectUuid,
  customerUuid: row.customerUuid,
  providerCustomerUuid: row.customerUuid,
  offeringUuid: row.uuid,
})
