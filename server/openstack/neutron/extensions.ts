/** What this Neutron can do, and whether its agents live. Reference: Network API v2.0, "Extensions", "Networking agents", "Availability zones". */

import { z } from 'zod'
import type { Query, ServiceClient } from '../http.ts'

/** Aliases, for instance `l3-ha`, `rbac-policies`, `network-ip-availability`. */
export const listExtensions = async (neutron: ServiceClient): Promise<Set<string>> => {
  const answer = z.object({ extensions: z.array(z.object({ alias: z.string() })) })
  return new Set((await neutron.get('/extensions', answer)).extensions.map((extension) => extension.alias))
}

const NetworkAgent = z.object({
  id: z.string(),
  agent_type: z.string(),
  binary: z.string(),
  host: z.string(),
  alive: z.boolean(),
  admin_state_up: z.boolean(),
})
export type NetworkAgent = z.infer<typeof NetworkAgent>

/** Needs admin. */
export const listNetworkAgents = (neutron: ServiceClient, query: Query = {}) =>
  neutron.list('/agents', 'agents', NetworkAgent, { query })

const Zone = z.object({ name: z.string(), resource: z.string(), state: z.string() })
export type NetworkZone = z.infer<typeof Zone>

/** One entry per zone and kind (`network`, `router`). */
export const listNetworkZones = async (neutron: ServiceClient) =>
  (await neutron.get('/availability_zones', z.object({ availability_zones: z.array(Zone) }))).availability_zones
