/**
 * Room in a tenant's quotas (design 5): free = limit − usage − reserved. Taken by one conditional update per quota, in
 * name order, so that concurrent requests can neither oversubscribe nor block each other for ever.
 */
import { and, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { objectError } from '../errors.ts'
import { noteChange } from '../live/changes.ts'
import { quotas, reservations } from './table.ts'

/** Amounts by quota name, in the quota's own unit (MiB for ram and storage, GiB for `gigabytes_<type>`). */
export type QuotaDelta = Record<string, number>

const sorted = (delta: QuotaDelta) => Object.entries(delta).sort(([a], [b]) => (a < b ? -1 : 1))
const add = (tenantUuid: string, name: string, amount: number) =>
  db
    .update(quotas)
    .set({ reserved: sql`${quotas.reserved} + ${amount}`, modifiedAt: new Date() })
    .where(and(eq(quotas.tenantUuid, tenantUuid), eq(quotas.name, name)))

/** Sums several deltas into one. */
export const sumDeltas = (...deltas: QuotaDelta[]): QuotaDelta => {
  const sum: QuotaDelta = {}
  for (const delta of deltas) for (const [name, amount] of Object.entries(delta)) sum[name] = (sum[name] ?? 0) + amount
  return sum
}

/**
 * Takes room for a job, in the transaction that accepts it. Quotas that the tenant does not have are not limited.
 * @throws ApiError 400 under `non_field_errors` naming each exceeded quota (contract 4.2).
 */
export const reserve = async (jobUuid: string, tenantUuid: string, delta: QuotaDelta): Promise<void> => {
  const refused: string[] = []
  for (const [name, amount] of sorted(delta)) {
    if (amount === 0) continue
    const where = and(eq(quotas.tenantUuid, tenantUuid), eq(quotas.name, name))
    // A shrink (flavor change to a smaller one) gives its room back only at the end.
    const fits =
      amount < 0
        ? where
        : and(where, or(lt(quotas.limit, 0), sql`${quotas.usage} + ${quotas.reserved} + ${amount} <= ${quotas.limit}`))
    const taken = await db
      .update(quotas)
      .set({ reserved: sql`${quotas.reserved} + ${Math.max(amount, 0)}`, modifiedAt: new Date() })
      .where(fits)
      .returning({ name: quotas.name })
    if (taken.length === 0) {
      const [quota] = await db.select().from(quotas).where(where)
      if (!quota) continue
      refused.push(`${name} quota limit: ${quota.limit}, requires ${quota.usage + quota.reserved + amount}`)
      continue
    }
    await db
      .insert(reservations)
      .values({ jobUuid, tenantUuid, name, amount })
      .onConflictDoUpdate({
        target: [reservations.jobUuid, reservations.tenantUuid, reservations.name],
        set: { amount: sql`${reservations.amount} + ${amount}` },
      })
  }
  if (refused.length > 0) throw objectError(`One or more quotas were exceeded: ${refused.join('; ')}`)
  if (Object.keys(delta).length > 0) await noteChange('openstack-tenants', 'updated', { uuid: tenantUuid, tenantUuid })
}

export type Room = {
  name: string
  limit: number
  /** What the cloud counts, and what jobs in flight have taken. */
  usage: number
  reserved: number
  requested: number
  /** Null: nothing limits it. */
  free: number | null
  freeAfter: number | null
  fits: boolean
  portalLimit: number | null
}

/** What would be left of each quota that a tenant has: the numbers by which admission judges. */
export const roomFor = async (tenantUuid: string, delta: QuotaDelta): Promise<Room[]> => {
  const rows = await db.select().from(quotas).where(eq(quotas.tenantUuid, tenantUuid))
  return rows.map(({ name, limit, usage, reserved, portalLimit }) => {
    const requested = delta[name] ?? 0
    const free = limit < 0 ? null : limit - usage - reserved
    // Taking less than before always fits, even where the limit has sunk below the use.
    const fits = requested <= 0 || free === null || requested <= free
    const freeAfter = free === null ? null : free - requested
    return { name, limit, usage, reserved, requested, free, freeAfter, fits, portalLimit }
  })
}

/**
 * Whether the room is there now, without taking it: for checks before an order is written.
 * @throws ApiError 400 as `reserve` does.
 */
export const assertRoom = async (tenantUuid: string, delta: QuotaDelta): Promise<void> => {
  const refused = (await roomFor(tenantUuid, delta))
    .filter(({ fits }) => !fits)
    .map(
      ({ name, limit, usage, reserved, requested }) =>
        `${name} quota limit: ${limit}, requires ${usage + reserved + requested}`,
    )
  if (refused.length > 0) throw objectError(`One or more quotas were exceeded: ${refused.join('; ')}`)
}

const ofJob = (jobUuid: string) => db.select().from(reservations).where(eq(reservations.jobUuid, jobUuid))

/** Gives a failed job's room back. */
export const release = async (jobUuid: string): Promise<void> => {
  for (const row of await ofJob(jobUuid)) {
    if (row.endedAt) continue
    if (row.amount > 0) await add(row.tenantUuid, row.name, -row.amount)
    await noteChange('openstack-tenants', 'updated', { uuid: row.tenantUuid, tenantUuid: row.tenantUuid })
  }
  await db.delete(reservations).where(eq(reservations.jobUuid, jobUuid))
}

/**
 * Ends a job's reservations: they count until a pull that began after now has seen the object in the cloud's own usage.
 * `freed` are amounts that the job gave back (a deletion's), counted at once.
 */
export const settle = async (jobUuid: string, tenantUuid: string | null, freed: QuotaDelta = {}): Promise<void> => {
  const endedAt = new Date()
  for (const row of await ofJob(jobUuid))
    if (row.amount < 0 && !row.endedAt) await add(row.tenantUuid, row.name, row.amount)
  await db.update(reservations).set({ endedAt }).where(eq(reservations.jobUuid, jobUuid))
  if (!tenantUuid) return
  for (const [name, amount] of sorted(freed)) {
    if (amount === 0) continue
    const known = await add(tenantUuid, name, -amount).returning({ name: quotas.name })
    if (known.length === 0) continue
    await db
      .insert(reservations)
      .values({ jobUuid, tenantUuid, name, amount: -amount, endedAt })
      .onConflictDoUpdate({
        target: [reservations.jobUuid, reservations.tenantUuid, reservations.name],
        set: { amount: sql`${reservations.amount} - ${amount}` },
      })
  }
  await noteChange('openstack-tenants', 'updated', { uuid: tenantUuid, tenantUuid })
}

/** What OpenStack says now. `names` that it does not mention stay as they are. */
export type PulledQuotas = Record<string, { limit: number; usage: number }>

/**
 * Writes a pull that began at `startedAt`: limits and usage are the cloud's, and reservations that had ended before it
 * are dropped, since the cloud's usage contains their objects.
 * @returns how many quotas changed.
 */
export const applyQuotaPull = (tenantUuid: string, pulled: PulledQuotas, startedAt: Date): Promise<number> =>
  transaction(async () => {
    const counted = and(
      eq(reservations.tenantUuid, tenantUuid),
      isNotNull(reservations.endedAt),
      lt(reservations.endedAt, startedAt),
      inArray(reservations.name, Object.keys(pulled)),
    )
    const gone = await db.delete(reservations).where(counted).returning()
    const dropped = sumDeltas(...gone.map((row) => ({ [row.name]: row.amount })))
    const before = new Map(
      (await db.select().from(quotas).where(eq(quotas.tenantUuid, tenantUuid))).map((row) => [row.name, row]),
    )
    let changed = 0
    for (const [name, { limit, usage }] of Object.entries(pulled).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const row = before.get(name)
      const freed = dropped[name] ?? 0
      if (row && row.limit === limit && row.usage === usage && freed === 0) continue
      changed++
      await db
        .insert(quotas)
        .values({ tenantUuid, name, limit, usage, modifiedAt: new Date() })
        .onConflictDoUpdate({
          target: [quotas.tenantUuid, quotas.name],
          set: { limit, usage, reserved: sql`${quotas.reserved} - ${freed}`, modifiedAt: new Date() },
        })
    }
    if (changed > 0) await noteChange('openstack-tenants', 'updated', { uuid: tenantUuid, tenantUuid })
    return changed
  })
