/** Sets a project's limits in Nova, Cinder and Neutron. */
import { setStorageQuotas } from '../openstack/cinder/quotas.ts'
import type { CloudSession } from '../openstack/login.ts'
import { setNetworkQuotas } from '../openstack/neutron/quotas.ts'
import { setComputeQuotas } from '../openstack/nova/quotas.ts'
import { limitsByService } from './names.ts'
import type { QuotaDelta } from './reserve.ts'

/**
 * Twice is as good as once. `admin` is the provider's own session: project members may not set quotas.
 * @throws OpenStackError of the service that refuses, such as Nova's 400 for a limit below what is in use
 */
export const pushQuotas = async (admin: CloudSession, projectId: string, limits: QuotaDelta): Promise<void> => {
  const { nova, cinder, neutron } = limitsByService(limits)
  const isAny = (limits: object) => Object.keys(limits).length > 0
  // All three end before one that refused is told of: what they have set is what an undo takes back.
  const sent = await Promise.allSettled([
    isAny(nova) && setComputeQuotas(admin.nova, projectId, nova),
    isAny(cinder) && setStorageQuotas(admin.cinder, projectId, cinder),
    isAny(neutron) && setNetworkQuotas(admin.neutron, projectId, neutron),
  ])
  const refused = sent.find((one) => one.status === 'rejected')
  if (refused) throw refused.reason
}
