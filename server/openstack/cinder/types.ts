/** Cinder volume types. Reference: Block Storage API v3, "Volume types (types)". */

import { z } from 'zod'
import type { Query, ServiceClient } from '../http.ts'

const VolumeType = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  is_public: z.boolean(),
  extra_specs: z.record(z.string(), z.string()).default({}), // some or none of them for non-admins
})
export type VolumeType = z.infer<typeof VolumeType>

/** Public and private ones. An admin sees all, others those that their project may use. */
export const listVolumeTypes = (cinder: ServiceClient, query: Query = { is_public: 'None' }) =>
  cinder.list('/types', 'volume_types', VolumeType, { query })

/** The one that a volume without a type gets. @throws OpenStackError 404 if the cloud has none */
export const getDefaultVolumeType = async (cinder: ServiceClient) =>
  (await cinder.get('/types/default', z.object({ volume_type: VolumeType }))).volume_type

/** The projects that may use a private type. @throws OpenStackError 404 of a public one */
export const listVolumeTypeProjects = async (cinder: ServiceClient, id: string): Promise<string[]> => {
  const answer = z.object({ volume_type_access: z.array(z.object({ project_id: z.string() })) })
  return (await cinder.get(['types', id, 'os-volume-type-access'], answer)).volume_type_access.map(
    (access) => access.project_id,
  )
}
