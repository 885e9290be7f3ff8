/** Rows of Neutron: making and changing them, who sees which, quotas. */
import { isoSeconds } from '../clock.ts'
import { type Cloud, ofProject } from '../cloud.ts'
import type { Ctx } from '../http.ts'
import { uuid } from '../ids.ts'
import type { Limits, Network } from '../rows.ts'
import { neutronError } from './lists.ts'

export const newRow = (cloud: Cloud, projectId: string, given: { name?: string; description?: string }) => ({
  id: uuid(),
  name: given.name ?? '',
  project_id: projectId,
  description: given.description ?? '',
  tags: [] as string[],
  createdAtMs: cloud.now(),
  updatedAtMs: cloud.now(),
  revision: 0,
})

export function touch(cloud: Cloud, row: { updatedAtMs: number; revision: number }): void {
  row.updatedAtMs = cloud.now()
  row.revision++
}

/** The fields that every resource ends with. */
export const commonView = (row: ReturnType<typeof newRow>) => ({
  description: row.description,
  tags: row.tags,
  created_at: isoSeconds(row.createdAtMs),
  updated_at: isoSeconds(row.updatedAtMs),
  revision_number: row.revision,
  project_id: row.project_id,
})

export const mine = (ctx: Ctx, row: { project_id: string }): boolean =>
  ctx.identity.isAdmin || row.project_id === ctx.identity.projectId

/** `access_as_shared` or `access_as_external` granted to the project. */
export function granted(cloud: Cloud, networkId: string, projectId: string, action: string): boolean {
  for (const policy of cloud.state.rbacPolicies.values())
    if (
      policy.object_type === 'network' &&
      policy.object_id === networkId &&
      policy.action === action &&
      (policy.target_tenant === '*' || policy.target_tenant === projectId)
    )
      return true
  return false
}

export const isShared = (ctx: Ctx, row: Network): boolean =>
  row.shared || granted(ctx.cloud, row.id, ctx.identity.projectId, 'access_as_shared')
export const isExternal = (ctx: Ctx, row: Network): boolean =>
  row.external || granted(ctx.cloud, row.id, ctx.identity.projectId, 'access_as_external')

export const QUOTA_DEFAULTS: Limits = {
  network: 100,
  subnet: 100,
  subnetpool: -1,
  port: 500,
  router: 10,
  floatingip: 50,
  rbac_policy: 10,
  security_group: 10,
  security_group_rule: 100,
}

export const limitsOf = (cloud: Cloud, projectId: string): Limits => ({
  ...QUOTA_DEFAULTS,
  ...cloud.state.neutronQuotas.get(projectId),
})

export function usedOf(cloud: Cloud, projectId: string, name: string): number {
  const { state } = cloud
  const tables: Record<string, Map<string, { project_id: string }>> = {
    network: state.networks,
    subnet: state.subnets,
    port: state.ports,
    router: state.routers,
    floatingip: state.floatingIps,
    rbac_policy: state.rbacPolicies,
    security_group: state.securityGroups,
    security_group_rule: state.securityGroupRules,
  }
  return tables[name] ? ofProject(tables[name], projectId).length : 0
}

/** @throws Refusal 409 OverQuota */
export function reserve(cloud: Cloud, projectId: string, name: string, count = 1): void {
  const limit = limitsOf(cloud, projectId)[name]
  if (limit >= 0 && usedOf(cloud, projectId, name) + count > limit)
    throw neutronError(409, 'OverQuota', `Quota exceeded for resources: ['${name}'].`)
}
