/** Setting a tenant's quotas: stored at once, pushed to the cloud by a job, put back when the cloud refuses (contract 4.2). */
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { db, transaction } from '../../../db/client.ts'
import { ApiError, conflict, type FieldErrors, invariant } from '../../errors.ts'
import { type Author, recordEvent } from '../../events/record.ts'
import { acceptJob } from '../../jobs/accept.ts'
import { jobFor } from '../../jobs/define.ts'
import { jobs } from '../../jobs/table.ts'
import { noteChange } from '../../live/changes.ts'
import { roundedLimits, TYPE_QUOTA } from '../../quotas/names.ts'
import { pullQuotas } from '../../quotas/pull.ts'
import { pushQuotas } from '../../quotas/push.ts'
import type { QuotaDelta } from '../../quotas/reserve.ts'
import { quotas } from '../../quotas/table.ts'
import { type TenantRow, tenants } from './table.ts'

/** The least value that `set_quotas` takes for each name. */
const LEAST: Record<string, number> = {
  instances: 1,
  volumes: 1,
  snapshots: 1,
  ram: 1,
  vcpu: 1,
  storage: 1,
  security_group_count: 1,
  security_group_rule_count: 1,
  floating_ip_count: -1,
  network_count: -1,
  subnet_count: -1,
  port_count: -1,
}
/** Neutron and Nova count with 32 bits. */
const MOST = 2_147_483_647

/**
 * The quotas in a body of `set_quotas`; unknown keys are ignored.
 * @throws ApiError 400 on each key whose value is not possible, or when nothing is left.
 */
export const parseQuotas = (body: Record<string, unknown>, volumeTypes: readonly string[]): QuotaDelta => {
  const given: QuotaDelta = {}
  const refused: FieldErrors = {}
  for (const [name, raw] of Object.entries(body)) {
    const type = TYPE_QUOTA.exec(name)?.[1]
    const least = type !== undefined && volumeTypes.includes(type) ? -1 : LEAST[name]
    if (least === undefined) continue
    const value = typeof raw === 'string' && /^-?\d{1,12}$/.test(raw.trim()) ? Number(raw) : raw
    if (typeof value !== 'number' || !Number.isInteger(value)) refused[name] = ['A valid integer is required.']
    else if (value < least) refused[name] = [`Ensure this value is greater than or equal to ${least}.`]
    else if (value > MOST) refused[name] = [`Ensure this value is less than or equal to ${MOST}.`]
    else given[name] = value
  }
  if (Object.keys(refused).length > 0) throw new ApiError('invalid', 'The quotas are not valid.', refused)
  return roundedLimits(given)
}

const limits = z.record(z.string(), z.number())
const params = z.object({ limits, previous: limits })
export type SetQuotasParams = z.infer<typeof params>

const writeLimits = async (tenantUuid: string, given: QuotaDelta) => {
  const modifiedAt = new Date()
  for (const [name, limit] of Object.entries(given))
    await db
      .insert(quotas)
      .values({ tenantUuid, name, limit, portalLimit: limit, modifiedAt })
      .onConflictDoUpdate({
        target: [quotas.tenantUuid, quotas.name],
        set: { limit, portalLimit: limit, modifiedAt },
      })
}

/** A quota that the cloud refuses is no fault of the tenant: a task, so that the tenant stays OK. */
export const setQuotasJob = jobFor(tenants)({
  name: 'tenant.set_quotas',
  kind: 'task',
  params,
  cancellable: false,
  steps: [
    {
      name: 'push_quotas',
      run: async ({ admin, row, params }) => pushQuotas(await admin(), row.backendId, params.limits),
      // Some services may have taken their part before another refused.
      undo: async ({ admin, row, params }) => pushQuotas(await admin(), row.backendId, params.previous),
    },
    {
      name: 'confirm_quotas',
      run: async ({ admin, row }) => {
        await pullQuotas(row.uuid, await admin())
      },
    },
  ],
  onFailed: async ({ row, params }) => {
    await writeLimits(row.uuid, params.previous)
    await noteChange('openstack-tenants', 'updated', row)
  },
})

/**
 * Stores new limits and starts the job that pushes them. One at a time per tenant.
 * @throws ApiError 409 while an earlier change is being pushed, or the tenant is not OK.
 */
export const acceptQuotas = (
  tenant: TenantRow,
  wanted: QuotaDelta,
  author: Author,
  context: Record<string, unknown> = {},
): Promise<{ jobUuid: string }> =>
  transaction(async () => {
    const rounded = roundedLimits(wanted)
    // Locks the tenant, so that of two changes the second sees the first one's job.
    const [held] = await db
      .update(tenants)
      .set({ modifiedAt: new Date() })
      .where(and(eq(tenants.uuid, tenant.uuid), eq(tenants.state, 'OK')))
      .returning()
    if (!held) throw conflict('Valid states for operation: OK.')
    invariant(held.backendId, 'a tenant that is OK has its project')
    const pushing = await db
      .select({ uuid: jobs.uuid })
      .from(jobs)
      .where(
        and(
          eq(jobs.resourceUuid, tenant.uuid),
          eq(jobs.name, setQuotasJob.name),
          inArray(jobs.state, ['queued', 'running', 'undoing']),
        ),
      )
    if (pushing.length > 0) throw conflict('An earlier change of the quotas is still being carried out.')
    const before = await db.select().from(quotas).where(eq(quotas.tenantUuid, tenant.uuid))
    const limitBefore = new Map(before.map((row) => [row.name, row.limit]))
    const previous = Object.fromEntries(
      Object.keys(rounded)
        .filter((name) => limitBefore.has(name))
        .map((name) => [name, limitBefore.get(name)!]),
    )
    await writeLimits(tenant.uuid, rounded)
    for (const [name, limit] of Object.entries(rounded)) {
      const old = limitBefore.get(name)
      if (old === limit) continue
      await recordEvent({
        type: 'openstack_tenant_quota_limit_updated',
        message: `Quota ${name} of ${tenant.name} has been set to ${limit}${old === undefined ? '' : ` (was ${old})`}.`,
        author,
        about: { ...tenant, type: 'openstack-tenants' },
        context: { quota_name: name, old_limit: old ?? null, limit, ...context },
      })
    }
    await noteChange('openstack-tenants', 'updated', tenant)
    return acceptJob({
      def: { path: 'openstack-tenants' },
      job: setQuotasJob,
      row: held,
      plan: () => ({ params: { limits: rounded, previous } satisfies SetQuotasParams }),
      author,
      label: 'Set quotas',
      event: 'resource_set_quotas',
    })
  })
