/** Reads a tenant's limits and usage from its cloud: three calls, on a timer, after jobs and on demand. */
import { and, eq, like, notInArray, sum } from 'drizzle-orm'
import { db, transaction } from '../../db/client.ts'
import { adminCloud } from '../clouds.ts'
import { invariant } from '../errors.ts'
import { newUuid } from '../ids.ts'
import { noteChange } from '../live/changes.ts'
import { getStorageQuotas } from '../openstack/cinder/quotas.ts'
import type { CloudSession } from '../openstack/login.ts'
import { getNetworkQuotas } from '../openstack/neutron/quotas.ts'
import { getComputeQuotas } from '../openstack/nova/quotas.ts'
import { marketplaceResources } from '../resources/marketplace-resource/table.ts'
import { snapshots } from '../resources/snapshot/table.ts'
import { type TenantRow, tenants } from '../resources/tenant/table.ts'
import { volumes } from '../resources/volume/table.ts'
import { drifts } from '../sync/table.ts'
import { CINDER_NAMES, limitToMib, NEUTRON_NAMES, NOVA_NAMES, TYPE_QUOTA } from './names.ts'
import { applyQuotaPull, type PulledQuotas } from './reserve.ts'
import { quotas } from './table.ts'

/** What the three services say of a project, under the portal's names. @throws OpenStackError */
export const readQuotas = async (admin: CloudSession, projectId: string): Promise<PulledQuotas> => {
  const [compute, storage, network] = await Promise.all([
    getComputeQuotas(admin.nova, projectId),
    getStorageQuotas(admin.cinder, projectId),
    getNetworkQuotas(admin.neutron, projectId),
  ])
  const pulled: PulledQuotas = {}
  for (const [ours, theirs] of Object.entries(NOVA_NAMES))
    pulled[ours] = { limit: compute[theirs].limit, usage: compute[theirs].in_use }
  for (const [ours, theirs] of Object.entries(CINDER_NAMES))
    if (storage[theirs]) pulled[ours] = { limit: storage[theirs].limit, usage: storage[theirs].in_use }
  if (storage.gigabytes)
    pulled.storage = { limit: limitToMib(storage.gigabytes.limit), usage: limitToMib(storage.gigabytes.in_use) }
  for (const [name, { limit, in_use }] of Object.entries(storage))
    if (TYPE_QUOTA.test(name)) pulled[name] = { limit, usage: in_use }
  for (const [ours, theirs] of Object.entries(NEUTRON_NAMES))
    if (network[theirs]) pulled[ours] = { limit: network[theirs].limit, usage: network[theirs].used }
  return pulled
}

/** No service counts the size of volumes apart from that of snapshots: the rows do. */
const sizeOf = async (tenantUuid: string, name: string, table: typeof volumes | typeof snapshots) => {
  const [{ size }] = await db
    .select({ size: sum(table.sizeMib) })
    .from(table)
    // What is still being made stands in the reservations.
    .where(and(eq(table.tenantUuid, tenantUuid), notInArray(table.state, ['CREATION_SCHEDULED', 'CREATING'])))
  const [known] = await db
    .select({ limit: quotas.limit })
    .from(quotas)
    .where(and(eq(quotas.tenantUuid, tenantUuid), eq(quotas.name, name)))
  return { limit: known?.limit ?? -1, usage: Number(size ?? 0) }
}

const sizes = async (tenantUuid: string): Promise<PulledQuotas> => ({
  volumes_size: await sizeOf(tenantUuid, 'volumes_size', volumes),
  snapshots_size: await sizeOf(tenantUuid, 'snapshots_size', snapshots),
})

const subjectOf = (tenantUuid: string, name: string) => `${tenantUuid}/${name}`

/** Limits that somebody changed in the cloud become drift rows; those that agree again are resolved. */
const recordDrift = async (tenant: TenantRow, pulled: PulledQuotas): Promise<void> => {
  const now = new Date()
  const rows = await db.select().from(quotas).where(eq(quotas.tenantUuid, tenant.uuid))
  const open = await db
    .select()
    .from(drifts)
    .where(and(eq(drifts.kind, 'quota_limit'), like(drifts.subject, `${tenant.uuid}/%`)))
  for (const { name, portalLimit } of rows) {
    const cloudLimit = pulled[name]?.limit
    if (cloudLimit === undefined) continue
    const subject = subjectOf(tenant.uuid, name)
    const known = open.find((drift) => drift.subject === subject)
    if (portalLimit === null || portalLimit === cloudLimit) {
      if (known?.state !== 'new') continue
      await db.update(drifts).set({ state: 'resolved', lastSeenAt: now }).where(eq(drifts.uuid, known.uuid))
      await noteChange('foyer-drifts', 'updated', { uuid: known.uuid, tenantUuid: tenant.uuid })
      continue
    }
    const values = { portalValue: String(portalLimit), cloudValue: String(cloudLimit), lastSeenAt: now }
    const same = known?.portalValue === values.portalValue && known.cloudValue === values.cloudValue
    // One that staff chose to ignore stays so until the values move.
    const state = same && known.state === 'ignored' ? 'ignored' : 'new'
    const [drift] = await db
      .insert(drifts)
      .values({
        uuid: newUuid(),
        settingsUuid: tenant.settingsUuid,
        tenantUuid: tenant.uuid,
        kind: 'quota_limit',
        subject,
        firstSeenAt: now,
        ...values,
      })
      .onConflictDoUpdate({
        target: [drifts.settingsUuid, drifts.kind, drifts.subject],
        set: { ...values, state, ...(known?.state === 'resolved' && { firstSeenAt: now }) },
      })
      .returning()
    if (!same || known.state !== state)
      await noteChange('foyer-drifts', known ? 'updated' : 'created', { uuid: drift.uuid, tenantUuid: tenant.uuid })
  }
}

const COMPONENTS: Record<string, string> = { vcpu: 'cores', ram: 'ram', storage: 'storage' }

/** The commercial twin of the tenant shows what is used of its components. */
const recordUsage = async (tenantUuid: string, pulled: PulledQuotas): Promise<void> => {
  const usages: Record<string, number> = {}
  for (const [name, { usage }] of Object.entries(pulled))
    if (COMPONENTS[name] || TYPE_QUOTA.test(name)) usages[COMPONENTS[name] ?? name] = usage
  const twins = await db
    .update(marketplaceResources)
    .set({ currentUsages: usages })
    .where(eq(marketplaceResources.scopeUuid, tenantUuid))
    .returning()
  for (const twin of twins) await noteChange('marketplace-resources', 'updated', twin)
}

/**
 * Pulls all quotas of a tenant and writes what changed. `session` when the caller has one with its own hooks.
 * @returns how many quotas changed. @throws OpenStackError
 */
export const pullQuotas = async (tenantUuid: string, session?: CloudSession): Promise<number> => {
  const [tenant] = await db.select().from(tenants).where(eq(tenants.uuid, tenantUuid))
  invariant(tenant?.backendId, `tenant ${tenantUuid} has its project in the cloud`)
  const startedAt = new Date()
  const pulled = await readQuotas(session ?? (await adminCloud(tenant.settingsUuid)), tenant.backendId)
  return transaction(async () => {
    const all = { ...pulled, ...(await sizes(tenantUuid)) }
    const changed = await applyQuotaPull(tenantUuid, all, startedAt)
    await recordDrift(tenant, all)
    if (changed > 0) await recordUsage(tenantUuid, all)
    return changed
  })
}
