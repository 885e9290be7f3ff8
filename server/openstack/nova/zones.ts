/** Availability zones of Nova. Reference: Compute API v2.1, "Availability zones". */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Zone = z.object({ zoneName: z.string(), zoneState: z.object({ available: z.boolean() }) })
export type ComputeZone = z.infer<typeof Zone>

/** Short enough that Nova does not page it. */
export const listComputeZones = async (nova: ServiceClient) =>
  (await nova.get('/os-availability-zone', z.object({ availabilityZoneInfo: z.array(Zone) }))).availabilityZoneInfo
