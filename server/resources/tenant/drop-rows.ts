/** The rows of a tenant that is no more. Runs inside a transaction. */
import { and, eq, inArray, ne } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { AnyTable } from '../../api/define.ts'
import { noteChange } from '../../live/changes.ts'
import { noteResource } from '../../marketplace/flow.ts'
import { quotas, reservations } from '../../quotas/table.ts'
import { drifts } from '../../sync/table.ts'
import { propertyTenants } from '../base/properties.ts'
import { floatingIps } from '../floating-ip/table.ts'
import { instanceSecurityGroups, instances } from '../instance/table.ts'
import { marketplaceResources } from '../marketplace-resource/table.ts'
import { networks } from '../network/table.ts'
import { portSecurityGroups, ports } from '../port/table.ts'
import { routers } from '../router/table.ts'
import { securityGroupRules, securityGroups } from '../security-group/table.ts'
import { snapshots } from '../snapshot/table.ts'
import { subnets } from '../subnet/table.ts'
import { volumes } from '../volume/table.ts'

const CHILDREN: readonly [AnyTable, string][] = [
  [floatingIps, 'openstack-floating-ips'],
  [instances, 'openstack-instances'],
  [snapshots, 'openstack-snapshots'],
  [volumes, 'openstack-volumes'],
  [ports, 'openstack-ports'],
  [routers, 'openstack-routers'],
  [subnets, 'openstack-subnets'],
  [networks, 'openstack-networks'],
  [securityGroups, 'openstack-security-groups'],
]

/** Everything but the tenant's own row. What was sold in it is marked as terminated. */
export const dropTenantRows = async (tenantUuid: string): Promise<void> => {
  const groups = db
    .select({ uuid: securityGroups.uuid })
    .from(securityGroups)
    .where(eq(securityGroups.tenantUuid, tenantUuid))
  await db.delete(securityGroupRules).where(inArray(securityGroupRules.securityGroupUuid, groups))
  await db.delete(instanceSecurityGroups).where(inArray(instanceSecurityGroups.securityGroupUuid, groups))
  await db.delete(portSecurityGroups).where(inArray(portSecurityGroups.securityGroupUuid, groups))
  for (const [table, path] of CHILDREN) {
    const gone = (await db.delete(table).where(eq(table.tenantUuid, tenantUuid)).returning()) as {
      uuid: string
      tenantUuid: string
      projectUuid: string
      customerUuid: string
    }[]
    for (const row of gone) await noteChange(path, 'deleted', row)
    const uuids = gone.map(({ uuid }) => uuid)
    for (let i = 0; i < uuids.length; i += 500) {
      const sold = await db
        .update(marketplaceResources)
        .set({ state: 'Terminated', modifiedAt: new Date() })
        .where(
          and(
            inArray(marketplaceResources.scopeUuid, uuids.slice(i, i + 500)),
            ne(marketplaceResources.state, 'Terminated'),
          ),
        )
        .returning()
      for (const resource of sold) await noteResource(resource)
    }
  }
  await db.delete(propertyTenants).where(eq(propertyTenants.tenantUuid, tenantUuid))
  await db.delete(reservations).where(eq(reservations.tenantUuid, tenantUuid))
  await db.delete(quotas).where(eq(quotas.tenantUuid, tenantUuid))
  await db.delete(drifts).where(eq(drifts.tenantUuid, tenantUuid))
}
