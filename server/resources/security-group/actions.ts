/** What may be asked of a security group. */
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { actionFor } from '../../api/define.ts'
import { conflict, notFound } from '../../errors.ts'
import { commonActions } from '../base/actions.ts'
import { holdRow } from '../base/children.ts'
import { planText } from '../base/neutron.ts'
import { portSecurityGroups, ports } from '../port/table.ts'
import { tenants } from '../tenant/table.ts'
import { newRuleInput, rulesInput, updateGroupInput } from './input.ts'
import { deleteGroupJob, forgetGroup, pullGroupJob, setRulesJob, updateGroupJob } from './jobs.ts'
import { paramsOf, planRules, refuseName, rulesFrom } from './plans.ts'
import { rulesOf } from './pull.ts'
import { guards } from './rules.ts'
import { securityGroups } from './table.ts'

const action = actionFor(securityGroups)
const PATH = 'openstack-security-groups'
const SHOWN = 5

/** @throws ApiError 409 naming the ports that bear the group. */
const refuseWhileUsed = async (groupUuid: string) => {
  const links = await db
    .select({ uuid: portSecurityGroups.portUuid })
    .from(portSecurityGroups)
    .where(eq(portSecurityGroups.securityGroupUuid, groupUuid))
  if (links.length === 0) return
  const used = await db
    .select({ uuid: ports.uuid, name: ports.name })
    .from(ports)
    .where(
      and(
        inArray(
          ports.uuid,
          links.map((one) => one.uuid),
        ),
        isNotNull(ports.backendId),
      ),
    )
  if (used.length === 0) return
  const names = used.slice(0, SHOWN).map((port) => port.name || port.uuid)
  const more = used.length > SHOWN ? ` and ${used.length - SHOWN} more` : ''
  throw conflict(`${used.length === 1 ? '1 port bears' : `${used.length} ports bear`} it: ${names.join(', ')}${more}.`)
}

const current = async (groupUuid: string) => ((await rulesOf([groupUuid])).get(groupUuid) ?? []).map(paramsOf)

export const updateGroupAction = action({
  summary: 'Change name and description',
  label: 'Update',
  event: 'resource_update',
  guards: guards.update,
  input: updateGroupInput,
  job: updateGroupJob,
  plan: async ({ row, input }) => {
    if (input.name !== undefined && input.name !== row.name) {
      await holdRow(tenants, row.tenantUuid)
      await refuseName(row.tenantUuid, input.name, row.uuid)
    }
    return planText(row, input)
  },
})

export const destroyGroupAction = action({
  summary: 'Delete the security group',
  guards: guards.destroy,
  job: deleteGroupJob,
  plan: async ({ row }) => {
    // Removing what failed is forced; what the cloud keeps is remembered.
    if (row.state === 'OK') await refuseWhileUsed(row.uuid)
    return {}
  },
})

export const securityGroupActions = {
  set_rules: action({
    summary: 'Replace all rules',
    input: rulesInput,
    job: setRulesJob,
    plan: async ({ row, input, call }) => planRules(row, await rulesFrom(input, row.tenantUuid, call, '')),
    answer: { status: 202, body: { status: 'Rules update was successfully scheduled.' } },
  }),
  add_rule: action({
    summary: 'Add one rule',
    path: 'rules',
    event: 'resource_set_rules',
    input: newRuleInput,
    job: setRulesJob,
    plan: async ({ row, input, call }) => {
      const own = await current(row.uuid)
      const [rule] = await rulesFrom([input], row.tenantUuid, call, null)
      return planRules(row, [...own, rule])
    },
    answer: async ({ row, call }) => ({ status: 201, body: await call.render(PATH, row.uuid) }),
  }),
  remove_rule: action({
    summary: 'Remove one rule',
    method: 'DELETE',
    path: 'rules/{rule_id}',
    event: 'resource_set_rules',
    job: setRulesJob,
    plan: async ({ row, params }) => {
      const own = await current(row.uuid)
      if (!own.some((rule) => String(rule.id) === params.rule_id)) throw notFound('SecurityGroupRule')
      return planRules(
        row,
        own.filter((rule) => String(rule.id) !== params.rule_id),
      )
    },
    answer: { status: 202, body: { status: 'Rules update was successfully scheduled.' } },
  }),
  ...commonActions({ table: securityGroups, path: PATH, pull: pullGroupJob, remove: forgetGroup }),
}
