/** Neutron RBAC policies. Reference: Network API v2.0, "RBAC Policies". */

import { z } from 'zod'
import type { Query, ServiceClient } from '../http.ts'

const RbacPolicy = z.object({
  id: z.string(),
  project_id: z.string(), // who shares
  object_type: z.string(), // network, security_group, …
  object_id: z.string(),
  action: z.string(), // access_as_shared, access_as_external
  target_tenant: z.string(), // whom with, '*' for everybody; renamed target_project in the SDKs only
})
export type RbacPolicy = z.infer<typeof RbacPolicy>

/** Query: `object_type`, `object_id`, `action`, `target_tenant`. An external network shows as a policy with target `*`. */
export const listRbacPolicies = (neutron: ServiceClient, query: Query = {}) =>
  neutron.list('/rbac-policies', 'rbac_policies', RbacPolicy, { query })

export type NewRbacPolicy = {
  object_type: 'network'
  object_id: string
  action: 'access_as_shared' | 'access_as_external'
  target_tenant: string
}

/** @throws OpenStackError 409 for a twin: the triple of object, action and target is unique */
export const createRbacPolicy = async (neutron: ServiceClient, policy: NewRbacPolicy) =>
  (await neutron.post('/rbac-policies', z.object({ rbac_policy: RbacPolicy }), { body: { rbac_policy: policy } }))
    .rbac_policy

/** @throws OpenStackError 409 `RbacPolicyInUse` while the target has ports on it */
export const deleteRbacPolicy = (neutron: ServiceClient, id: string) => neutron.delete(['rbac-policies', id])
