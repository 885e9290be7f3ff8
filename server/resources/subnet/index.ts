/** Subnets, one per network. Source: contract 4.8. */
import { sql } from 'drizzle-orm'
import { defineResource } from '../../api/define.ts'
import { boolean, integer, linkOrUuid, uuidOf } from '../../api/filters.ts'
import { nothing, visibleByScope } from '../../identity/visible.ts'
import { scopeOfChild } from '../base/children.ts'
import { commonFilters, commonOrderings, tenantFilters } from '../base/filters.ts'
import { networks } from '../network/table.ts'
import { destroySubnetAction, subnetActions, updateSubnetAction } from './actions.ts'
import { createSubnetRoute } from './create.ts'
import { subnetJobs } from './jobs.ts'
import { presentSubnets, subnetSchema } from './schema.ts'
import { subnetSync } from './sync.ts'
import { subnets } from './table.ts'

export { networkSubnetActions } from './create.ts'

const networkName = sql`(select ${networks.name} from ${networks} where ${networks.uuid} = ${subnets.networkUuid})`

export const subnetResource = defineResource({
  path: 'openstack-subnets',
  model: 'SubNet',
  resourceType: 'OpenStack.SubNet',
  summary: 'Subnets',
  table: subnets,
  schema: subnetSchema,
  visible: (actor) => visibleByScope(actor, subnets),
  present: presentSubnets,
  scopeOf: scopeOfChild,
  list: true,
  retrieve: true,
  update: updateSubnetAction,
  destroy: destroySubnetAction,
  filters: {
    ...commonFilters(subnets),
    ...tenantFilters(subnets),
    network: linkOrUuid(subnets.networkUuid, 'Network.'),
    network_uuid: uuidOf(subnets.networkUuid, 'Network.'),
    ip_version: integer(subnets.ipVersion, '4 or 6.'),
    enable_dhcp: boolean(subnets.enableDhcp),
    direct_only: boolean(() => undefined, "Only the tenant's own subnets."),
    rbac_only: boolean((only) => (only ? nothing() : undefined), 'Only subnets of networks shared to the tenant.'),
  },
  orderings: commonOrderings(subnets),
  defaultOrder: [networkName, subnets.name],
  actions: subnetActions,
  routes: [createSubnetRoute],
  jobs: subnetJobs,
  sync: subnetSync,
})
