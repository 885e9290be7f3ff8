/** Nova flavors. Reference: Compute API v2.1, "Flavors". */

import { z } from 'zod'
import type { Query, ServiceClient } from '../http.ts'

const Flavor = z.object({
  id: z.string(), // free text of the operator, not a UUID
  name: z.string(),
  vcpus: z.int(),
  ram: z.int(), // MiB
  disk: z.int(), // GiB
  'OS-FLV-EXT-DATA:ephemeral': z.int(), // GiB
  'OS-FLV-DISABLED:disabled': z.boolean().default(false),
  'os-flavor-access:is_public': z.boolean(),
  description: z.string().nullish(),
  extra_specs: z.record(z.string(), z.string()).default({}), // 2.61, where policy shows them
})
export type Flavor = z.infer<typeof Flavor>

/** Public and private ones. An admin sees all, others those that their project may use. */
export const listFlavors = (nova: ServiceClient, query: Query = { is_public: 'None' }) =>
  nova.list('/flavors/detail', 'flavors', Flavor, { query })

export const getFlavor = async (nova: ServiceClient, id: string) =>
  (await nova.get(['flavors', id], z.object({ flavor: Flavor }))).flavor

/** The projects that may use a private flavor. @throws OpenStackError 404 of a public one */
export const listFlavorProjects = async (nova: ServiceClient, id: string): Promise<string[]> => {
  const answer = z.object({ flavor_access: z.array(z.object({ tenant_id: z.string() })) })
  return (await nova.get(['flavors', id, 'os-flavor-access'], answer)).flavor_access.map((access) => access.tenant_id)
}
