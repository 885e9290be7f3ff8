/** Floating IPs. Source: contract 4.8. */
import { isNotNull, isNull } from 'drizzle-orm'
import { defineResource } from '../../api/define.ts'
import { boolean, exact } from '../../api/filters.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { scopeOfChild } from '../base/children.ts'
import { commonFilters, commonOrderings, tenantFilters } from '../base/filters.ts'
import { destroyFloatingIpAction, floatingIpActions } from './actions.ts'
import { createFloatingIpRoute } from './create.ts'
import { floatingIpJobs } from './jobs.ts'
import { floatingIpSchema, presentFloatingIps } from './schema.ts'
import { floatingIpSync } from './sync.ts'
import { floatingIps } from './table.ts'

export { tenantFloatingIpActions } from './create.ts'

export const floatingIpResource = defineResource({
  path: 'openstack-floating-ips',
  model: 'FloatingIP',
  resourceType: 'OpenStack.FloatingIP',
  summary: 'Floating IPs',
  table: floatingIps,
  schema: floatingIpSchema,
  visible: (actor) => visibleByScope(actor, floatingIps),
  present: presentFloatingIps,
  scopeOf: scopeOfChild,
  list: true,
  retrieve: true,
  destroy: destroyFloatingIpAction,
  filters: {
    ...commonFilters(floatingIps),
    ...tenantFilters(floatingIps),
    free: boolean((free) => (free ? isNull(floatingIps.portUuid) : isNotNull(floatingIps.portUuid)), 'On no port.'),
    runtime_state: exact(floatingIps.runtimeState, 'ACTIVE, DOWN, ERRED or BOOKED.'),
    address: exact(floatingIps.address),
  },
  orderings: { ...commonOrderings(floatingIps), address: floatingIps.address },
  defaultOrder: [floatingIps.address],
  actions: floatingIpActions,
  routes: [createFloatingIpRoute],
  jobs: floatingIpJobs,
  sync: floatingIpSync,
})
