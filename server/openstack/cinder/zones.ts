/** Availability zones of Cinder. Reference: Block Storage API v3, "Availability zones". */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Zone = z.object({ zoneName: z.string(), zoneState: z.object({ available: z.boolean() }) })
export type StorageZone = z.infer<typeof Zone>

export const listStorageZones = async (cinder: ServiceClient) =>
  (await cinder.get('/os-availability-zone', z.object({ availabilityZoneInfo: z.array(Zone) }))).availabilityZoneInfo
