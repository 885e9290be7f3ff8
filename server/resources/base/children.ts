/** What lives in a tenant: where it stands, who may make it, and how its creation is answered. */
import { eq, sql } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { Answer, AnyTable, Call } from '../../api/define.ts'
import { stateRefusal } from '../../api/refusal.ts'
import { allows, type Rule, type Scope } from '../../api/rules.ts'
import { ApiError, conflict } from '../../errors.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { type OfferingRow, offerings } from '../offering/table.ts'

type Placed = { tenantUuid: string; projectUuid: string; customerUuid: string; settingsUuid: string }

/** The columns that say where a row stands, taken from its parent. */
export const placeOf = ({ tenantUuid, projectUuid, customerUuid, settingsUuid }: Placed): Placed => ({
  tenantUuid,
  projectUuid,
  customerUuid,
  settingsUuid,
})

export const scopeOfChild = ({ projectUuid, customerUuid }: Placed): Scope => ({ projectUuid, customerUuid })

/**
 * The parent named by a link in the body of a collection's POST, judged as the parent's own action would judge it.
 * @throws ApiError 400 on `field`, 403 without the right, 409 when the parent is not OK.
 */
export const parentFor = async <Row extends Placed & { state: string }>(
  call: Call,
  rule: Rule,
  collection: string,
  link: string,
  field: string,
): Promise<Row> => {
  const row = await call.resolve<Row>(collection, link, field)
  if (!allows(rule, call.actor, scopeOfChild(row)))
    throw new ApiError('forbidden', 'You do not have permission to perform this action.')
  const refusal = stateRefusal({ states: ['OK'] }, row.state, '')
  if (refusal) throw conflict(refusal)
  return row
}

/** 201 with the new object. */
export const created = async (call: Call, collection: string, uuid: string): Promise<Answer> => ({
  status: 201,
  body: await call.render(collection, uuid),
})

/**
 * Lets one transaction at a time pass for this row: what must be unique below a parent is looked up and written behind
 * it. In a transaction.
 */
export const holdRow = async (table: AnyTable, uuid: string): Promise<void> => {
  await db
    .update(table)
    .set({ modifiedAt: sql`${table.modifiedAt}` })
    .where(eq(table.uuid, uuid))
}

/** The offering that the tenant was ordered from; undefined for a tenant that no order made. */
export const offeringOfTenant = async (tenantUuid: string): Promise<OfferingRow | undefined> => {
  const [row] = await db
    .select({ offering: offerings })
    .from(marketplaceResources)
    .innerJoin(offerings, eq(offerings.uuid, marketplaceResources.offeringUuid))
    .where(eq(marketplaceResources.scopeUuid, tenantUuid))
    .limit(1)
  return row?.offering
}
