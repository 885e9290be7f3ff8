/** How rule sets differ, for the audit log (contract 8): one entry per change, none for an empty diff. */
import { inArray } from 'drizzle-orm'
import { db } from '../../../db/client.ts'
import { type AnyContext, tellOf } from '../base/neutron.ts'
import { type RuleColumns, ruleKey } from './pull.ts'
import { type SecurityGroupRow, securityGroups } from './table.ts'

export type RulePayload = {
  ethertype: string
  direction: string
  protocol: string
  from_port: number | null
  to_port: number | null
  cidr: string
  description: string
  remote_group_uuid: string | null
  remote_group_name: string
}
export type RuleDiff = {
  added_rules: RulePayload[]
  removed_rules: RulePayload[]
  modified_rules: { old: RulePayload; new: RulePayload }[]
}

type Rule = Omit<RuleColumns, 'backendId'> & { id?: number | null }

const payloadOf = (rule: Rule, nameOf: Map<string, string>): RulePayload => ({
  ethertype: rule.ethertype,
  direction: rule.direction,
  protocol: rule.protocol,
  from_port: rule.fromPort,
  to_port: rule.toPort,
  cidr: rule.cidr,
  description: rule.description,
  remote_group_uuid: rule.remoteGroupUuid,
  remote_group_name: (rule.remoteGroupUuid && nameOf.get(rule.remoteGroupUuid)) || '',
})

const same = (a: Rule, b: Rule) => ruleKey(a) === ruleKey(b) && a.description === b.description

/**
 * What came, went, and changed. A rule that kept its number, or all but its description, is the same one changed.
 * @param nameOf names of security groups by uuid.
 */
export const diffRules = (before: readonly Rule[], after: readonly Rule[], nameOf: Map<string, string>): RuleDiff => {
  const left = [...before]
  const diff: RuleDiff = { added_rules: [], removed_rules: [], modified_rules: [] }
  const take = (test: (rule: Rule) => boolean) => {
    const at = left.findIndex(test)
    return at < 0 ? undefined : left.splice(at, 1)[0]
  }
  const open = after.filter((rule) => !take((old) => same(old, rule)))
  for (const rule of open) {
    const old = take((one) => (rule.id != null && one.id === rule.id) || ruleKey(one) === ruleKey(rule))
    if (old) diff.modified_rules.push({ old: payloadOf(old, nameOf), new: payloadOf(rule, nameOf) })
    else diff.added_rules.push(payloadOf(rule, nameOf))
  }
  diff.removed_rules = left.map((rule) => payloadOf(rule, nameOf))
  return diff
}

const namesOf = async (rules: readonly Rule[]): Promise<Map<string, string>> => {
  const uuids = [...new Set(rules.flatMap((rule) => rule.remoteGroupUuid ?? []))]
  if (uuids.length === 0) return new Map()
  const rows = await db.select().from(securityGroups).where(inArray(securityGroups.uuid, uuids))
  return new Map(rows.map((row) => [row.uuid, row.name]))
}

/** In the transaction that ends the job. An empty diff writes nothing. */
export const tellRules = async (
  context: Pick<AnyContext<SecurityGroupRow>, 'job' | 'row'>,
  before: readonly Rule[],
  after: readonly Rule[],
  trigger: 'user_action' | 'pull',
): Promise<void> => {
  const diff = diffRules(before, after, await namesOf([...before, ...after]))
  const counts = {
    added_count: diff.added_rules.length,
    removed_count: diff.removed_rules.length,
    modified_count: diff.modified_rules.length,
  }
  if (Object.values(counts).every((count) => count === 0)) return
  await tellOf(context, 'security_group_rules_changed', `The rules of ${context.row.name} have changed.`, {
    ...diff,
    ...counts,
    trigger,
  })
}
