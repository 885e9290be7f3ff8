/** Routers. Source: contract 4.8. */
import { sql } from 'drizzle-orm'
import { defineResource } from '../../api/define.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { scopeOfChild } from '../base/children.ts'
import { commonFilters, commonOrderings, tenantFilters } from '../base/filters.ts'
import { tenants } from '../tenant/table.ts'
import { destroyRouterAction, routerActions } from './actions.ts'
import { createRouterRoute } from './create.ts'
import { routerJobs } from './jobs.ts'
import { presentRouters, routerSchema } from './schema.ts'
import { routerSync } from './sync.ts'
import { routers } from './table.ts'

const tenantName = sql`(select ${tenants.name} from ${tenants} where ${tenants.uuid} = ${routers.tenantUuid})`

export const routerResource = defineResource({
  path: 'openstack-routers',
  model: 'Router',
  resourceType: 'OpenStack.Router',
  summary: 'Routers',
  table: routers,
  schema: routerSchema,
  visible: (actor) => visibleByScope(actor, routers),
  present: presentRouters,
  scopeOf: scopeOfChild,
  list: true,
  retrieve: true,
  destroy: destroyRouterAction,
  filters: { ...commonFilters(routers), ...tenantFilters(routers) },
  orderings: commonOrderings(routers),
  defaultOrder: [tenantName, routers.name],
  actions: routerActions,
  routes: [createRouterRoute],
  jobs: routerJobs,
  sync: routerSync,
})
