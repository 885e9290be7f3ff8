/** Networks of tenants. Source: contract 4.8. */
import { defineResource } from '../../api/define.ts'
import { boolean, exact } from '../../api/filters.ts'
import { nothing, visibleByScope } from '../../identity/visible.ts'
import { scopeOfChild } from '../base/children.ts'
import { commonFilters, commonOrderings, tenantFilters } from '../base/filters.ts'
import { destroyNetworkAction, networkActions, updateNetworkAction } from './actions.ts'
import { createNetworkRoute } from './create.ts'
import { networkJobs } from './jobs.ts'
import { networkSchema, presentNetworks } from './schema.ts'
import { networkSync } from './sync.ts'
import { networks } from './table.ts'

export { tenantNetworkActions } from './create.ts'

export const networkResource = defineResource({
  path: 'openstack-networks',
  model: 'Network',
  resourceType: 'OpenStack.Network',
  summary: 'Networks',
  table: networks,
  schema: networkSchema,
  visible: (actor) => visibleByScope(actor, networks),
  present: presentNetworks,
  scopeOf: scopeOfChild,
  list: true,
  retrieve: true,
  update: updateNetworkAction,
  destroy: destroyNetworkAction,
  filters: {
    ...commonFilters(networks),
    ...tenantFilters(networks),
    type: exact(networks.type, 'Neutron network type.'),
    is_external: boolean(networks.isExternal),
    direct_only: boolean(() => undefined, "Only the tenant's own networks."),
    rbac_only: boolean((only) => (only ? nothing() : undefined), 'Only networks shared to the tenant.'),
  },
  orderings: commonOrderings(networks),
  defaultOrder: [networks.name],
  actions: networkActions,
  routes: [createNetworkRoute],
  jobs: networkJobs,
  sync: networkSync,
})
