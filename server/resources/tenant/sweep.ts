/** What OpenStack keeps for a project beside its objects, and does not remove with the project itself. */
import { resetStorageQuotas } from '../../openstack/cinder/quotas.ts'
import { collect } from '../../openstack/http.ts'
import type { CloudSession } from '../../openstack/login.ts'
import { resetNetworkQuotas } from '../../openstack/neutron/quotas.ts'
import { deleteSecurityGroup, listSecurityGroups } from '../../openstack/neutron/securitygroups.ts'
import { resetComputeQuotas } from '../../openstack/nova/quotas.ts'
import { tolerateGone } from '../base/neutron.ts'

/**
 * All groups of a project, `default` included. The very list makes a missing `default` anew (neutron/db/securitygroups_db.py,
 * _ensure_default_security_group), so nothing of Neutron's may be listed for the project afterwards.
 */
export const removeAllGroups = async ({ neutron }: CloudSession, projectId: string): Promise<void> => {
  const groups = await collect(listSecurityGroups(neutron, { project_id: projectId }))
  for (const group of groups) await tolerateGone(deleteSecurityGroup(neutron, group.id))
}

/** The limits set for the project in the three services. */
export const resetQuotas = async ({ nova, cinder, neutron }: CloudSession, projectId: string): Promise<void> => {
  await tolerateGone(resetComputeQuotas(nova, projectId))
  await tolerateGone(resetStorageQuotas(cinder, projectId))
  await tolerateGone(resetNetworkQuotas(neutron, projectId))
}
