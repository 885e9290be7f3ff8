/** Health and capacity of Cinder, for staff. Reference: Block Storage API v3, "Services" and "Back-end storage pools". Needs admin. */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Service = z.object({
  binary: z.string(),
  host: z.string(),
  zone: z.string(),
  status: z.string(),
  state: z.string(),
  updated_at: z.string().nullish(),
  disabled_reason: z.string().nullish(),
})
export type StorageService = z.infer<typeof Service>

export const listStorageServices = async (cinder: ServiceClient) =>
  (await cinder.get('/os-services', z.object({ services: z.array(Service) }))).services

// Drivers that cannot tell send 'infinite' or 'unknown'.
const Capacity = z.union([z.number(), z.string()]).optional()
const Pool = z.object({
  name: z.string(),
  capabilities: z.object({
    volume_backend_name: z.string().nullish(),
    total_capacity_gb: Capacity,
    free_capacity_gb: Capacity,
  }),
})
export type StoragePool = z.infer<typeof Pool>

/** GiB. */
export const listStoragePools = async (cinder: ServiceClient) =>
  (await cinder.get('/scheduler-stats/get_pools', z.object({ pools: z.array(Pool) }), { query: { detail: 'true' } }))
    .pools
