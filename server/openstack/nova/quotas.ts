/** Nova quotas of a project. Reference: Compute API v2.1, "Quota sets". */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Usage = z.object({ limit: z.int(), in_use: z.int(), reserved: z.int() })
export type ComputeUsage = z.infer<typeof Usage>

const ComputeQuotas = z.object({
  cores: Usage,
  ram: Usage,
  instances: Usage,
  key_pairs: Usage,
  server_groups: Usage,
  server_group_members: Usage,
})
/** `ram` in MiB. -1 is unlimited. `key_pairs.in_use` is always 0: Nova counts those per user. */
export type ComputeQuotas = z.infer<typeof ComputeQuotas>

export type ComputeLimits = Partial<Record<keyof ComputeQuotas, number>>

/** Nova knows no projects: an unknown id gets the defaults, not 404. */
export const getComputeQuotas = async (nova: ServiceClient, projectId: string) =>
  (await nova.get(['os-quota-sets', projectId, 'detail'], z.object({ quota_set: ComputeQuotas }))).quota_set

/** @throws OpenStackError 400 if a limit is below what is in use, unless `force`; 400 if Keystone does not know the project */
export const setComputeQuotas = (
  nova: ServiceClient,
  projectId: string,
  limits: ComputeLimits,
  force = false,
): Promise<void> =>
  nova.put(['os-quota-sets', projectId], undefined, {
    body: { quota_set: { ...limits, ...(force && { force }) } },
    safe: true,
  })

/** Back to the cloud's defaults; also what a deleted project's rows need. */
export const resetComputeQuotas = (nova: ServiceClient, projectId: string) => nova.delete(['os-quota-sets', projectId])
