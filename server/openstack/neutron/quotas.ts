/** Neutron quotas of a project. Reference: Network API v2.0, "Quotas extension" and "Quota details". */

import { z } from 'zod'
import type { ServiceClient } from '../http.ts'

const Usage = z.object({ limit: z.int(), used: z.int(), reserved: z.int() })
export type NetworkUsage = z.infer<typeof Usage>

/** By name: `network`, `subnet`, `port`, `router`, `floatingip`, `security_group`, `security_group_rule`, `rbac_policy`, … -1 is unlimited. */
export type NetworkQuotas = Record<string, NetworkUsage>

export const getNetworkQuotas = async (neutron: ServiceClient, projectId: string): Promise<NetworkQuotas> =>
  (await neutron.get(['quotas', projectId, 'details'], z.object({ quota: z.record(z.string(), Usage) }))).quota

/** Limits by name. Neutron takes limits below what is in use. @throws OpenStackError 400 for a name it does not know */
export const setNetworkQuotas = (
  neutron: ServiceClient,
  projectId: string,
  limits: Record<string, number>,
): Promise<void> => neutron.put(['quotas', projectId], undefined, { body: { quota: limits }, safe: true })

/** Back to the cloud's defaults. @throws OpenStackError 404 if the project has none of its own */
export const resetNetworkQuotas = (neutron: ServiceClient, projectId: string) => neutron.delete(['quotas', projectId])
