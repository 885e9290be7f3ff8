import { k } from '../../db/columns.ts'

/**
 * One quota of one tenant. `usage` and `limit` are what OpenStack last said; `reserved` is the sum of the reservations of
 * jobs in flight. free = limit − usage − reserved; a limit of -1 is none.
 */
export const quotas = k.table(
  'quotas',
  {
    tenantUuid: k.text('tenant_uuid').notNull(),
    name: k.text('name').notNull(),
    limit: k.big('limit').notNull(),
    usage: k.big('usage').notNull().default(0),
    reserved: k.big('reserved').notNull().default(0),
    /** What the portal last set; differs from `limit` when someone changed it in the cloud (drift). */
    portalLimit: k.big('portal_limit'),
    modifiedAt: k.time('modified_at').notNull(),
  },
  (t) => [k.primaryKey({ columns: [t.tenantUuid, t.name] })],
)
export type QuotaRow = typeof quotas.$inferSelect

/** Room taken by a job. Ended ones stay until a pull that began later has counted the object itself. */
export const reservations = k.table(
  'quota_reservations',
  {
    jobUuid: k.text('job_uuid').notNull(),
    tenantUuid: k.text('tenant_uuid').notNull(),
    name: k.text('name').notNull(),
    /** May be negative: a deletion or a shrink gives room only when it has ended, so such rows are made at the end. */
    amount: k.big('amount').notNull(),
    endedAt: k.time('ended_at'),
  },
  (t) => [
    k.primaryKey({ columns: [t.jobUuid, t.tenantUuid, t.name] }),
    k.index('quota_reservations_tenant').on(t.tenantUuid, t.endedAt),
  ],
)
export type ReservationRow = typeof reservations.$inferSelect
