/** Security groups with their rules. Source: contract 4.9. */
import { sql } from 'drizzle-orm'
import { defineResource } from '../../api/define.ts'
import { containsAny } from '../../api/filters.ts'
import { visibleByScope } from '../../identity/visible.ts'
import { scopeOfChild } from '../base/children.ts'
import { commonFilters, commonOrderings, tenantFilters } from '../base/filters.ts'
import { tenants } from '../tenant/table.ts'
import { destroyGroupAction, securityGroupActions, updateGroupAction } from './actions.ts'
import { clientAddressRoute } from './client-address.ts'
import { createGroupRoute } from './create.ts'
import { securityGroupJobs } from './jobs.ts'
import { presentSecurityGroups, securityGroupSchema } from './schema.ts'
import { securityGroupSync } from './sync.ts'
import { securityGroups } from './table.ts'

export { tenantSecurityGroupActions } from './create.ts'

const tenantName = sql`(select ${tenants.name} from ${tenants} where ${tenants.uuid} = ${securityGroups.tenantUuid})`

export const securityGroupResource = defineResource({
  path: 'openstack-security-groups',
  aliases: ['openstack-sgp'],
  model: 'SecurityGroup',
  resourceType: 'OpenStack.SecurityGroup',
  summary: 'Security groups',
  table: securityGroups,
  schema: securityGroupSchema,
  visible: (actor) => visibleByScope(actor, securityGroups),
  present: presentSecurityGroups,
  scopeOf: scopeOfChild,
  list: true,
  retrieve: true,
  update: updateGroupAction,
  destroy: destroyGroupAction,
  filters: {
    ...commonFilters(securityGroups),
    ...tenantFilters(securityGroups),
    query: containsAny('Part of name or description.', securityGroups.name, securityGroups.description),
  },
  orderings: commonOrderings(securityGroups),
  defaultOrder: [tenantName, securityGroups.name],
  actions: securityGroupActions,
  routes: [createGroupRoute, clientAddressRoute],
  jobs: securityGroupJobs,
  sync: securityGroupSync,
})
