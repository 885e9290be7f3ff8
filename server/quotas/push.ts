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
  if (Object.keys(nova).length > 0) await setComputeQuotas(admin.nova, projectId, nova)
  if (Object.keys(cinder).length > 0) await setStorageQuotas(admin.cinder, projectId, cinder)
  if (Object.keys(neutron).length > 0) await setNetworkQuotas(admin.neutron, projectId, neutron)
}
