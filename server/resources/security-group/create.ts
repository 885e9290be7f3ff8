/** Creating a security group in a tenant: below the tenant, and by the brief's form on the collection. */
import { transaction } from '../../../db/client.ts'
import { actionFor, type Call, defineRoute } from '../../api/define.ts'
import { managers, signedIn } from '../../api/rules.ts'
import { createResource } from '../../jobs/accept.ts'
import { authorOf } from '../base/actions.ts'
import { created, holdRow, parentFor, placeOf } from '../base/children.ts'
import { type TenantRow, tenants } from '../tenant/table.ts'
import { type CreateGroupInput, createGroupInput, createGroupInTenantInput } from './input.ts'
import { createGroupJob } from './jobs.ts'
import { insertNewRules, refuseName, rulesFrom } from './plans.ts'
import type { securityGroups } from './table.ts'

const PATH = 'openstack-security-groups'

/** Neutron gives each new group one egress rule per ethertype, and counts them. */
export const RULES_OF_ITS_OWN = 2

const createIn = async (tenant: TenantRow, input: CreateGroupInput, call: Call) => {
  const rules = await rulesFrom(input.rules, tenant.uuid, call, 'rules')
  const uuid = await transaction(async () => {
    await holdRow(tenants, tenant.uuid)
    await refuseName(tenant.uuid, input.name)
    const { row } = await createResource<typeof securityGroups>({
      def: { path: PATH },
      job: createGroupJob,
      values: { ...placeOf(tenant), name: input.name, description: input.description },
      params: { rules },
      quota: { security_group_count: 1, security_group_rule_count: rules.length + RULES_OF_ITS_OWN },
      children: (group) => insertNewRules(group.uuid, rules),
      author: authorOf(call.actor),
    })
    return row.uuid
  })
  return created(call, PATH, uuid)
}

/** Actions of a tenant that make security groups. */
export const tenantSecurityGroupActions = {
  create_security_group: actionFor(tenants)({
    summary: 'Create a security group',
    states: ['OK'],
    input: createGroupInput,
    handle: ({ row, input, call }) => createIn(row, input, call),
  }),
}

export const createGroupRoute = defineRoute({
  summary: 'Create a security group in the tenant that the body names',
  method: 'POST',
  path: '',
  rule: signedIn,
  status: 201,
  input: createGroupInTenantInput,
  handle: async ({ input, call }) =>
    createIn(await parentFor<TenantRow>(call, managers, 'openstack-tenants', input.tenant, 'tenant'), input, call),
})
