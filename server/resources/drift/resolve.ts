/** What is done about a difference, and written down with who decided. */
import { and, eq } from 'drizzle-orm'
import { db, transaction } from '../../../db/client.ts'
import type { Actor, AnyResource } from '../../api/define.ts'
import { adminCloud } from '../../clouds.ts'
import { conflict, invariant } from '../../errors.ts'
import { recordEvent } from '../../events/record.ts'
import { noteChange } from '../../live/changes.ts'
import { pullQuotas } from '../../quotas/pull.ts'
import { pushQuotas } from '../../quotas/push.ts'
import { quotas } from '../../quotas/table.ts'
import { noteDrift } from '../../sync/drift.ts'
import type { SyncRow } from '../../sync/reconcile.ts'
import { isGoneFromCloud, removeRow } from '../../sync/removal.ts'
import { type DriftRow, drifts } from '../../sync/table.ts'
import { authorOf } from '../base/actions.ts'
import { tenants } from '../tenant/table.ts'

/** @throws ApiError 409 when somebody was faster. In a transaction. */
const settle = async (drift: DriftRow, actor: Actor, state: 'resolved' | 'ignored') => {
  const [settled] = await db
    .update(drifts)
    .set({ state, resolvedBy: actor.username })
    .where(and(eq(drifts.uuid, drift.uuid), eq(drifts.state, drift.state)))
    .returning({ uuid: drifts.uuid })
  if (!settled) throw conflict('Somebody has decided meanwhile.')
  await noteDrift(drift)
}

const quotaOf = async (drift: DriftRow) => {
  const name = drift.subject.slice(drift.subject.indexOf('/') + 1)
  const tenantUuid = drift.tenantUuid ?? ''
  const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, tenantUuid))
  const [quota] = await db
    .select()
    .from(quotas)
    .where(and(eq(quotas.tenantUuid, tenantUuid), eq(quotas.name, name)))
  if (!tenant || !quota) throw conflict('The tenant is gone.')
  return { tenant, quota }
}

const tellLimit = (
  { tenant, quota }: Awaited<ReturnType<typeof quotaOf>>,
  actor: Actor,
  decision: 'adopt' | 'push',
  limits: { old_limit: number | null; limit: number | null },
) =>
  recordEvent({
    type: 'openstack_tenant_quota_limit_updated',
    message: `The ${quota.name} quota limit of ${tenant.name} has been updated from ${limits.old_limit} to ${limits.limit}.`,
    author: authorOf(actor),
    about: { ...tenant, type: 'openstack-tenants' },
    context: { quota_name: quota.name, ...limits, decision },
  })

export const adoptQuota = (drift: DriftRow, actor: Actor): Promise<void> =>
  transaction(async () => {
    const found = await quotaOf(drift)
    const { quota } = found
    await db
      .update(quotas)
      .set({ portalLimit: quota.limit, modifiedAt: new Date() })
      .where(and(eq(quotas.tenantUuid, quota.tenantUuid), eq(quotas.name, quota.name)))
    await noteChange('openstack-tenants', 'updated', found.tenant)
    await settle(drift, actor, 'resolved')
    await tellLimit(found, actor, 'adopt', { old_limit: quota.portalLimit, limit: quota.limit })
  })

/** @throws OpenStackError when the cloud refuses the limit, such as one below what is in use */
export const pushQuota = async (drift: DriftRow, actor: Actor): Promise<void> => {
  const found = await quotaOf(drift)
  const { quota, tenant } = found
  invariant(quota.portalLimit !== null, 'a drift of a quota has a limit of the portal')
  const admin = await adminCloud(tenant.settingsUuid)
  await pushQuotas(admin, tenant.backendId, { [quota.name]: quota.portalLimit })
  await transaction(async () => {
    await settle(drift, actor, 'resolved')
    await tellLimit(found, actor, 'push', { old_limit: quota.limit, limit: quota.portalLimit })
  })
  // The second look: a limit that the cloud rounded or ignored shows as drift again.
  await pullQuotas(tenant.uuid, admin)
}

/** @throws ApiError 409 while the cloud still knows the object, or somebody works on it */
export const forgetObject = async (
  drift: DriftRow,
  def: AnyResource | undefined,
  uuid: string,
  actor: Actor,
): Promise<void> => {
  invariant(def?.sync, `${drift.subject} is of a type that sync knows`)
  const [row] = (await db.select().from(def.table).where(eq(def.table.uuid, uuid))) as SyncRow[]
  if (row) {
    const session = await adminCloud(row.settingsUuid)
    if (!(await isGoneFromCloud(def.sync, session, row.backendId))) throw conflict('The cloud still knows the object.')
    if (!(await removeRow(def, def.sync, row, authorOf(actor)))) throw conflict('Somebody works on the object.')
  }
  await transaction(() => settle(drift, actor, 'resolved'))
}

export const ignoreDrift = (drift: DriftRow, actor: Actor): Promise<void> =>
  transaction(() => settle(drift, actor, 'ignored'))
