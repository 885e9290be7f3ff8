/** The record of what changed, read by the event streams. Written in the transaction of the change itself. */
import { asc, eq, gte, sql } from 'drizzle-orm'
import { db, gather, inTransaction, transaction } from '../../db/client.ts'
import { changes, counters } from './table.ts'

export type ChangeOf = {
  uuid: string
  tenantUuid?: string | null
  projectUuid?: string | null
  customerUuid?: string | null
  userUuid?: string | null
}
type Change = { type: string; operation: 'created' | 'updated' | 'deleted'; of: ChangeOf }

/** Takes `n` numbers of a counter; the last of them is returned. Holds the counter's row until the commit. */
export const takeNumbers = async (name: string, n: number): Promise<number> => {
  const [row] = await db
    .insert(counters)
    .values({ name, value: n })
    .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + ${n}` } })
    .returning({ value: counters.value })
  return row.value
}

/** The newest change that is visible to all. 0 when there is none. */
export const lastChange = async (): Promise<number> => {
  const [row] = await db.select({ value: counters.value }).from(counters).where(eq(counters.name, 'changes'))
  return row?.value ?? 0
}

/** The newest change that is older than `time`; the newest of all when there is none. */
export const lastChangeBefore = async (time: Date): Promise<number> => {
  const [first] = await db
    .select({ number: changes.number })
    .from(changes)
    .where(gte(changes.createdAt, time))
    .orderBy(asc(changes.createdAt), asc(changes.number))
    .limit(1)
  return first ? first.number - 1 : lastChange()
}

const flush = async (pending: Map<string, Change>) => {
  const list = [...pending.values()]
  const last = await takeNumbers('changes', list.length)
  const createdAt = new Date()
  const rows = list.map(({ type, operation, of }, index) => ({
    number: last - list.length + 1 + index,
    type,
    operation,
    uuid: of.uuid,
    tenantUuid: of.tenantUuid ?? null,
    projectUuid: of.projectUuid ?? null,
    customerUuid: of.customerUuid ?? null,
    userUuid: of.userUuid ?? null,
    createdAt,
  }))
  for (let i = 0; i < rows.length; i += 100) await db.insert(changes).values(rows.slice(i, i + 100))
}

/**
 * Notes a change of the row `of` of collection `type` (its path). Several notes of one row in one transaction become
 * one; the numbers are taken as the transaction's last statement, so they become visible in order.
 */
export const noteChange = async (type: string, operation: Change['operation'], of: ChangeOf): Promise<void> => {
  if (!inTransaction()) return transaction(() => noteChange(type, operation, of))
  const pending = gather('changes', () => new Map<string, Change>(), flush)
  const key = `${type}/${of.uuid}`
  const earlier = pending.get(key)
  const kept = earlier?.operation === 'created' && operation === 'updated' ? 'created' : operation
  pending.delete(key)
  pending.set(key, { type, operation: kept, of: { ...earlier?.of, ...of } })
}
