/** Tenants: projects of a provider's OpenStack. Source: contract 4.1, 4.2. */
import { defineResource } from '../../api/define.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { commonFilters, commonOrderings } from '../base/filters.ts'
import { destroyTenant, tenantActions, updateTenant } from './actions.ts'
import { tenantJobs } from './jobs.ts'
import { presentTenants, tenantSchema } from './schema.ts'
import { scopeOfTenant } from './scope.ts'
import { tenants } from './table.ts'
import { orderTenantRoute } from './terminate.ts'

/** Types that live in a tenant add their own actions below it where the registry puts the types together. */
export const tenantResource = defineResource({
  path: 'openstack-tenants',
  model: 'Tenant',
  resourceType: 'OpenStack.Tenant',
  summary: 'Tenants',
  table: tenants,
  schema: tenantSchema,
  visible: (actor) => visibleByScope(actor, tenants),
  present: presentTenants,
  scopeOf: scopeOfTenant,
  list: true,
  retrieve: true,
  filters: commonFilters(tenants),
  orderings: commonOrderings(tenants),
  defaultOrder: [tenants.name],
  update: updateTenant,
  destroy: destroyTenant,
  actions: tenantActions,
  routes: [orderTenantRoute],
  jobs: tenantJobs,
})
