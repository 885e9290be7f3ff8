/** The session's own project, as any member may see it. Reference: Compute API v2.1, "Limits". */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Limits = z.object({
  maxTotalInstances: z.int(),
  maxTotalCores: z.int(),
  maxTotalRAMSize: z.int(), // MiB
  maxTotalKeypairs: z.int(),
  maxServerGroups: z.int(),
  totalInstancesUsed: z.int(),
  totalCoresUsed: z.int(),
  totalRAMUsed: z.int(),
  totalServerGroupsUsed: z.int(),
})
export type ComputeAbsoluteLimits = z.infer<typeof Limits>

/** -1 is unlimited. */
export const getComputeLimits = async (nova: ServiceClient) =>
  (await nova.get('/limits', z.object({ limits: z.object({ absolute: Limits }) }))).limits.absolute
