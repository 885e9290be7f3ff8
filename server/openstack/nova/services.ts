/** Health and capacity of Nova, for staff. Reference: Compute API v2.1, "Compute services" and "Hypervisors". Needs admin. */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Service = z.object({
  binary: z.string(),
  host: z.string(),
  zone: z.string(),
  status: z.string(), // enabled or disabled
  state: z.string(), // up or down
  updated_at: z.string().nullish(),
  disabled_reason: z.string().nullish(),
})
export type ComputeService = z.infer<typeof Service>

export const listComputeServices = async (nova: ServiceClient) =>
  (await nova.get('/os-services', z.object({ services: z.array(Service) }))).services

const Statistics = z.object({
  count: z.int(),
  vcpus: z.int(),
  vcpus_used: z.int(),
  memory_mb: z.int(), // MiB, without the cloud's overcommit
  memory_mb_used: z.int(),
  local_gb: z.int(), // GiB; shared storage is counted once per hypervisor
  local_gb_used: z.int(),
  running_vms: z.int(),
})
export type HypervisorStatistics = z.infer<typeof Statistics>

/** The sum over all hypervisors that are not disabled. 2.88 moved these figures to Placement, hence the older version. */
export const getHypervisorStatistics = async (nova: ServiceClient) =>
  (
    await nova.get('/os-hypervisors/statistics', z.object({ hypervisor_statistics: Statistics }), {
      microversion: '2.87',
    })
  ).hypervisor_statistics
