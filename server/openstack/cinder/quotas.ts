/** Cinder quotas of a project. Reference: Block Storage API v3, "Quota sets extension". */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Usage = z.object({ limit: z.int(), in_use: z.int(), reserved: z.int() })
export type StorageUsage = z.infer<typeof Usage>

const Quotas = z.object({ id: z.string().optional() }).catchall(z.union([Usage, z.string()]))

/**
 * By name: `volumes`, `gigabytes` (GiB), `snapshots`, `backups`, `backup_gigabytes`, `groups`, `per_volume_gigabytes`,
 * and for each type `volumes_<type>`, `gigabytes_<type>`, `snapshots_<type>`. -1 is unlimited. Snapshots count in gigabytes.
 */
export type StorageQuotas = Record<string, StorageUsage>

export async function getStorageQuotas(cinder: ServiceClient, projectId: string): Promise<StorageQuotas> {
  const answer = z.object({ quota_set: Quotas })
  const { quota_set } = await cinder.get(['os-quota-sets', projectId], answer, { query: { usage: 'true' } })
  return Object.fromEntries(
    Object.entries(quota_set).filter((entry): entry is [string, StorageUsage] => typeof entry[1] === 'object'),
  )
}

/** Limits by name. Cinder takes limits below what is in use. */
export const setStorageQuotas = (
  cinder: ServiceClient,
  projectId: string,
  limits: Record<string, number>,
): Promise<void> => cinder.put(['os-quota-sets', projectId], undefined, { body: { quota_set: limits }, safe: true })

/** Back to the cloud's defaults. */
export const resetStorageQuotas = (cinder: ServiceClient, projectId: string) =>
  cinder.delete(['os-quota-sets', projectId])
