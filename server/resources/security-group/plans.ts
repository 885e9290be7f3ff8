/** What is found out about rules and names before they are accepted: contract 4.9. */
import { and, eq, ne } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import type { Call, Plan } from '../../api/define.ts'
import { ApiError, conflict, type FieldErrors, fieldError } from '../../errors.ts'
import { parseCidr } from '../base/addresses.ts'
import { holdRow } from '../base/children.ts'
import type { RuleInput } from './input.ts'
import { insertRules, type RuleColumns, ruleKey, rulesOf } from './pull.ts'
import type { RuleParams } from './push.ts'
import { type SecurityGroupRow, type SecurityGroupRuleRow, securityGroupRules, securityGroups } from './table.ts'

/** @throws ApiError 400 on `name`. In a transaction. */
export const refuseName = async (tenantUuid: string, name: string, exceptUuid = ''): Promise<void> => {
  if (name === 'default') throw fieldError('name', 'Default security group is managed by OpenStack itself.')
  const [twin] = await db
    .select({ uuid: securityGroups.uuid })
    .from(securityGroups)
    .where(
      and(
        eq(securityGroups.tenantUuid, tenantUuid),
        eq(securityGroups.name, name),
        ne(securityGroups.uuid, exceptUuid),
      ),
    )
    .limit(1)
  if (twin) throw fieldError('name', 'Security group name should be unique.')
}

/** An address alone means itself. Host bits stay as they are given: Neutron takes them. */
const cidrOf = (text: string | null | undefined): { cidr: string; refusal?: string } => {
  if (!text) return { cidr: '' }
  const whole = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`
  return parseCidr(whole) ? { cidr: whole } : { cidr: text, refusal: 'Enter a valid CIDR.' }
}

/**
 * The rules of a request as jobs carry them.
 * @param field where the list stands in the body; empty for the body itself, null when the body is the one rule.
 * @throws ApiError 400 beside the rule that is wrong.
 */
export const rulesFrom = async (
  inputs: readonly RuleInput[],
  tenantUuid: string,
  call: Call,
  field: string | null,
): Promise<RuleParams[]> => {
  const refusals: FieldErrors[] = inputs.map(() => ({}))
  const seen = new Set<string>()
  const rules: RuleParams[] = []
  for (const [index, input] of inputs.entries()) {
    const { cidr, refusal } = cidrOf(input.cidr)
    if (refusal) refusals[index].cidr = [refusal]
    const remoteGroupUuid = await remoteGroup(input.remote_group, tenantUuid, call).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error
      refusals[index].remote_group = [error.message]
      return null
    })
    const rule: RuleParams = {
      id: input.id ?? null,
      ethertype: input.ethertype,
      direction: input.direction,
      protocol: input.protocol,
      fromPort: input.from_port ?? -1,
      toPort: input.to_port ?? -1,
      cidr,
      remoteGroupUuid,
      description: input.description,
    }
    const understood = Object.keys(refusals[index]).length === 0
    if (understood && seen.has(ruleKey(rule))) refusals[index].non_field_errors = ['The rule is named twice.']
    seen.add(ruleKey(rule))
    rules.push(rule)
  }
  if (refusals.some((one) => Object.keys(one).length > 0)) {
    const fields = field === null ? refusals[0] : { [field || 'non_field_errors']: refusals }
    throw new ApiError('invalid', 'The rules are not valid.', fields)
  }
  return rules
}

const remoteGroup = async (link: string | null | undefined, tenantUuid: string, call: Call): Promise<string | null> => {
  if (!link) return null
  const group = await call.resolve<SecurityGroupRow>('openstack-security-groups', link, 'remote_group')
  if (group.tenantUuid !== tenantUuid) throw fieldError('remote_group', 'The security group is of another tenant.')
  return group.uuid
}

export const paramsOf = (row: SecurityGroupRuleRow): RuleParams => {
  const { securityGroupUuid: _group, backendId: _id, ...rule } = row
  return rule
}

const columnsOf = ({ id: _id, ...rule }: RuleParams): RuleColumns => ({ ...rule, backendId: '' })

/** Rows of a new group's rules. In a transaction. */
export const insertNewRules = (groupUuid: string, rules: readonly RuleParams[]): Promise<void> =>
  insertRules(groupUuid, rules.map(columnsOf))

/**
 * Replaces the group's rules: the rows at once, the cloud's by the job. Rules with an id keep it.
 * @throws ApiError 400 for an id that is none of the group's. In the accepting transaction.
 */
export const planRules = async (
  row: SecurityGroupRow,
  wanted: RuleParams[],
): Promise<Plan<SecurityGroupRow, unknown>> => {
  if (!row.backendId) throw conflict('The object is not in the cloud.')
  await holdRow(securityGroups, row.uuid)
  const before = (await rulesOf([row.uuid])).get(row.uuid) ?? []
  const known = new Map(before.map((rule) => [rule.id, rule]))
  for (const rule of wanted)
    if (rule.id != null && !known.has(rule.id)) throw fieldError('id', `The group has no rule ${rule.id}.`)
  const kept = new Set(wanted.flatMap((rule) => rule.id ?? []))
  for (const rule of before)
    if (!kept.has(rule.id)) await db.delete(securityGroupRules).where(eq(securityGroupRules.id, rule.id))
  for (const { id, ...rule } of wanted)
    if (id != null) await db.update(securityGroupRules).set(rule).where(eq(securityGroupRules.id, id))
  await insertNewRules(
    row.uuid,
    wanted.filter((rule) => rule.id == null),
  )
  return {
    params: { rules: wanted, before: before.map(paramsOf) },
    quota: { security_group_rule_count: wanted.length - before.length },
  }
}
