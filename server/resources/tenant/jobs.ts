/** Work on a tenant that is there: renaming, reading it anew, its user's password. */
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { db } from '../../../db/client.ts'
import { Again, jobFor } from '../../jobs/define.ts'
import { QUOTA_PULL_JOB } from '../../jobs/quota-pull.ts'
import { makePrivateOfferings, renamePrivateOfferings } from '../../marketplace/private-offerings.ts'
import { getProject, updateProject } from '../../openstack/keystone/projects.ts'
import { updateUser } from '../../openstack/keystone/users.ts'
import { PROPERTY_PULLS, type PropertyGroup, pullProperties } from '../../properties/pull.ts'
import { pullQuotas } from '../../quotas/pull.ts'
import { reservations } from '../../quotas/table.ts'
import { decrypt } from '../../secrets.ts'
import { getSetting } from '../../settings/settings.ts'
import { orMissing } from '../base/neutron.ts'
import { createTenantJob } from './create-job.ts'
import { deleteTenantJob } from './delete-job.ts'
import { setQuotasJob } from './set-quotas.ts'
import { type TenantRow, tenants } from './table.ts'

const job = jobFor(tenants)

const textOf = z.object({
  name: z.string(),
  description: z.string(),
  before: z.object({ name: z.string(), description: z.string() }),
})

/** Puts name and description of the portal's row into Keystone; a refusal puts the row's old ones back. */
export const updateTenantJob = job({
  name: 'tenant.update',
  kind: 'update',
  params: textOf,
  steps: [
    {
      name: 'update_project',
      when: ({ row }) => row.backendId !== '',
      run: async ({ admin, row, params: { name, description } }) => {
        await updateProject((await admin()).keystone, row.backendId, { name, description })
      },
    },
  ],
  onDone: async ({ row, params: { name, description } }) => {
    // A retried change writes its text again: the failure had put the old one back.
    await db.update(tenants).set({ name, description }).where(eq(tenants.uuid, row.uuid))
    await renamePrivateOfferings(row.uuid, name)
  },
  onFailed: async ({ row, params: { before } }) => {
    await db.update(tenants).set(before).where(eq(tenants.uuid, row.uuid))
  },
})

/** Name and description as Keystone has them, quotas, and what the provider offers. */
export const pullTenantJob = job({
  name: 'tenant.pull',
  kind: 'pull',
  steps: [
    {
      name: 'pull_project',
      run: async ({ admin, row, save }) => {
        const project = await orMissing(getProject((await admin()).keystone, row.backendId))
        const patch: Partial<TenantRow> = { confirmedAt: new Date() }
        if (project.name !== row.name) patch.name = project.name
        if ((project.description ?? '') !== row.description) patch.description = project.description ?? ''
        await save(patch)
      },
    },
    {
      name: 'pull_quotas',
      run: async ({ admin, row }) => {
        await pullQuotas(row.uuid, await admin())
      },
    },
    {
      name: 'pull_properties',
      run: async ({ admin, row }) => {
        await pullProperties(row.settingsUuid, undefined, await admin())
      },
    },
  ],
  onDone: async ({ row }) => {
    await renamePrivateOfferings(row.uuid, row.name)
    // Heals a tenant whose offerings were lost.
    if (await getSetting('AUTOMATICALLY_CREATE_PRIVATE_OFFERING')) await makePrivateOfferings(row)
  },
})

/** Asked for by people. The tenant stays as it is: nothing of it changes but numbers. */
export const pullQuotasJob = job({
  name: 'tenant.pull_quotas',
  kind: 'task',
  steps: [
    {
      name: 'pull_quotas',
      run: async ({ admin, row }) => {
        await pullQuotas(row.uuid, await admin())
      },
    },
  ],
})

/** Looks before a pull no longer waits for other work in the tenant. */
const PATIENCE = 30

/** Work whose objects the cloud may count already while their room is still reserved. */
const isMoving = async (tenantUuid: string): Promise<boolean> => {
  const live = await db
    .select({ name: reservations.name })
    .from(reservations)
    .where(and(eq(reservations.tenantUuid, tenantUuid), isNull(reservations.endedAt)))
    .limit(1)
  return live.length > 0
}

/** Asked for by the jobs that moved quotas. Waits a while for others in the tenant, so that nothing is shown twice. */
export const pullQuotasQuietlyJob = job({
  name: QUOTA_PULL_JOB,
  kind: 'task',
  steps: [
    {
      name: 'pull_quotas',
      run: async ({ admin, row, recall, remember }) => {
        const looks = recall<number>('looks') ?? 0
        if (looks < PATIENCE && (await isMoving(row.uuid))) {
          await remember('looks', looks + 1)
          throw new Again(1)
        }
        await pullQuotas(row.uuid, await admin())
      },
    },
  ],
})

const groups = z.object({ groups: z.array(z.enum(Object.keys(PROPERTY_PULLS) as [PropertyGroup, ...PropertyGroup[]])) })
export const pullPropertiesJob = job({
  name: 'tenant.pull_properties',
  kind: 'task',
  params: groups,
  steps: [
    {
      name: 'pull_properties',
      run: async ({ admin, row, params }) => {
        await pullProperties(row.settingsUuid, params.groups, await admin())
      },
    },
  ],
})

/** `sealed` is the new password, encrypted: parameters of jobs are shown to people. */
export const changePasswordJob = job({
  name: 'tenant.change_password',
  kind: 'update',
  params: z.object({ sealed: z.string() }),
  steps: [
    {
      name: 'change_password',
      run: async ({ admin, row, params }) => {
        await updateUser((await admin()).keystone, row.userBackendId, { password: decrypt(params.sealed) })
      },
    },
    {
      // Keystone revokes by whole seconds: what signs in within the same second is void at once.
      name: 'wait_for_sign_in',
      run: async ({ recall, remember }) => {
        const changedAtMs = recall<number>('changed') ?? Date.now()
        if (recall('changed') === undefined) await remember('changed', changedAtMs)
        if (Date.now() - changedAtMs < 1000) throw new Again(1)
      },
    },
  ],
  onDone: async ({ row, params }) => {
    await db.update(tenants).set({ userPassword: params.sealed }).where(eq(tenants.uuid, row.uuid))
  },
})

export const tenantJobs = [
  createTenantJob,
  deleteTenantJob,
  updateTenantJob,
  pullTenantJob,
  setQuotasJob,
  pullQuotasJob,
  pullQuotasQuietlyJob,
  pullPropertiesJob,
  changePasswordJob,
]
